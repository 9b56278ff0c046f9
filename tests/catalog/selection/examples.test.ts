import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Selection } from '#catalog/schema/generated/types.ts';
import { select } from '#catalog/selection/select.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { resolveTemplates } from '#generators/engine/plan/capabilities.ts';
import { readDiagnostic } from '../../tools/diagnostics.ts';

const catalog = await loadCatalog();
const examples = path.resolve(import.meta.dirname, '../../../examples');

function ids({ package: { items } }: Selection): string[] {
  return items.map(({ entryId }) => entryId);
}

/** The templates that write entries. */
function templatesOf(chosen: readonly string[]): readonly string[] {
  return catalog.entries.flatMap(({ id, implementedBy }) =>
    chosen.includes(id) && implementedBy !== undefined ? [implementedBy.template] : [],
  );
}

/** The advice without what changes with every edit of the catalog, whether it concerns the client or not. */
function advice(selection: Selection): unknown {
  const steady = { ...selection, catalogVersion: '', inputsHash: '', notAssessed: [] };
  return JSON.parse(JSON.stringify(steady));
}

describe('the examples lead where they should', () => {
  test('online retailer: the Analytics package, robust or sensitive to answers, never fragile', () => {
    const selection = select(readDiagnostic('examples/p1-online-retailer/diagnostic.json'), catalog);
    expect([selection.answer, selection.package.name, ids(selection)]).toEqual([
      'package',
      'analytics',
      ['ca-segment', 'df-forecast'],
    ]);
    expect(selection.package.items.every(({ built }) => built)).toBe(true);
    expect(selection.sensitivity?.label).not.toBe('fragile');
  });

  test('food manufacturer: forecasting with cash flow, which is still planned', () => {
    const diagnostic = readDiagnostic('examples/p4-food-manufacturer/diagnostic.json');
    const selection = select(diagnostic, catalog);
    expect([selection.answer, ids(selection)]).toEqual(['package', ['df-forecast', 'fa-cash']]);
    expect(selection.package.items.map(({ built }) => built)).toEqual([true, false]);
    const built = select(diagnostic, catalog, { onlyBuilt: true });
    expect(ids(built)).toContain('df-forecast');
    expect(built.package.items.every((item) => item.built)).toBe(true);
  });

  test('payments scale-up: fraud and anomalies, both planned; of what is built, two on ClickHouse', () => {
    const diagnostic = readDiagnostic('examples/p5-payments-scale-up/diagnostic.json');
    const selection = select(diagnostic, catalog);
    expect([selection.answer, selection.package.name, ids(selection)]).toEqual([
      'package',
      'custom',
      ['ag-anomaly', 'fa-fraud'],
    ]);
    const built = select(diagnostic, catalog, { onlyBuilt: true });
    expect(ids(built)).toEqual(['ca-segment', 'df-forecast']);
    const templates = catalog.templates.map(({ manifest }) => manifest);
    const chosen = templatesOf(ids(built)).map((template) => ({ template, because: 'It is chosen.' }));
    const { capabilities } = resolveTemplates(chosen, templates, { diagnostic });
    expect(capabilities.find(({ id }) => id === 'warehouse')).toEqual({
      id: 'warehouse',
      template: 'stacks/clickhouse-kubernetes',
      because: 'Data has to be seen live, and the client runs Kubernetes.',
    });
  });

  test('craft firm: not yet, a foundation to begin with, and what would change that', () => {
    const selection = select(readDiagnostic('examples/p6-craft-firm/diagnostic.json'), catalog);
    expect([selection.answer, selection.headline.en]).toEqual(['foundation', 'Not yet a use case']);
    const answers = selection.explanation.counterfactuals.map(({ result }) => result.answer);
    expect(answers.filter((answer) => answer === 'package').length).toBeGreaterThanOrEqual(3);
    expect(answers).toContain('single');
  });

  test.each(['p1-online-retailer', 'p4-food-manufacturer', 'p5-payments-scale-up', 'p6-craft-firm'])(
    '%s: selection.json is what `toltek select examples/…/diagnostic.json --out` writes',
    (name) => {
      const selection = select(readDiagnostic(`examples/${name}/diagnostic.json`), catalog);
      const written = JSON.parse(
        readFileSync(path.join(examples, name, 'selection.json'), 'utf8'),
      ) as Selection;
      expect(advice(selection)).toEqual(advice(written));
    },
  );
});

describe('named packages of the catalog', () => {
  const sold = (name: 'analytics' | 'genai'): string[] =>
    catalog.entries.filter(({ packages }) => packages.includes(name)).map(({ id }) => id);

  test('Analytics is any forecasting leaf with segmentation', () => {
    expect(sold('analytics').filter((id) => !id.startsWith('df-'))).toEqual(['ca-segment']);
  });

  test('GenAI is any content leaf with any document leaf', () => {
    expect(sold('genai').every((id) => id.startsWith('cg-') || id.startsWith('di-'))).toBe(true);
    expect(sold('genai').length).toBeGreaterThan(4);
  });
});
