// Copies, the check that they can be restored, and the guide that restores them, on ClickHouse's own engine; and what each user
// of the cluster may do there. Containers, TLS, replicas and the bucket of a cloud are not part of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Copying } from './copies.ts';
import { copiesIn, startCopying } from './copies.ts';
import { cluster, configuration } from './platform.ts';
import type { ClickHouse } from './server.ts';
import { startClickHouse } from './server.ts';

jest.setTimeout(120_000);

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-copies-'));
let server: ClickHouse;
let copying: Copying;

const ask = (sql: string): Promise<string> => server.ask('operations', sql);

const running: (() => Promise<void> | void)[] = [];

async function start(): Promise<void> {
  server = await startClickHouse(folder, configuration, copiesIn(folder));
  running.push(server.stop);
  copying = await startCopying(folder, server, cluster);
  running.push(copying.stop);
}

async function stop(): Promise<void> {
  for (const end of running.splice(0).reverse()) await end();
}

beforeAll(async () => {
  await start();
  for (const sql of [
    'CREATE DATABASE landing',
    'CREATE DATABASE `by-hand`',
    'CREATE DATABASE staging',
    'CREATE DATABASE marts',
    'CREATE DATABASE predictions',
    'CREATE TABLE landing.orders (id UInt64, day Date, amount UInt32) ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY id',
    "INSERT INTO landing.orders SELECT number, toDate('2026-01-01') + number % 90, number % 97 FROM numbers(9000)",
    'CREATE TABLE landing.customers (id UInt64, name String) ENGINE = MergeTree ORDER BY id',
    "INSERT INTO landing.customers SELECT number, concat('customer ', toString(number)) FROM numbers(500)",
    'CREATE TABLE landing.nothing_yet (id UInt64) ENGINE = MergeTree ORDER BY id',
    'CREATE TABLE `by-hand`.notes (id UInt64) ENGINE = MergeTree ORDER BY id',
    'INSERT INTO `by-hand`.notes VALUES (1), (2)',
    'CREATE VIEW staging.orders AS SELECT * FROM landing.orders WHERE amount > 0',
    'CREATE TABLE marts.revenue (day Date, amount UInt64) ENGINE = MergeTree ORDER BY day',
    'INSERT INTO marts.revenue SELECT day, sum(amount) FROM staging.orders GROUP BY day',
    'CREATE MATERIALIZED VIEW marts.by_day ENGINE = SummingMergeTree ORDER BY day AS SELECT day, amount FROM landing.orders',
  ])
    await ask(sql);
});

afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every table and view with the id that it was made with, and how many rows it has. */
async function inventory(): Promise<string> {
  return ask(
    "SELECT database, name, uuid, total_rows FROM system.tables WHERE database NOT IN ('system', 'backup_check', 'INFORMATION_SCHEMA', 'information_schema') AND name NOT LIKE '.inner%' ORDER BY ALL",
  );
}

/** What is on the volume beside the data. */
const left = (): Promise<string> =>
  ask(
    "SELECT name FROM system.databases WHERE name LIKE 'restore%' UNION ALL SELECT name FROM system.backup_list WHERE location = 'local'",
  );

