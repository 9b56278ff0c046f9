// The ClickHouse repository on the real engine: as a server with the users of the platform, and behind what the repository brings
// for a laptop.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { PythonRepository } from '../../tools/python-repository.ts';
import { pythonRepository } from '../../tools/python-repository.ts';
import { run } from '../../tools/python.ts';
import { configuration } from './platform.ts';
import { startClickHouse } from './server.ts';

jest.setTimeout(600_000);

interface Ended {
  readonly code: number;
  readonly output: string;
}

interface Found {
  readonly 'duckdb load': Ended;
  readonly 'duckdb build': Ended;
  readonly load: Ended;
  readonly 'load again': Ended;
  readonly freshness: Ended;
  readonly build: Ended;
  readonly duckdb: unknown;
  readonly clickhouse: unknown;
  readonly 'sorted by': unknown;
  readonly predictions: unknown;
}

let repository: PythonRepository;

/** Runs a script of this folder in the repository; gives what it printed. */
async function script(name: string, environment: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { code, stdout, output } = await run(repository.interpreter, [path.join(import.meta.dirname, name)], {
    cwd: repository.folder,
    env: {
      ...process.env,
      PYTHONPATH: [repository.folder, path.join(repository.folder, 'services/common')].join(':'),
      PYTHONWARNINGS: 'ignore',
      DO_NOT_TRACK: '1',
      ...environment,
    },
  });
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1));
}

beforeAll(async () => {
  repository = await pythonRepository({
    name: 'clickhouse',
    components: ['ingestion', 'transform', 'model-serving', 'clickhouse-engine'],
    stacks: ['stacks/clickhouse-kubernetes'],
  });
});

afterAll(() => {
  repository.remove();
});

describe('the sample data on ClickHouse', () => {
  let found: Found;

  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'toltek-sample-'));
    const server = await startClickHouse(folder, configuration);
    try {
      const address = {
        CLICKHOUSE_HOST: '127.0.0.1',
        CLICKHOUSE_PORT: String(server.http),
        NO_PROXY: '127.0.0.1',
      };
      found = (await script('sample.py', address)) as Found;
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('is loaded by dlt, and not twice', () => {
    expect(found.load.output).toMatch(/sample: 30,332 orders, .* in /u);
    expect(found.load.code).toBe(0);
    expect(found['load again']).toMatchObject({ code: 0, output: expect.stringContaining('nothing new') });
    expect(found.freshness).toMatchObject({ code: 0, output: expect.stringContaining('fresh  sample') });
  });

  test('passes every model and test of dbt, with the adapter as it is published', () => {
    expect(found.build.output).toMatch(/PASS=7\d WARN=0 ERROR=0 SKIP=0/u);
    expect(found.build.code).toBe(0);
  });

  test('becomes the same marts as on DuckDB, to the row and the figure', () => {
    expect({ load: found['duckdb load'].code, build: found['duckdb build'].code }).toEqual({
      load: 0,
      build: 0,
    });
    expect(Object.keys(found.clickhouse as object).length).toBeGreaterThan(10);
    expect(found.clickhouse).toEqual(found.duckdb);
  });

  test('lies sorted and in months', () => {
    expect(found['sorted by']).toEqual([
      ['fct_sales_lines', 'product_key, site_id, order_date', '(toYYYYMM(order_date))'],
      ['fct_stock_levels', 'product_key, site_id, measured_on', ''],
    ]);
  });

  test('takes predictions: a run again replaces itself, a later column is added, no value becomes SQL', () => {
    expect(found.predictions).toEqual({
      values: [1, 4, 5],
      more: [null, null, 7],
      hostile: 0,
      exists: true,
      left: [],
    });
  });
});

