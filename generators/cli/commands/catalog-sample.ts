import type { Diagnostic, Entry, Plan } from '#catalog/schema/generated/types.ts';
import { factsOf } from '../../engine/plan/facts.ts';
import type { Facts } from '../../engine/plan/facts.ts';

type Source = Diagnostic['dataSources'][number];
type SourceObject = Source['objects'][number];

function object(kind: SourceObject['kind']): SourceObject {
  return {
    kind,
    historyMonths: { value: 36, status: 'answered', confidence: 'B', evidence: [] },
    quality: { value: 3, status: 'answered', confidence: 'B', evidence: [] },
  };
}

/**
 * A diagnostic for trial renders: one source for each way to read data, and names with the characters that break
 * files which forget to quote.
 */
export const sampleDiagnostic: Diagnostic = {
  meta: {
    schemaVersion: '1.0.0',
    diagnosticId: '00000000-0000-4000-8000-000000000000',
    clientId: 'trial-client',
    completedOn: '2026-01-05',
    language: 'fr',
  },
  company: {
    legalName: `L'Épi "d'Or" & Fils: 100 % #1 {{ trial }} \\ $HOME`,
    country: 'FR',
    sector: 'retail',
    employees: 40,
  },
  strategy: { objectives: [{ id: 'revenue', weight: 1 }] },
  dataSources: [
    {
      id: 'web-shop',
      name: `Web shop: "orders" & clients`,
      system: 'ecommerce',
      access: 'api',
      refresh: 'hourly',
      objects: [object('sales'), object('customers'), object('product_catalog')],
    },
    {
      id: 'erp',
      name: `ERP d'avant`,
      system: 'erp',
      access: 'db',
      refresh: 'daily',
      objects: [object('stock')],
    },
    {
      id: 'exports',
      name: 'Exports # till',
      system: 'files',
      access: 'file_export',
      refresh: 'weekly',
      objects: [object('transactions')],
    },
    { id: 'paper', name: 'Paper', system: 'paper', access: 'none', objects: [object('other')] },
  ],
  infra: { clouds: ['gcp'] },
  team: { levels: {}, managedServicesWanted: true },
  useCases: [],
  constraints: {
    capexEUR: { max: 60_000 },
    opexEURPerMonth: { max: 800 },
    weeksAvailable: 16,
    residency: 'eu',
  },
};

const sampleBusiness: Plan['business'] = {
  answer: 'package',
  headline: `Two use cases: "one" & 'two' {{ trial }}`,
  benefitKEUR: 111,
  costKEUR: 63,
  runKEURPerYear: 6,
  npvKEUR: 198.1,
  paybackMonths: 7.2,
};

/** A part of a template that a trial writes: the template, and one of its options if it has any. */
export interface TrialPart {
  readonly template: string;
  readonly option: string | null;
}

/** Facts of the sample client who has chosen some parts; names and KPIs are those of the entries that offer them. */
export function sampleFacts(parts: readonly TrialPart[], entries: readonly Entry[]): Facts {
  const facts = factsOf(sampleDiagnostic, [], sampleBusiness, sampleDiagnostic.meta.completedOn ?? '');
  return { ...facts, useCases: parts.map((part, index) => sampleUseCase(part, index, entries)) };
}

function sampleUseCase(
  { template, option }: TrialPart,
  index: number,
  entries: readonly Entry[],
): Plan['useCases'][number] {
  const entry = entries.find(
    ({ implementedBy }) => implementedBy?.template === template && (implementedBy.option ?? null) === option,
  );
  return {
    id: entry?.id ?? `trial-${index + 1}`,
    name: entry?.name.fr ?? `Essai "${template}"`,
    family: entry?.family ?? 'building-blocks',
    template,
    option,
    kpis: (entry?.kpis ?? []).map(({ id, name, unit, direction }) => ({
      id,
      name: name.fr,
      unit,
      direction,
      baseline: null,
      target: null,
    })),
    aiActClass: entry?.risk.aiActClass ?? 'minimal',
    dpia: true,
    obligations: [`Une obligation: "avec" des 'signes' & {{ trial }}.`],
    usersAffected: null,
    eventsPerMonth: null,
  };
}
