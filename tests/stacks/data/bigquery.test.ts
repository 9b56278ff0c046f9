import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Emulator } from '../../tools/bigquery-emulator.ts';
import { startEmulator } from '../../tools/bigquery-emulator.ts';
import type { PythonRepository } from '../../tools/python-repository.ts';
import { dataRepository } from './repository.ts';

jest.setTimeout(300_000);

let emulator: Emulator;
let repository: PythonRepository;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  repository = await dataRepository();
  emulator = await startEmulator();
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
    api_endpoint: emulator.address,
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
  };
});

afterAll(async () => {
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
