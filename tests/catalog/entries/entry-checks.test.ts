import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { entryProblems } from '#catalog/entry-checks.ts';
import type { EntrySurroundings } from '#catalog/entry-checks.ts';
import type { Entry, Template } from '#catalog/schema/generated/types.ts';
import { readCatalog } from './catalog-fixture.ts';

let catalog: CatalogIndex;
let forecast: Entry;
beforeAll(async () => {
  catalog = await readCatalog();
  const found = catalog.entries.find(({ id }) => id === 'df-forecast');
  if (found === undefined) throw new Error('df-forecast is gone.');
  forecast = found;
});

const template: Template = {
  schemaVersion: 1,
  id: 'use-cases/demand-forecasting',
  name: 'Forecasting',
  summary: 'Forecasts.',
  version: '1.0.0',
  kind: 'use-case',
  lifecycle: 'beta',
  owner: 'toltek',
  licence: 'Apache-2.0',
  options: [{ id: 'forecast', name: 'Forecast' }],
};

function problems(
  change: Partial<Entry>,
  fileName = 'df-forecast',
  templates: readonly Template[] = [template],
) {
  const surroundings: EntrySurroundings = {
    entries: new Map(catalog.entries.map((entry) => [entry.id, entry])),
    foundations: catalog.foundations,
    templates: new Map(templates.map((manifest) => [manifest.id, manifest])),
  };
  return entryProblems({ ...forecast, ...change }, fileName, surroundings).map(
    ({ code, pointer, action }) => ({
      code,
      pointer,
      action,
    }),
  );
}

describe('entryProblems', () => {
  test('finds nothing in a sound entry', () => {
    expect(problems({})).toEqual([]);
  });

  test('wants the file to be named after the id', () => {
    expect(problems({}, 'forecast')).toMatchObject([{ code: 'ENTRY_ID', pointer: '/id' }]);
  });

  test('wants drivers that add up to 1', () => {
    expect(problems({ drivers: { revenue: 0.4, cost: 0.5 } })).toMatchObject([
      { code: 'ENTRY_DRIVERS', pointer: '/drivers' },
    ]);
    expect(problems({ drivers: { revenue: 0.1, cost: 0.2, risk: 0.7 } })).toEqual([]);
  });

  test('wants low, mid and high in order', () => {
    expect(problems({ weeks: { low: 8, mid: 7, high: 9 } })).toMatchObject([
      { code: 'ENTRY_RANGE', pointer: '/weeks' },
    ]);
  });

  test('knows the entries and foundations that are referred to, and suggests the near one', () => {
    const requires = { ...forecast.requires, dependsOn: ['df-seson'] };
    expect(problems({ requires, modules: ['warehose'] })).toEqual([
      { code: 'ENTRY_REFERENCE', pointer: '/requires/dependsOn/0', action: "Did you mean 'df-season'?" },
      { code: 'ENTRY_REFERENCE', pointer: '/modules/0', action: "Did you mean 'warehouse'?" },
    ]);
  });

  test('refuses a reference to itself', () => {
    const requires = { ...forecast.requires, conflictsWith: ['df-forecast'] };
    expect(problems({ requires })).toMatchObject([{ code: 'ENTRY_SELF' }]);
  });

  test('wants both sides of an overlap to say the same', () => {
    expect(problems({ overlaps: [{ with: 'fa-revenue', omega: 0.3 }] })).toMatchObject([
      { code: 'ENTRY_OVERLAP', pointer: '/overlaps/0' },
    ]);
    expect(problems({ overlaps: [{ with: 'fa-fraud', omega: 0.3 }] })).toMatchObject([
      { code: 'ENTRY_OVERLAP', pointer: '/overlaps/0' },
    ]);
  });

  test('wants the template and the option that are said to implement it', () => {
    expect(problems({}, 'df-forecast', [])).toMatchObject([
      { code: 'ENTRY_REFERENCE', pointer: '/implementedBy/template' },
    ]);
    const implementedBy = { template: template.id, option: 'forcast' };
    expect(problems({ implementedBy })).toEqual([
      { code: 'ENTRY_REFERENCE', pointer: '/implementedBy/option', action: "Did you mean 'forecast'?" },
    ]);
  });
});
