import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { compareStatement } from '#catalog/pricing/statements.ts';
import { readCatalog } from '../entries/catalog-fixture.ts';

let book: CatalogIndex['priceBook'];
beforeAll(async () => {
  book = (await readCatalog()).priceBook;
});

function statement(id: string) {
  const found = book.statements.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no statement ${id}.`);
  return found;
}

function item(id: string) {
  const found = book.items.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no item ${id}.`);
  return found;
}

describe('what the roadmaps state and what their rows add up to', () => {
  test('reservoir phase 1: rows add to $51-76; the stated $66 needs the dearest database and the middle of the model', () => {
    expect(compareStatement(statement('s2-phase-1'))).toMatchObject({
      stated: { low: 66, high: 66 },
      computed: { low: 51, high: 76 },
      verdict: 'consistent',
    });
    expect(statement('s2-phase-1').rows).toHaveLength(10);
    const fixed = { low: 51 - 30, high: 76 - 50 - 5 };
    expect(fixed.low).toBe(fixed.high);
    expect(fixed.low + 5 + 40).toBe(66);
  });

  test('reservoir ultra-budget: "$25-35" adds to $20-25', () => {
    expect(compareStatement(statement('s2-ultra-budget'))).toMatchObject({
      stated: { low: 25, high: 35 },
      computed: { low: 20, high: 25 },
      verdict: 'different',
    });
  });

  test('reservoir phase 2: rows add to $255, not $246', () => {
    expect(compareStatement(statement('s2-phase-2'))).toMatchObject({
      stated: { low: 246, high: 246 },
      computed: { low: 255, high: 255 },
      verdict: 'different',
    });
    expect(statement('s2-phase-2').rows).toHaveLength(10);
  });

  test('reservoir phase 3: rows add to $635, not $615', () => {
    expect(compareStatement(statement('s2-phase-3'))).toMatchObject({
      stated: { low: 615, high: 615 },
      computed: { low: 635, high: 635 },
      verdict: 'different',
    });
    expect(statement('s2-phase-3').rows).toHaveLength(11);
  });

  test('reservoir open source: the stated $245 is the low end of $245-315', () => {
    expect(compareStatement(statement('s2-open-source'))).toMatchObject({
      stated: { low: 245, high: 245 },
      computed: { low: 245, high: 315 },
      verdict: 'consistent',
    });
  });

  test('every row of the reservoir has an alternative, but for the domain; one has no price', () => {
    const rows = ['s2-phase-1', 's2-phase-2', 's2-phase-3'].flatMap((id) => statement(id).rows);
    expect(
      rows.filter(({ alternative }) => alternative === undefined).map(({ component }) => component),
    ).toEqual(['domain']);
    const unpriced = rows.filter(
      ({ alternative }) => alternative !== undefined && alternative.amount === undefined,
    );
    expect(unpriced.map(({ component }) => component)).toEqual(['storage']);
  });

  test('reservoir goals differ between sections of the same roadmap', () => {
    const claims = book.claims.map(({ id, values }) => [id, values.map(({ value }) => value)]);
    expect(claims).toEqual([
      ['s2-phase-1-automations', [100, 50]],
      ['s2-innovation-viability', [70, 80]],
    ]);
  });

  test('tokenizer funding and headcounts are consistent', () => {
    expect(compareStatement(statement('s1-funding'))).toMatchObject({
      computed: { low: 30, high: 45 },
      verdict: 'equal',
    });
    const teams = [1, 2, 3].map((phase) => compareStatement(statement(`s1-team-phase-${phase}`)));
    expect(teams.map(({ computed }) => computed.low)).toEqual([9, 35, 200]);
    expect(teams.map(({ verdict }) => verdict)).toEqual(['consistent', 'consistent', 'consistent']);
  });

  test('the revenue split leaves 15 % undefined when there is no domain expert', () => {
    const split = statement('s0-revenue-split');
    expect(compareStatement(split).verdict).toBe('equal');
    expect(compareStatement(split, ['there is a domain expert'])).toMatchObject({
      computed: { low: 85, high: 85 },
      verdict: 'different',
    });
  });

  test('three statements contradict their own rows, and no other', () => {
    const different = book.statements
      .map((each) => compareStatement(each))
      .filter(({ verdict }) => verdict === 'different');
    expect(different.map(({ id }) => id)).toEqual(['s2-ultra-budget', 's2-phase-2', 's2-phase-3']);
  });
});

describe('facts of the price book', () => {
  test('the toolbox roadmap counts in euros, the others in dollars', () => {
    for (const { id, unit } of book.offers)
      expect([id, unit.startsWith('EUR')]).toEqual([id, id.startsWith('s0-')]);
  });

  test('the dollar has a dated rate', () => {
    expect(book.rates).toContainEqual(
      expect.objectContaining({ from: 'USD', to: 'EUR', asOf: '2026-11-21' }),
    );
  });

  test('BigQuery: $6.25 a TiB scanned with the first free, about $20 a TB stored', () => {
    expect(item('gcp-bigquery-queries')).toMatchObject({ price: 6.25, freeTier: { quantity: 1 } });
    expect(item('gcp-bigquery-storage')).toMatchObject({ price: 0.02, freeTier: { quantity: 10 } });
  });

  test("the data platform's $100 a TB on BigQuery leaves 12.8 TiB of scans", () => {
    const storage = item('gcp-bigquery-storage').price * 1000;
    expect((100 - storage) / item('gcp-bigquery-queries').price).toBeCloseTo(12.8, 6);
  });

  test('GKE: the monthly credit covers one cluster', () => {
    const { price, freeTier } = item('gcp-gke-cluster');
    expect(price * (freeTier?.quantity ?? 0)).toBeCloseTo(74.4, 6);
  });

  test('the data platform has three tiers, the last on request', () => {
    const tiers = book.offers.filter(({ id }) => id.startsWith('s3-'));
    expect(tiers.map(({ price }) => price?.low)).toEqual([999, 2999, undefined]);
  });

  test('expected savings are shares', () => {
    expect(book.savings.map(({ share }) => [share.low, share.high])).toEqual([
      [0.4, 0.6],
      [0.3, 0.5],
      [0.6, 0.6],
    ]);
  });

  test('every item says where and when its price was read', () => {
    for (const { asOf, source, id } of book.items) {
      expect([id, asOf <= book.asOf, source.length > 0]).toEqual([id, true, true]);
    }
    expect(new Set(book.items.map(({ id }) => id)).size).toBe(book.items.length);
  });
});