describe('every user', () => {
  afterAll(async () => {
    await ask('DROP DATABASE predictions SYNC');
  });

  const refused = /ACCESS_DENIED|READONLY/u;

  test.each([
    ['analyst', 'SELECT count() FROM marts.revenue'],
    ['service', 'SELECT count() FROM marts.revenue'],
    ['service', 'CREATE TABLE predictions.next (id UInt64) ENGINE = MergeTree ORDER BY id'],
    ['service', 'INSERT INTO predictions.next VALUES (1)'],
    ['service', 'ALTER TABLE predictions.next DELETE WHERE id = 1'],
    ['transformer', 'SELECT count() FROM landing.orders'],
    ['transformer', 'CREATE TABLE marts.margin (id UInt64) ENGINE = MergeTree ORDER BY id'],
    ['transformer', 'DROP TABLE marts.margin'],
    ['loader', 'CREATE DATABASE raw_erp'],
    ['loader', 'CREATE TABLE raw_erp.items (id UInt64) ENGINE = MergeTree ORDER BY id'],
    ['loader', 'INSERT INTO raw_erp.items VALUES (1)'],
    ['loader', 'ALTER TABLE raw_erp.items ADD COLUMN name String'],
    ['loader', 'DROP TABLE raw_erp.items'],
  ])('%s may: %s', async (user, sql) => {
    await expect(server.ask(user, sql)).resolves.toBeDefined();
  });

  test.each([
    ['analyst', 'SELECT count() FROM landing.customers'],
    ['analyst', 'SELECT count() FROM predictions.next'],
    ['analyst', 'INSERT INTO marts.revenue SELECT today(), 1'],
    ['analyst', "SELECT * FROM url('http://127.0.0.1/', LineAsString)"],
    ['service', 'SELECT count() FROM landing.customers'],
    ['service', 'DROP TABLE marts.revenue'],
    ['service', 'CREATE USER another'],
    ['transformer', 'INSERT INTO landing.customers SELECT 1, 1'],
    ['transformer', 'DROP TABLE landing.customers'],
    ['transformer', 'SELECT * FROM predictions.next'],
    ['loader', 'GRANT SELECT ON marts.* TO analyst'],
    ['loader', 'CREATE USER another'],
    ['loader', 'SYSTEM SHUTDOWN'],
  ])('%s may not: %s', async (user, sql) => {
    await expect(server.ask(user, sql)).rejects.toThrow(refused);
  });

  test('has the limits of the profile, and no password but its own', async () => {
    const limit = (user: string) => server.ask(user, "SELECT getSetting('max_execution_time')");
    expect(await Promise.all(['service', 'analyst', 'loader'].map(limit))).toEqual(['30', '300', '3600']);
    expect(await ask("SELECT max_queries FROM system.quota_limits WHERE quota_name = 'service'")).toBe(
      '100000',
    );
    await expect(server.ask('analyst', 'SET readonly = 0')).rejects.toThrow('READONLY');
    const stranger = await fetch(`http://127.0.0.1:${server.http}/?query=SELECT+1`, {
      headers: { 'X-ClickHouse-User': 'analyst', 'X-ClickHouse-Key': 'default' },
    });
    expect(await stranger.text()).toContain('AUTHENTICATION_FAILED');
  });
});

describe('a copy', () => {
  test('is made every night, and none of it stays on the volume', async () => {
    const { code, output } = await copying.script('backup.sh');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\d{8}t\d{6}\n$/u) });
    expect(await ask("SELECT name FROM system.backup_list WHERE location = 'remote'")).toContain(
      output.trim(),
    );
    expect(await left()).toBe('');
  });

  test('is restored on trial, and nothing that is there is touched', async () => {
    const before = await inventory();
    const { code, output } = await copying.script('restore-check.sh');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('every table is back') });
    expect(await inventory()).toBe(before);
    expect(await left()).toBe('');
    const tried = await ask("SELECT command FROM system.backup_actions WHERE command LIKE 'restore_remote%'");
    // The tables that hold rows, one after the other.
    expect([...tried.matchAll(/--tables=(\S+)/gu)].map(([, table]) => table)).toEqual([
      'by-hand.notes',
      'landing.customers',
      'landing.orders',
      'marts.revenue',
    ]);
    expect(tried).toContain('--tables=landing.orders --partitions=202603,202602,202601 ');
  });

  test('that lacks rows, or is too large to try, is called by its tables', async () => {
    const name = await ask('SELECT max(backup) FROM backup_check.partitions');
    const note = (table: string, partition: string, rows: number, bytes: string) =>
      ask(
        `INSERT INTO backup_check.partitions SELECT '${name}', 'landing', '${table}', '${partition}', ${rows}, ${bytes}, now()`,
      );
    await note('orders', '202512', 500, '1');
    // Older, and too large to lie beside the data: passed over.
    await note('orders', '202511', 1, '1000000000000000000');
    await note('huge', 'all', 1, '1000000000000000000');
    const { code, output } = await copying.script('restore-check.sh');
    await ask(
      "ALTER TABLE backup_check.partitions DELETE WHERE partition_id < '202601' OR table = 'huge' SETTINGS mutations_sync = 2",
    );
    expect(code).toBe(1);
    expect(output).toContain('landing.orders, partition 202512: 0 rows of 500');
    expect(output).not.toContain('202511');
    expect(output).toContain(
      'landing.huge: its newest partition is larger than half of what is free on the volume: raise the volume',
    );
    expect(output).not.toContain('every table is back');
    expect(await left()).toBe('');
  });
});

