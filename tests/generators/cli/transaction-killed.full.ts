import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { abortTransaction, applyTransaction, interrupted } from '#generators/cli/adapters/transaction.ts';
import { makeKiller } from './killed-child.ts';
import { KilledCopies } from './killed-copies.ts';
import { makeRepository } from './small-repository.ts';
import { before, beforeSwap, finish, partly, partlyResolved, program, swap, update } from './transactions.ts';

// The rest of transaction-killed.test.ts: rarer changes.

const copies = new KilledCopies();
const killer = makeKiller();
let main: string;

beforeAll(async () => {
  main = await killer.bundle(program);
  makeRepository(copies.at('before'), before);
  applyTransaction(copies.copy('before', 'updated'), update);
  applyTransaction(copies.copy('updated', 'partly'), partly);
  applyTransaction(copies.copy('partly', 'finished'), finish);
}, 60_000);
afterAll(() => {
  copies.remove();
  killer.remove();
});

describe('a resolution, killed at each step,', () => {
  test('of some conflicts: it is there or not, and the whole update can be taken back', () => {
    const [old, start, now] = [copies.stateOf('before'), copies.stateOf('updated'), copies.stateOf('partly')];
    expect(now).toMatchObject({ files: partlyResolved });
    const run = (folder: string, step: number): boolean => killer.run(main, [folder, 'partly'], step);
    copies.atEachStep('updated', run, (folder) => {
      const { resumed, aborted } = copies.resumedAndAborted();
      expect([start, now, old]).toContainEqual(aborted);
      expect([start, now]).toContainEqual(resumed);
      abortTransaction(folder, { discard: false });
      expect(copies.stateOf('killed')).toEqual(old);
    });
  });

  test('of the last one: it is there or not', () => {
    const [old, start, now] = [
      copies.stateOf('before'),
      copies.stateOf('partly'),
      copies.stateOf('finished'),
    ];
    expect(interrupted(copies.at('finished'))).toBe('none');
    const run = (folder: string, step: number): boolean => killer.run(main, [folder, 'finish'], step);
    copies.atEachStep('partly', run, () => {
      const { resumed, aborted } = copies.resumedAndAborted();
      expect([start, now]).toContainEqual(resumed);
      expect([start, now, old]).toContainEqual(aborted);
    });
  });
});

test('a file and a folder that change places, killed at each step', () => {
  makeRepository(copies.at('before swap'), beforeSwap);
  applyTransaction(copies.copy('before swap', 'swapped'), swap);
  const [old, now] = [copies.stateOf('before swap'), copies.stateOf('swapped')];
  expect(now).toMatchObject({ files: { folder: 'new\n', 'file/inside': 'new\n' } });
  const run = (folder: string, step: number): boolean => killer.run(main, [folder, 'swap'], step);
  const seen = new Set<string>();
  copies.atEachStep('before swap', run, (folder) => {
    const state = interrupted(folder);
    seen.add(state);
    const { resumed, aborted } = copies.resumedAndAborted();
    if (state === 'applying') expect(resumed).toEqual(now);
    expect([old, now]).toContainEqual(aborted);
  });
  expect(seen).toContain('applying');
});

test('taking an update back, killed at each step', () => {
  const killed = (folder: string, step: number): boolean => killer.run(main, [folder, 'abort'], step);
  const old = copies.stateOf('before');
  const steps = copies.atEachStep('updated', killed, (folder) => {
    const state = interrupted(folder);
    const { resumed, aborted } = copies.resumedAndAborted();
    expect(aborted).toEqual(old);
    if (state === 'applying') expect(resumed).toEqual(old);
  });
  expect(steps).toBeGreaterThan(10);
});
