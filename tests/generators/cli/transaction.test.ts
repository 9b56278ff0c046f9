import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withRunLock } from '#generators/cli/adapters/run-lock.ts';
import {
  abortTransaction,
  applyTransaction,
  interrupted,
  resumeTransaction,
} from '#generators/cli/adapters/transaction.ts';
import type { Transaction } from '#generators/cli/adapters/transaction.ts';
import { problemsOf } from '../../tools/problems.ts';
import { git } from '../../tools/toy-versions.ts';
import { content, contents, makeRepository, workFile, writeTexts } from './small-repository.ts';
import { before, finish, partly, partlyResolved, update, updated } from './transactions.ts';

let work: string;
let root: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(path.join(tmpdir(), 'toltek-transaction-')));
  root = path.join(work, 'client');
});
afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

const at = (...parts: string[]): string => path.join(root, ...parts);
const code = (call: () => unknown): string | undefined => problemsOf(call)[0]?.code;
const files = (): object =>
  Object.fromEntries(Object.entries(contents(root)).filter(([, text]) => text !== null));

/** A change of these files, computed when they were as `was` says. */
function change(
  writes: Readonly<Record<string, string | null>>,
  was: Readonly<Record<string, string>> = {},
): Transaction {
  return {
    title: 'toltek update',
    writes: new Map(
      Object.entries(writes).map(([name, text]) => [
        name.replace(/\*$/, ''),
        text === null ? null : content(text, name.endsWith('*')),
      ]),
    ),
    last: [],
    before: new Map(
      Object.entries(was).map(([name, text]) => [
        name.replace(/\*$/, ''),
        workFile(text, name.endsWith('*')),
      ]),
    ),
    stages: [],
    keepUndo: false,
  };
}

describe('a change', () => {
  test('writes, replaces and removes, and leaves nothing behind', () => {
    writeTexts(root, { a: '1', 'b/only': '1', 'c/one': '1', 'c/two': '1', 'é x/ü': '1' });
    applyTransaction(
      root,
      change(
        { a: '2', 'b/only': null, 'c/one': null, 'd/e/f': '\0\xff', 'é x/ü': '2' },
        { a: '1', 'b/only': '1', 'c/one': '1', 'é x/ü': '1' },
      ),
    );
    expect(contents(root)).toEqual({
      '.toltek': null,
      a: '2',
      c: null,
      'c/two': '1',
      d: null,
      'd/e': null,
      'd/e/f': '\0\xff',
      'é x': null,
      'é x/ü': '2',
    });
    expect(interrupted(root)).toBe('none');
  });

  test('keeps the permissions a person gave, but for the right to execute', () => {
    writeTexts(root, { private: '1', readonly: '1', 'run*': '1', 'group*': '1' });
    chmodSync(at('private'), 0o600);
    chmodSync(at('readonly'), 0o444);
    chmodSync(at('group'), 0o770);
    applyTransaction(
      root,
      change(
        { 'private*': '1', readonly: '2', run: '1', 'group*': '2', 'new*': '1', plain: '1' },
        { private: '1', readonly: '1', 'run*': '1', 'group*': '1' },
      ),
    );
    const mode = (name: string): string => (statSync(at(name)).mode & 0o777).toString(8);
    expect(['private', 'readonly', 'run', 'group'].map(mode)).toEqual(['700', '444', '644', '770']);
    writeFileSync(path.join(work, 'as usual'), '');
    expect(mode('plain')).toBe((statSync(path.join(work, 'as usual')).mode & 0o777).toString(8));
    expect(statSync(at('new')).mode & 0o100).toBe(0o100);
  });

  test('puts a folder in the place of a file, and a file in the place of a folder', () => {
    writeTexts(root, { a: '1', 'b/c/d': '1' });
    applyTransaction(root, change({ a: null, 'a/b': '2', 'b/c/d': null, b: '2' }, { a: '1', 'b/c/d': '1' }));
    expect(files()).toEqual({ 'a/b': '2', b: '2' });
  });

  test('does not touch what is there already', () => {
    writeTexts(root, { a: '1' });
    const inode = statSync(at('a')).ino;
    applyTransaction(root, change({ a: '1' }, { a: '1' }));
    expect(statSync(at('a')).ino).toBe(inode);
  });

  test('leaves other names of a file alone', () => {
    writeTexts(root, { a: '1' });
    linkSync(at('a'), path.join(work, 'copy'));
    applyTransaction(root, change({ a: '2' }, { a: '1' }));
    expect(readFileSync(path.join(work, 'copy'), 'utf8')).toBe('1');
  });
});

