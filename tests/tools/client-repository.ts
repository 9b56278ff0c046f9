import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { resolveResidency } from '#catalog/compliance/residency.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { validateTemplate } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import type { Facts } from '#generators/engine/plan/facts.ts';
import { makePlan } from '#generators/engine/plan/plan.ts';
import { render } from '#generators/engine/render/render.ts';
import { client } from './diagnostics.ts';
import { realPrices } from './prices.ts';

type Connector = Plan['sources'][number]['connector'];

const root = path.resolve(import.meta.dirname, '../..');
const templates = path.join(root, 'templates');

/** What a test makes different about a client repository. */
export interface Variation {
  /** What is known of the client and was chosen for it. */
  readonly facts?: (facts: Facts) => Facts;
  /** Every template's manifest, for instance as a later version has it. */
  readonly manifest?: (manifest: Template) => Template;
  /** Answers to inputs of the templates. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a client repository with both use cases of the Analytics package, for an invented client; gives its plan.
 *
 * @param residency the rule of the diagnostic, for instance `eu` or `france`
 * @param sources its data sources, by id and connector
 */
export function writeRepository(
  folder: string,
  residency = 'eu',
  sources: Readonly<Record<string, Connector>> = { erp: 'sql', 'web-shop': 'rest' },
  variation: Variation = {},
): Plan {
  const manifests = allManifests().map((manifest) => variation.manifest?.(manifest) ?? manifest);
  const known = facts(residency, sources);
  const plan = makePlan({
    facts: variation.facts?.(known) ?? known,
    diagnostic: client('a'),
    templates: manifests,
    answers: variation.answers ?? {},
    toolbox: { version: '0.0.0', catalogDigest: '0'.repeat(64) },
    prices: realPrices(),
  });
  for (const [name, file] of render(
    plan,
    manifests,
    folderReader(templates, path.join(root, 'constructs')),
  )) {
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.bytes, { mode: file.executable ? 0o755 : 0o644 });
  }
  return plan;
}

/** Gives infra/ the packages of the toolbox in place of an installation: the same versions. */
export function linkPackages(folder: string): void {
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'infra/node_modules'));
}

/** Every template's manifest, checked against its schema. */
export function allManifests(): Template[] {
  return readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'template.yaml')
    .sort()
    .map((name) => {
      const manifest: unknown = parse(readFileSync(path.join(templates, name), 'utf8'));
      return parseWithSchema(validateTemplate, manifest, name);
    });
}

function facts(rule: string, sources: Readonly<Record<string, Connector>>): Facts {
  const resolved = resolveResidency(rule);
  if (!resolved.ok) throw new Error(resolved.problem.message);
  const { region, multiRegion, allowedLocations } = resolved.residency;
  return {
    asOf: '2026-11-02',
    client: {
      id: 'brasserie-du-nord',
      snake: 'brasserie_du_nord',
      name: 'Brasserie du Nord "Lille" (invented)',
      country: 'FR',
      sector: 'food',
      language: 'en',
      currency: 'EUR',
    },
    residency: { rule, region, multiRegion, allowedLocations: [...allowedLocations] },
    sources: Object.entries(sources).map(([id, connector]) => source(id, connector)),
    omittedSources: [],
    useCases: [
      useCase('df-forecast', 'use-cases/demand-forecasting', 'forecast'),
      useCase('ca-segment', 'use-cases/customer-segmentation', 'segments'),
    ],
    business: {
      answer: 'package',
      headline: 'Forecast demand and know your customers.',
      benefitKEUR: null,
      costKEUR: null,
      runKEURPerYear: null,
      npvKEUR: null,
      paybackMonths: null,
    },
    maturity: {},
    stacks: [],
    forgotten: [],
  };
}

function source(id: string, connector: Connector): Plan['sources'][number] {
  return {
    id,
    snake: id.replaceAll('-', '_'),
    name: `The ${id}`,
    system: 'erp',
    access: 'db',
    connector,
    refresh: 'daily',
    schedule: '0 4 * * *',
    maxAgeHours: 36,
    objects: ['sales'],
    entities: ['sales_lines'],
    personalData: 'none',
    volumeGB: { low: 1, mid: 2, high: 4 },
    growthPctMonth: 1,
    rowsOrDocs: 500_000,
  };
}

function useCase(id: string, template: string, option: string): Plan['useCases'][number] {
  return {
    id,
    name: id,
    family: 'demand-forecasting',
    template,
    option,
    kpis: [],
    aiActClass: 'minimal',
    dpia: false,
    obligations: [],
    usersAffected: 4,
    eventsPerMonth: 500,
  };
}
