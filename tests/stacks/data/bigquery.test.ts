import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Diagnostic, VerifyReport } from '#catalog/schema/generated/types.ts';
import { validateVerifyReport } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { BigQueryReader } from '#generators/cli/adapters/bigquery.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { run as diagnose } from '#generators/cli/commands/diagnose.ts';
import { run as verifyRun } from '#generators/cli/commands/verify.ts';
import { expectedOf } from '#generators/cli/verify/expected.ts';
import { verify } from '#generators/cli/verify/verify.ts';
import { call } from '../../generators/cli/catalog-call.ts';
import type { Emulator } from '../../tools/bigquery-emulator.ts';
import { startEmulator } from '../../tools/bigquery-emulator.ts';
import type { PythonRepository } from '../../tools/python-repository.ts';
import type { RecordingProxy } from '../../tools/recording-proxy.ts';
import { startRecordingProxy } from '../../tools/recording-proxy.ts';
import { dataRepository } from './repository.ts';

jest.setTimeout(300_000);

const policyTag = 'projects/local/locations/eu/taxonomies/1/policyTags/2';

let emulator: Emulator;
/** What dbt asks of BigQuery: the emulator forgets policy tags. */
let proxy: RecordingProxy;
let repository: PythonRepository;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  repository = await dataRepository();
  emulator = await startEmulator();
  proxy = await startRecordingProxy(emulator.address);
  // In a deployment the infrastructure makes the datasets; those that dbt makes in the emulator would lie in the US.
  for (const datasetId of ['staging', 'marts']) await makeDataset(datasetId);
  const profiles = path.join(repository.folder, '.local/profiles');
  mkdirSync(profiles, { recursive: true });
  const profile = {
    type: 'bigquery',
    method: 'oauth-secrets',
    token: 'none',
    project: emulator.project,
    dataset: 'analytics',
    location: 'EU',
    threads: 4,
    api_endpoint: proxy.address,
  };
  writeFileSync(
    path.join(profiles, 'profiles.yml'),
    JSON.stringify({ client_warehouse: { outputs: { dev: profile } } }),
  );
  environment = {
    ...emulator.environment,
    TOLTEK_ENV: 'dev',
    WAREHOUSE_LOCATION: 'EU',
    INGESTION_SOURCES: 'sample',
    DBT_PROFILES_DIR: profiles,
    POLICY_TAG_PSEUDONYMOUS: policyTag,
  };
});

afterAll(async () => {
  await proxy.stop();
  await emulator.stop();
  repository.remove();
});

const succeed = (words: readonly string[]) => repository.succeed(words, environment);

test('the same sources load into BigQuery, by state kept there, and the same models build on it', async () => {
  expect(await succeed(['ingestion', 'run'])).toContain('sales_lines: 30,332 rows');
  expect(await succeed(['ingestion', 'run'])).toContain('sample: nothing new');
  appendFileSync(
    path.join(repository.folder, 'data/sample/orders.csv'),
    'late-1,late,2025-12-31,KF-101,W1,C1001,1,18.90,0,web\n',
  );
  expect(await succeed(['ingestion', 'run'])).toContain('sales_lines: 30,333 rows');
  expect(await succeed(['transform', 'build'])).toMatch(/PASS=\d+ WARN=0 ERROR=0 SKIP=0/u);
  expect(await succeed(['ingestion', 'freshness'])).toContain('fresh  sample');
});

test('keys of persons get the policy tag of their class, other columns and views none', () => {
  expect(tagged('marts', 'dim_customers')).toEqual(['customer_key', 'customer_id']);
  expect(tagged('marts', 'fct_sales_lines')).toEqual(['customer_key']);
  expect(tagged('marts', 'dim_products')).toEqual([]);
  expect(tagged('staging', 'stg_customers')).toEqual([]);
});

test('a model that gives a column a class of no kind is not built on', async () => {
  const file = path.join(repository.folder, 'transform/models/marts/core/_core__models.yml');
  const models = readFileSync(file, 'utf8');
  // The results of the last build are what a deployment is judged by.
  const results = path.join(repository.folder, '.local/transform/dev/run_results.json');
  const good = readFileSync(results, 'utf8');
  writeFileSync(file, models.replaceAll('personal_data: pseudonymous', 'personal_data: pseudonymus'));
  const { stdout } = await repository.python(
    ['transform', 'build', '--select', 'dim_customers'],
    environment,
  );
  writeFileSync(file, models);
  writeFileSync(results, good);
  expect(stdout).toContain(
    'dim_customers, column customer_key: personal_data is pseudonymus; expected none, pseudonymous, direct',
  );
});

/*
 * What the emulator cannot show, and where it is tried instead (tests/generators/cli/warehouse): bytes of dry runs,
 * bytes and rows in the metadata of tables are 0 in it, so caps and costs meet a fake server; the history of queries is refused, so that use stays
 * unknown here; it knows no permissions.
 */
