import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import type { Evolution } from '../fixtures/evolution.ts';

jest.setTimeout(120_000);

// A newer version renames one file and edits it, removes another, and changes a line of a third. A person had added a
// line to each. Of copier 9.19 the first two lines are lost without a word and it ends with 0, cruft 2.16 leaves a .rej
// file and ends with 0; git merge-tree keeps all three and says so.

/** Twelve lines that say which file they are of, for git to find renames by, some of them changed. */
const lines = (name: string, change: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 12 }, (_, index) => `${change[index + 1] ?? `${name} ${index + 1}`}\n`).join('');

const first: Evolution = {
  write: Object.fromEntries(
    ['old', 'gone', 'keep'].map((name) => [`templates/base/files/trial/${name}.txt`, lines(name)]),
  ),
};

const second: Evolution = {
  move: { 'templates/base/files/trial/old.txt': 'templates/base/files/trial/new.txt' },
  write: {
    'templates/base/files/trial/new.txt': lines('old', { 2: 'changed upstream' }),
    'templates/base/files/trial/gone.txt': null,
    'templates/base/files/trial/keep.txt': lines('keep', { 6: 'changed upstream' }),
  },
  manifests: {
    base: {
      version: '2.0.0',
      renames: { '2.0.0': { 'trial/old.txt': 'trial/new.txt' } },
      removes: { '2.0.0': ['trial/gone.txt'] },
    },
  },
};

const edits: Readonly<Record<string, string>> = {
  'trial/old.txt': lines('old', { 10: 'written here, in old' }),
  'trial/gone.txt': lines('gone', { 10: 'written here, in gone' }),
  'trial/keep.txt': lines('keep', { 6: 'written here, in keep' }),
};

let toy: ToyVersions;
let client: string;
let result: CliResult;
/** What git makes of the same three trees. */
let oracle: { readonly status: number | null; readonly tree: string; readonly conflicts: readonly string[] };

beforeAll(async () => {
  toy = await makeToyVersions({ first, evolution: second });
  client = toy.newClient();
  git(client, 'checkout', '--quiet', '-b', 'theirs');
  expect(toy.v2.runIn(client, ['update']).status).toBe(0);
  commitAll(client, 'Untouched, updated');
  git(client, 'checkout', '--quiet', 'main');
  for (const [name, text] of Object.entries(edits)) writeFileSync(path.join(client, name), text);
  commitAll(client, 'Edited');
  const merge = spawnSync(
    'git',
    ['merge-tree', '--write-tree', '--name-only', '--no-messages', 'main', 'theirs'],
    {
      cwd: client,
      encoding: 'utf8',
    },
  );
  const [tree = '', ...conflicts] = merge.stdout.trim().split('\n');
  oracle = { status: merge.status, tree, conflicts };
  result = toy.v2.runIn(client, ['update', '--json']);
});
afterAll(() => {
  toy.remove();
});

const text = (name: string): string => readFileSync(path.join(client, 'trial', name), 'utf8');

/** The conflicts below trial/, in the order of their paths. */
function conflicts(): readonly string[] {
  const unmerged = git(client, 'diff', '--name-only', '--diff-filter=U').split('\n');
  return unmerged.filter((name) => name.startsWith('trial/')).sort();
}

describe('a rename, a removal and a change, each of a file that a person edited', () => {
  test('ends with 3, as git merge-tree ends with 1', () => {
    expect([result.status, oracle.status]).toEqual([3, 1]);
  });

  test('loses no line', () => {
    const files = git(client, 'ls-files', '--others', '--cached', '--', 'trial').split('\n');
    const everything = [...new Set(files)]
      .filter((name) => name !== '' && existsSync(path.join(client, name)))
      .map((name) => readFileSync(path.join(client, name), 'utf8'))
      .join('');
    for (const line of ['written here, in old', 'written here, in gone', 'written here, in keep'])
      expect(everything).toContain(`${line}\n`);
  });

  test('carries the edit of the renamed file along, to the bytes that git makes of it', () => {
    expect(text('new.txt')).toBe(lines('old', { 2: 'changed upstream', 10: 'written here, in old' }));
    expect(text('new.txt')).toBe(git(client, 'show', `${oracle.tree}:trial/new.txt`));
    expect(existsSync(path.join(client, 'trial/old.txt'))).toBe(false);
  });

  test('leaves the removed file as it was edited, for a person to decide', () => {
    expect(text('gone.txt')).toBe(edits['trial/gone.txt']);
  });

  test('shows both versions of the line that both changed', () => {
    expect(text('keep.txt')).toContain(
      '<<<<<<< yours\nwritten here, in keep\n||||||| toltek 0.1.0\nkeep 6\n=======\nchanged upstream\n>>>>>>> toltek 0.2.0\n',
    );
  });

  test('is in conflict where git merge-tree is', () => {
    expect(conflicts()).toEqual(['trial/gone.txt', 'trial/keep.txt']);
    expect(oracle.conflicts.filter((name) => name.startsWith('trial/')).sort()).toEqual(conflicts());
    expect(JSON.parse(readFileSync(path.join(client, '.toltek/lock.json'), 'utf8'))).toMatchObject({
      pending: [
        { path: 'trial/gone.txt', kind: 'edited-and-removed' },
        { path: 'trial/keep.txt', kind: 'content' },
      ],
    });
  });
});
