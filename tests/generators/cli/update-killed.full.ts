import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { abortTransaction, interrupted } from '#generators/cli/adapters/transaction.ts';
import { commitAll, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { makeKiller } from './killed-child.ts';
import { KilledCopies } from './killed-copies.ts';

// kill -9 before every single change that the real `toltek update` makes; then the real `resume` and `abort`.

const copies = new KilledCopies();
const killer = makeKiller();
let toy: ToyVersions;

beforeAll(async () => {
  toy = await makeToyVersions();
}, 60_000);
afterAll(() => {
  toy.remove();
  copies.remove();
  killer.remove();
});

function run(name: string, words: readonly string[]): void {
  const { status, stderr } = toy.v2.runIn(copies.at(name), words);
  // 3: conflicts are left.
  if (status !== 0 && status !== 3) throw new Error(stderr);
}

test('toltek update, killed at each step, is finished by resume and taken back by abort', () => {
  const client = toy.newClient();
  writeFileSync(path.join(client, 'app/_version.py'), 'VERSION = "ours"\n');
  commitAll(client, 'Ours');
  cpSync(client, copies.at('before'), { recursive: true, preserveTimestamps: true });
  copies.copy('before', 'updated');
  run('updated', ['update']);
  const [old, now] = [copies.stateOf('before'), copies.stateOf('updated')];
  expect(interrupted(copies.at('updated'))).toBe('conflicts');
  const seen = new Set<string>();
  const killed = (folder: string, step: number): boolean => killer.run(toy.v2.main, ['update', folder], step);
  const steps = copies.atEachStep('before', killed, (folder) => {
    const state = interrupted(folder);
    seen.add(state);
    copies.copy('killed', 'aborted');
    run('killed', ['resume']);
    run('aborted', ['abort']);
    expect(copies.stateOf('aborted')).toEqual(old);
    if (state === 'none' || state === 'staging') run('killed', ['update']);
    expect(copies.stateOf('killed')).toEqual(now);
    abortTransaction(folder, { discard: false });
    expect(copies.stateOf('killed')).toEqual(old);
  });
  expect(steps).toBeGreaterThan(60);
  expect([...seen].sort()).toEqual(['applying', 'conflicts', 'none', 'staging']);
});
