import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { snapshotOf } from '../../tools/files.ts';
import { git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { runYo } from './run-yo.ts';

// Builds two toolboxes and runs whole updates.
jest.setTimeout(60_000);

let toy: ToyVersions;

beforeAll(async () => {
  toy = await makeToyVersions();
});
afterAll(() => {
  toy.remove();
});
// yeoman-test moves the process into the folder of a run; the next test file of this worker must not start there.
const home = process.cwd();

afterEach(() => {
  process.chdir(home);
  process.exitCode = undefined;
});

function yo(
  cwd: string,
  answers: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Promise<string> {
  const generator = path.join(toy.v1.folder, 'dist/generators/add/index.js');
  return runYo({ generator, namespace: 'toltek:add', answers: { write: true, ...answers }, words, cwd });
}

describe('yo toltek:add', () => {
  test('offers what is not there yet and writes what toltek add writes', async () => {
    const folder = toy.newClient(['--use-case', 'toy-forecast']);
    const said = await yo(folder, { id: 'toy-segments' });
    expect(said).toMatch(/^id\n[^]*use-cases\/toy-segments[^]*\nwrite\nWritten: Add toy-segments\.\n/);
    const same = toy.newClient(['--use-case', 'toy-forecast']);
    expect(toy.v1.runIn(same, ['add', 'toy-segments']).status).toBe(0);
    expect(snapshotOf(folder)).toEqual(snapshotOf(same));
  });

  test('takes what to add from the command line', async () => {
    const folder = toy.newClient(['--use-case', 'toy-forecast']);
    expect(await yo(folder, { write: false }, ['toy-segments'])).toMatch(/\nwrite\nNothing was written\.$/);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(await yo(folder, {}, ['toy-segment'])).toContain("Did you mean 'toy-segments'?");
    expect(process.exitCode).toBe(2);
  });
});