/** The words of the runbook, in its order. */
const guide = [
  ...readFileSync(
    path.resolve(
      import.meta.dirname,
      '../../../templates/stacks/clickhouse-kubernetes/files/docs/runbook.md.hbs',
    ),
    'utf8',
  ).matchAll(/^ +\$copies (.+?)(?: +#.*)?$/gmu),
].map(([, words = '']) => words);

/** What the guide says, word for word. */
async function follow(words: string, name: string): Promise<string> {
  const line = `sh /scripts/clickhouse-backup.sh ${words.replaceAll('NAME', name)}`;
  const { code, output } = await copying.exec(line);
  if (code !== 0) throw new Error(`${line} ended with ${code}:\n${output}`);
  return output;
}

describe('the guide', () => {
  const sum = () => ask('SELECT count(), sum(amount) FROM staging.orders');

  test('brings the rows of a database back from the newest copy', async () => {
    const before = await sum();
    const revenue = await ask("SELECT uuid FROM system.tables WHERE database = 'marts' AND name = 'revenue'");
    await ask("ALTER TABLE landing.orders DROP PARTITION '202602'");
    await ask('DROP TABLE landing.customers SYNC');
    const name = await ask('SELECT max(backup) FROM backup_check.partitions');
    const [list = '', look = '', back = '', done = ''] = guide;
    expect(await follow(list, name)).toContain(name);

    await ask('CREATE DATABASE landing_before');
    await follow(look, name);
    expect(await ask('SELECT count() FROM landing_before.orders')).toBe('9000');
    expect(await sum()).not.toBe(before);
    await ask('DROP DATABASE landing_before SYNC');

    await follow(back, name);
    expect(await sum()).toBe(before);
    expect(await ask('SELECT count() FROM landing.customers')).toBe('500');
    await follow(done, name);
    expect(await left()).toBe('');
    expect(await ask("SELECT uuid FROM system.tables WHERE database = 'marts' AND name = 'revenue'")).toBe(
      revenue,
    );
  });

  test('makes a cluster that is lost anew, with everything of the copy', async () => {
    const content =
      "SELECT (SELECT count() FROM landing.orders), (SELECT count() FROM landing.customers), (SELECT count() FROM staging.orders), (SELECT sum(amount) FROM marts.revenue), (SELECT sum(amount) FROM marts.by_day), (SELECT count() FROM system.tables WHERE database = 'landing')";
    const before = await ask(content);
    const name = await ask('SELECT max(backup) FROM backup_check.partitions');
    await stop();
    rmSync(path.join(folder, 'data'), { recursive: true });
    await start();
    await expect(ask(content)).rejects.toThrow(/UNKNOWN_(TABLE|DATABASE)/u);
    await follow(guide[4] ?? '', name);
    await follow(guide[3] ?? '', name);
    expect(await ask(content)).toBe(before);
    // And rows come in again.
    await ask("INSERT INTO landing.orders VALUES (9001, '2026-04-01', 7)");
    expect(await ask("SELECT sum(amount) FROM marts.by_day WHERE day = '2026-04-01'")).toBe('7');
  });
});

test('a damaged copy does not pass the check, and leaves nothing behind', async () => {
  expect((await copying.script('backup.sh')).code).toBe(0);
  const before = await inventory();
  copying.damage('landing.orders');
  const { code, output } = await copying.script('restore-check.sh');
  expect(code).toBe(1);
  expect(output).toContain('--tables=landing.orders');
  expect(output).not.toContain('every table is back');
  expect(await inventory()).toBe(before);
  expect(await left()).toBe('');
});
