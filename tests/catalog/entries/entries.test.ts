import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isBuilt, isUseCase } from '#catalog/catalog.ts';
import type { CatalogIndex, UseCaseEntry } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { checkEntries, contentOf, readCatalogSource } from '#generators/cli/adapters/catalog-source.ts';
import { methodsInFrench, unitsInFrench } from '#catalog/names/terms.ts';
import { catalogFolder, readCatalog } from './catalog-fixture.ts';

/** Every leaf that the four roadmaps name, by family prefix. */
const leaves = {
  df: 'forecast season anomaly inventory',
  ca: 'segment churn ltv purchase',
  fa: 'revenue cash expense fraud',
  cg: 'marketing product email social',
  di: 'report contract invoice feedback',
  co: 'support sales kb process',
  tp: 'model genai deploy',
  of: 'diag pack managed',
  fm: 'gpt claude claude-haiku gemini llama mistral glm',
  tk: 'engine bench vocab quality bias gateway portal stream tenant lang ab market future',
  rv: 'ingest extract innovate search api report manual dash integrate train schema',
  dp: 'core monitor designer optimizer selfheal nl security',
  ag: 'anomaly forecast recommend quality',
  ro: 'sales implement support devops security research marketing',
  mk: 'agents connectors dash',
  sv: 'migrate agents consult',
  dx: 'api sdk cli docs',
};
const leafIds = Object.entries(leaves).flatMap(([family, names]) =>
  names.split(' ').map((name) => `${family}-${name}`),
);

let catalog: CatalogIndex;
beforeAll(async () => {
  catalog = await readCatalog();
});

