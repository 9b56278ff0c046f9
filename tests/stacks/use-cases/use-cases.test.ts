import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { UseCaseRepository } from './repository.ts';
import { useCaseRepository } from './repository.ts';

jest.setTimeout(300_000);

const useCases = ['demand-forecasting', 'customer-segmentation'] as const;
const packages = {
  'demand-forecasting': 'demand_forecasting',
  'customer-segmentation': 'customer_segmentation',
};

let repository: UseCaseRepository;

beforeAll(async () => {
  repository = await useCaseRepository();
});

afterAll(() => {
  repository.remove();
});

test('the sample data is what its script writes', async () => {
  const again = path.join(repository.folder, 'again');
  await repository.succeed(['data.sample.generate', '--out', again]);
  for (const name of readdirSync(again))
    expect(readFileSync(path.join(again, name), 'utf8')).toBe(
      readFileSync(path.join(repository.folder, 'data/sample', name), 'utf8'),
    );
  expect(readdirSync(again)).toHaveLength(5);
});

test("the tests of the services pass in the client's repository", async () => {
  const folders = ['common', ...useCases].map((name) => `services/${name}/tests`);
  expect(await repository.succeed(['pytest', '-q', ...folders])).toMatch(/\d+ passed/u);
});

test('what is written is as the linters of the repository want it', async () => {
  const linters = [
    'ruff check .',
    'ruff format --check .',
    'mypy .',
    'sqlfluff lint transform',
    'yamllint --strict .',
  ];
  for (const words of linters) await repository.succeed(words.split(' '));
});

test.each(useCases)(
  'the quality tests of %s fail with the naive baseline in place of the model',
  async (id) => {
    const { code, output } = await repository.python(
      ['pytest', '-q', `services/${id}/tests/test_quality.py`],
      {
        REPLACE_MODEL_BY_BASELINE: '1',
      },
    );
    expect(code).toBe(1);
    expect(output).toMatch(
      /FAILED .*(?:test_forecasts_are_clearly_better_than_seasonal_naive|test_segments_are_clearer_than_the_rfm_rule)/u,
    );
  },
);

describe('on the sample data, from loading to written results', () => {
  beforeAll(async () => {
    await repository.succeed(['ingestion', 'run']);
    await repository.succeed(['transform', 'build', '--quiet']);
    for (const id of useCases)
      for (const step of ['train', 'evaluate', 'predict', 'report'])
        await repository.succeed([packages[id], step]);
  });

  const metrics = (id: string): unknown =>
    JSON.parse(readFileSync(path.join(repository.folder, '.local/reports', id, 'metrics.json'), 'utf8'));

  test('forecasts are off by much less than seasonal naive', () => {
    expect(metrics('demand-forecasting')).toMatchObject({
      beats_baseline: true,
      verdict: expect.stringMatching(/off by [2-9]\d% less than seasonal naive/u),
    });
  });

  test('segments are clearer than the rule and hold', () => {
    expect(metrics('customer-segmentation')).toMatchObject({
      beats_baseline: true,
      verdict: expect.stringMatching(/found again in resamples \(agreement 0\.[89]\d\)/u),
    });
  });

  test('what happened on purpose in the sample data is found', async () => {
    const found = await repository.query(
      "select product_key || ' ' || site_id || ' ' || demand_date || ' ' || kind from predictions.demand_anomalies",
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'sample:KF-101 W1 2025-10-07 spike',
        'sample:KF-104 W2 2025-09-18 spike',
        'sample:KF-102 W2 2025-08-28 drop',
      ]),
    );
  });

  test('every product on sale is forecast, and what was withdrawn is not', async () => {
    const found = await repository.query('select distinct product_key from predictions.demand_forecasts');
    expect(found).toHaveLength(24);
    expect(found).not.toContain('sample:TE-206');
  });

  test('every customer who bought has one segment', async () => {
    const [difference] = await repository.query(
      'select (select count(*) from marts.cs_customer_features) - count(distinct customer_key)' +
        ' from predictions.customer_segments',
    );
    expect(difference).toBe('0');
  });
});
