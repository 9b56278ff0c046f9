import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { abortTransaction, applyTransaction, interrupted } from '#generators/cli/adapters/transaction.ts';
import { makeKiller } from './killed-child.ts';
import { KilledCopies } from './killed-copies.ts';
import { makeRepository } from './small-repository.ts';
import { before, program, update, updated } from './transactions.ts';

// kill -9 before every single change a process makes: afterwards `resume` leads to the whole new tree and `abort` to the
// whole old one, git's index included, and nothing is left over.

const copies = new KilledCopies();
const killer = makeKiller();
let main: string;

beforeAll(async () => {
  main = await killer.bundle(program);
  makeRepository(copies.at('before'), before);
  applyTransaction(copies.copy('before', 'updated'), update);
}, 60_000);
afterAll(() => {
  copies.remove();
  killer.remove();
});

test('an update that leaves a conflict', () => {
  const [old, now] = [copies.stateOf('before'), copies.stateOf('updated')];
  expect(now).toMatchObject({ files: updated });
  const seen = new Set<string>();
  const killed = (folder: string, step: number): boolean => killer.run(main, [folder, 'update'], step);
  const steps = copies.atEachStep('before', killed, (folder) => {
    const state = interrupted(folder);
    seen.add(state);
    const { resumed, aborted } = copies.resumedAndAborted();
    expect(aborted).toEqual(old);
    expect(existsSync(copies.at('aborted/.toltek/update'))).toBe(false);
    expect(resumed).toEqual(state === 'none' || state === 'staging' ? old : now);
    if (state === 'none' || state === 'staging') return;
    expect(interrupted(folder)).toBe('conflicts');
    expect(abortTransaction(folder, { discard: false })).toBe('undone');
    expect(copies.stateOf('killed')).toEqual(old);
  });
  expect(steps).toBeGreaterThan(30);
  expect([...seen].sort()).toEqual(['applying', 'conflicts', 'none', 'staging']);
});
