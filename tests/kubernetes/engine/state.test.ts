import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Locked, StateFile } from './state.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-state-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function newFile(): string {
  return path.join(mkdtempSync(path.join(folder, 'stack-')), 'state.json');
}

test('one run at a time holds a state', () => {
  const file = newFile();
  const first = StateFile.hold(file);
  expect(() => StateFile.hold(file)).toThrow(Locked);
  expect(() => StateFile.hold(file)).toThrow(`process ${process.pid}`);
  first.release();
  StateFile.hold(file).release();
});

test('the lock of a run that was killed is taken over', () => {
  const file = newFile();
  // No process has this number: it is above the highest of Linux.
  writeFileSync(`${file}.lock`, '4194999');
  const held = StateFile.hold(file);
  expect(() => StateFile.hold(file)).toThrow(Locked);
  held.release();
});

test('a state is read as it was written', () => {
  const held = StateFile.hold(newFile());
  expect(held.read()).toEqual({ resources: [], outputs: {} });
  const state = { resources: [], outputs: { address: '10.0.0.1' } };
  held.write(state);
  expect(held.read()).toEqual(state);
  held.release();
});