test('a scan finds the sources, their history and their keys', async () => {
  const file = path.join(repository.folder, '.local/diagnostic.json');
  const said = await asked(() =>
    call({ run: diagnose }, [file], {
      warehouse: `bigquery:${emulator.project}`,
      dataset: ['landing'],
      json: true,
    }),
  );
  expect([said.code, said.refused]).toEqual([0, []]);
  expect(said.stdout).toContain('The history of queries may not be read');
  const { dataSources } = JSON.parse(readFileSync(file, 'utf8')) as Diagnostic;
  expect(dataSources).toMatchObject([
    { id: 'landing', access: 'db', refresh: expect.any(String) as unknown },
  ]);
  const sales = dataSources[0]?.objects.find(({ kind }) => kind === 'sales');
  expect(sales).toMatchObject({
    rowsOrDocs: 30_333,
    historyMonths: {
      status: 'answered',
      confidence: 'A',
      evidence: [{ kind: 'system_scan', ref: 'bigquery:local.landing.sales_lines' }],
    },
    duplicates: 0,
  });
  expect(sales?.historyMonths.value).toBeGreaterThan(12);
});

test('a deployment that is what its repository says is found so; a stale, incomplete or failed one is not', async () => {
  writeFileSync(
    path.join(repository.folder, 'settings/dev.yaml'),
    JSON.stringify({
      warehouse: { kind: 'bigquery' },
      gcp: { project_id: emulator.project, budget: { amount_per_month: 50 } },
      sources: { sample: { max_age_hours: 48 } },
    }),
  );
  const good = await asked(() => call({ run: verifyRun }, [repository.folder], { env: 'dev', json: true }));
  expect(good.refused).toEqual([]);
  const report: unknown = JSON.parse(good.stdout);
  expect(schemaProblems(validateVerifyReport, report)).toEqual([]);
  const { checks } = report as VerifyReport;
  expect(checks.filter(({ status }) => status === 'finding')).toEqual([]);
  expect(good.code).toBe(0);
  expect(checks).toEqual(
    expect.arrayContaining([
      { check: 'table', subject: 'landing.sales_lines', status: 'ok', message: 'there' },
      expect.objectContaining({ check: 'fresh', subject: 'sample', status: 'ok' }),
      expect.objectContaining({ check: 'tested', status: 'ok' }),
      expect.objectContaining({ check: 'budget', status: 'ok' }),
    ]),
  );

  // Ten days later, with a model that nobody built and a test that failed.
  const model = path.join(repository.folder, 'transform/models/marts/nobody_built_it.sql');
  writeFileSync(model, 'select 1 as one');
  const results = path.join(repository.folder, '.local/transform/dev/run_results.json');
  writeFileSync(
    results,
    JSON.stringify({ results: [{ unique_id: 'test.client_warehouse.unique_x', status: 'fail' }] }),
  );
  const later = await asked(async () => {
    const expected = await expectedOf(repository.folder, 'dev');
    const reader = new BigQueryReader(expected.project, { location: 'EU', maxBytes: 1e9 });
    const { priceBook } = await loadCatalog();
    const nowMs = Date.now() + 10 * 86_400_000;
    return verify(reader, {
      folder: repository.folder,
      env: 'dev',
      expected,
      priceBook,
      nowMs,
      progress: () => undefined,
    });
  });
  rmSync(model);
  expect(
    later.filter(({ status }) => status === 'finding').map(({ check, subject }) => `${check} ${subject}`),
  ).toEqual(['table marts.nobody_built_it', 'fresh sample', 'tested dbt']);
});

/** The columns on which dbt put the policy tag when it last described a table or view. */
function tagged(dataset: string, table: string): readonly string[] {
  const patches = proxy.requests.filter(
    ({ method, path: url }) => method === 'PATCH' && url.includes(`/datasets/${dataset}/tables/${table}?`),
  );
  const { schema } = JSON.parse(patches.at(-1)?.body ?? '{}') as {
    schema: { fields: { name: string; policyTags?: { names?: string[] } }[] };
  };
  return schema.fields
    .filter(({ policyTags }) => policyTags?.names?.includes(policyTag) ?? false)
    .map(({ name }) => name);
}

/** Runs something whose warehouse is the emulator. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env['BIGQUERY_EMULATOR_HOST'];
  process.env['BIGQUERY_EMULATOR_HOST'] = emulator.address;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['BIGQUERY_EMULATOR_HOST'];
    else process.env['BIGQUERY_EMULATOR_HOST'] = before;
  }
}

async function makeDataset(datasetId: string): Promise<void> {
  const answer = await fetch(`${emulator.address}/bigquery/v2/projects/${emulator.project}/datasets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ datasetReference: { projectId: emulator.project, datasetId }, location: 'EU' }),
  });
  if (!answer.ok) throw new Error(`The emulator did not make ${datasetId}: ${await answer.text()}`);
}
