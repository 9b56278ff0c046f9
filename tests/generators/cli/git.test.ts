import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { clearStages, commitToBranch, gitState, headReader } from '#generators/cli/adapters/git.ts';
import { setIndex, stageEntries } from '#generators/cli/adapters/git-index.ts';
import type { Stages } from '#generators/cli/adapters/git-index.ts';
import { applyTransaction } from '#generators/cli/adapters/transaction.ts';
import { refuseUncleanWorkTree } from '#generators/cli/guards.ts';
import { problemsOf } from '../../tools/problems.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { content, contents, makeRepository, workFile, writeTexts } from './small-repository.ts';

const environment = { ...process.env };
let work: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(path.join(tmpdir(), 'toltek-git-')));
});
afterEach(() => {
  rmSync(work, { recursive: true, force: true });
  process.env = { ...environment };
});

/** What a change that leaves conflicts does to the index. */
function writeStages(folder: string, conflicts: readonly Stages[]): void {
  const paths = conflicts.map((conflict) => conflict.path);
  setIndex(folder, paths, stageEntries(folder, conflicts));
}

/** Who commits, on a machine where git has not been told. */
function nameCommitter(): void {
  process.env['GIT_COMMITTER_NAME'] = 'Ada';
  process.env['GIT_COMMITTER_EMAIL'] = 'ada@client.example';
}

const at = (...parts: string[]): string => path.join(work, ...parts);
const code = (call: () => unknown): string | undefined => problemsOf(call)[0]?.code;
const clean = { changed: [], untracked: [], during: undefined };

describe('what git knows of a client repository', () => {
  test('nothing outside of git, and in a bare repository', () => {
    mkdirSync(at('plain'));
    expect(gitState(at('plain'))).toBeUndefined();
    git(work, 'init', '--quiet', '--bare', 'bare.git');
    expect(gitState(at('bare.git'))).toBeUndefined();
  });

  test('changes, also staged ones, and files git does not know', () => {
    const folder = makeRepository(at('r'), { a: '1', 'b é': '1', 'c/d': '1', e: '1', '.gitignore': '*.log' });
    expect(gitState(folder)).toMatchObject({
      ...clean,
      prefix: '',
      branch: 'main',
      head: git(folder, 'rev-parse', 'HEAD').trim(),
    });
    writeTexts(folder, { a: '2', 'b é': '2', 'x y': '1', 'ö/z': '1', 'c/out.log': '1' });
    git(folder, 'add', 'b é');
    git(folder, 'mv', 'e', 'f');
    rmSync(at('r/c/d'));
    expect(gitState(folder)).toMatchObject({
      changed: ['a', 'b é', 'c/d', 'e', 'f'],
      untracked: ['x y', 'ö/'],
    });
  });

  test('only its own files, where it is a folder of a larger repository', () => {
    const folder = makeRepository(at('r'), { beside: '1', 'projects/toy/a': '1' });
    writeTexts(folder, { beside: '2', 'projects/new': '1', 'projects/toy/a': '2', 'projects/toy/b': '1' });
    expect(gitState(at('r/projects/toy'))).toMatchObject({
      prefix: 'projects/toy/',
      changed: ['a'],
      untracked: ['b'],
    });
  });

  test('before the first commit, and with a detached HEAD', () => {
    git(work, 'init', '--quiet', '--initial-branch=main', 'r');
    expect(gitState(at('r'))).toMatchObject({ ...clean, head: undefined, branch: 'main' });
    const folder = makeRepository(at('s'), { a: '1' });
    git(folder, 'checkout', '--quiet', '--detach');
    expect(gitState(folder)).toMatchObject({ ...clean, branch: undefined });
  });

  test('what it is in the middle of', () => {
    const folder = makeRepository(at('r'), { a: '1' });
    git(folder, 'checkout', '--quiet', '-b', 'other');
    writeTexts(folder, { a: '2' });
    commitAll(folder, 'other');
    git(folder, 'checkout', '--quiet', 'main');
    writeTexts(folder, { a: '3' });
    commitAll(folder, 'main');
    for (const [operation, during] of [
      ['merge', 'a merge'],
      ['cherry-pick', 'a cherry-pick'],
      ['rebase', 'a rebase'],
    ] as const) {
      expect(() => git(folder, operation, 'other')).toThrow();
      expect(gitState(folder)).toMatchObject({ during, changed: ['a'] });
      git(folder, operation, '--abort');
    }
  });

  test('in a work tree of its own, with a git folder elsewhere, in a shallow clone', () => {
    const folder = makeRepository(at('r'), { a: '1' });
    git(folder, 'worktree', 'add', '--quiet', at('tree'), '-b', 'tree');
    git(work, 'init', '--quiet', '--separate-git-dir', at('elsewhere'), at('separate'));
    writeTexts(at('separate'), { a: '1' });
    commitAll(at('separate'), 'x');
    git(work, 'clone', '--quiet', '--depth=1', `file://${folder}`, 'shallow');
    nameCommitter();
    for (const place of ['tree', 'separate', 'shallow']) {
      expect(gitState(at(place))).toMatchObject(clean);
      expect([...headReader(at(place)).read(['a'])]).toEqual([
        ['a', { ...workFile('1'), bytes: Buffer.from('1') }],
      ]);
      const stages = [{ path: 'a', base: content('0'), ours: content('1'), theirs: content('2') }];
      writeStages(at(place), stages);
      expect(git(at(place), 'status', '--short')).toBe('UU a\n');
      clearStages(at(place), ['a']);
      expect(gitState(at(place))).toMatchObject(clean);
      commitToBranch(at(place), {
        branch: `toltek/${place}`,
        message: 'x',
        writes: new Map([['b', content('2')]]),
      });
      expect(git(at(place), 'show', `toltek/${place}:b`)).toBe('2');
      expect(gitState(at(place))).toMatchObject(clean);
    }
    writeTexts(folder, { 'tree-only': '1' });
    expect(gitState(at('tree'))).toMatchObject(clean);
  });

  test('submodules are their own', () => {
    makeRepository(at('library'), { a: '1' });
    const folder = makeRepository(at('r'), { a: '1' });
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', at('library'), 'lib');
    commitAll(folder, 'lib');
    writeTexts(at('r/lib'), { a: '2', b: '1' });
    expect(gitState(folder)).toMatchObject(clean);
    expect([...headReader(folder).read(['lib', 'lib/a'])]).toEqual([
      ['lib', { kind: 'special' }],
      ['lib/a', { kind: 'special' }],
    ]);
  });

  test('line ends that git changes on checkout are no change', () => {
    const folder = makeRepository(at('r'), { a: '1\n2\n' });
    git(folder, 'config', 'core.autocrlf', 'true');
    rmSync(at('r/a'));
    git(folder, 'checkout', '--quiet', '--', 'a');
    expect(readFileSync(at('r/a'), 'utf8')).toBe('1\r\n2\r\n');
    expect(gitState(folder)).toMatchObject(clean);
    expect([...headReader(folder).read(['a'])]).toEqual([
      ['a', { ...workFile('1\n2\n'), bytes: Buffer.from('1\n2\n') }],
    ]);
  });

  test('of this repository, not of the one a hook runs in', () => {
    const folder = makeRepository(at('r'), { a: '1' });
    const other = makeRepository(at('other'), { b: '1' });
    process.env['GIT_DIR'] = path.join(other, '.git');
    process.env['GIT_WORK_TREE'] = other;
    process.env['GIT_INDEX_FILE'] = path.join(other, '.git/index');
    expect(headReader(folder).list()).toEqual(['a']);
    expect(gitState(folder)).toMatchObject(clean);
  });

  test('git missing is said', () => {
    process.env['PATH'] = work;
    expect(code(() => gitState(work))).toBe('GIT_MISSING');
  });
});

