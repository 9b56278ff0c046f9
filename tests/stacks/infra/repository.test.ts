import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Synthesized } from '../../constructs/synth.ts';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';

const root = mkdtempSync(path.join(tmpdir(), 'toltek-infra-'));
const bin = path.resolve(import.meta.dirname, '../../../node_modules/.bin');
const digest = `sha256:${'0'.repeat(64)}`;
const components = ['ingestion', 'transform', 'demand-forecasting', 'customer-segmentation'];

function repository(name: string, residency?: string): string {
  const folder = path.join(root, name);
  writeRepository(folder, residency);
  linkPackages(folder);
  return folder;
}

function execute(folder: string, program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(path.join(bin, program), args, {
    cwd: path.join(folder, 'infra'),
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

/** Node runs the program as it is from version 24 on; here tsx stands in for it. */
const synthesize = (folder: string, ...args: string[]) => execute(folder, 'tsx', 'gcp/main.ts', ...args);

function configuration(folder: string, env: string): Synthesized {
  const file = path.join(folder, `infra/cdktf.out/stacks/brasserie-du-nord-${env}/cdk.tf.json`);
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return new Synthesized(document);
}

function pushImages(folder: string): void {
  const images = components.map((name) => `  ${name}: { tag: "1.0.0", digest: "${digest}" }\n`);
  writeFileSync(path.join(folder, 'images.lock.yaml'), `images:\n${images.join('')}`);
}

function editSettings(folder: string, env: string, from: RegExp, to: string): void {
  const file = path.join(folder, `settings/${env}.yaml`);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
}

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('infra of a generated repository', () => {
  let folder = '';

  beforeAll(() => {
    folder = repository('plain');
  });

  test('type-checks in a project of its own', () => {
    // The compiler that such a repository installs.
    expect(execute(folder, '../typescript-7/bin/tsc', '--noEmit')).toEqual({ status: 0, output: '' });
  }, 60_000);

  test('synthesizes dev: every source, the transformation and both use cases', () => {
    expect(synthesize(folder, 'dev')).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^cdktf\.out\/stacks\/brasserie-du-nord-dev\/cdk\.tf\.json written\. Policy: \d+ warnings, 0 accepted \(\S+policy\.md\)\.\n$/,
      ),
    });
    const stack = configuration(folder, 'dev');
    const names = stack.all('google_cloud_run_v2_job').map((job) => String(job['name']));
    expect(names.sort()).toEqual(
      [
        'customer-segmentation-predict',
        'customer-segmentation-train',
        'demand-forecasting-predict',
        'demand-forecasting-train',
        'freshness',
        'ingest-erp',
        'ingest-web-shop',
        'transform',
      ].map((name) => `brasserie-du-nord-dev-${name}`),
    );
    expect(stack.all('google_cloud_run_v2_service').map((service) => service['name'])).toEqual([
      'brasserie-du-nord-dev-customer-segmentation',
      'brasserie-du-nord-dev-demand-forecasting',
    ]);
    const datasets = stack.all('google_bigquery_dataset').map((dataset) => String(dataset['dataset_id']));
    expect(datasets).toEqual(
      expect.arrayContaining(['raw_erp', 'raw_web_shop', 'landing', 'staging', 'marts', 'predictions']),
    );
    for (const dataset of stack.all('google_bigquery_dataset')) expect(dataset['location']).toBe('EU');
  });

  test('makes only the foundation in the first run, its state in a file', () => {
    const first = repository('first');
    expect(synthesize(first, 'prod', '--only-foundation', '--state-file')).toMatchObject({ status: 0 });
    const stack = configuration(first, 'prod');
    expect(stack.settings()['backend']).toHaveProperty('local');
    expect(stack.all('google_storage_bucket')).toHaveLength(1);
    expect(stack.all('google_bigquery_dataset')).toEqual([]);
  });

  test('prod deploys images that were pushed, by digest, and nothing else', () => {
    const live = repository('live');
    expect(synthesize(live, 'prod')).toEqual({
      status: 2,
      output: expect.stringMatching(/^images\.lock\.yaml: images\.\w+ is missing, expected tag and digest/),
    });
    pushImages(live);
    expect(synthesize(live, 'prod')).toMatchObject({ status: 0 });
    const text = JSON.stringify(configuration(live, 'prod').all('google_cloud_run_v2_service'));
    expect(text.split(digest)).toHaveLength(3);
  });

  test.each([
    [
      'a missing project',
      'dev',
      /project_id: .*/,
      '# none',
      /settings\/dev\.yaml .*gcp\.project_id is missing/,
    ],
    [
      'data loss in prod',
      'prod',
      /data_loss: .*/,
      'data_loss: allow',
      /dataLoss is "allow", expected "forbid" in prod/,
    ],
    [
      'an exposure of no kind',
      'dev',
      /project_id:/,
      'exposure: half\n  project_id:',
      /settings\/dev\.yaml .*: gcp\.exposure is "half", expected private or public/,
    ],
    [
      'a slip in a region',
      'dev',
      /project_id:/,
      'region: europe-wst1\n  project_id:',
      /location is "europe-wst1".*the nearest name is "europe-west1"/,
    ],
    [
      'a region outside the rule',
      'dev',
      /project_id:/,
      'region: us-east1\n  project_id:',
      /location is "us-east1"/,
    ],
  ])('says what to mend for %s, without a stack trace', (name, env, from, to, message) => {
    const broken = repository(name.replaceAll(' ', '-'));
    pushImages(broken);
    editSettings(broken, env, from, to);
    const { status, output } = synthesize(broken, env);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
  });

  test('keeps a client of the French rule in Paris', () => {
    const paris = repository('paris', 'france');
    expect(synthesize(paris, 'dev')).toMatchObject({ status: 0 });
    const stack = configuration(paris, 'dev');
    expect(stack.all('google_bigquery_dataset')[0]?.['location']).toBe('europe-west9');
    expect(stack.all('google_cloud_run_v2_service')[0]?.['location']).toBe('europe-west9');
    expect(stack.all('google_kms_key_ring')).toHaveLength(1);
  });
});