describe('a change is refused, and nothing is touched,', () => {
  test('where somebody edited, added or removed a file since it was computed', () => {
    writeTexts(root, { edited: 'mine', added: 'mine', 'mode*': '1' });
    const start = contents(root);
    const refused = problemsOf(() => {
      applyTransaction(
        root,
        change(
          { edited: '2', added: '2', removed: '2', mode: '2', other: '2' },
          { edited: '1', removed: '1', mode: '1' },
        ),
      );
    });
    expect(refused.map((problem) => `${problem.code} ${problem.file ?? ''}`)).toEqual(
      ['edited', 'added', 'removed', 'mode'].map((name) => `EDITED_SINCE ${name}`),
    );
    expect(contents(root)).toEqual({ ...start, '.toltek': null });
  });

  test('where a link, a folder or something below a file is in the way', () => {
    mkdirSync(path.join(work, 'outside'));
    writeTexts(root, { file: '1', 'folder/x': '1' });
    symlinkSync(path.join(work, 'outside'), at('linked'));
    symlinkSync('file', at('link'));
    const start = contents(root);
    for (const name of ['linked/x', 'link', 'folder', 'file/x'])
      expect(
        code(() => {
          applyTransaction(root, change({ [name]: '2', z: '2' }));
        }),
      ).toBe('IN_THE_WAY');
    expect(contents(root)).toEqual({ ...start, '.toltek': null });
    expect(readdirSync(path.join(work, 'outside'))).toEqual([]);
  });

  test('for a path that is not its own', () => {
    writeTexts(root, { a: '1' });
    const start = contents(root);
    for (const name of [
      '../x',
      '/tmp/x',
      'a//b',
      'x/../../y',
      '.git/config',
      'sub/.GIT/config',
      '.g\u200cit/x',
      '.toltek/update/run/x',
      '.Toltek/Update/x',
      'nul\0',
    ])
      expect([
        name,
        code(() => {
          applyTransaction(root, change({ [name]: '2' }));
        }),
      ]).toEqual([name, 'UNSAFE_PATH']);
    expect(contents(root)).toEqual({ ...start, '.toltek': null });
  });

  // Only root can mount; in CI the tests run, and fail, rather than being left out.
  const asRoot = process.getuid?.() === 0 || process.env['CI'] === 'true' ? test : test.skip;

  asRoot('where the disk is full', () => {
    mkdirSync(root);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', root]).status).toBe(0);
    try {
      writeTexts(root, { a: '1' });
      const large = change({ a: '2', b: 'x'.repeat(100_000) }, { a: '1' });
      expect(
        code(() => {
          applyTransaction(root, large);
        }),
      ).toBe('DISK_FULL');
      expect(files()).toEqual({ a: '1' });
      expect(interrupted(root)).toBe('none');
      applyTransaction(root, change({ a: '2' }, { a: '1' }));
      expect(files()).toEqual({ a: '2' });
    } finally {
      spawnSync('umount', [root]);
    }
  });

  asRoot('where it fails half-way: what was done is undone', () => {
    writeTexts(root, { a: '1', 'mounted/.keep': '', 'gone/x': '1' });
    expect(spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', at('mounted')]).status).toBe(0);
    try {
      const across = change(
        { 'gone/x': null, a: '2', 'b/c': '2', 'mounted/x': '2' },
        { a: '1', 'gone/x': '1' },
      );
      expect(
        code(() => {
          applyTransaction(root, across);
        }),
      ).toBe('OTHER_FILE_SYSTEM');
      expect(files()).toEqual({ a: '1', 'gone/x': '1' });
      expect(readdirSync(root).sort()).toEqual(['.toltek', 'a', 'gone', 'mounted']);
      expect(interrupted(root)).toBe('none');
    } finally {
      spawnSync('umount', [at('mounted')]);
    }
  });

  test('where git is busy: everything is as it was', () => {
    makeRepository(root, before);
    const start = contents(root);
    writeFileSync(at('.git/index.lock'), '');
    expect(
      problemsOf(() => {
        applyTransaction(root, update);
      }),
    ).toMatchObject([{ code: 'GIT_FAILED', message: expect.stringContaining('index.lock') }]);
    expect(contents(root)).toEqual(start);
    expect(interrupted(root)).toBe('none');
    rmSync(at('.git/index.lock'));
    expect(git(root, 'status', '--short')).toBe('');
  });
});

describe('an update that leaves conflicts', () => {
  beforeEach(() => {
    makeRepository(root, before);
    applyTransaction(root, update);
  });

  const kept = (): object =>
    Object.fromEntries(Object.entries(files()).filter(([name]) => !name.startsWith('.toltek/update/')));

  test('is taken back whole, git included', () => {
    expect(interrupted(root)).toBe('conflicts');
    expect(kept()).toEqual(updated);
    expect(git(root, 'status', '--short')).toContain('UU README.md');
    expect(abortTransaction(root, { discard: false })).toBe('undone');
    expect(files()).toEqual(before);
    expect(git(root, 'status', '--short')).toBe('');
    expect(existsSync(at('.toltek/update'))).toBe(false);
    expect(abortTransaction(root, { discard: false })).toBe('nothing');
    expect(resumeTransaction(root)).toBe('nothing');
  });

  test('is taken back after some conflicts were resolved, and for good over with the last one', () => {
    applyTransaction(root, partly);
    expect(kept()).toEqual(partlyResolved);
    abortTransaction(root, { discard: false });
    expect(files()).toEqual(before);
    for (const each of [update, partly, finish]) applyTransaction(root, each);
    expect(interrupted(root)).toBe('none');
    expect(abortTransaction(root, { discard: false })).toBe('nothing');
    expect(existsSync(at('.toltek/update'))).toBe(false);
  });

  test('is not taken back over edits made since, unless they are discarded', () => {
    writeTexts(root, {
      'README.md': 'resolved by hand\n',
      'new/deep/file.txt': 'edited\n',
      'other.txt': 'mine\n',
    });
    rmSync(at('run.sh'));
    const start = contents(root);
    expect(problemsOf(() => abortTransaction(root, { discard: false })).map(({ file }) => file)).toEqual([
      'README.md',
      'new/deep/file.txt',
    ]);
    expect(contents(root)).toEqual(start);
    abortTransaction(root, { discard: true });
    expect(files()).toEqual({ ...before, 'other.txt': 'mine\n' });
  });

  test('is taken back where a person had put the old text back already', () => {
    writeTexts(root, { 'README.md': before['README.md'] });
    expect(abortTransaction(root, { discard: false })).toBe('undone');
    expect(files()).toEqual(before);
  });
});

describe('what a killed run left', () => {
  test('before anything was changed is cleared by the next change', () => {
    writeTexts(root, {
      a: '1',
      '.toltek/update/run/new/x': 'half',
      '.toltek/update/run/journal.json.new': '{"',
    });
    expect(interrupted(root)).toBe('staging');
    applyTransaction(root, change({ a: '2' }, { a: '1' }));
    expect(files()).toEqual({ a: '2' });
    expect(existsSync(at('.toltek/update'))).toBe(false);
  });
});

describe('two runs', () => {
  const busy = (pid: number): void => {
    writeTexts(root, { [`.toltek/update/run-${pid}`]: '' });
  };

  test('do not change a repository at once', () => {
    writeTexts(root, { a: '1' });
    busy(process.ppid);
    const tried = () => {
      applyTransaction(root, change({ a: '2' }, { a: '1' }));
    };
    expect(problemsOf(tried)).toMatchObject([
      { code: 'RUN_BUSY', message: `Another run (process ${process.ppid}) is changing this repository.` },
    ]);
    expect(readFileSync(at('a'), 'utf8')).toBe('1');
    expect(readdirSync(at('.toltek/update'))).toEqual([`run-${process.ppid}`]);
  });

  test('a run that died holds nobody up', () => {
    const { pid } = spawnSync('true');
    busy(pid);
    writeTexts(root, { a: '1' });
    applyTransaction(root, change({ a: '2' }, { a: '1' }));
    expect(files()).toEqual({ a: '2' });
  });

  test('a run holds the repository until it is over, also when it fails', async () => {
    mkdirSync(at('.toltek'), { recursive: true });
    const held = (): readonly string[] =>
      existsSync(at('.toltek/update')) ? readdirSync(at('.toltek/update')) : [];
    const seen = await withRunLock(root, async () => {
      await Promise.resolve();
      applyTransaction(root, change({ a: '1' }));
      return held();
    });
    expect(seen).toEqual([`run-${process.pid}`]);
    expect(held()).toEqual([]);
    await expect(withRunLock(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(() =>
      withRunLock(root, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(held()).toEqual([]);
    expect(lstatSync(at('.toltek')).isDirectory()).toBe(true);
  });
});
