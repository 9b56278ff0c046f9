import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Template } from '#catalog/schema/generated/types.ts';
import { adviceDigest, catalogDigest, templateDigest } from '#generators/cli/adapters/catalog-digest.ts';
import { openRepository } from '#generators/cli/adapters/client-repository.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import { abortTransaction, resumeTransaction } from '#generators/cli/adapters/transaction.ts';
import { tar } from '#generators/engine/archive.ts';
import { problemsOf } from '../../tools/problems.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { baseFiles, editLock, generateToy, replaceBase } from './generated-toy.ts';
import { contents, writeTexts } from './small-repository.ts';

// Whatever a client repository, a catalog or an answer says: refused, nothing written outside, nothing changed inside.

let toy: ToyVersions;
let folder: string;
let outside: string;

beforeAll(async () => {
  toy = await makeToyVersions();
}, 60_000);
afterAll(() => {
  toy.remove();
});
beforeEach(() => {
  // Beside the repository: where `../outside` leads to.
  outside = path.join(toy.work, 'outside');
  writeTexts(outside, { 'secret.txt': 'secret\n', 'deep/secret.txt': 'secret\n' });
});
afterEach(() => {
  expect(contents(outside)).toEqual({ deep: null, 'deep/secret.txt': 'secret\n', 'secret.txt': 'secret\n' });
  rmSync(outside, { recursive: true, force: true });
});

const at = (...parts: string[]): string => path.join(folder, ...parts);

/** Everything of the repository that a person sees; an update's own folder is empty or gone. */
const look = (): object => {
  const own = at('.toltek/update');
  if (existsSync(own) && readdirSync(own).length === 0) rmSync(own, { recursive: true });
  return contents(folder);
};

const escapes = [
  '../outside/secret.txt',
  'a/../../outside/secret.txt',
  '/etc/passwd',
  '.git/hooks/post-checkout',
  'sub/.GIT/config',
  '.toltek/lock.json',
  'a//b',
  './a',
  'a\\..\\b',
  'nul',
  '',
];

