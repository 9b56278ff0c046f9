import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Emulator } from '../../tools/bigquery-emulator.ts';
import { startEmulator } from '../../tools/bigquery-emulator.ts';
import type { UseCaseRepository } from './repository.ts';
import { useCaseRepository } from './repository.ts';

jest.setTimeout(600_000);

let emulator: Emulator;
let repository: UseCaseRepository;

beforeAll(async () => {
  repository = await useCaseRepository();
  emulator = await startEmulator();
});

afterAll(async () => {
  await emulator.stop();
  repository.remove();
});

test('both use cases read from BigQuery and write back to it, twice the same day with one result', async () => {
  const profiles = path.join(repository.folder, '.local/profiles');
  mkdirSync(profiles, { recursive: true });
  const dev = {
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
    JSON.stringify({ client_warehouse: { outputs: { dev } } }),
  );
  const environment = {
    ...emulator.environment,
    TOLTEK_ENV: 'dev',
    WAREHOUSE_LOCATION: 'EU',
    DBT_PROFILES_DIR: profiles,
  };
  const succeed = (words: readonly string[]) => repository.succeed(words, environment);
  await succeed(['ingestion', 'run']);
  await succeed(['transform', 'build', '--quiet']);
  await succeed(['demand_forecasting', 'train']);
  await succeed(['customer_segmentation', 'train']);
  const forecasts = await succeed(['demand_forecasting', 'predict']);
  expect(forecasts).toMatch(/demand_forecasts 1344/u);
  expect(await succeed(['demand_forecasting', 'predict'])).toBe(forecasts);
  expect(await succeed(['customer_segmentation', 'predict'])).toMatch(/customer_segments 563/u);
  expect(await succeed(['demand_forecasting', 'report'])).toContain('planning.html');
});
