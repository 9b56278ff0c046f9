import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openRepository } from '#generators/cli/adapters/client-repository.ts';
import type { ArchivedFile } from '#generators/engine/archive.ts';
import { problemsOf } from '../../tools/problems.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { baseFiles, editLock, generateToy, replaceBase } from './generated-toy.ts';
import { workFile, writeTexts } from './small-repository.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'toltek-client-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const codes = (call: () => unknown): readonly string[] => problemsOf(call).map(({ code }) => code);

describe('a generated repository', () => {
  test('is opened with its lock, its base as it was generated, and its selection', () => {
    const tree = generateToy(folder);
    const { root, lock, base, selection } = openRepository(folder);
    expect(root).toBe(folder);
    expect(Object.keys(lock.files)).toEqual([...tree.keys()].filter((name) => !name.startsWith('.toltek/')));
    for (const [name, file] of base()) {
      const { bytes, executable, class: fileClass, template } = tree.get(name) ?? {};
      const kept = fileClass === 'once' || fileClass === 'secret' ? {} : { bytes: Buffer.from(bytes ?? []) };
      expect({ ...file, ...(file.bytes && { bytes: Buffer.from(file.bytes) }) }).toEqual({
        ...kept,
        sha256: lock.files[name]?.base,
        executable,
        class: fileClass,
        template,
      });
    }
    expect(base().size).toBe(Object.keys(lock.files).length);
    expect(selection()).toMatchObject({ ranked: expect.anything() });
  });

  test('is opened through a link, as the folder it leads to', () => {
    generateToy(path.join(folder, 'real'));
    symlinkSync('real', path.join(folder, 'link'));
    expect(openRepository(path.join(folder, 'link')).root).toBe(path.join(folder, 'real'));
  });

  test('is refused where there is none', () => {
    expect(problemsOf(() => openRepository(folder))).toMatchObject([
      { code: 'NO_REPOSITORY', message: `${folder} holds no .toltek/lock.json.` },
    ]);
    expect(codes(() => openRepository(path.join(folder, 'nowhere')))).toEqual(['NO_REPOSITORY']);
  });
});

describe('a lock', () => {
  const opened = (): readonly string[] => codes(() => openRepository(folder));

  test('that git merged with markers, that is cut off, or no lock at all', () => {
    generateToy(folder);
    for (const text of ['{\n<<<<<<< HEAD\n', '{"lockVersion": 1', '{}', '']) {
      writeFileSync(path.join(folder, '.toltek/lock.json'), text);
      expect(new Set(opened())).toEqual(new Set(['LOCK_INVALID']));
    }
  });

  test('of a later version', () => {
    generateToy(folder);
    editLock(folder, (lock) => {
      lock['lockVersion'] = 2;
    });
    expect(problemsOf(() => openRepository(folder))).toMatchObject([
      { code: 'LOCK_INVALID', pointer: '/lockVersion', file: path.join(folder, '.toltek/lock.json') },
    ]);
  });
});

describe('the kept base is refused', () => {
  const problem = () => problemsOf(() => openRepository(folder).base())[0];

  beforeEach(() => {
    generateToy(folder);
  });

  test('if it is missing, saying what to do', () => {
    rmSync(path.join(folder, '.toltek/base.tgz'));
    expect(problem()).toMatchObject({
      code: 'BASE_MISSING',
      action: expect.stringContaining('toltek adopt'),
    });
  });

  type Change = readonly [what: string, change: (files: readonly ArchivedFile[]) => readonly ArchivedFile[]];
  const first =
    (change: Partial<ArchivedFile>): Change[1] =>
    (files) =>
      files.map((file, index) => (index === 0 ? { ...file, ...change } : file));
  const changes: readonly Change[] = [
    ['a file less', (files) => files.slice(1)],
    ['a file more', (files) => [...files, { path: 'more.txt', bytes: new Uint8Array(), executable: false }]],
    ['other bytes', first({ bytes: new Uint8Array(1) })],
    ['another mode', first({ executable: true })],
  ];

  test.each(changes)('if it holds %s than the lock says, whatever digest the lock has', (_, change) => {
    const { base } = openRepository(folder).lock;
    replaceBase(folder, change(baseFiles()));
    const tampered = { code: 'BASE_TAMPERED', action: expect.stringContaining('toltek adopt') };
    expect(problem()).toMatchObject(tampered);
    editLock(folder, (lock) => {
      lock['base'] = base;
    });
    expect(problem()).toMatchObject(tampered);
  });
});

