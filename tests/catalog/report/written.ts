import { costTable } from '#catalog/pricing/cost-table.ts';
import { costedDiagnostic } from '#generators/cli/costed.ts';
import { checkDiagnostic } from '#catalog/diagnostic/check.ts';
import type { ReportDocument } from '#catalog/report/document.ts';
import { buildReport } from '#catalog/report/report.ts';
import type { CostTable, Diagnostic, Entry, Selection } from '#catalog/schema/generated/types.ts';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { select } from '#catalog/selection/select.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { readDiagnostic } from '#generators/cli/adapters/diagnostic.ts';

const catalog = await loadCatalog();

/** The diagnostic of an example, by its folder. */
export function example(name: string): Diagnostic {
  return readDiagnostic(`examples/${name}/diagnostic.json`);
}

export interface Written {
  readonly diagnostic: Diagnostic;
  readonly selection: Selection;
  readonly cost: CostTable;
  readonly en: ReportDocument;
  readonly fr: ReportDocument;
}

/** The reports on a diagnostic in both languages. */
export function reportsOn(diagnostic: Diagnostic): Written {
  if (!validateDiagnostic(diagnostic))
    throw new Error(JSON.stringify(validateDiagnostic.errors?.slice(0, 3)));
  const selection = select(diagnostic, catalog);
  const cost = costTable({
    ...costedDiagnostic(diagnostic, selection, catalog, []),
    prices: catalog.priceBook,
  });
  const input = { diagnostic, selection, findings: checkDiagnostic(diagnostic), catalog, cost };
  return {
    diagnostic,
    selection,
    cost,
    en: buildReport({ ...input, language: 'en' }),
    fr: buildReport({ ...input, language: 'fr', partner: { name: 'Atelier <Data> & "Cie"' } }),
  };
}

/** Makes every judged answer of a diagnostic unknown. */
export function withAllUnknown(diagnostic: Diagnostic): Diagnostic {
  const blank = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(blank);
    if (typeof value !== 'object' || value === null) return value;
    const held: Readonly<Record<string, unknown>> = { ...value };
    if ('status' in held && 'value' in held)
      return { value: null, status: 'unknown', confidence: 'D', evidence: [] };
    if ('mid' in held && 'low' in held && !('unit' in held))
      return { low: null, mid: null, high: null, status: 'unknown' };
    return Object.fromEntries(Object.entries(held).map(([key, each]) => [key, blank(each)]));
  };
  const unknown = blank(diagnostic);
  if (!validateDiagnostic(unknown)) throw new Error(JSON.stringify(validateDiagnostic.errors?.slice(0, 3)));
  return {
    ...unknown,
    constraints: {
      ...unknown.constraints,
      capexEUR: { max: null },
      opexEURPerMonth: { max: null },
      weeksAvailable: null,
    },
  };
}

/** Many use cases and sources, with names that no layout expects. */
export function crowded(
  diagnostic: Diagnostic,
  { sources, useCases }: { readonly sources: number; readonly useCases: number },
): Diagnostic {
  const [source] = diagnostic.dataSources;
  if (source === undefined) throw new Error('a diagnostic without a source');
  const known = new Set(diagnostic.useCases.map(({ id }) => id));
  const more = catalog.entries
    .filter(({ id, kind }) => kind === 'use-case' && !known.has(id))
    .slice(0, useCases - known.size);
  return {
    ...diagnostic,
    company: { ...diagnostic.company, legalName: hostileName },
    dataSources: Array.from({ length: sources }, (_, index) => ({
      ...source,
      id: `source-${index}`,
      name: `${hostileName} ${index}`,
    })),
    useCases: [
      ...diagnostic.useCases.map(({ sources: _sources, ...rest }) => ({ ...rest, process: hostileName })),
      ...more.map(({ id }) => ({
        id,
        benefitEURPerYear: { low: 1000, mid: 20000, high: 40000 },
        decisionEffect: 'advisory' as const,
        affectsPersons: 'none' as const,
        contextFlags: [],
      })),
    ],
  };
}

/** HTML, a very long word, and text from right to left. */
export const hostileName = `<script>alert('x')</script><img src="http://a.example/p.png"> ${'Donaudampfschiff'.repeat(9)} \u202eسلسلة متاجر | *a* _b_`;

/** What the catalog says an entry costs. */
export function entryCosts(id: string): NonNullable<Entry['cost']> {
  const cost = catalog.entries.find((entry) => entry.id === id)?.cost;
  if (cost === undefined) throw new Error(`${id} has no cost`);
  return cost;
}