function entry(id: string): Entry {
  const found = catalog.entries.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no entry ${id}.`);
  return found;
}

function useCase(id: string): UseCaseEntry {
  const found = entry(id);
  if (!isUseCase(found)) throw new Error(`${id} is no use case.`);
  return found;
}

const idsOf = (prefix: string) => leafIds.filter((id) => id.startsWith(`${prefix}-`));

describe('the leaves of the roadmaps', () => {
  test('each has an entry, and no entry is anything else', () => {
    expect(catalog.entries.map(({ id }) => id)).toEqual([...leafIds].sort());
  });

  test('all sources are valid, in their references too', async () => {
    const source = await readCatalogSource(catalogFolder);
    expect([...source.problems, ...checkEntries(source, contentOf(source, catalog))]).toEqual([]);
  });

  test('every file below entries/ is read', () => {
    const files = readdirSync(path.join(catalogFolder, 'entries'));
    expect(files).toHaveLength(catalog.entries.length);
  });

  test('the toolbox roadmap has 24 leaf use cases, all ranked', () => {
    const s0 = ['df', 'ca', 'fa', 'cg', 'di', 'co'].flatMap(idsOf);
    expect(s0).toHaveLength(24);
    for (const id of s0) expect(isUseCase(entry(id))).toBe(true);
  });

  test('platforms, offers, models and building blocks are not ranked', () => {
    for (const id of [
      'dp-core',
      'tk-tenant',
      'tp-model',
      'dx-api',
      'rv-schema',
      ...idsOf('of'),
      ...idsOf('fm'),
    ])
      expect(entry(id).kind).not.toBe('use-case');
  });

  test('the built ones are those with a template, each with its own option', () => {
    const built = catalog.entries.filter(isBuilt).map(({ id, implementedBy }) => [id, implementedBy]);
    const forecasting = 'use-cases/demand-forecasting';
    expect(built).toEqual([
      ['ca-segment', { template: 'use-cases/customer-segmentation', option: 'segments' }],
      ['df-anomaly', { template: forecasting, option: 'anomalies' }],
      ['df-forecast', { template: forecasting, option: 'forecast' }],
      ['df-inventory', { template: forecasting, option: 'reorder' }],
      ['df-season', { template: forecasting, option: 'seasonality' }],
    ]);
  });
});

describe('every entry', () => {
  test('is written in French as well as in English', () => {
    // Names of products are the same in both.
    const same = catalog.entries.filter(({ name }) => name.en === name.fr).map(({ id }) => id);
    expect(same.filter((id) => !id.startsWith('fm-'))).toEqual([]);
    for (const { summary } of catalog.entries) expect(summary.en).not.toBe(summary.fr);
  });

  test('names its methods and units in French too', () => {
    const methods = catalog.entries.flatMap(({ models }) => models);
    const units = catalog.entries.flatMap(({ kpis }) => kpis.map(({ unit }) => unit));
    expect(methods.filter((each) => methodsInFrench[each] === undefined)).toEqual([]);
    expect(units.filter((each) => unitsInFrench[each] === undefined)).toEqual([]);
  });

  test('is described unlike any other', () => {
    const summaries = catalog.entries.map(({ summary }) => summary.en);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  test('has a KPI that becomes money, if it is ranked', () => {
    const without = catalog.entries
      .filter(isUseCase)
      .filter(({ kpis }) => kpis.every(({ benefitFormula }) => benefitFormula === undefined));
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test('of a generative family needs a model provider and the gateway', () => {
    for (const id of [...idsOf('cg'), ...idsOf('di'), ...idsOf('co'), ...idsOf('ro')]) {
      expect([id, entry(id).requires.modelProvider, entry(id).modules.includes('llm-gateway')]).toEqual([
        id,
        true,
        true,
      ]);
    }
  });
});

describe('costs and times', () => {
  const small = [...'df-season ca-segment ca-purchase di-report'.split(' '), ...idsOf('cg')];
  const medium =
    'df-forecast df-anomaly ca-churn ca-ltv fa-revenue fa-cash fa-expense di-contract di-invoice di-feedback co-kb'.split(
      ' ',
    );
  const large = 'df-inventory fa-fraud co-support co-sales co-process'.split(' ');
  const sizes = [
    ['S', small, [20_000, 28_000], [4, 7]],
    ['M', medium, [25_000, 38_000], [7, 10]],
    ['L', large, [35_000, 50_000], [9, 13]],
  ] as const;

  test.each(sizes)('size %s keeps its bounds', (_size, ids, [least, most], [soonest, latest]) => {
    for (const id of ids) {
      const { cost, weeks } = useCase(id);
      expect([id, cost.deliveryEUR.low >= least, cost.deliveryEUR.high <= most]).toEqual([id, true, true]);
      expect([id, weeks.low >= soonest, weeks.high <= latest]).toEqual([id, true, true]);
    }
  });

  test('every leaf of the toolbox roadmap has a size', () => {
    expect([...small, ...medium, ...large].sort()).toEqual(
      ['df', 'ca', 'fa', 'cg', 'di', 'co'].flatMap(idsOf).sort(),
    );
  });

  test.each([
    ['warehouse', 8_000, 14_000],
    ['llm-gateway', 6_000, 10_000],
    ['kubernetes', 15_000, 25_000],
  ])('the foundation %s costs what was proposed', (id, low, high) => {
    expect(catalog.foundations.find((foundation) => foundation.id === id)?.costEUR).toMatchObject({
      low,
      high,
    });
  });

  /** Delivery of two entries and the foundations they share, in euros. */
  function packageCost(ids: readonly string[], value: 'low' | 'mid' | 'high'): number {
    const entries = ids.map(useCase);
    const modules = new Set(entries.flatMap((item) => item.modules));
    const shared = catalog.foundations.filter(({ id }) => modules.has(id));
    return (
      entries.reduce((sum, { cost }) => sum + cost.deliveryEUR[value], 0) +
      shared.reduce((sum, { costEUR }) => sum + costEUR[value], 0)
    );
  }

  const analytics = idsOf('df').map((id) => [id, 'ca-segment']);
  const genai = idsOf('cg').flatMap((content) => idsOf('di').map((documents) => [content, documents]));

  test.each([...analytics, ...genai])(
    'the package %s + %s with its foundations costs 50 to 100 k€',
    (a, b) => {
      for (const value of ['low', 'mid', 'high'] as const) {
        expect(packageCost([a, b], value)).toBeGreaterThanOrEqual(50_000);
        expect(packageCost([a, b], value)).toBeLessThanOrEqual(100_000);
      }
    },
  );

  test('the offers cost what the roadmap says', () => {
    expect(entry('of-diag').cost?.deliveryEUR).toMatchObject({ low: 15_000, high: 25_000 });
    expect(entry('of-pack').cost?.deliveryEUR).toMatchObject({ low: 50_000, high: 100_000 });
    expect(entry('of-managed').cost?.runEURPerMonth).toMatchObject({ low: 5_000, high: 15_000 });
  });

  test('benefits that count the same indicator overlap, on both sides', () => {
    expect(entry('ca-churn').overlaps).toContainEqual({ with: 'ca-ltv', omega: 0.5 });
    expect(entry('ca-ltv').overlaps).toContainEqual({ with: 'ca-churn', omega: 0.5 });
    expect(entry('df-forecast').overlaps).toContainEqual({ with: 'fa-revenue', omega: 0.6 });
  });
});

describe('prerequisites', () => {
  test.each([
    ['df-forecast', 'sales', 24],
    ['df-season', 'sales', 24],
    ['df-anomaly', 'sales', 12],
    ['ca-segment', 'customers', 12],
    ['ca-churn', 'customers', 18],
    ['ca-ltv', 'transactions', 24],
    ['ca-purchase', 'transactions', 6],
    ['fa-revenue', 'sales', 24],
    ['fa-cash', 'invoices', 12],
    ['ag-anomaly', 'events', 1],
    ['ag-forecast', 'events', 3],
  ])('%s needs %s over %i months', (id, kind, months) => {
    expect(entry(id).requires.objects).toContainEqual({
      anyOf: expect.arrayContaining([kind]),
      historyMonths: months,
    });
  });

  test('reorder proposals stand on the forecast and on stock', () => {
    const { requires } = entry('df-inventory');
    expect(requires.dependsOn).toEqual(['df-forecast']);
    expect(requires.objects).toContainEqual({ anyOf: ['stock'] });
  });
});

describe('risk', () => {
  test('what talks to people or makes content is limited, the rest of the use cases minimal, nothing high by default', () => {
    const limited = [
      ...idsOf('cg'),
      'co-support',
      'co-sales',
      'co-kb',
      'ro-sales',
      'ro-support',
      'ro-marketing',
    ];
    const ranked = catalog.entries.filter(isUseCase);
    expect(ranked.filter(({ risk }) => risk.aiActClass === 'limited').map(({ id }) => id)).toEqual(
      limited.sort(),
    );
    expect(catalog.entries.filter(({ risk }) => risk.aiActClass === 'high')).toEqual([]);
  });

  test.each(
    'ca-segment ca-churn ca-ltv ca-purchase fa-fraud cg-email di-feedback co-support co-sales ro-sales'.split(
      ' ',
    ),
  )('%s makes a data protection screening likely', (id) => {
    expect(entry(id).risk.dpiaCriteria.length).toBeGreaterThan(0);
  });

  test.each([
    ['ca-ltv', 'credit_scoring', 'high'],
    ['ca-ltv', 'insurance_pricing', 'high'],
    ['fa-expense', 'worker_management', 'high'],
    ['cg-social', 'deepfake', 'limited'],
    ['di-contract', 'justice', 'high'],
    ['di-feedback', 'emotion_other', 'limited'],
    ['di-feedback', 'emotion_at_work', 'prohibited'],
    ['co-sales', 'recruitment', 'high'],
    ['co-kb', 'worker_management', 'high'],
    ['co-process', 'worker_management', 'high'],
    ['tk-engine', 'medical_device', 'high'],
    ['dp-selfheal', 'critical_infrastructure', 'high'],
    ['ro-security', 'worker_management', 'high'],
  ])('%s with %s becomes %s', (id, flag, becomes) => {
    expect(entry(id).risk.escalators).toContainEqual(expect.objectContaining({ flag, becomes }));
  });

  test('automatic refusal needs a person (GDPR 22)', () => {
    const { articles, escalators, humanOversight } = entry('fa-fraud').risk;
    expect(articles).toContain('GDPR 22');
    expect(escalators).toContainEqual(expect.objectContaining({ becomes: 'human_review' }));
    expect(humanOversight).toBe('approval');
  });
});
