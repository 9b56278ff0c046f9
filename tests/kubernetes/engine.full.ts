import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cluster } from './cluster/cluster.ts';
import { destroy, isUnchanged, preview, refresh, up } from './engine/engine.ts';
import type { StackOptions } from './engine/engine.ts';
import { fixture } from './fixtures.ts';

// The stand-in for the engine itself: what it lets pass here, it lets pass in the generated stacks.

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-engine-'));
let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start();
}, 120_000);
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The program that holds one object of each kind. */
function stack(
  config: Readonly<Record<string, string>> = {},
  more: Partial<StackOptions> = {},
  name = 'dev',
): StackOptions {
  return {
    program: fixture('plain', name, config),
    stack: name,
    api: cluster.api,
    state: path.join(folder, 'state.json'),
    ...more,
  };
}

describe('a program', () => {
  test('is made, found unchanged, changed, repaired and taken down', async () => {
    expect(await preview(stack())).toMatchObject({ errors: [], counts: { create: 11 } });
    expect(await up(stack())).toMatchObject({
      errors: [],
      counts: { create: 11 },
      outputs: { address: expect.stringMatching(/^10\.96\./) },
    });
    expect(isUnchanged(await up(stack()))).toBe(true);

    expect(await up(stack({ replicas: '3' }))).toMatchObject({ errors: [], counts: { update: 1, same: 10 } });
    expect(isUnchanged(await preview(stack({ replicas: '3' })))).toBe(true);

    cluster.kubectl('-n', 'plain', 'scale', 'deployment/api', '--replicas=1');
    cluster.kubectl('-n', 'plain', 'delete', 'pdb/api');
    expect(await refresh(stack({ replicas: '3' }))).toMatchObject({ counts: { delete: 1, update: 1 } });
    expect(await up(stack({ replicas: '3' }))).toMatchObject({
      errors: [],
      counts: { create: 1, update: 1 },
    });

    expect(await up(stack({ replicas: '3', app: 'web' }))).toMatchObject({
      errors: [],
      counts: { replace: 1, update: 2 },
    });
    expect(await destroy(stack())).toMatchObject({ errors: [], counts: { delete: 11 } });
    expect(await cluster.api.get('/api/v1/namespaces/plain')).toBeUndefined();
  }, 120_000);
});
