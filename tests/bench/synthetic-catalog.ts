import type { CatalogIndex, Foundation } from '#catalog/catalog.ts';
import type { Diagnostic, Entry } from '#catalog/schema/generated/types.ts';
import { seeded } from '#catalog/selection/random.ts';

export type SyntheticCatalog = Pick<CatalogIndex, 'version' | 'priceBookDate' | 'entries' | 'foundations'>;

const kinds = [
  'sales',
  'customers',
  'transactions',
  'invoices',
  'contracts',
  'tickets',
  'content',
  'stock',
] as const;
const families = [
  'demand-forecasting',
  'customer-analytics',
  'financial-analytics',
  'content-generation',
  'document-intelligence',
  'conversational-ai',
] as const;
const moduleIds = ['warehouse', 'llm-gateway', 'kubernetes'];

/** So many use cases with random needs, costs and risks; the same for the same seed. */
export function syntheticCatalog(count: number, seed = 1): SyntheticCatalog {
  const random = seeded(seed);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0];
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const spread = (mid: number): { low: number; mid: number; high: number } => ({
    low: Math.round(mid * 0.85),
    mid,
    high: Math.round(mid * 1.3),
  });
  const ids = Array.from({ length: count }, (_, index) => `uc-${String(index).padStart(5, '0')}`);
  const entries = ids.map((id, index): Entry => {
    const family = pick(families);
    const revenue = between(0, 10) / 10;
    const other = ids[between(0, Math.max(0, index - 1))];
    const related = other === undefined || other === id ? [] : [other];
    return {
      schemaVersion: 1,
      id,
      kind: 'use-case',
      name: { en: `Use case ${index}`, fr: `Cas d'usage ${index}` },
      summary: { en: `Invented use case ${index}.`, fr: `Cas d'usage inventé ${index}.` },
      aliases: { en: [], fr: [] },
      keywords: [],
      family,
      packages: random() < 0.02 ? ['analytics', 'custom'] : ['custom'],
      businessDomain: 'internal_process',
      sectors: [],
      roadmapRef: ['S0/synthetic'],
      lifecycle: 'stable',
      owner: 'toltek',
      drivers: { revenue, cost: 1 - revenue },
      requires: {
        objects: [{ anyOf: [pick(kinds)], historyMonths: between(6, 36) }],
        skills: { ml: between(0, 4), sql: between(0, 3) },
        dependsOn: random() < 0.02 ? related : [],
        conflictsWith: random() < 0.02 ? related : [],
        clouds: [],
        modelProvider: false,
        realtime: false,
      },
      modules: moduleIds.filter(() => random() < 0.4),
      cost: { deliveryEUR: spread(between(15, 50) * 1000), runEURPerMonth: spread(between(10, 80) * 10) },
      weeks: { low: 4, mid: between(4, 14), high: 18 },
      overlaps: [],
      kpis: [],
      risk: {
        aiActClass: random() < 0.3 ? 'limited' : 'minimal',
        articles: [],
        dpiaCriteria: random() < 0.2 ? ['scoring', 'large'] : [],
        escalators: [],
        humanOversight: 'review',
      },
      models: [],
      stack: ['synthetic'],
    };
  });
  const foundations = moduleIds.map((id): Foundation => ({
    id,
    name: { en: id, fr: id },
    summary: { en: id, fr: id },
    costEUR: spread(between(6, 20) * 1000),
    weeks: 0,
    providedBy: id,
    satisfiedBy: [],
  }));
  return { version: `synthetic-${count}-${seed}`, priceBookDate: '2026-11-01', entries, foundations };
}

type Judged = Diagnostic['dataSources'][number]['objects'][number]['quality'];

function judged(value: number): Judged {
  return { value, status: 'answered', confidence: 'B', evidence: [] };
}

/**
 * A client that was asked about so many of the entries and could afford most pairs; its answers fit together.
 * The schema of diagnostics takes 60 use cases at most: ask about more only through `select` itself.
 *
 * @param asked default: all.
 */
export function syntheticDiagnostic(
  { entries }: SyntheticCatalog,
  asked = entries.length,
  seed = 2,
): Diagnostic {
  const random = seeded(seed);
  const level = (): Judged => judged(1 + Math.floor(random() * 4));
  return {
    meta: {
      schemaVersion: '1.0.0',
      diagnosticId: '0b2f8a54-3b3e-4f0e-9a53-2f6f3c3d8e10',
      clientId: 'synthetic',
      completedOn: '2026-11-02',
      language: 'en',
    },
    company: { legalName: 'Synthetic Ltd (invented)', country: 'FR', sector: 'retail', employees: 60 },
    strategy: {
      objectives: [
        { id: 'revenue', weight: 0.6 },
        { id: 'cost', weight: 0.4 },
      ],
      appetite: 'balanced',
    },
    dataSources: kinds.map((kind, index) => ({
      id: `source-${kind}`,
      name: kind,
      system: 'erp',
      access: index % 3 === 0 ? 'file_export' : 'db',
      objects: [{ kind, historyMonths: judged(12 + Math.floor(random() * 30)), quality: level() }],
      refresh: 'daily',
      pii: 'pseudonymous',
      legalBasis: 'contract',
    })),
    team: {
      levels: { sql: level(), python: level(), cloud: level(), ml: level(), genai: level(), ops: level() },
      managedServicesWanted: true,
    },
    useCases: entries.slice(0, asked).map(({ id }) => {
      const mid = Math.round(5 + random() * 70) * 1000;
      return {
        id,
        benefitEURPerYear: { low: Math.round(mid * 0.6), mid, high: Math.round(mid * 1.4) },
        clientInterest: 2,
        decisionEffect: 'advisory',
        affectsPersons: 'none',
        contextFlags: [],
      };
    }),
    constraints: {
      capexEUR: { max: 60000 },
      opexEURPerMonth: { max: 700 },
      weeksAvailable: 16,
      residency: 'eu',
    },
  };
}