describe('the last commit', () => {
  test('is read without the work tree: files, executable ones, links', () => {
    const folder = makeRepository(at('r'), { 'é.txt': 'ä', 'run.sh*': 'x', 'a/b': '\0\xff\r\n' });
    symlinkSync('run.sh', at('r/link'));
    commitAll(folder, 'link');
    writeTexts(folder, { 'é.txt': 'edited' });
    rmSync(at('r/run.sh'));
    expect(headReader(folder).list()).toEqual(['a/b', 'link', 'run.sh', 'é.txt']);
    const read = Object.fromEntries(
      headReader(folder).read(['é.txt', 'run.sh', 'a/b', 'link', 'a', 'missing']),
    );
    expect(read).toEqual({
      'é.txt': { ...workFile('ä'), bytes: Buffer.from('ä') },
      'run.sh': { ...workFile('x', true), bytes: Buffer.from('x') },
      'a/b': { ...workFile(''), bytes: Buffer.from('\0\xff\r\n') },
      link: { kind: 'link', target: 'run.sh' },
      a: { kind: 'folder' },
    });
    // Nothing may be written below what is no folder: it would take its place.
    expect(Object.fromEntries(headReader(folder).read(['link/x', 'link/x/y', 'run.sh/x', 'a/c']))).toEqual({
      'link/x': { kind: 'link', target: 'run.sh' },
      'link/x/y': { kind: 'link', target: 'run.sh' },
      'run.sh/x': { kind: 'special' },
    });
  });

  test('of a folder of a larger repository', () => {
    makeRepository(at('r'), { beside: '1', 'toy/a': '2' });
    expect(headReader(at('r/toy')).list()).toEqual(['a']);
    expect([...headReader(at('r/toy')).read(['a', 'beside', '../beside']).keys()]).toEqual(['a']);
  });

  test('that does not exist holds nothing', () => {
    git(work, 'init', '--quiet', 'r');
    expect(headReader(at('r')).list()).toEqual([]);
    expect(headReader(at('r')).read(['a']).size).toBe(0);
  });

  test('that is not whole is refused: nothing is fetched, and nothing taken for deleted', () => {
    const folder = makeRepository(at('r'), { a: '1', 'b/c': '2' });
    git(folder, 'config', 'uploadpack.allowFilter', 'true');
    git(work, 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${folder}`, 'partial');
    expect(headReader(at('partial')).list()).toEqual(['a', 'b/c']);
    expect(code(() => headReader(at('partial')).read(['a']))).toMatch(/^GIT_(INCOMPLETE|FAILED)$/);
    const tree = git(folder, 'rev-parse', 'HEAD:b').trim();
    rmSync(at('r/.git/objects', tree.slice(0, 2), tree.slice(2)));
    expect(code(() => headReader(folder).read(['a']))).toBe('GIT_FAILED');
  });
});

describe('conflicts in the index', () => {
  const stages = [
    { path: 'a', base: content('0'), ours: content('1'), theirs: content('2', true) },
    { path: 'new é', ours: content('mine'), theirs: content('theirs') },
    { path: 'gone', base: content('0'), ours: content('1') },
  ];

  test('are there for git and merge tools, and gone again', () => {
    makeRepository(at('r'), { beside: '1', 'toy/a': '1', 'toy/gone': '1' });
    const folder = at('r/toy');
    writeTexts(folder, { 'new é': 'mine' });
    writeStages(folder, stages);
    expect(git(folder, '-c', 'core.quotePath=false', 'status', '--short', '--untracked-files=no')).toBe(
      'UU a\nUD gone\nAA "new é"\n',
    );
    expect(git(folder, 'show', ':3:./a')).toBe('2');
    expect(git(folder, 'ls-files', '--stage', 'a')).toMatch(/^100755 \S+ 3\ta$/m);
    git(folder, 'checkout', '--quiet', '--theirs', 'a');
    expect(readFileSync(at('r/toy/a'), 'utf8')).toBe('2');
    clearStages(folder, ['a', 'new é', 'gone']);
    expect(git(folder, '-c', 'core.quotePath=false', 'status', '--short')).toBe(' M a\n?? "new é"\n');
  });

  test('hold what the person committed, whatever line ends git gave it in the work tree', () => {
    const folder = makeRepository(at('r'), { a: 'one\ntwo\n' });
    git(folder, 'config', 'core.autocrlf', 'true');
    rmSync(at('r/a'));
    git(folder, 'checkout', '--quiet', '--', 'a');
    const ours = 'one\r\ntwo\r\n';
    applyTransaction(folder, {
      title: 'toltek update',
      writes: new Map([['a', content('marked\r\n')]]),
      last: [],
      before: new Map([['a', workFile(ours)]]),
      stages: [{ path: 'a', base: content('zero\n'), ours: content(ours), theirs: content('three\n') }],
      keepUndo: true,
    });
    expect(git(folder, 'show', ':2:a')).toBe('one\ntwo\n');
  });
});

describe('a commit on a branch', () => {
  const writes = new Map([
    ['a', content('new', true)],
    ['b/c', null],
    ['d "é"\\\n/e', content('\0\r\n')],
  ]);
  const commit = { branch: 'toltek/update-0.2.0', message: 'Update to é\n\nAll of it.\n', writes };

  beforeEach(nameCommitter);

  test('leaves work tree, index and HEAD as they are', () => {
    makeRepository(at('r'), { beside: '1', 'toy/a': '1', 'toy/b/c': '1', 'toy/kept': '1' });
    const folder = at('r/toy');
    writeTexts(folder, { a: 'edited', untracked: '1' });
    git(folder, 'add', 'a');
    writeTexts(folder, { a: 'edited again' });
    const look = (): unknown => [
      contents(at('r')),
      readFileSync(at('r/.git/index')),
      readFileSync(at('r/.git/HEAD'), 'utf8'),
      git(folder, 'rev-parse', 'main'),
    ];
    const before = look();
    const made = commitToBranch(folder, commit);
    expect(look()).toEqual(before);
    expect(git(folder, 'rev-parse', commit.branch).trim()).toBe(made);
    expect(git(folder, 'log', '-1', '--format=%an <%ae>%n%B', made).trim()).toBe(
      'Ada <ada@client.example>\nUpdate to é\n\nAll of it.',
    );
    expect(git(folder, 'rev-parse', `${made}^`)).toBe(git(folder, 'rev-parse', 'main'));
    expect(git(folder, 'diff-tree', '-r', '-z', '--name-status', made).split('\0').slice(1)).toEqual([
      'M',
      'toy/a',
      'D',
      'toy/b/c',
      'A',
      'toy/d "é"\\\n/e',
      '',
    ]);
    expect(git(folder, 'ls-tree', made, 'a')).toMatch(/^100755 /);
    expect(git(folder, 'fsck', '--strict')).toBe('');
  });

  test('is refused where there is such a branch, or could not be one', () => {
    const folder = makeRepository(at('r'), { a: '1' });
    git(folder, 'branch', 'taken/deeper');
    const head = git(folder, 'rev-parse', 'HEAD');
    const tried = (branch: string) => code(() => commitToBranch(folder, { ...commit, branch }));
    expect(tried('main')).toBe('BRANCH_EXISTS');
    expect(tried('taken/deeper')).toBe('BRANCH_EXISTS');
    expect(tried('taken')).toBe('GIT_FAILED');
    for (const branch of ['', '-x', 'a..b', 'x y', 'x\ny', 'HEAD~1', '@{-1}', 'a.lock'])
      expect([branch, tried(branch)]).toEqual([branch, 'BRANCH_NAME']);
    expect(git(folder, 'for-each-ref', '--format=%(refname) %(objectname)').trim().split('\n')).toEqual(
      ['refs/heads/main', 'refs/heads/taken/deeper'].map((name) => `${name} ${head.trim()}`),
    );
  });

  test('needs a commit to start from, and somebody who commits', () => {
    git(work, 'init', '--quiet', 'empty');
    expect(code(() => commitToBranch(at('empty'), commit))).toBe('NO_COMMIT');
    const folder = makeRepository(at('r'), { a: '1', 'b/c': '1' });
    git(folder, 'config', 'user.useConfigOnly', 'true');
    delete process.env['GIT_COMMITTER_NAME'];
    delete process.env['GIT_COMMITTER_EMAIL'];
    Object.assign(process.env, {
      HOME: work,
      XDG_CONFIG_HOME: work,
      GIT_CONFIG_GLOBAL: '/dev/null',
      EMAIL: '',
    });
    expect(code(() => commitToBranch(folder, commit))).toBe('NO_AUTHOR');
  });
});

test('600 files cost few processes', () => {
  const names = Array.from({ length: 600 }, (_, index) => `f${index % 20}/n${index}`);
  const folder = makeRepository(at('r'), Object.fromEntries(names.map((name) => [name, name])));
  const log = at('log');
  const real = git(folder, '--exec-path').trim();
  mkdirSync(at('bin'));
  writeFileSync(at('bin/git'), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${real}/git' "$@"\n`);
  chmodSync(at('bin/git'), 0o755);
  process.env['PATH'] = `${at('bin')}:${process.env['PATH'] ?? ''}`;
  const processes = (call: () => unknown): number => {
    writeFileSync(log, '');
    call();
    return readFileSync(log, 'utf8').trim().split('\n').length;
  };
  expect(processes(() => gitState(folder))).toBe(3);
  expect(processes(() => headReader(folder).read(names))).toBe(2);
  const writes = new Map(names.map((name) => [name, content('new')]));
  const stages = names.map((name) => ({
    path: name,
    base: content('0'),
    ours: content(name),
    theirs: content('new'),
  }));
  expect(
    processes(() => {
      writeStages(folder, stages);
    }),
  ).toBe(3);
  expect(
    processes(() => {
      clearStages(folder, names);
    }),
  ).toBe(3);
  nameCommitter();
  expect(processes(() => commitToBranch(folder, { branch: 'b', message: 'x', writes }))).toBeLessThanOrEqual(
    6,
  );
});

test('files that a sparse checkout leaves out are not taken for deleted ones', () => {
  const folder = makeRepository(at('r'), { 'a/x': '1', 'b/x': '1' });
  git(folder, 'sparse-checkout', 'set', 'a');
  const rules = { allowUntracked: false };
  expect(
    problemsOf(() => {
      refuseUncleanWorkTree(folder, rules);
    }),
  ).toMatchObject([{ code: 'SPARSE', action: expect.stringContaining('--branch') }]);
  git(folder, 'sparse-checkout', 'disable');
  refuseUncleanWorkTree(folder, rules);
});

test('Ctrl-C while git runs stops the command', () => {
  const folder = makeRepository(at('r'), { a: '1' });
  writeTexts(at('bin'), { 'git*': '#!/bin/sh\nkill -INT $$\n' });
  process.env['PATH'] = `${at('bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  expect(() => gitState(folder)).toThrow(expect.objectContaining({ exit: 130 }));
});
