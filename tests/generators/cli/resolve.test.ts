import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { snapshotOf } from '../../tools/files.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { toyTemplate } from '../fixtures/toy.ts';

// Two toolboxes are bundled, and every case starts processes.
jest.setTimeout(60_000);

let toy: ToyVersions;
const binary = (last: number): Uint8Array => Uint8Array.of(0, 1, 2, last);

beforeAll(async () => {
  const stored = 'templates/base/files';
  toy = await makeToyVersions({
    first: {
      write: {
        [`${stored}/logo.bin`]: binary(1),
        [`${stored}/part.ts`]: 'export const parts = [\n  1,\n];\n',
        [`${stored}/gone.txt`]: 'gone\n',
        [`${stored}/token.txt`]: 'fill in\n',
      },
      manifests: {
        base: { classes: [...(toyTemplate('base').classes ?? []), { files: 'token.txt', class: 'secret' }] },
      },
    },
    evolution: {
      write: {
        [`${stored}/logo.bin`]: binary(2),
        [`${stored}/part.ts`]: 'export const parts = [\n  2,\n];\n',
        [`${stored}/gone.txt`]: null,
        [`${stored}/token.txt`]: 'fill in here\n',
        [`${stored}/app/_version.py`]: 'VERSION = "2"\n',
        [`${stored}/settings/common.yaml.hbs`]: (text) => text.replace('sources:', 'level: 2\nsources:'),
        [`${stored}/_github/ci.yml`]: (text) => text.replace('on: push', 'on: [push]'),
      },
      manifests: { base: { version: '1.1.0', removes: { '1.1.0': ['gone.txt'] } } },
    },
  });
});
afterAll(() => {
  toy.remove();
});

const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'latin1');
const write = (folder: string, name: string, content: string | Uint8Array): void => {
  writeFileSync(path.join(folder, name), content);
};

let count = 0;
let first: ReturnType<typeof updateWithConflicts> | undefined;

/** A repository after an update that left six conflicts, and what it was before. */
function conflicted(): { readonly folder: string; readonly before: Readonly<Record<string, string>> } {
  const folder = path.join(toy.work, `conflicted-${(count += 1)}`);
  first ??= updateWithConflicts();
  cpSync(first.folder, folder, { recursive: true, verbatimSymlinks: true });
  return { folder, before: first.before };
}

function updateWithConflicts(): {
  readonly folder: string;
  readonly before: Readonly<Record<string, string>>;
} {
  const folder = toy.newClient();
  write(folder, 'app/_version.py', 'VERSION = "ours"\n');
  write(folder, 'logo.bin', binary(3));
  write(folder, 'part.ts', 'export const parts = [\n  3,\n];\n');
  write(folder, 'gone.txt', 'ours\n');
  write(folder, '.github/ci.yml', `${read(folder, '.github/ci.yml')}# ours\n`);
  write(
    folder,
    'settings/common.yaml',
    read(folder, 'settings/common.yaml').replace('sources:', 'level: 3\nsources:'),
  );
  commitAll(folder, 'Our own work');
  const before = snapshotOf(folder);
  expect(toy.v2.runIn(folder, ['update', '--quiet']).status).toBe(3);
  return { folder, before };
}

const pending = (folder: string): string[] => {
  const lock = JSON.parse(read(folder, '.toltek/lock.json')) as { pending?: { path: string }[] };
  return (lock.pending ?? []).map((conflict) => conflict.path);
};

