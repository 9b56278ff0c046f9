import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { browse, sliders, sorts } from '#catalog/site/browse.ts';
import type { Listing, Query } from '#catalog/site/browse.ts';
import { facets } from '#catalog/site/facets.ts';
import type { FacetId } from '#catalog/site/facets.ts';
import { listingOf } from '#catalog/site/listing.ts';
import type { Row } from '#catalog/site/listing.ts';
import { readQuery, writeQuery } from '#catalog/site/query.ts';
import { siteSource } from './site-source.ts';

let rows: readonly Row[] = [];
beforeAll(async () => {
  const { catalog } = await siteSource();
  rows = listingOf(catalog, { quality: {}, updated: new Map() });
});

const everything: Query = { text: '', sort: 'relevance', ticked: {}, limits: {}, compare: [] };

function ids({ built, planned }: Listing): string[] {
  return [...built, ...planned].map(({ id }) => id);
}

/** Any question a visitor can ask, the words aside. */
const queries: fc.Arbitrary<Query> = fc.record({
  text: fc.string({ maxLength: 12 }),
  sort: fc.constantFrom(...sorts),
  ticked: fc
    .tuple(
      ...facets.map(({ id, values }) =>
        fc.tuple(
          fc.constant(id),
          fc.subarray(Object.keys(values), { maxLength: Math.min(3, Object.keys(values).length) }),
        ),
      ),
    )
    .chain((all) => fc.subarray(all, { maxLength: 3 }))
    .map((some) => Object.fromEntries(some.filter(([, values]) => values.length > 0)) as Query['ticked']),
  limits: fc
    .record(
      { capex: fc.nat(60_000), run: fc.nat(1000), weeks: fc.nat(20), level: fc.nat(4) },
      { requiredKeys: [] },
    )
    .map((limits) => limits as Query['limits']),
  compare: fc.subarray(['df-forecast', 'ca-churn', 'fa-cash', 'co-support', 'di-invoice'], { maxLength: 4 }),
});

describe('browsing', () => {
  test('nothing asked shows everything, what is built first', () => {
    const listing = browse(rows, everything);
    expect(ids(listing)).toHaveLength(rows.length);
    expect(listing.built.map(({ id }) => id)).toContain('df-forecast');
    expect(listing.planned.map(({ id }) => id)).toContain('fa-cash');
  });

  test('facets narrow together, values of one facet widen', () => {
    const genai = browse(rows, { ...everything, ticked: { package: ['genai'] } });
    const both = browse(rows, { ...everything, ticked: { package: ['genai', 'analytics'] } });
    const narrow = browse(rows, {
      ...everything,
      ticked: { package: ['genai', 'analytics'], risk: ['limited'] },
    });
    expect(ids(both)).toEqual(expect.arrayContaining(ids(genai)));
    expect(ids(both).length).toBeGreaterThan(ids(genai).length);
    expect(ids(narrow).length).toBeLessThan(ids(both).length);
    expect(ids(narrow)).toEqual(expect.arrayContaining(['cg-email']));
  });

  test('data I have shows what that data is enough for', () => {
    const sales = ids(browse(rows, { ...everything, ticked: { data: ['sales'] } }));
    expect(sales).toContain('df-forecast');
    expect(sales).not.toContain('df-inventory'); // needs stock too
    expect(ids(browse(rows, { ...everything, ticked: { data: ['sales', 'stock'] } }))).toContain(
      'df-inventory',
    );
  });

  test('an entry for no sector in particular serves every sector', () => {
    const anySector = rows.filter(
      ({ facets: { sector } }) =>
        sector.length === Object.keys(facets.find(({ id }) => id === 'sector')?.values ?? {}).length,
    );
    const found = ids(browse(rows, { ...everything, ticked: { sector: ['public'] } }));
    expect(anySector.length).toBeGreaterThan(0);
    expect(found).toEqual(expect.arrayContaining(anySector.map(({ id }) => id)));
  });

  test('a budget counts the foundations, and leaves out what has no price', () => {
    const within = browse(rows, { ...everything, limits: { capex: 39_999 } });
    expect(ids(within)).not.toContain('df-forecast'); // 30,000 and a warehouse of 10,000
    expect(ids(browse(rows, { ...everything, limits: { capex: 40_000 } }))).toContain('df-forecast');
    expect(ids(within)).not.toContain('dp-monitor');
  });

  test('the count of a value is what ticking it shows', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const { counts } = browse(rows, query);
        for (const { id, values } of facets) {
          for (const value of Object.keys(values)) {
            const shown = ids(browse(rows, { ...query, ticked: ticked(query, id, value) }));
            expect([id, value, counts[id].get(value) ?? 0]).toEqual([id, value, shown.length]);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  /** Ticking one value: alone, as a count of one value says; data adds up with what is ticked. */
  function ticked(query: Query, id: FacetId, value: string): Query['ticked'] {
    return { ...query.ticked, [id]: id === 'data' ? [...(query.ticked.data ?? []), value] : [value] };
  }

  test('limits keep what is at most that much', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const found = browse(rows, query);
        for (const row of [...found.built, ...found.planned]) {
          if (query.limits.weeks !== undefined)
            expect(row.weeks?.[1]).toBeLessThanOrEqual(query.limits.weeks);
          if (query.limits.run !== undefined) expect(row.run?.[1]).toBeLessThanOrEqual(query.limits.run);
          if (query.limits.level !== undefined) expect(row.level).toBeLessThanOrEqual(query.limits.level);
        }
      }),
    );
    expect(sliders).toHaveLength(4);
  });

  test('sorts by cost, time, update and fit', () => {
    const by = (sort: Query['sort'], found = {}): readonly Row[] =>
      browse(rows, { ...everything, ticked: { kind: ['use-case'] }, sort }, found).planned;
    const costs = by('cost').map(({ capex }) => capex ?? Infinity);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    const weeks = by('time').map((row) => row.weeks?.[1] ?? Infinity);
    expect(weeks).toEqual([...weeks].sort((a, b) => a - b));
    const fit = { 'fa-cash': 1, 'ca-churn': 2, 'di-invoice': null };
    const order = by('fit', { fit }).map(({ id }) => id);
    expect(order.slice(0, 3)).toEqual(['fa-cash', 'ca-churn', 'di-invoice']);
  });
});

describe('the address of a question', () => {
  test('leads back to the question', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const read = readQuery(writeQuery(query));
        expect({ ...read, ticked: sorted(read.ticked) }).toEqual({ ...query, ticked: sorted(query.ticked) });
      }),
    );
  });

  function sorted(ticked: Query['ticked']): object {
    return Object.fromEntries(Object.entries(ticked).map(([id, values]) => [id, [...values].sort()]));
  }

  test('asks nothing by what it does not understand', () => {
    expect(
      readQuery('?package=nonsense,genai&risk=&sort=upside&capex=-5&weeks=many&compare=../x,ca-churn'),
    ).toEqual({
      ...everything,
      ticked: { package: ['genai'] },
      compare: ['ca-churn'],
    });
  });

  test('is empty for everything, and readable', () => {
    expect(writeQuery(everything)).toBe('');
    expect(
      writeQuery({ ...everything, text: 'prévision stock', ticked: { package: ['genai', 'analytics'] } }),
    ).toBe('?q=pr%C3%A9vision%20stock&package=analytics,genai');
  });
});
