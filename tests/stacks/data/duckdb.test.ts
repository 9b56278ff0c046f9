import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { PythonRepository } from '../../tools/python-repository.ts';
import { dataRepository } from './repository.ts';

jest.setTimeout(300_000);

let repository: PythonRepository;

beforeAll(async () => {
  repository = await dataRepository();
});

afterAll(() => {
  repository.remove();
});

async function query(warehouse: string, sql: string): Promise<unknown> {
  const { stdout, output, code } = await repository.python([
    'scripts.query_for_test',
    path.join(repository.folder, warehouse),
    sql,
  ]);
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout);
}

beforeAll(() => {
  writeFileSync(
    path.join(repository.folder, 'scripts/query_for_test.py'),
    'import sys, json, duckdb\n' +
      'print(json.dumps(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall(), default=str))\n',
  );
});

describe('the sample data', () => {
  const environment = { WAREHOUSE_PATH: '.local/sample.duckdb', INGESTION_SOURCES: 'sample' };

  test('is loaded, and not twice', async () => {
    const first = await repository.python(['ingestion', 'run'], environment);
    expect(first.output).toMatch(/sample: 30,332 orders, .* in /u);
    expect(first.code).toBe(0);
    const second = await repository.python(['ingestion', 'run'], environment);
    expect(second.output).toContain('sample: nothing new');
    expect(await query('.local/sample.duckdb', 'select count(*) from landing.sales_lines')).toEqual([
      [30_332],
    ]);
  });

  test('passes every model and test of dbt', async () => {
    const built = await repository.python(['transform', 'build'], environment);
    expect(built.output).toMatch(/PASS=\d+ WARN=0 ERROR=0 SKIP=0/u);
    expect(built.code).toBe(0);
  });

  test('loses no row on the way: what is not in the marts is in rejected_rows', async () => {
    expect(
      await query(
        '.local/sample.duckdb',
        `select (select count(*) from marts.fct_sales_lines) +
                (select count(*) from marts.rejected_rows where entity = 'sales_lines')`,
      ),
    ).toEqual([[30_332]]);
    const reasons = await query(
      '.local/sample.duckdb',
      "select count(*) from marts.rejected_rows where reason like '%is not a date and time%'",
    );
    expect(reasons).toEqual([[24]]);
  });

  test('is fresh', async () => {
    const { code, output } = await repository.python(['ingestion', 'freshness'], environment);
    expect(output).toContain('fresh  sample');
    expect(code).toBe(0);
  });
});

describe('a folder of transactions under other names', () => {
  const environment = { WAREHOUSE_PATH: '.local/tills.duckdb' };

  test('a source nobody has mapped yet is passed over, and check-mapping says what to do', async () => {
    const loaded = await repository.python(['ingestion', 'run'], environment);
    expect(loaded.output).toContain('tills: not mapped yet. Next: python -m ingestion suggest-mapping');
    expect(loaded.code).toBe(2);
    const checked = await repository.python(['ingestion', 'check-mapping', '--source', 'erp'], environment);
    expect(checked.output).toContain('tables is empty');
    expect(checked.code).toBe(1);
  });

  test('is mapped by proposal, loaded and built', async () => {
    const folder = path.join(repository.folder, 'data/tills');
    mkdirSync(folder, { recursive: true });
    const header = 'household;basket;product;store;quantity;value;timestamp\n';
    for (const month of ['01', '02']) {
      const rows = Array.from({ length: 2000 }, (_, i) =>
        [
          `h${i % 97}`,
          `b${month}${i}`,
          `p${i % 23}`,
          `s${i % 3}`,
          (i % 4) + 1,
          `${i % 9},50`,
          `${String((i % 28) + 1).padStart(2, '0')}/${month}/2025 10:${String(i % 60).padStart(2, '0')}`,
        ].join(';'),
      );
      writeFileSync(path.join(folder, `tx_${month}.csv`), header + rows.join('\n') + '\n');
    }
    const steps = [
      ['ingestion', 'suggest-mapping', '--source', 'tills', '--write'],
      ['ingestion', 'check-mapping', '--source', 'tills'],
      ['ingestion', 'run'],
      ['transform', 'build', '--select', '+marts.core'],
    ];
    for (const words of steps) await repository.succeed(words, environment);
    expect(
      await query(
        '.local/tills.duckdb',
        `select count(*), count(distinct customer_key), count(distinct product_key), sum(net_amount),
                cast(min(order_date) as varchar), cast(max(order_date) as varchar) from marts.fct_sales_lines`,
      ),
    ).toEqual([[4000, 97, 23, 17_986, '2025-01-01', '2025-02-28']]);
  });
});

test('the ingestion passes its own tests', async () => {
  expect(await repository.succeed(['pytest', '-q', 'ingestion/tests'])).toMatch(/\d+ passed/u);
});
