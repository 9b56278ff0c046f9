// A generated repository over its versions, with Terraform itself: what holds data is moved or left alone, never destroyed.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { checkState } from '#generators/engine/state/check.ts';
import { forgottenAfter } from '#generators/engine/state/forgotten.ts';
import { manifestsOf } from '#generators/engine/repository.ts';
import { statefulResources } from '#generators/engine/state/resources.ts';
import type { Resources } from '#generators/engine/state/resources.ts';
import type { Variation } from '../tools/client-repository.ts';
import { allManifests, linkPackages, writeRepository } from '../tools/client-repository.ts';
import { keepStateHere, prepareProvider, providerCalls, terraform } from './engine.ts';

const root = mkdtempSync(path.join(tmpdir(), 'toltek-state-'));
const tsx = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsx');
const warehouse = 'stacks/warehouse-bigquery';

interface Generated {
  readonly plan: Plan;
  /** What its templates declare. */
  readonly resources: Resources;
}

/** A generated repository whose program was run. */
interface Synthesized extends Generated {
  /** Where Terraform runs. */
  readonly folder: string;
}

function generate(name: string, variation: Variation = {}): Generated {
  const plan = writeRepository(path.join(root, name), 'eu', { erp: 'sql', tills: 'files' }, variation);
  const manifests = allManifests().map((manifest) => variation.manifest?.(manifest) ?? manifest);
  return { plan, resources: statefulResources(plan, manifestsOf(plan, manifests)) };
}

/** Generates a repository and runs its program for dev. `prefix` is that of the raw datasets' addresses. */
function synthesize(name: string, prefix = 'raw', variation: Variation = {}): Synthesized {
  const generated = generate(name, variation);
  const repository = path.join(root, name);
  linkPackages(repository);
  readdress(repository, prefix);
  const infra = path.join(repository, 'infra');
  const { status, stderr } = spawnSync(tsx, ['gcp/main.ts', 'dev'], { cwd: infra, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const folder = path.join(infra, 'cdktf.out/stacks/brasserie-du-nord-dev');
  keepStateHere(folder);
  return { ...generated, folder };
}

/** Stands for a later version of the construct, which gives the raw datasets other addresses. */
function readdress(repository: string, prefix: string): void {
  const file = path.join(repository, 'infra/constructs/gcp/warehouse/index.ts');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('this.atAddress(made, dataset.id)');
  writeFileSync(
    file,
    text.replace('atAddress(made, dataset.id)', `atAddress(made, dataset.id.replace(/^raw_/, '${prefix}_'))`),
  );
}

/** The warehouse's manifest as the version has it that goes with {@link readdress}. */
function declaring(prefix: string, moved: Template['moved']): Variation {
  return {
    manifest: (manifest) =>
      manifest.id === warehouse
        ? {
            ...manifest,
            stateful: (manifest.stateful ?? []).map((declared) => ({
              ...declared,
              address: declared.address.replace('.raw_', `.${prefix}_`),
            })),
            ...(moved === undefined ? {} : { moved }),
          }
        : manifest,
  };
}

/** A change of the prefix of both datasets of every source. */
function renaming(from: string, to: string): Record<string, string> {
  const address = (prefix: string, end: string) => `google_bigquery_dataset.${prefix}___source.snake__${end}`;
  return Object.fromEntries(['', '_staging'].map((end) => [address(from, end), address(to, end)]));
}

/** Continues with the state that another version left. */
function takeState(from: Synthesized, to: Synthesized): void {
  copyFileSync(path.join(from.folder, 'terraform.tfstate'), path.join(to.folder, 'terraform.tfstate'));
}

const apply = ({ folder }: Synthesized) => terraform(folder, 'apply', '-auto-approve');
const plan = ({ folder }: Synthesized) => terraform(folder, 'plan', '-detailed-exitcode');
const stateOf = ({ folder }: Synthesized) => terraform(folder, 'state', 'list').output.trim().split('\n');

let first: Synthesized;

beforeAll(async () => {
  await prepareProvider();
  first = synthesize('first');
  expect(apply(first)).toMatchObject({ status: 0 });
}, 300_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a dataset that changes its address', () => {
  const second = { '0.2.0': renaming('raw', 'loaded') };

  test.each<[string, string, NonNullable<Template['moved']>]>([
    ['in the next version', 'loaded', second],
    ['twice since the state was made', 'source', { ...second, '0.3.0': renaming('loaded', 'source') }],
  ])(
    '%s is moved: nothing is made, changed or destroyed',
    (_, prefix, moved) => {
      const later = synthesize(prefix, prefix, declaring(prefix, moved));
      takeState(first, later);
      expect(plan(later).output).toMatch(/raw_erp has moved to google_bigquery_dataset\.\w+_erp\n/);
      expect(apply(later)).toMatchObject({
        status: 0,
        output: expect.stringContaining('Resources: 0 added, 0 changed, 0 destroyed'),
      });
      expect(providerCalls(later.folder)).toEqual([]);
      expect(stateOf(later)).toEqual(
        expect.arrayContaining([`google_bigquery_dataset.${prefix}_tills_staging`]),
      );
      expect(plan(later)).toMatchObject({ status: 0 });
    },
    120_000,
  );

  test('without a word would be destroyed, and the state check stops that', () => {
    const later = synthesize('silent', 'loaded', declaring('loaded', undefined));
    takeState(first, later);
    expect(plan(later).output).toContain('Plan: 4 to add, 0 to change, 4 to destroy.');
    const findings = checkState({
      old: { resources: first.resources, facts: { forgotten: [] } },
      next: later.resources,
      moved: later.plan.moved,
      forgotten: [],
      accepted: [],
    });
    expect(findings.map(({ kind, address, template }) => [kind, address, template])).toEqual(
      ['raw_erp', 'raw_erp_staging', 'raw_tills', 'raw_tills_staging'].map((name) => [
        'would-be-replaced',
        `google_bigquery_dataset.${name}`,
        warehouse,
      ]),
    );
  }, 120_000);
});

describe('a use case and a source that are removed', () => {
  const without: Variation = {
    facts: (facts) => ({
      ...facts,
      useCases: facts.useCases.filter(({ id }) => id !== 'ca-segment'),
      sources: facts.sources.filter(({ id }) => id !== 'tills'),
    }),
  };
  const left = [
    'google_bigquery_dataset.raw_tills',
    'google_bigquery_dataset.raw_tills_staging',
    'google_storage_bucket.customer_segmentation_models',
    'google_storage_bucket.tills_files',
  ];

  test('leave what they hold in the cloud, and nothing of the kind is destroyed', () => {
    const { resources: next } = generate('bare', without);
    const forgotten = forgottenAfter({ forgotten: [], before: first.resources, next, moved: [] });
    expect(forgotten).toEqual(left);
    const later = synthesize('later', 'raw', {
      facts: (facts) => ({ ...(without.facts?.(facts) ?? facts), forgotten }),
    });
    takeState(first, later);
    expect(apply(later)).toMatchObject({ status: 0 });
    const before = stateOf(first).filter((address) => Object.hasOwn(first.resources, address));
    expect(stateOf(later).filter((address) => Object.hasOwn(first.resources, address))).toEqual(
      before.filter((address) => !left.includes(address)),
    );
    const calls = providerCalls(later.folder);
    expect(calls).toContain('delete google_cloud_run_v2_service');
    const types = new Set(Object.keys(first.resources).map((address) => address.split('.')[0] ?? ''));
    expect(calls.filter((call) => types.has(call.split(' ')[1] ?? ''))).toEqual([]);
    expect(plan(later)).toMatchObject({ status: 0 });
  }, 120_000);
});