describe('what lies at a path', () => {
  const read = (...paths: string[]) => Object.fromEntries(openRepository(folder).read(paths));

  beforeEach(() => {
    generateToy(folder);
  });

  test('files, as they are', () => {
    writeTexts(folder, { 'été/naïve file.txt': 'é\r\n', 'run.sh*': 'x' });
    expect(read('été/naïve file.txt', 'run.sh', 'missing.txt', 'no/such/folder.txt')).toEqual({
      'été/naïve file.txt': { ...workFile('é\r\n'), bytes: Buffer.from('é\r\n') },
      'run.sh': { ...workFile('x', true), bytes: Buffer.from('x') },
    });
  });

  test('links and what lies behind them are never followed', () => {
    mkdirSync(path.join(folder, 'real'));
    writeFileSync(path.join(folder, 'real/file'), 'x');
    symlinkSync('real/file', path.join(folder, 'link'));
    symlinkSync('real', path.join(folder, 'linked'));
    symlinkSync('nowhere', path.join(folder, 'broken'));
    expect(read('link', 'linked/file', 'linked/deep/file', 'broken')).toEqual({
      link: { kind: 'link', target: 'real/file' },
      'linked/file': { kind: 'link', target: 'real' },
      'linked/deep/file': { kind: 'link', target: 'real' },
      broken: { kind: 'link', target: 'nowhere' },
    });
  });

  test('folders, pipes, files too large to merge, and files where a folder would be', () => {
    mkdirSync(path.join(folder, 'folder'));
    spawnSync('mkfifo', [path.join(folder, 'pipe')]);
    writeTexts(folder, { huge: '', file: 'x' });
    truncateSync(path.join(folder, 'huge'), 65 * 1024 * 1024);
    expect(read('folder', 'pipe', 'huge', 'file/below')).toEqual({
      folder: { kind: 'folder' },
      pipe: { kind: 'special' },
      huge: { kind: 'special' },
      'file/below': { kind: 'special' },
    });
  });

  (process.getuid?.() === 0 ? test.skip : test)('a file that may not be read is said', () => {
    writeTexts(folder, { closed: 'x' });
    chmodSync(path.join(folder, 'closed'), 0);
    expect(codes(() => read('closed'))).toEqual(['NO_PERMISSION']);
  });
});

describe('the files git knows or would know', () => {
  test('also of a project that is a folder of a larger repository', () => {
    const project = path.join(folder, 'projects/toy');
    mkdirSync(project, { recursive: true });
    generateToy(project);
    writeTexts(folder, { 'beside.txt': 'x', '.gitignore': '*.log\n' });
    git(folder, 'init', '--quiet');
    commitAll(folder, 'Generated');
    writeTexts(project, { 'mine/é.txt': 'x', 'mine/out.log': 'x' });
    const listed = openRepository(project).list();
    expect(listed).toEqual([...listed].sort());
    expect(listed).toContain('.toltek/lock.json');
    expect(listed).toContain('mine/é.txt');
    for (const name of ['beside.txt', '../beside.txt', 'mine/out.log']) expect(listed).not.toContain(name);
  });

  test('outside of git there are none to be had', () => {
    generateToy(folder);
    expect(codes(() => openRepository(folder).list())).toEqual(['NO_GIT']);
  });
});

test('a lock that git could not merge is said to be one, with the way out', () => {
  generateToy(folder);
  const lock = path.join(folder, '.toltek/lock.json');
  const text = readFileSync(lock, 'utf8');
  writeFileSync(lock, text.replace('{', '{\n<<<<<<< HEAD\n=======\n>>>>>>> update\n'));
  expect(problemsOf(() => openRepository(folder))).toMatchObject([
    { code: 'LOCK_INVALID', action: expect.stringContaining('git checkout HEAD -- .toltek') },
  ]);
});

test('a base that git-lfs has not fetched is said to be one', () => {
  generateToy(folder);
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
  writeFileSync(path.join(folder, '.toltek/base.tgz'), pointer);
  expect(problemsOf(() => openRepository(folder).base())).toMatchObject([
    { code: 'BASE_MISSING', action: expect.stringContaining('git lfs pull') },
  ]);
});