describe('toltek resolve', () => {
  test('takes what is decided, names the line of what is not, and ends when nothing is left', () => {
    const { folder } = conflicted();
    write(folder, 'app/_version.py', 'VERSION = "both"\n');
    write(folder, 'part.ts', 'export const parts = [\n  2, 3\n;\n');
    write(folder, 'settings/common.yaml', 'level: [2\n');
    const first = toy.v2.runIn(folder, ['resolve']);
    expect(first.status).toBe(3);
    expect(first.stderr).toMatch(/\[SYNTAX\] part\.ts does not parse: .*\n.*part\.ts line 3/);
    expect(first.stderr).toMatch(/\[SYNTAX\] settings\/common\.yaml does not parse/);
    expect(first.stderr).toContain('logo.bin.toltek-new is still there');
    expect(pending(folder)).toEqual(['logo.bin', 'part.ts', 'settings/common.yaml']);
    expect(git(folder, 'diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean)).toEqual(
      pending(folder),
    );

    write(folder, 'part.ts', 'export const parts = [\n  2, 3\n];\n');
    write(folder, 'settings/common.yaml', 'level: 2\n');
    rmSync(path.join(folder, 'logo.bin.toltek-new'));
    const second = toy.v2.runIn(path.join(folder, 'settings'), [
      'resolve',
      'common.yaml',
      '../part.ts',
      '--json',
    ]);
    expect([second.status, JSON.parse(second.stdout)]).toMatchObject([
      3,
      { resolved: ['part.ts', 'settings/common.yaml'], pending: [{ path: 'logo.bin' }] },
    ]);
    const last = toy.v2.runIn(folder, ['resolve']);
    expect([last.status, last.stdout]).toEqual([
      0,
      '1 conflict resolved:\n  logo.bin\nNext: git add --all && git commit\n',
    ]);
    expect(pending(folder)).toEqual([]);
    expect(existsSync(path.join(folder, '.toltek/update'))).toBe(false);
    commitAll(folder, 'Updated');
    expect(toy.v2.runIn(folder, ['update']).stdout).toContain('Up to date');
    expect(toy.v2.runIn(folder, ['resolve']).stdout).toBe('No conflicts are open.\n');
  });

  test('refuses a file that still holds markers, and one that is not in conflict', () => {
    const { folder } = conflicted();
    const marked = toy.v2.runIn(folder, ['resolve', 'app/_version.py']);
    expect(marked.status).toBe(3);
    expect(marked.stderr).toMatch(/\[MARKERS\] app\/_version\.py still holds conflict markers\.\n.*line 1/);
    const other = toy.v2.runIn(folder, ['resolve', 'README.md']);
    expect(`${other.status} ${other.stderr}`).toContain('2 error [NOT_PENDING]');
  });

  test('takes one side whole with --take', () => {
    const { folder, before } = conflicted();
    const ours = toy.v2.runIn(folder, [
      'resolve',
      'app/_version.py',
      'logo.bin',
      'gone.txt',
      '--take',
      'ours',
    ]);
    expect(`${ours.status} ${ours.stderr}`).toBe('3 ');
    for (const name of ['app/_version.py', 'logo.bin', 'gone.txt'])
      expect(snapshotOf(folder)[name]).toBe(before[name]);
    expect(toy.v2.runIn(folder, ['resolve', '--take', 'theirs']).status).toBe(0);
    expect(read(folder, 'part.ts')).toBe('export const parts = [\n  2,\n];\n');
    expect(read(folder, '.github/ci.yml')).not.toContain('ours');
    expect(existsSync(path.join(folder, 'logo.bin.toltek-new'))).toBe(false);
    expect(git(folder, 'diff', '--name-only', '--diff-filter=U')).toBe('');
  });
});

test('a secret is neither written again, nor taken for edited', () => {
  const { folder, before } = conflicted();
  expect(snapshotOf(folder)['token.txt']).toBe(before['token.txt']);
  expect(toy.v2.runIn(folder, ['diff']).stdout).not.toContain('token.txt');
});

describe('toltek abort', () => {
  test('takes an update with conflicts back, byte for byte', () => {
    const { folder, before } = conflicted();
    const { status, stdout } = toy.v2.runIn(folder, ['abort']);
    expect([status, stdout]).toEqual([0, 'Everything is as it was before the change.\n']);
    expect(snapshotOf(folder)).toEqual(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('takes it back also where some conflicts are resolved', () => {
    const { folder, before } = conflicted();
    expect(toy.v2.runIn(folder, ['resolve', 'logo.bin', 'gone.txt', '--take', 'theirs']).status).toBe(3);
    expect(toy.v2.runIn(folder, ['abort']).status).toBe(0);
    expect(snapshotOf(folder)).toEqual(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('refuses to lose what was edited since, unless it may', () => {
    const { folder, before } = conflicted();
    write(folder, 'part.ts', 'export const parts = [];\n');
    const refused = toy.v2.runIn(folder, ['abort']);
    expect(`${refused.status} ${refused.stderr}`).toMatch(/^4 error \[EDITED_SINCE\] part\.ts/);
    expect(read(folder, 'part.ts')).toBe('export const parts = [];\n');
    expect(toy.v2.runIn(folder, ['abort', '--discard']).status).toBe(0);
    expect(snapshotOf(folder)).toEqual(before);
  });

  test('says where there is nothing to take back, or to finish', () => {
    const folder = toy.newClient();
    expect(toy.v2.runIn(folder, ['abort']).stdout).toBe('There is no change to take back.\n');
    expect(toy.v2.runIn(folder, ['resume']).stdout).toBe('Nothing was interrupted.\n');
    expect(toy.v2.runIn(toy.work, ['abort']).stderr).toContain('[NO_REPOSITORY]');
    expect(existsSync(path.join(toy.work, '.toltek'))).toBe(false);
  });
});
