import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { budgetFor, costTable } from '#catalog/pricing/cost-table.ts';
import type { CostInput } from '#catalog/pricing/cost-table.ts';
import { sum, toCents } from '#catalog/pricing/range.ts';
import type { Range } from '#catalog/pricing/range.ts';
import type { SourceVolume, UseCaseVolume } from '#catalog/pricing/volumes.ts';
import { validateCostTable } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { allManifests } from '../../tools/client-repository.ts';
import { realPrices, toyPrices } from '../../tools/prices.ts';
import { problemsOf } from '../../tools/problems.ts';

const templates = allManifests();
const prices = realPrices();

type Cost = NonNullable<CostInput['templates'][number]['cost']>;
type Usage = Cost[number]['usage'];

const of = { en: 'units', fr: 'unités' };

function toyTable(parts: Readonly<Record<string, Usage>>, change: Partial<CostInput> = {}) {
  return costTable({
    volumes: { sources: [], useCases: [] },
    templates: Object.entries(parts).map(([component, usage]) => ({
      id: `stacks/${component}`,
      kind: 'stack',
      cost: [{ component, name: { en: component, fr: component }, usage }],
    })),
    prices: toyPrices,
    region: 'europe-west1',
    currency: 'USD',
    ...change,
  });
}

const fixed = (item: string, quantity: number): Usage => [
  { item, low: quantity, mid: quantity, high: quantity, of },
];

describe('a cost table', () => {
  test('takes free units of a billing account off once, whatever components and environments share them', () => {
    const { components, total } = toyTable({ a: fixed('scan', 1), b: fixed('scan', 3) });
    // Two environments: 8 TiB in all, of which 1 is free, at 6 each; nothing is free at the high end.
    expect(total).toEqual({ low: 42, mid: 42, high: 48 });
    expect(components.map(({ total: part }) => part.mid)).toEqual([10.5, 31.5]);
  });

  test('takes free units of a project off in each environment', () => {
    expect(toyTable({ a: fixed('log', 12) }).environments.map(({ total }) => total)).toEqual([
      { low: 2, mid: 2, high: 2 },
      { low: 2, mid: 2, high: 2 },
    ]);
  });

  test('is in euros at the rate of the book, and in euros where there is no rate to what was wanted', () => {
    const euros = toyTable({ a: fixed('store', 5) }, { currency: 'EUR' });
    expect(euros).toMatchObject({ currency: 'EUR', total: { mid: 10 }, rates: [{ rate: 0.5 }] });
    expect(toyTable({ a: fixed('store', 5) }, { currency: 'CHF' }).currency).toBe('EUR');
  });

  test('names every unknown item with the near one', () => {
    expect(problemsOf(() => toyTable({ a: [...fixed('scn', 1), ...fixed('x', 1)] }))).toMatchObject([
      { code: 'PRICE_UNKNOWN', value: 'scn', action: "Did you mean 'scan'?" },
      { code: 'PRICE_UNKNOWN', value: 'x' },
    ]);
  });

  test('names the items whose price has to be checked', () => {
    expect(toyTable({ a: fixed('store', 1), b: fixed('scan', 1) }).unchecked).toEqual(['store']);
  });

  test('takes the estimate of the catalog for what is planned, in production only', () => {
    const planned = [
      { id: 'fa-cash', name: { en: 'Cash', fr: 'Trésorerie' }, runEURPerMonth: { low: 1, mid: 2, high: 3 } },
    ];
    const table = toyTable({}, { planned, currency: 'EUR' });
    expect(table.environments.map(({ total }) => total.mid)).toEqual([0, 2]);
    expect(table.components).toMatchObject([{ id: 'fa-cash', basis: 'catalog', lines: [] }]);
    expect(table.drivers).toEqual([{ component: 'fa-cash', item: null, mid: 2, share: 1 }]);
    expect(table.assumptions.at(-1)?.en).toContain('Cash: planned');
  });

  test('sets a budget at the high amount, rounded up to ten', () => {
    expect(budgetFor({ low: 0, mid: 0, high: 0 })).toBe(10);
    expect(budgetFor({ low: 0, mid: 0, high: 50 })).toBe(50);
    expect(budgetFor({ low: 0, mid: 0, high: 50.01 })).toBe(60);
  });

  test('a use case pays for its own cases, a stack for those of all', () => {
    const usage: Usage = [{ item: 'store', per: 'cases', low: 1, mid: 1, high: 1, of }];
    const name = { en: 'x', fr: 'x' };
    const table = costTable({
      volumes: {
        sources: [],
        useCases: [
          { id: 'a', name: 'A', template: 'use-cases/a', usersAffected: 1, eventsPerMonth: 10 },
          { id: 'b', name: 'B', template: 'use-cases/b', usersAffected: 1, eventsPerMonth: 5 },
        ],
      },
      templates: [
        { id: 'use-cases/a', kind: 'use-case', cost: [{ component: 'a', name, usage }] },
        { id: 'stacks/s', kind: 'stack', cost: [{ component: 's', name, usage }] },
      ],
      prices: toyPrices,
      region: 'europe-west1',
    });
    const prod = table.components.map(({ lines }) => lines.find(({ environment }) => environment === 'prod'));
    expect(prod.map((line) => line?.quantity.mid)).toEqual([10, 15]);
  });
});

