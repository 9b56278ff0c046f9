import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import type { SearchIndex } from '#catalog/search/search-index.ts';
import { search } from '#catalog/search/search.ts';
import { words } from '#catalog/search/words.ts';
import { readCatalog } from '../entries/catalog-fixture.ts';

let catalog: CatalogIndex;
let index: SearchIndex;
beforeAll(async () => {
  catalog = await readCatalog();
  index = buildSearchIndex(catalog.entries);
});

function ids(query: string): string[] {
  return search(index, query).hits.map(({ document }) => document.id);
}

describe('search', () => {
  test.each([
    ['demand forecast', 'df-forecast'],
    ['prévision', 'df-forecast'],
    ['prevision des ventes', 'df-forecast'],
    ['customer segments', 'ca-segment'],
    ['segmentation clients', 'ca-segment'],
    ['stock', 'df-inventory'],
    ['attrition', 'ca-churn'],
    ['factures', 'di-invoice'],
    ['INVOICE', 'di-invoice'],
    ['fraude', 'fa-fraud'],
    ['trésorerie', 'fa-cash'],
    ['contrats', 'di-contract'],
    ['support chatbot', 'co-support'],
    ['clickhouse', 'dp-core'],
    ['product descriptions', 'cg-product'],
    ['k-moyennes', 'ca-segment'],
  ])('%s finds %s first', (query, id) => {
    expect(ids(query)[0]).toBe(id);
  });

  test.each(['df-forecast', 'ca-segment', 'tk-engine', 'of-pack'])(
    'an id finds its entry first: %s',
    (id) => {
      expect(ids(id)[0]).toBe(id);
    },
  );

  test.each([
    ['forcast', 'df-forecast'],
    ['segmentatoin', 'ca-segment'],
    ['invoce', 'di-invoice'],
    ['prevsion', 'df-forecast'],
  ])('a typing error is forgiven: %s', (query, id) => {
    expect(ids(query)).toContain(id);
  });

  test('a short word is not stretched: every third word would be near', () => {
    expect(ids('zzz')).toEqual([]);
  });

  test('a second word narrows the search', () => {
    const both = ids('prévision stock');
    expect(both.length).toBeLessThan(ids('prévision').length);
    expect(both[0]).toBe('df-inventory');
  });

  test('words nobody has are named, and do not hide what the others find', () => {
    const { hits, unknown } = search(index, 'forecast xyzzy');
    expect(unknown).toEqual(['xyzzy']);
    expect(hits.length).toBeGreaterThan(0);
  });

  test('of equally good hits those that can be generated come first', () => {
    const twins = ['a', 'b'].map((name) => ({
      ...sample('fa-cash'),
      id: `zz-${name}`,
      ...(name === 'b' && { implementedBy: { template: 'use-cases/x' } }),
    }));
    const { hits } = search(buildSearchIndex([...twins, sample('fa-fraud')]), 'treasury');
    expect(hits.map(({ document }) => [document.id, document.built])).toEqual([
      ['zz-b', true],
      ['zz-a', false],
    ]);
  });

  test('the list is cut at the limit, and the count is not', () => {
    const { hits, found } = search(index, 'agent', 2);
    expect(hits).toHaveLength(2);
    expect(found).toBeGreaterThan(2);
  });

  test('an empty query, or one of signs only, finds nothing', () => {
    for (const query of ['', '   ', '?!', '{{}}']) expect(search(index, query).hits).toEqual([]);
  });

  test('the index survives being written and read', () => {
    const read = JSON.parse(JSON.stringify(index)) as SearchIndex;
    expect(search(read, 'prévision')).toEqual(search(index, 'prévision'));
  });

  test('the order of the entries changes nothing that is found', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...catalog.entries], { minLength: catalog.entries.length }),
        fc.constantFrom('forecast', 'client', 'agent support', 'facture', 'forcast'),
        (entries, query) => {
          expect(search(buildSearchIndex(entries), query)).toEqual(search(index, query));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (query) => {
        expect(search(index, query).found).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('words', () => {
  test('folds accents and case, drops stop words and plurals', () => {
    expect(words("Les Prévisions de l'œuvre")).toEqual(['prevision', 'oeuvre']);
    expect(words('process analysis')).toEqual(['process', 'analysi']);
  });
});

function sample(id: string): CatalogIndex['entries'][number] {
  const entry = catalog.entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`There is no entry ${id}.`);
  return entry;
}
