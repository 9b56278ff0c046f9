import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeAllNew } from '#generators/cli/adapters/durable-files.ts';
import type { NewFile } from '#generators/cli/adapters/durable-files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'toltek-durable-'));
const { PATH } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'files-'));
});
afterEach(() => {
  process.env['PATH'] = PATH;
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function files(count: number, more: Partial<NewFile> = {}): readonly NewFile[] {
  return Array.from({ length: count }, (_, index) => ({
    file: path.join(folder, `${index}`),
    bytes: new TextEncoder().encode(`text ${index}`),
    mode: 0o666,
    ...more,
  }));
}

// Few are flushed one by one, many at once.
describe.each([3, 100])('%i files', (count) => {
  test('are written whole', () => {
    writeAllNew(files(count));
    for (const { file, bytes } of files(count)) expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  });

  test('are written where the system has no program that flushes all at once', () => {
    process.env['PATH'] = folder;
    writeAllNew(files(count));
    for (const { file, bytes } of files(count)) expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  });

  test('get the permissions they are to have, whatever the umask is, and those are told', () => {
    const modes = writeAllNew(files(count, { exactMode: 0o767 }));
    expect(modes.map((mode) => mode & 0o777)).toEqual(Array.from({ length: count }, () => 0o767));
    for (const { file } of files(count)) expect(statSync(file).mode & 0o777).toBe(0o767);
  });

  test('never replace one that is there', () => {
    const [last] = files(count).slice(-1);
    if (last === undefined) throw new Error('no file');
    writeAllNew([{ ...last, bytes: new TextEncoder().encode('mine') }]);
    expect(() => writeAllNew(files(count))).toThrow(/EEXIST/);
    expect(readFileSync(last.file, 'utf8')).toBe('mine');
  });
});
