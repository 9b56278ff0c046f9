import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Cluster } from './cluster/cluster.ts';
import { destroy, isUnchanged, preview, refresh, up } from './engine/engine.ts';
import type { StackOptions } from './engine/engine.ts';
import { fixture } from './fixtures.ts';
import { gone, killWhole, resourcesIn, untilTrue, upInBackground } from './runs.ts';

// What goes wrong in the middle of a run, and that it does no harm. Each drill goes on from where the one before it ended.

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-drills-'));
const state = path.join(folder, 'state.json');
let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start();
});
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

function stack(config: Readonly<Record<string, string>> = {}): StackOptions {
  return { program: fixture('plain', 'dev', config), stack: 'dev', api: cluster.api, state };
}

test('a run that is killed half-way and repeated ends where an undisturbed one does', async () => {
  const first = await upInBackground(stack());
  await untilTrue('some resources are made', () => resourcesIn(state) >= 5);
  killWhole(first);
  await gone(first);
  expect(resourcesIn(state)).toBeLessThan(14);

  expect(await up(stack())).toMatchObject({ errors: [] });
  expect(isUnchanged(await up(stack()))).toBe(true);
});

test('of two runs at once the second is refused, and the first is not disturbed', async () => {
  const first = await upInBackground(stack({ replicas: '3' }));
  await expect(up(stack())).rejects.toThrow(/held by another run \(process \d+/);
  await expect(destroy(stack())).rejects.toThrow('Wait until it has ended');
  await gone(first);
  expect(first.exitCode).toBe(0);
  expect(isUnchanged(await up(stack({ replicas: '3' })))).toBe(true);
});

test('an object that another made is not taken over, unless the provider says so', async () => {
  const other = { ...stack({ upsert: 'false' }), state: path.join(folder, 'other.json') };
  expect((await up(other)).errors.join('\n')).toContain('Namespace plain already exists in the cluster');
});

test('what a person scaled is a conflict, unless the provider says that the program wins', async () => {
  const shy = stack({ replicas: '3', force: 'false' });
  await up(shy);
  const { output } = cluster.kubectl('-n', 'plain', 'get', 'deployments', '-o', 'name');
  cluster.kubectl('-n', 'plain', 'scale', output.trim(), '--replicas=1');
  await refresh(shy);
  expect((await up(shy)).errors.join('\n')).toContain('conflict with "kubectl" with subresource "scale"');
  expect(await up(stack({ replicas: '3' }))).toMatchObject({ errors: [], counts: { update: 1 } });
});

test.each([
  ['a field that does not exist', { field: 'seize' }, '.spec.seize: field not declared in schema'],
  ['a quantity that is none', { cpu: 'lots' }, 'quantities must match'],
])('%s is refused before anything is sent', async (_, config, message) => {
  expect((await preview(stack(config))).errors.join('\n')).toContain(message);
});

test('a key that a secret lacks is refused', async () => {
  expect((await up(stack({ key: 'passwort' }))).errors.join('\n')).toContain(
    'secrets/password, key passwort',
  );
});

test('an empty map of a custom resource is a difference for ever', async () => {
  const empty = stack({ emptyMap: 'true' });
  await up(empty);
  expect(await preview(empty)).toMatchObject({ errors: [], counts: { update: 1, same: 10 } });
});

test('what is protected is not destroyed, and nothing else with it', async () => {
  const open = stack();
  const guarded = stack({ protect: 'true' });
  await up(guarded);
  expect(await destroy(guarded)).toMatchObject({
    counts: {},
    errors: [expect.stringMatching(/Namespace::space is protected: it cannot be deleted/)],
  });
  expect(isUnchanged(await up(guarded))).toBe(true);
  await up(open);
  expect(await destroy(open)).toMatchObject({ errors: [], counts: { delete: 11 } });
});

test('a custom resource without its definition is refused by name', async () => {
  expect((await up(stack({ operatorAbsent: 'true' }))).errors.join('\n')).toContain(
    'no matches for kind "Widget" in version "lab.example/v1"',
  );
});
