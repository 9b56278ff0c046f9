import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BigQueryReader } from '#generators/cli/adapters/bigquery.ts';
import { run } from '#generators/cli/commands/diagnose.ts';
import { parseSize, shownSize } from '#generators/cli/warehouse/byte-size.ts';
import { isSelect } from '#generators/cli/warehouse/select-only.ts';
import { call } from '../catalog-call.ts';
import type { Said } from '../catalog-call.ts';
import { startFakeBigQuery } from '../../../tools/fake-bigquery.ts';
import type { FakeBigQuery, FakeWarehouse } from '../../../tools/fake-bigquery.ts';

let folder: string;
let fake: FakeBigQuery | undefined;
const host = process.env['BIGQUERY_EMULATOR_HOST'];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toltek-scan-'));
});
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
  if (host === undefined) delete process.env['BIGQUERY_EMULATOR_HOST'];
  else process.env['BIGQUERY_EMULATOR_HOST'] = host;
  rmSync(folder, { recursive: true, force: true });
});

async function scan(
  warehouse: FakeWarehouse,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Said> {
  fake = await startFakeBigQuery(warehouse);
  process.env['BIGQUERY_EMULATOR_HOST'] = fake.endpoint;
  return call({ run }, [path.join(folder, 'd.json')], { warehouse: 'bigquery:acme-data', ...options });
}

const customers = {
  numRows: '1000',
  numBytes: '50000000',
  lastModifiedTime: String(Date.UTC(2026, 10, 20)),
  fields: [
    { name: 'customer_id', type: 'INTEGER' },
    { name: 'note', type: 'STRING' },
    { name: 'created_at', type: 'TIMESTAMP' },
  ],
};
const counted = {
  n: '1000',
  null_0: '0',
  null_1: '300',
  null_2: '0',
  personal_0: '400',
  distinct_keys: '980',
  first_day: '2023-11-20',
  last_day: '2026-11-20',
};
const shop: FakeWarehouse = { datasets: { shop: { customers } }, bytes: 20_000_000, row: counted };

describe('a scan of a warehouse', () => {
  test('fills a data source from counts, with evidence', async () => {
    const said = await scan(shop, { json: true });
    expect([said.code, said.refused]).toEqual([0, []]);
    expect(JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8'))).toMatchObject({
      dataSources: [
        {
          id: 'shop',
          access: 'db',
          // The column is called `note`, but two of five rows look like an address.
          pii: 'direct',
          volumeGB: {
            mid: 0.05,
            confidence: 'A',
            evidence: [{ kind: 'system_scan', ref: 'bigquery:acme-data.shop' }],
          },
          objects: [
            {
              kind: 'customers',
              rowsOrDocs: 1000,
              historyMonths: {
                value: 36,
                status: 'answered',
                evidence: [{ ref: 'bigquery:acme-data.shop.customers' }],
              },
              quality: { value: 2 },
              completeness: 0.9,
              duplicates: 0.02,
              keyStability: 1,
            },
          ],
        },
      ],
      infra: {
        warehouse: 'bigquery',
        clouds: ['gcp'],
        scan: { kind: 'bigquery', tables: [{ name: 'shop.customers', rows: 1000 }] },
      },
    });
  });

  test('sends SELECT only, dry first, under a cap that the server knows too', async () => {
    await scan(shop, { 'max-bytes': '100MB' });
    const { queries = [], requests = [] } = fake ?? {};
    expect(queries.length).toBeGreaterThanOrEqual(4);
    for (const { sql } of queries) expect(isSelect(sql)).toBe(true);
    queries
      .filter(({ dryRun }) => !dryRun)
      .forEach(({ sql, maximumBytesBilled }) => {
        expect(Number(maximumBytesBilled)).toBeLessThanOrEqual(100_000_000);
        expect(queries.find((each) => each.sql === sql)).toMatchObject({ dryRun: true });
      });
    // Jobs are made by POST; nothing else is.
    expect(requests.filter((line) => !/^GET |^POST \/jobs$/.test(line))).toEqual([]);
  });

  test('stops before the cap and keeps what metadata says', async () => {
    const said = await scan(
      {
        ...shop,
        bytes: 60_000_000,
        refuse: (_, sql) => (sql.includes('JOBS_BY_PROJECT') ? [403, 'accessDenied', 'no'] : undefined),
      },
      { 'max-bytes': '50MB' },
    );
    expect(said.stderr).toContain('The cap on bytes was reached before 1 table, known by metadata only.');
    expect(fake?.queries.every(({ dryRun }) => dryRun)).toBe(true);
    expect(JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8'))).toMatchObject({
      dataSources: [{ objects: [{ rowsOrDocs: 1000, historyMonths: { status: 'unknown' } }] }],
    });
  });

  test.each([
    ['bigquery.jobs.create permission in project acme-data', 'BigQuery Job User (roles/bigquery.jobUser)'],
    ['permission bigquery.tables.getData on table', 'BigQuery Data Viewer (roles/bigquery.dataViewer)'],
  ])('without %s: keeps what metadata says, and names the role', async (lacking, role) => {
    const said = await scan({
      ...shop,
      refuse: (_, sql) =>
        sql === '' ? undefined : [403, 'accessDenied', `Access Denied: User does not have ${lacking}`],
    });
    expect(said.stderr).toContain('Of 1 table you may not read rows: known by metadata only.');
    expect(said.stderr).toContain(`What is missing: the role ${role} on the project.`);
    expect(JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8'))).toMatchObject({
      dataSources: [{ objects: [{ rowsOrDocs: 1000 }] }],
    });
  });

  test('shows the queries and their bytes without reading or writing', async () => {
    const said = await scan(shop, { 'dry-run': true });
    expect(said.code).toBe(0);
    expect(said.stdout).toContain('20 MB  SELECT COUNT(*) AS n');
    expect(said.stdout).toContain('Nothing was read or written.');
    expect(fake?.queries.every(({ dryRun }) => dryRun)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says what is wrong with a table of 10,000 columns, and goes on', async () => {
    const fields = Array.from({ length: 10_000 }, (_, index) => ({ name: `f${index}`, type: 'STRING' }));
    const said = await scan({ ...shop, datasets: { shop: { wide: { ...customers, fields }, customers } } });
    expect(said.code).toBe(0);
    expect(said.stderr).toContain('shop.wide has 10000 columns: the first 60 were looked at, all by name.');
    expect(Math.max(...(fake?.queries ?? []).map(({ sql }) => sql.length))).toBeLessThan(20_000);
  });

  test('keeps what a person answered, and shows where the scan sees it differently', async () => {
    const answer = (value: number): object => ({
      value,
      status: 'answered',
      confidence: 'C',
      evidence: [{ kind: 'interview', ref: 'CEO' }],
    });
    const source = {
      id: 'shop',
      name: 'Our shop',
      system: 'ecommerce',
      access: 'api',
      pii: 'none',
      objects: [
        {
          kind: 'customers',
          historyMonths: answer(60),
          quality: { value: null, status: 'unknown', confidence: 'D', evidence: [] },
        },
      ],
    };
    writeFileSync(
      path.join(folder, 'd.json'),
      JSON.stringify({ meta: {}, dataSources: [source], infra: { warehouse: 'snowflake' } }),
    );
    const said = await scan(shop, { json: true });
    expect(said.code).toBe(1);
    expect(JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8'))).toMatchObject({
      dataSources: [
        {
          name: 'Our shop',
          system: 'ecommerce',
          access: 'api',
          pii: 'none',
          objects: [
            { historyMonths: answer(60), quality: { value: 2, evidence: [{ kind: 'system_scan' }] } },
          ],
        },
      ],
      infra: { warehouse: 'snowflake' },
    });
    const { conflicts } = JSON.parse(said.stdout) as { conflicts: { pointer: string }[] };
    expect(conflicts.map(({ pointer }) => pointer)).toEqual([
      '/dataSources/0/access',
      '/dataSources/0/pii',
      '/dataSources/0/objects/0/historyMonths',
      '/infra/warehouse',
    ]);
  });

  test('run again, replaces what it said itself', async () => {
    await scan(shop);
    await fake?.stop();
    const said = await scan({ ...shop, row: { ...counted, distinct_keys: '1000' } }, { json: true });
    expect(said.code).toBe(0);
    expect(JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8'))).toMatchObject({
      dataSources: [{ objects: [{ duplicates: 0, keyStability: 3 }] }],
    });
  });

  test.each<[string, FakeWarehouse, Readonly<Record<string, unknown>>, string, RegExp]>([
    [
      'no permission',
      { ...shop, refuse: () => [403, 'accessDenied', 'Access Denied'] },
      {},
      'WAREHOUSE_DENIED',
      /metadataViewer/,
    ],
    [
      'no permission to list what is there',
      {
        ...shop,
        refuse: () => [
          403,
          'accessDenied',
          'Access Denied: User does not have bigquery.datasets.get permission on acme-data',
        ],
      },
      {},
      'WAREHOUSE_DENIED',
      /--role=roles\/bigquery\.metadataViewer$/,
    ],
    [
      'a wrong project',
      { ...shop, refuse: () => [404, 'notFound', 'Not found: Project acme-data'] },
      {},
      'WAREHOUSE_NOT_FOUND',
      /gcloud projects list/,
    ],
    [
      'no credentials',
      { ...shop, refuse: () => [401, 'authError', 'Invalid Credentials'] },
      {},
      'WAREHOUSE_SIGN_IN',
      /application-default login/,
    ],
    [
      'the cap on the server',
      {
        ...shop,
        refuse: (_, sql) =>
          sql.includes('JOBS')
            ? [400, 'bytesBilledLimitExceeded', 'Query exceeded limit for bytes billed']
            : undefined,
      },
      {},
      'BYTE_CAP',
      /--max-bytes/,
    ],
    ['data elsewhere', { ...shop, location: 'US' }, {}, 'WAREHOUSE_LOCATION', /--location US/],
    ['an unknown dataset', shop, { dataset: ['shopp'] }, 'WAREHOUSE_NOT_FOUND', /--dataset/],
    ['a size that is none', shop, { 'max-bytes': 'lots' }, 'CALL', /--max-bytes/],
    ['another warehouse', shop, { warehouse: 'snowflake:x' }, 'CALL', /bigquery:/],
  ])('%s: says what to do, and writes nothing', async (_, warehouse, options, code, action) => {
    const said = await scan(warehouse, options);
    expect(said.refused).toMatchObject([{ code, action: expect.stringMatching(action) as unknown }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('no network: says so', async () => {
    process.env['BIGQUERY_EMULATOR_HOST'] = 'http://127.0.0.1:9';
    const said = await call({ run }, [path.join(folder, 'd.json')], { warehouse: 'bigquery:acme-data' });
    expect(said.refused).toMatchObject([{ code: 'WAREHOUSE_UNREACHABLE' }]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('only SELECT', () => {
  test.each([
    'SELECT 1',
    'with a as (select 1) select * from a',
    "SELECT 'drop table x; delete'",
    'SELECT `update` FROM `t`',
  ])('%s is one', (sql) => {
    expect(isSelect(sql)).toBe(true);
  });

  test.each([
    'DROP TABLE x',
    'SELECT 1; DROP TABLE x',
    'with a as (select 1) delete from a where true',
    'EXPORT DATA AS SELECT 1',
    '/* select */ insert into x select 1',
    'CALL x()',
    '',
  ])('%s is none', (sql) => {
    expect(isSelect(sql)).toBe(false);
  });

  test('anything else is refused before it is sent', async () => {
    fake = await startFakeBigQuery(shop);
    const reader = new BigQueryReader('acme-data', {
      location: 'EU',
      maxBytes: 1000,
      endpoint: fake.endpoint,
    });
    await expect(reader.rows('DELETE FROM x WHERE true')).rejects.toThrow('Only SELECT');
    expect(fake.requests).toEqual([]);
  });
});

test('a size is read as it is shown', () => {
  expect([parseSize('500MB'), parseSize('1.5 gb'), parseSize('10'), parseSize('-1')]).toEqual([
    5e8,
    1.5e9,
    10,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e15 }), (bytes) => {
      const back = parseSize(shownSize(bytes)) ?? 0;
      expect(Math.abs(back - bytes)).toBeLessThanOrEqual(Math.max(1, bytes * 0.06));
    }),
  );
});
