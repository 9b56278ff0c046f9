import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { componentExamples } from '../constructs/kubernetes/examples.ts';
import { zones } from './cluster/nodes.ts';
import { destroy, isUnchanged, preview, refresh, up } from './engine/engine.ts';
import type { Result, StackOptions } from './engine/engine.ts';
import { compiled, fixture } from './fixtures.ts';
import { Lab } from './lab.ts';
import type { Secrets } from './secrets.ts';
import { makeSecrets } from './secrets.ts';

// Every component on a real API server: the examples of the READMEs, which a reader copies, and one of each together.

jest.setTimeout(600_000);

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-components-'));
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ hasClickHouseOperator: true });
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Secrets that the examples name, by the last part of the namespace. */
const secrets: Readonly<Record<string, Readonly<Record<string, Secrets>>>> = {
  'clickhouse-cluster': {
    warehouse: { 'clickhouse-operations': ['password'], 'clickhouse-api': ['password'] },
  },
  'scheduled-job': { services: { 'warehouse-loader': ['password'] } },
  workload: { services: { 'index-api-key': ['key'] } },
  everything: { warehouse: { 'clickhouse-operations': ['password'], 'clickhouse-api': ['password'] } },
};

function stack(name: string, file: string, config: Readonly<Record<string, string>> = {}): StackOptions {
  const values = { prefix: prefixOf(name), zones: JSON.stringify(zones), file: compiled(file), ...config };
  return {
    program: fixture('components', 'dev', values),
    stack: 'dev',
    api: lab.cluster.api,
    state: path.join(folder, `${name}${config['env'] ?? ''}.json`),
  };
}

/** Each in namespaces of its own. */
function prefixOf(name: string): string {
  return `x-${name}`;
}

async function prepare(name: string, env = 'dev'): Promise<void> {
  for (const [namespace, wanted] of Object.entries(secrets[name] ?? {}))
    await makeSecrets(lab.cluster.api, `${prefixOf(name)}-${env}-${namespace}`, wanted);
}

describe('the example of', () => {
  const examples = componentExamples();
  // They wait for the cluster most of the time: three lanes, side by side.
  const lanes = [0, 1, 2];
  const runs = new Map<string, Promise<readonly Result[]>>();

  beforeAll(() => {
    for (const lane of lanes)
      void examples
        .filter((_, index) => index % lanes.length === lane)
        .reduce((before: Promise<unknown>, { folder: name, file }) => {
          const run = before.then(() => wayUpAndDown(name, file));
          runs.set(name, run);
          // Its own test says so.
          return run.catch(() => undefined);
        }, Promise.resolve());
  });

  test.each(examples)('$folder: accepted, ready, unchanged, gone', async ({ folder: name }) => {
    const [made, again, gone] = (await runs.get(name)) ?? [];
    expect(made).toMatchObject({ errors: [] });
    expect(again === undefined ? undefined : isUnchanged(again)).toBe(true);
    expect(gone).toMatchObject({ errors: [] });
  });

  async function wayUpAndDown(name: string, file: string): Promise<readonly Result[]> {
    await prepare(name);
    return [await up(stack(name, file)), await preview(stack(name, file)), await destroy(stack(name, file))];
  }
});

describe('one of each component', () => {
  const file = path.join(import.meta.dirname, 'fixtures/everything.ts');
  const all = (config: Readonly<Record<string, string>> = {}) => stack('everything', file, config);

  test('previewed, made, unchanged, changed, repaired, gone', async () => {
    await prepare('everything');
    expect(await preview(all())).toMatchObject({ errors: [] });
    expect(await up(all())).toMatchObject({ errors: [] });
    expect(isUnchanged(await up(all()))).toBe(true);

    const changed = await up(all({ owner: 'platform-team' }));
    expect(changed.errors).toEqual([]);
    expect(changed.counts.update).toBeGreaterThan(40);

    lab.cluster.kubectl('-n', 'x-everything-dev-services', 'delete', 'pdb/index');
    expect(await refresh(all())).toMatchObject({ counts: { delete: 1 } });
    expect(await up(all({ owner: 'platform-team' }))).toMatchObject({ errors: [], counts: { create: 1 } });
    expect(await destroy(all())).toMatchObject({ errors: [] });
    expect(await lab.cluster.api.get('/api/v1/namespaces/x-everything-dev-warehouse')).toBeUndefined();
  });

  test('in prod, nothing is destroyed', async () => {
    await prepare('everything', 'prod');
    expect(await up(all({ env: 'prod' }))).toMatchObject({ errors: [] });
    expect(await destroy(all({ env: 'prod' }))).toMatchObject({
      counts: {},
      errors: [expect.stringContaining('is protected: it cannot be deleted')],
    });
  });
});