const unknownOr = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const volume = fc
  .tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: 5000, noNaN: true })))
  .map((values) => [...values].sort((a, b) => a - b))
  .map(([low = 0, mid = 0, high = 0]): Range => ({ low, mid, high }));
const source: fc.Arbitrary<SourceVolume> = fc.record({
  id: fc.constantFrom('erp', 'web-shop', 'crm'),
  name: fc.string(),
  refresh: fc.constantFrom('realtime', 'hourly', 'daily', 'weekly', 'monthly', 'ad_hoc'),
  volumeGB: unknownOr(volume),
  growthPctMonth: unknownOr(fc.double({ min: -50, max: 50, noNaN: true })),
  rowsOrDocs: unknownOr(fc.nat(1e8)),
});
const useCase: fc.Arbitrary<UseCaseVolume> = fc.record({
  id: fc.constantFrom('df-forecast', 'ca-segment'),
  name: fc.string(),
  template: fc.constantFrom('use-cases/demand-forecasting', 'use-cases/customer-segmentation'),
  usersAffected: unknownOr(fc.nat(500)),
  eventsPerMonth: unknownOr(fc.nat(1e6)),
});
const volumes = fc.record({
  sources: fc.array(source, { maxLength: 4 }),
  useCases: fc.array(useCase, { maxLength: 2 }),
});

const tableOf = (of: CostInput['volumes'], book = prices) =>
  costTable({ volumes: of, templates, prices: book, region: 'europe-west1' });

describe('whatever the volumes are', () => {
  test('low <= mid <= high everywhere, and lines add up to components, environments and the total', () => {
    fc.assert(
      fc.property(volumes, (of) => {
        const table = tableOf(of);
        const { components, environments, total } = table;
        const ranges = components.flatMap(({ lines, total: whole, environments: parts }) => [
          whole,
          ...parts.map((part) => part.total),
          ...lines.flatMap(({ cost, quantity }) => [cost, quantity]),
        ]);
        for (const { low, mid, high } of [...ranges, total])
          expect([low <= mid, mid <= high]).toEqual([true, true]);
        for (const { lines, total: whole } of components)
          expect(toCents(sum(lines.map(({ cost }) => cost)))).toEqual(whole);
        expect(toCents(sum(components.map((component) => component.total)))).toEqual(total);
        expect(toCents(sum(environments.map((environment) => environment.total)))).toEqual(total);
        for (const { total: whole, budgetPerMonth } of environments)
          expect(budgetPerMonth).toBeGreaterThanOrEqual(whole.high);
      }),
      { numRuns: 60 },
    );
  });

  test('more of anything never costs less', () => {
    const more = fc.record({
      gb: fc.double({ min: 0, max: 1000, noNaN: true }),
      users: fc.nat(100),
      cases: fc.nat(1e5),
    });
    fc.assert(
      fc.property(volumes, more, (of, { gb, users, cases }) => {
        const larger = {
          sources: of.sources.map((each) => ({
            ...each,
            volumeGB: each.volumeGB && {
              low: each.volumeGB.low + gb,
              mid: each.volumeGB.mid + gb,
              high: each.volumeGB.high + gb,
            },
          })),
          useCases: of.useCases.map((each) => ({
            ...each,
            usersAffected: each.usersAffected === null ? null : each.usersAffected + users,
            eventsPerMonth: each.eventsPerMonth === null ? null : each.eventsPerMonth + cases,
          })),
        };
        const [before, after] = [tableOf(of).total, tableOf(larger).total];
        for (const end of ['low', 'mid', 'high'] as const)
          expect(after[end]).toBeGreaterThanOrEqual(before[end]);
      }),
      { numRuns: 60 },
    );
  });

  test('one source more never costs less, and its order does not count', () => {
    fc.assert(
      fc.property(volumes, source, (of, extra) => {
        const after = tableOf({ ...of, sources: [...of.sources, extra] });
        expect(after.total.high).toBeGreaterThanOrEqual(tableOf(of).total.high);
        const turned = tableOf({ ...of, sources: [extra, ...of.sources] });
        for (const end of ['low', 'mid', 'high'] as const)
          expect(turned.total[end]).toBeCloseTo(after.total[end], 1);
      }),
      { numRuns: 30 },
    );
  });

  test('an unknown volume gives a range, never nothing', () => {
    const unknown = { volumeGB: null, growthPctMonth: null, rowsOrDocs: null };
    const { components, assumptions } = tableOf({
      sources: [{ id: 'erp', name: 'Sage', refresh: 'daily', ...unknown }],
      useCases: [],
    });
    const stored = components
      .flatMap(({ lines }) => lines)
      .find(({ item, environment }) => item === 'gcp-bigquery-storage' && environment === 'prod');
    expect(stored?.quantity.low).toBeGreaterThan(0);
    expect(stored?.quantity.high).toBeGreaterThan(stored?.quantity.low ?? 0);
    expect(assumptions.map(({ en }) => en).join()).toContain('Size of "Sage" unknown');
    expect(assumptions.map(({ fr }) => fr).join()).toContain('Taille de « Sage » inconnue');
  });

  test('the same inputs give the same bytes, in a document that keeps its schema', () => {
    fc.assert(
      fc.property(volumes, (of) => {
        const table = tableOf(of);
        expect(JSON.stringify(tableOf(structuredClone(of)))).toBe(JSON.stringify(table));
        expect(schemaProblems(validateCostTable, table)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
