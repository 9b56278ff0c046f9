import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { describePair } from '#catalog/site/pair.ts';
import { select } from '#catalog/selection/select.ts';
import { readDiagnostic } from '../../tools/diagnostics.ts';
import { readCatalog } from '../entries/catalog-fixture.ts';

let catalog: CatalogIndex;
beforeAll(async () => {
  catalog = await readCatalog();
});

describe('a package of two', () => {
  test('charges a shared foundation once', () => {
    const together = describePair(['df-forecast', 'ca-churn'], catalog, {});
    expect(together?.block.foundations.map(({ id, usedBy }) => [id, usedBy])).toEqual([
      ['warehouse', ['ca-churn', 'df-forecast']],
    ]);
    expect(together?.sharedEUR).toBe(10_000);
    expect(together?.block.costs.totalEUR).toEqual({
      low: 25_000 + 26_000 + 8000,
      mid:
        30_000 + (catalog.entries.find(({ id }) => id === 'ca-churn')?.cost?.deliveryEUR.mid ?? 0) + 10_000,
      high: 38_000 + 36_000 + 14_000,
    });
    expect(together?.obstacles).toEqual([]);
    expect(together?.gates).toEqual([]);
  });

  test('says which limit it breaks, and by how much', () => {
    const { obstacles = [] } =
      describePair(['df-forecast', 'fa-cash'], catalog, { capex: 60_000, run: 400, weeks: 5 }) ?? {};
    expect(obstacles.map(({ en }) => en)).toEqual([
      'Together they cost €68,000; the budget is €60,000.',
      'Together they cost €520 a month to run; the limit is €400.',
      'Together they take 8 weeks; 5 are available.',
    ]);
  });

  test('with a diagnostic it is what the selection chose, gates and all', () => {
    const diagnostic = readDiagnostic('examples/p4-food-manufacturer/diagnostic.json');
    const selection = select(diagnostic, catalog);
    const [first = '', second = ''] = selection.package.items.map(({ entryId }) => entryId);
    const together = describePair([second, first], catalog, {}, diagnostic);
    expect(together?.block.costs).toEqual(selection.package.costs);
    expect(together?.block.foundations).toEqual(selection.package.foundations);
    expect(together?.obstacles).toEqual([]);
    for (const { name, gates } of together?.gates ?? [])
      expect(gates).toEqual(selection.ranked.find((entry) => entry.name.en === name.en)?.gates);
  });

  test('cannot be made of what is not ranked', () => {
    expect(describePair(['df-forecast', 'dp-monitor'], catalog, {})).toBeUndefined();
  });
});
