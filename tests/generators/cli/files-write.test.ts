import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { checkTarget, writeRepository } from '#generators/cli/adapters/files-write.ts';
import type { Files } from '#generators/cli/adapters/files-write.ts';
import { problemsOf } from '../../tools/problems.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const file = (text: string, executable = false) => ({ bytes: new TextEncoder().encode(text), executable });
const files: Files = new Map([
  ['README.md', file('# Client\n')],
  ['a/b/run.sh', file('#!/bin/sh\n', true)],
  ['a/empty', file('')],
]);

let parent: string;
let target: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'toltek-write-'));
  chmodSync(parent, 0o755);
  target = path.join(parent, 'client');
});
afterEach(() => {
  chmodSync(parent, 0o755);
  rmSync(parent, { recursive: true, force: true });
});

function contents(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

const complete = { 'README.md': '# Client\n', 'a/b/run.sh': '#!/bin/sh\n', 'a/empty': '' };

describe('a repository is written', () => {
  test('to a new folder, with executable bits and nothing left beside it', () => {
    writeRepository(target, files);
    expect(contents(target)).toEqual(complete);
    expect(statSync(path.join(target, 'a/b/run.sh')).mode & 0o100).toBe(0o100);
    expect(statSync(path.join(target, 'README.md')).mode & 0o111).toBe(0);
    mkdirSync(path.join(parent, 'plain'));
    expect(statSync(target).mode).toBe(statSync(path.join(parent, 'plain')).mode);
    rmSync(path.join(parent, 'plain'), { recursive: true });
    expect(readdirSync(parent)).toEqual(['client']);
  });

  test('to an empty folder', () => {
    mkdirSync(target);
    writeRepository(target, files);
    expect(contents(target)).toEqual(complete);
  });

  test('beside a fresh .git, which stays as it is', () => {
    mkdirSync(path.join(target, '.git'), { recursive: true });
    writeFileSync(path.join(target, '.git/HEAD'), 'ref: refs/heads/main\n');
    writeRepository(target, files);
    expect(contents(target)).toEqual({ ...complete, '.git/HEAD': 'ref: refs/heads/main\n' });
  });
});

describe('a target is refused, and left as it is,', () => {
  const code = (): string | undefined =>
    problemsOf(() => {
      checkTarget(target);
    })[0]?.code;

  test('if it holds anything', () => {
    mkdirSync(target);
    writeFileSync(path.join(target, 'notes.txt'), 'mine');
    expect(
      problemsOf(() => {
        writeRepository(target, files);
      }),
    ).toMatchObject([{ code: 'TARGET_NOT_EMPTY', message: `${target} is not empty: it holds notes.txt.` }]);
    expect(contents(target)).toEqual({ 'notes.txt': 'mine' });
  });

  test('if it is a file, a link (even to an empty folder), or has no parent', () => {
    writeFileSync(target, 'mine');
    expect(code()).toBe('TARGET_EXISTS');
    rmSync(target);
    mkdirSync(path.join(parent, 'elsewhere'));
    symlinkSync(path.join(parent, 'elsewhere'), target);
    expect(code()).toBe('TARGET_EXISTS');
    target = path.join(parent, 'no/client');
    expect(code()).toBe('TARGET_PARENT');
  });
});

const isRoot = process.getuid?.() === 0;
const nobody = 65534;

describe('what the system refuses', () => {
  let child: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'toltek-child-'));
    chmodSync(folder, 0o755);
    child = await bundleChild(folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(place: string, steps: number, uid?: number) {
    return spawnSync(process.execPath, [child, place, String(steps)], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
  }

  test('no permission: said, target untouched', () => {
    mkdirSync(target);
    chmodSync(parent, 0o555);
    const { stdout } = run(target, 0, isRoot ? nobody : undefined);
    expect(JSON.parse(stdout)).toMatchObject([{ code: 'NO_PERMISSION' }]);
    expect(readdirSync(parent)).toEqual(['client']);
    expect(readdirSync(target)).toEqual([]);
  });

  // Only root can make a disk that is small enough; in CI the test runs, and fails, rather than being left out.
  (isRoot || process.env['CI'] === 'true' ? test : test.skip)(
    'disk full: said, target untouched, nothing left',
    () => {
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', parent]).status).toBe(0);
      try {
        const { stdout } = run(target, 0);
        expect(JSON.parse(stdout)).toMatchObject([{ code: 'DISK_FULL' }]);
        expect(readdirSync(parent)).toEqual([]);
      } finally {
        spawnSync('umount', [parent]);
      }
    },
  );

  describe('killed at any step', () => {
    const before: Readonly<Record<string, { readonly make: () => void; readonly files: object }>> = {
      'a new folder': { make: () => undefined, files: {} },
      'an empty folder': {
        make: () => {
          mkdirSync(target);
        },
        files: {},
      },
      'a folder with .git': {
        make: () => {
          mkdirSync(path.join(target, '.git'), { recursive: true });
          writeFileSync(path.join(target, '.git/HEAD'), 'main');
        },
        files: { '.git/HEAD': 'main' },
      },
    };

    test.each(Object.entries(before))(
      '%s is as before or complete, and the next run completes it',
      (name, { make, files: kept }) => {
        const states: string[] = [];
        for (let step = 1; ; step += 1) {
          rmSync(target, { recursive: true, force: true });
          make();
          const existed = existsSync(target);
          const { signal } = run(target, step);
          const now = existsSync(target) ? contents(target) : undefined;
          if (signal === null) {
            expect(now).toMatchObject({ 'README.md': '# Client\n' });
            break;
          }
          states.push(stateOf(now, existed, kept));
          expect(
            problemsOf(() => {
              if (states.at(-1) !== 'complete') writeRepository(target, files);
            }),
          ).toEqual([]);
          expect(contents(target)).toMatchObject({ ...kept, 'README.md': '# Client\n' });
          expect(readdirSync(parent)).toEqual(['client']);
        }
        expect(states.length).toBeGreaterThan(15);
        expect(new Set(states)).toEqual(
          new Set(
            name === 'a folder with .git' ? ['before', 'moving .git', 'complete'] : ['before', 'complete'],
          ),
        );
        expect(states.filter((state) => state === 'moving .git').length).toBeLessThanOrEqual(1);
      },
    );
  });
});

function stateOf(now: object | undefined, existed: boolean, kept: object): string {
  const names = Object.keys(now ?? {});
  if (names.includes('README.md')) return names.length === 6 + Object.keys(kept).length ? 'complete' : 'torn';
  if ((now !== undefined) !== existed) return 'torn';
  if (names.length === Object.keys(kept).length) return 'before';
  return names.length === 0 ? 'moving .git' : 'torn';
}

/**
 * A program that writes six files to a folder and kills itself just before the n-th change of the file system
 * (never for 0); it prints the problems.
 */
async function bundleChild(folder: string): Promise<string> {
  const outfile = path.join(folder, 'child.mjs');
  const writer = path.join(folder, 'writer.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['generators/cli/adapters/files-write.ts'],
    outfile: writer,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  writeFileSync(
    outfile,
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const [target, at] = process.argv.slice(2);
let step = 0;
for (const name of ['mkdirSync', 'openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmdirSync', 'rmSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    step += 1;
    if (step === Number(at)) { process.kill(process.pid, 'SIGKILL'); for (;;); }
    return real(...args);
  };
}
syncBuiltinESMExports();
const { writeRepository } = await import('./writer.mjs');
const files = new Map([['README.md', '# Client\\n'], ...Array.from({ length: 5 }, (_, i) => ['d' + (i % 2) + '/f' + i, 'x'.repeat(1000)])]);
let problems = [];
try {
  writeRepository(target, new Map([...files].map(([name, text]) => [name, { bytes: Buffer.from(text), executable: false }])));
} catch (error) {
  problems = error.problems ?? [{ code: String(error) }];
}
process.stdout.write(JSON.stringify(problems));
`,
  );
  return outfile;
}