describe('a lock', () => {
  beforeEach(() => {
    folder = path.join(toy.work, 'client');
    generateToy(folder);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const refusal = (change: (lock: Record<string, unknown>) => void): string | undefined => {
    editLock(folder, change);
    const before = look();
    const [problem] = problemsOf(() => openRepository(folder));
    expect(look()).toEqual(before);
    expect([problem?.file, problem?.action]).toEqual([at('.toltek/lock.json'), expect.any(String)]);
    return problem?.code;
  };

  test.each(escapes)('that claims to have written %p', (escape) => {
    const file = { template: 'base', source: 'x', class: 'merged', mode: '644', base: '0'.repeat(64) };
    const code = refusal((lock) => {
      lock['files'] = { [escape]: file };
    });
    expect(code).toBe('UNSAFE_PATH');
  });

  test.each(escapes.filter((escape) => !['a\\..\\b', 'nul'].includes(escape)))(
    'with an open conflict in %p',
    (escape) => {
      const code = refusal((lock) => {
        lock['pending'] = [{ path: escape, kind: 'content' }];
      });
      expect(code).toBe('UNSAFE_PATH');
    },
  );

  test('that is a link, or below one', () => {
    renameSync(at('.toltek'), path.join(toy.work, 'elsewhere'));
    symlinkSync(path.join(toy.work, 'elsewhere'), at('.toltek'));
    expect(problemsOf(() => openRepository(folder))).toMatchObject([{ code: 'NOT_A_FILE' }]);
    rmSync(at('.toltek'));
    renameSync(path.join(toy.work, 'elsewhere'), at('.toltek'));
    for (const name of ['lock.json', 'base.tgz']) {
      renameSync(at('.toltek', name), at(name));
      symlinkSync(`../${name}`, at('.toltek', name));
    }
    expect(problemsOf(() => openRepository(folder))).toMatchObject([{ code: 'NOT_A_FILE' }]);
    rmSync(at('.toltek/lock.json'));
    renameSync(at('lock.json'), at('.toltek/lock.json'));
    expect(problemsOf(() => openRepository(folder).base())).toMatchObject([{ code: 'BASE_TAMPERED' }]);
  });

  describe('whose base', () => {
    const refused = (): string | undefined => {
      const before = look();
      const [problem] = problemsOf(() => openRepository(folder).base());
      expect(look()).toEqual(before);
      return problem?.code;
    };

    test.each(['../outside/secret.txt', '/etc/passwd', 'a/../../outside/x'])('holds %s', (escape) => {
      replaceBase(folder, [...baseFiles(), { path: escape, bytes: new Uint8Array(), executable: false }]);
      expect(refused()).toBe('BASE_TAMPERED');
    });

    test('is a bomb, cut off, or no archive', () => {
      const whole = readFileSync(at('.toltek/base.tgz'));
      const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024), { level: 1 });
      for (const bytes of [
        bomb,
        whole.subarray(0, 2000),
        Buffer.from('no'),
        Buffer.alloc(66 * 1024 * 1024),
      ]) {
        writeFileSync(at('.toltek/base.tgz'), bytes);
        expect(refused()).toBe('BASE_TAMPERED');
      }
    });

    test('declares sizes that are not there', () => {
      const archive = tar(baseFiles());
      const header = archive.subarray(0, 512);
      header.set(new TextEncoder().encode('77777777777\0'), 124);
      header.fill(0x20, 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
      replaceBase(folder, archive);
      expect(refused()).toBe('BASE_TAMPERED');
    });
  });
});

describe('the journal of an interrupted change', () => {
  const none = '0'.repeat(64);
  const journal = (change: object): string =>
    JSON.stringify({
      journalVersion: 1,
      title: 'toltek update',
      keepUndo: false,
      steps: [],
      folders: [],
      index: { before: [], after: [] },
      ...change,
    });
  const step = (name: string): object => ({
    path: name,
    old: null,
    new: { sha256: none, executable: false },
  });

  beforeEach(() => {
    folder = path.join(toy.work, 'client');
    writeTexts(folder, { a: '1' });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What resume and abort say of a planted journal. */
  function refusals(text: string, name = 'run/journal.json'): readonly (string | undefined)[] {
    writeTexts(folder, { [`.toltek/update/${name}`]: text });
    const before = look();
    const codes = [() => resumeTransaction(folder), () => abortTransaction(folder, { discard: true })].map(
      (call) => problemsOf(call)[0]?.code,
    );
    expect(look()).toEqual(before);
    return codes;
  }

  const both = ['JOURNAL_INVALID', 'JOURNAL_INVALID'];

  test.each([
    ...escapes.filter((name) => !['.toltek/lock.json', 'a\\..\\b', 'nul'].includes(name)),
    '.toltek/update/run/old/x',
  ])('that names %p', (escape) => {
    expect(refusals(journal({ steps: [step(escape)] }))).toEqual(both);
    expect(refusals(journal({ folders: [escape] }))).toEqual(both);
    const entry = { path: escape, mode: '100644', oid: '0'.repeat(40), stage: 1 };
    expect(refusals(journal({ index: { before: [], after: [entry] } }))).toEqual(both);
  });

  test('that is no journal', () => {
    const wrong = [
      'half {',
      '[]',
      'null',
      journal({ journalVersion: 2 }),
      journal({ steps: [{ path: 'a', old: { sha256: 'x', executable: false }, new: null }] }),
      journal({ index: { before: [{ path: 'a', mode: '100644', oid: '-x', stage: 1 }], after: [] } }),
      journal({
        index: { before: [{ path: 'a', mode: '040000', oid: '0'.repeat(40), stage: 9 }], after: [] },
      }),
    ];
    for (const text of wrong) expect(refusals(text)).toEqual(both);
    for (const name of ['run/done.json', 'run/abort.json', 'undo/abort.json']) {
      expect(refusals('{}', name)).toEqual(both);
      rmSync(at('.toltek/update'), { recursive: true });
    }
  });

  test('with other bytes than it names', () => {
    const waiting = `.toltek/update/run/new/${storedNameOf('b')}`;
    writeTexts(folder, {
      [waiting]: 'planted',
      '.toltek/update/run/journal.json': journal({ steps: [step('b')] }),
    });
    const before = look();
    expect(problemsOf(() => resumeTransaction(folder))).toMatchObject([{ code: 'JOURNAL_INVALID' }]);
    expect(look()).toEqual(before);
    expect(abortTransaction(folder, { discard: false })).toBe('undone');
    expect(look()).toEqual({ '.toltek': null, a: '1' });
  });

  test('with links for bytes', () => {
    mkdirSync(at('.toltek/update/run/new'), { recursive: true });
    symlinkSync(path.join(outside, 'secret.txt'), at('.toltek/update/run/new', storedNameOf('b')));
    expect(refusals(journal({ steps: [step('b')] }))).toEqual(both);
    rmSync(at('.toltek/update'), { recursive: true });
    mkdirSync(at('.toltek/update/run'), { recursive: true });
    symlinkSync(outside, at('.toltek/update/run/old'));
    const old = { path: 'a', old: { sha256: none, executable: false }, new: null };
    expect(refusals(journal({ steps: [old] }))).toEqual(both);
  });
});

function storedNameOf(name: string): string {
  return spawnSync('sha256sum', { input: name, encoding: 'utf8' }).stdout.slice(0, 40);
}

/** Runs the newer toolbox in a repository that somebody prepared and committed; nothing may have changed. */
function update(prepare: () => void, words: readonly string[] = []): CliResult {
  folder = toy.newClient();
  prepare();
  if (git(folder, 'status', '--porcelain') !== '') commitAll(folder, 'Prepared');
  const before = [look(), git(folder, 'status', '--porcelain'), git(folder, 'for-each-ref')];
  const result = toy.v2.runIn(folder, ['update', ...words]);
  expect([look(), git(folder, 'status', '--porcelain'), git(folder, 'for-each-ref')]).toEqual(before);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  return result;
}

describe('links that somebody planted', () => {
  test('in the place of files, of folders, and where new ones are to be: nothing is written through them', () => {
    folder = toy.newClient();
    for (const name of ['README.md', 'settings']) rmSync(at(name), { recursive: true });
    const planted = {
      'README.md': '../outside/secret.txt',
      settings: '../outside',
      docs: '../outside',
      bin: '../outside',
    };
    for (const [name, target] of Object.entries(planted)) symlinkSync(target, at(name));
    commitAll(folder, 'Planted');
    const { status, stdout } = toy.v2.runIn(folder, ['update']);
    expect(status).toBe(3);
    for (const name of ['README.md', 'settings/common.yaml', 'docs/new.md', 'bin/hello.sh'])
      expect(stdout).toContain(name);
    for (const [name, target] of Object.entries(planted)) expect(contents(folder)[name]).toBe(`-> ${target}`);
  });

  test('in the place of .toltek or its update folder', () => {
    const moved = update(() => {
      renameSync(at('.toltek'), at('elsewhere'));
      symlinkSync('elsewhere', at('.toltek'));
    });
    expect([moved.status, moved.stderr]).toEqual([2, expect.stringContaining('[NOT_A_FILE]')]);
    const linked = update(() => {
      symlinkSync('../../outside', at('.toltek/update'));
    });
    expect([linked.status, linked.stderr]).toEqual([2, expect.stringContaining('[IN_THE_WAY]')]);
  });
});

describe('a repository says something else than what was generated', () => {
  const lockFile = (change: (lock: string) => string): void => {
    const file = at('.toltek/lock.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };

  test('a tampered base is refused, with the way out', () => {
    const { status, stderr } = update(() => {
      const file = at('.toltek/base.tgz');
      const bytes = readFileSync(file);
      bytes[bytes.length - 600] = 1;
      writeFileSync(file, bytes);
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/\[BASE_TAMPERED\][^]*toltek adopt/)]);
  });

  test('a source whose name leaves its folder', () => {
    for (const id of ['../../../outside', '.git']) {
      const { status, stderr } = update(() => {
        lockFile((text) => text.replaceAll('"web-shop"', JSON.stringify(id)));
      });
      expect([id, status, stderr]).toEqual([id, 2, expect.stringMatching(/^error \[[A-Z_]+\]/)]);
    }
  });

  test('a template that does not exist, named like a path', () => {
    const { status, stderr } = update(() => {
      lockFile((text) => text.replaceAll('"stacks/toy-warehouse"', '"../../outside"'));
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error \[[A-Z_]+\]/)]);
  });

  test('an answer that is a path, or the key of every object', () => {
    folder = toy.newClient();
    const file = path.join(toy.work, 'answers.json');
    writeFileSync(file, '{"__proto__": {"contact": "../x"}, "constructor": "../x"}');
    const { status, stderr } = toy.v2.runIn(folder, ['update', '--answers', file, '--dry-run']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error \[[A-Z_]+\]/)]);
    const asText = toy.v2.runIn(folder, ['update', '--set', 'motto=../../outside/secret.txt']);
    expect(asText.status).toBe(0);
    expect(git(folder, 'status', '--porcelain')).not.toContain('outside');
  });
});

describe('a catalog that is consistent in itself', () => {
  /** Changes a manifest and makes every digest right again. */
  function poisoned(change: Partial<Template>): string {
    const index = JSON.parse(
      readFileSync(path.join(toy.v2.folder, 'dist/catalog/index.json'), 'utf8'),
    ) as CatalogIndex;
    const reader = folderReader(
      path.join(toy.v2.folder, 'templates'),
      path.join(toy.v2.folder, 'constructs'),
    );
    const templates = index.templates.map((template) => {
      if (template.manifest.id !== 'base') return template;
      const manifest = { ...template.manifest, ...change };
      return { ...template, manifest, digest: templateDigest(manifest, reader) };
    });
    const catalog = path.join(toy.work, 'poisoned');
    mkdirSync(catalog, { recursive: true });
    const digest = catalogDigest(adviceDigest(index), templates);
    writeFileSync(path.join(catalog, 'index.json'), JSON.stringify({ ...index, templates, digest }));
    return catalog;
  }

  const renames = (from: string, to: string): Partial<Template> => ({ renames: { '1.1.0': { [from]: to } } });

  test.each<readonly [string, Partial<Template>]>([
    ['takes a file from outside', renames('../outside/secret.txt', 'stolen.txt')],
    ['takes a file of git', renames('.git/config', 'stolen.txt')],
  ])('and %s: refused', (_, change) => {
    const catalog = poisoned(change);
    const { status, stderr, stdout } = update(() => undefined, ['--catalog', catalog]);
    expect([status, stdout + stderr]).toEqual([2, expect.stringMatching(/^error \[[A-Z_]+\]/)]);
  });

  test.each<readonly [string, Partial<Template>]>([
    ['moves a file outside', renames('Makefile', '../outside/planted')],
    ['moves a file into git', renames('Makefile', '.git/hooks/post-checkout')],
    ['moves a file onto the lock', renames('Makefile', '.toltek/lock.json')],
    [
      'has items outside',
      { forEach: [{ folder: '../outside/__source.id__', over: '/sources', as: 'source' }] },
    ],
    [
      'migrates files outside',
      {
        migrations: [
          {
            id: 'm',
            version: '1.1.0',
            description: 'x',
            steps: [{ do: 'replace', files: '../outside/**', find: 'secret', with: 'owned' }],
          },
        ],
      },
    ],
  ])('and %s: not there', (_, change) => {
    folder = toy.newClient();
    writeFileSync(at('Makefile'), `${readFileSync(at('Makefile'), 'utf8')}# mine\n`);
    commitAll(folder, 'Mine');
    const hooks = existsSync(at('.git/hooks')) ? readdirSync(at('.git/hooks')) : [];
    const { status, stderr } = toy.v2.runIn(folder, ['update', '--catalog', poisoned(change)]);
    expect([[0, 2, 3], stderr]).toEqual([
      expect.arrayContaining([status]),
      expect.not.stringContaining('INTERNAL'),
    ]);
    expect(existsSync(at('stolen.txt'))).toBe(false);
    expect(existsSync(at('.git/hooks')) ? readdirSync(at('.git/hooks')) : []).toEqual(hooks);
    expect(readFileSync(at('Makefile'), 'utf8')).toContain('# mine');
    expect(() => openRepository(folder)).not.toThrow();
  });
});

describe('what a repository tells git to execute', () => {
  const trap = (): string => path.join(toy.work, 'trap.sh');
  const sprung = (): string => path.join(toy.work, 'sprung');

  beforeEach(() => {
    writeFileSync(trap(), `#!/bin/sh\necho "$0 $*" >> '${sprung()}'\ncat\n`);
    chmodSync(trap(), 0o755);
    rmSync(sprung(), { force: true });
  });

  /** A repository in which every setting and hook that names a program names the trap, and every file looks edited. */
  function trapped(): string {
    folder = toy.newClient();
    writeTexts(folder, { '.gitattributes': '* filter=evil diff=evil merge=evil\n*.md filter=e=vil\n' });
    writeFileSync(at('app/_version.py'), 'VERSION = "mine"\n');
    commitAll(folder, 'Mine');
    const settings = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'core.askPass',
      'core.gitProxy',
      'core.alternateRefsCommand',
      'sequence.editor',
      'credential.helper',
      'diff.external',
      'diff.evil.textconv',
      'diff.evil.command',
      'merge.evil.driver',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.e=vil.clean',
      'filter.e=vil.process',
      'gpg.program',
      'interactive.diffFilter',
      'uploadpack.packObjectsHook',
    ];
    for (const name of settings) git(folder, 'config', name, trap());
    for (const name of [
      'status',
      'rev-parse',
      'ls-files',
      'ls-tree',
      'cat-file',
      'update-index',
      'fast-import',
    ])
      git(folder, 'config', `alias.${name}`, `!${trap()}`);
    git(folder, 'config', 'filter.evil.required', 'true');
    git(folder, 'config', 'commit.gpgSign', 'true');
    git(folder, 'config', 'core.hooksPath', at('.git/traps'));
    git(folder, 'config', 'remote.origin.url', `ext::${trap()}`);
    git(folder, 'config', 'remote.origin.promisor', 'true');
    git(folder, 'config', 'protocol.ext.allow', 'always');
    const hooks = [
      'post-index-change',
      'reference-transaction',
      'pre-commit',
      'post-commit',
      'post-checkout',
      'fsmonitor-watchman',
      'pre-auto-gc',
    ];
    for (const hooksFolder of ['.git/traps', '.git/hooks']) {
      mkdirSync(at(hooksFolder), { recursive: true });
      for (const hook of hooks) cpSync(trap(), at(hooksFolder, hook));
    }
    for (const name of git(folder, 'ls-files', '-z')
      .split('\0')
      .filter((file) => file !== ''))
      utimesSync(at(name), 1, 1);
    rmSync(sprung(), { force: true });
    return folder;
  }

  test('is a trap that git itself walks into', () => {
    trapped();
    spawnSync('git', ['status'], { cwd: folder });
    expect(readFileSync(sprung(), 'utf8')).toMatch(/trap\.sh/);
  });

  test('is never executed by ours', () => {
    const runs: readonly (readonly string[])[] = [
      ['update', '--branch', 'toltek/next'],
      ['portfolio', 'update', '.', '--branch', 'toltek/more'],
      ['update'],
      ['abort'],
      ['update'],
      ['resolve', '--take', 'theirs'],
    ];
    trapped();
    const environment = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@client.example' };
    const ended = runs.map((words) => {
      const { status } = toy.v2.runIn(folder, words, environment);
      expect([words, existsSync(sprung()) ? readFileSync(sprung(), 'utf8') : '']).toEqual([words, '']);
      return `${words[0] ?? ''} ${status ?? ''}`;
    });
    // Everything did its work: the traps were on its way.
    expect(ended).toEqual(['update 3', 'portfolio 3', 'update 3', 'abort 0', 'update 3', 'resolve 0']);
    expect(spawnSync('git', ['rev-parse', '--verify', 'toltek/next'], { cwd: folder }).status).toBe(0);
  });

  test('nor is a work tree looked at that a setting puts elsewhere', () => {
    folder = toy.newClient();
    git(folder, 'config', 'core.worktree', outside);
    const { status, stderr } = toy.v2.runIn(folder, ['update']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('[NO_GIT]')]);
  });

  test('a repository that is hidden as a folder of another is not used', () => {
    folder = toy.newClient();
    renameSync(at('.git'), at('hidden'));
    for (const name of readdirSync(at('hidden'))) renameSync(at('hidden', name), at(name));
    const settings = `\n[core]\n\tbare = true\n\tfsmonitor = ${trap()}\n`;
    writeFileSync(at('config'), `${readFileSync(at('config'), 'utf8')}${settings}`);
    const { status, stderr } = toy.v2.runIn(folder, ['update']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('[NO_GIT]')]);
    expect(existsSync(sprung())).toBe(false);
  });
});