describe('how long rows are kept', () => {
  interface Load extends Ended {
    readonly ttl: Readonly<Record<string, string>>;
    /** Statements about a TTL that ClickHouse was sent. */
    readonly sent: readonly string[];
  }
  let found: Readonly<Record<string, Load>>;
  let rows: Readonly<
    Record<string, { readonly orders: readonly string[]; readonly returns: readonly string[] }>
  >;
  const rule = (months: number, date = 'ordered_at') =>
    `toDate(ifNull(nullIf(least(${date}, toDate('2100-01-01')), toDate('1970-01-01')), toDate('2100-01-01'))) + toIntervalMonth(${months})`;
  const ttl = (months: number) => ({
    orders: rule(months, 'toDateOrNull(substring(ordered_at, 1, 10))'),
    returns: rule(months),
    sizes: '',
  });
  const none = { orders: '', returns: '', sizes: '' };

  beforeAll(async () => {
    const printed = await script('retention.py');
    found = printed as typeof found;
    rows = printed as typeof rows;
  });

  test('for ever, where the settings say nothing', () => {
    expect(found['kept']).toMatchObject({ code: 0, ttl: none, sent: [] });
    expect(rows['kept rows']).toEqual({
      orders: ['odd', 'old', 'recent', 'today', 'unknown'],
      returns: ['far', 'none', 'old', 'recent', 'today', 'unknown'],
    });
  });

  test('as the settings say, in every table with the column, be it text or date', () => {
    expect(found['24 months']).toMatchObject({ code: 0, ttl: ttl(24) });
    expect(found['24 months']?.sent).toHaveLength(2);
    expect(found['1 month']).toMatchObject({ code: 0, ttl: ttl(1) });
  });

  test('no longer, once parts are merged; what no date is known of stays', () => {
    expect(rows['24 months rows']).toEqual({
      orders: ['odd', 'recent', 'today', 'unknown'],
      returns: ['far', 'none', 'recent', 'today', 'unknown'],
    });
    expect(rows['1 month rows']).toEqual({
      orders: ['odd', 'today', 'unknown'],
      returns: ['far', 'none', 'today', 'unknown'],
    });
  });

  test('which is said once', () => {
    expect(found['as it was']).toMatchObject({ code: 0, ttl: ttl(24), sent: [] });
  });

  test('for ever again, where the settings no longer say it; what somebody set by hand is theirs', () => {
    expect(found['for ever']).toMatchObject({ code: 0, ttl: none });
    expect(found['by hand']).toMatchObject({
      code: 0,
      ttl: { ...none, orders: expect.stringContaining('toIntervalYear(length(') },
      sent: [],
    });
  });

  test('is refused before anything is loaded where it cannot be, and after the load where no date fits', () => {
    expect(found['wrong']).toMatchObject({ code: 2, ttl: {} });
    expect(found['wrong']?.output).toContain(
      'settings/common.yaml: sources.shop.retention.months is 0, expected a whole number from 1 to 240.',
    );
    expect(found['no such column']).toMatchObject({ code: 2, sent: [] });
    expect(found['no such column']?.output).toContain(
      'by the column sold_at, which none of its tables has: orders, returns, sizes.',
    );
    expect(found['no date']).toMatchObject({ code: 2, sent: [] });
    expect(found['no date']?.output).toContain('by the column note, which is text in orders such as');
  });
});

describe('the engine for a laptop', () => {
  let answers: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    answers = (await script('engine.py')) as Record<string, unknown>;
  });

  test('answers callers it knows', () => {
    expect(answers['ping']).toEqual([200, 'Ok.\n']);
    expect(answers['no password']).toEqual([403, null, expect.stringContaining('Code: 516')]);
    expect(answers['wrong password']).toEqual([403, null, expect.stringContaining('Code: 516')]);
  });

  test('says what is wrong in the words and numbers of ClickHouse', () => {
    expect(answers['unknown name']).toEqual([500, '47', expect.stringContaining('UNKNOWN_IDENTIFIER')]);
    expect(answers['setting nobody knows']).toEqual([500, '115']);
    expect(answers['odd setting']).toEqual([400, null, expect.stringContaining('Unknown setting')]);
    expect(answers['too large']).toBe(400);
  });

  test('takes values as parameters and rows in any way they come', () => {
    expect(answers['parameters']).toEqual([200, "a\\'; drop table a.t; --\t7\n"]);
    expect(answers['rows are there']).toEqual([200, '2\n']);
    expect(answers['body with rows']).toEqual([200, '']);
    expect(answers['rows']).toEqual([
      [1, 'one'],
      [2, "it's"],
      [3, 'three'],
    ]);
  });

  test('keeps requests apart: database and settings reach nobody else, not even after a failure', () => {
    expect(answers).toMatchObject({
      'database of a request': [200, 'a\n'],
      'and of the next': [200, 'default\n'],
      'setting of a request': [200, '3\n'],
      'and of the next one': [200, '0\n'],
      'and after it': [200, 'default\t0\n'],
      'side by side': [
        ['a\n', 'a\n'],
        ['b\n', 'b\n'],
      ],
    });
  });

  test('keeps what a session said for that session', () => {
    expect(answers['a session']).toEqual([
      [200, ''],
      [200, ''],
      [200, 'b\t5\n'],
      [200, 'default\t0\n'],
    ]);
  });

  test('reads what every user of a cluster is granted', () => {
    const grants = answers['grants'] as readonly (readonly [number, string])[];
    expect(grants.length).toBeGreaterThan(10);
    for (const [status, text] of grants)
      expect([status, text]).toEqual([200, expect.stringMatching(/^GRANT .* TO u/u)]);
  });

  test('reads the statements meant for a cluster', () => {
    expect(answers['on a cluster']).toEqual([
      200,
      "CREATE DATABASE IF NOT EXISTS marts ON CLUSTER main ENGINE = Replicated(\\'/clickhouse/databases/marts\\', \\'{shard}\\', \\'{replica}\\')\n",
    ]);
  });
});
