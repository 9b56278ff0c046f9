import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { History } from '#catalog/schema/generated/types.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import { readHistory, recordHistories } from '#generators/cli/adapters/history.ts';
import { readTemplates } from '#generators/cli/adapters/template-source.ts';
import { recordProblems } from '#generators/cli/commands/catalog-history-checks.ts';
import * as validate from '#generators/cli/commands/catalog-validate.ts';
import { call } from './catalog-call.ts';

const base = `schemaVersion: 1
id: base
name: Base
summary: Every repository has it.
version: 1.0.0
kind: base
lifecycle: stable
owner: toltek
licence: Apache-2.0
`;

const lake = `schemaVersion: 1
id: stacks/lake
name: Lake
summary: Keeps files.
version: 1.0.0
kind: stack
lifecycle: stable
owner: toltek
licence: Apache-2.0
provides: [warehouse]
constructs: [gcp/bucket.ts]
stateful:
  - { address: google_storage_bucket.lake }
forEach:
  - { folder: ingestion/__source.id__, over: /sources, as: source }
`;

const files: Readonly<Record<string, string>> = {
  'templates/base/template.yaml': base,
  'templates/base/files/README.md': 'Read me.\n',
  'templates/stacks/lake/template.yaml': lake,
  'templates/stacks/lake/files/store.txt': 'lake\n',
  'templates/stacks/lake/files/ingestion/__source.id__/mapping.yaml.hbs': 'name: {{yaml source.name}}\n',
  'constructs/gcp/bucket.ts': 'export const bucket = 1;\n',
};

const manifest = 'templates/stacks/lake/template.yaml';

let root = '';
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'history-'));
  for (const [file, text] of Object.entries(files)) write(file, text);
  await recordHistories(root, '0.1.0');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function edit(file: string, ...changes: readonly (readonly [string, string])[]): void {
  const before = readFileSync(path.join(root, file), 'utf8');
  const after = changes.reduce((text, [from, to]) => text.replace(from, to), before);
  expect(after).not.toBe(before);
  write(file, after);
}

/** A new version of the lake, whatever else is added to its manifest. */
function raise(version: string, ...added: readonly string[]): void {
  const said = `changes:\n  - { version: ${version}, kind: changed, description: Something. }\n`;
  edit(manifest, ['version: 1.0.0', `version: ${version}`]);
  write(manifest, `${readFileSync(path.join(root, manifest), 'utf8')}${said}${added.join('\n')}\n`);
}

function history(template = 'stacks/lake'): History {
  const found = readHistory(path.join(root, 'history'), template);
  if (found === undefined) throw new Error('Nothing is recorded.');
  return found;
}

async function problems(...operands: readonly string[]): Promise<readonly Problem[]> {
  const { stdout } = await call(validate, [path.join(root, 'templates', ...operands)], { json: true });
  return (JSON.parse(stdout) as { problems: readonly Problem[] }).problems;
}

async function codes(): Promise<readonly (readonly unknown[])[]> {
  return (await problems()).map(({ code, pointer, value }) => [code, pointer?.replace(/^.*, /, ''), value]);
}

async function refusal(recording: Promise<unknown>): Promise<readonly string[]> {
  try {
    await recording;
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe('a history', () => {
  test('tells what a version writes and creates, and when it shipped', () => {
    expect(history()).toEqual({
      historyVersion: 1,
      template: 'stacks/lake',
      versions: [
        {
          version: '1.0.0',
          released: '0.1.0',
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
          paths: ['infra/constructs/gcp/bucket.ts', 'ingestion/__source.id__/mapping.yaml', 'store.txt'],
          stateful: ['google_storage_bucket.lake'],
        },
      ],
    });
  });

  test('is in step with the templates it was made from, and recording again changes nothing', async () => {
    expect(await problems()).toEqual([]);
    expect(await recordHistories(root)).toEqual([]);
    expect(await recordHistories(root, '0.2.0')).toEqual([]);
  });

  test.each([
    [
      'a byte',
      () => {
        write('templates/stacks/lake/files/store.txt', 'sea\n');
      },
    ],
    [
      'a construct it brings',
      () => {
        write('constructs/gcp/bucket.ts', 'export const bucket = 2;\n');
      },
    ],
    [
      'a class',
      () => {
        edit(manifest, ['stateful:', 'classes:\n  - { files: "*.txt", class: once }\nstateful:']);
      },
    ],
    [
      'a contribution',
      () => {
        edit(manifest, ['stateful:', 'contributes: { settings: { common: { a: 1 } } }\nstateful:']);
      },
    ],
    [
      'its name, which documents show',
      () => {
        edit(manifest, ['name: Lake', 'name: Sea']);
      },
    ],
  ])('a version that shipped cannot change: %s', async (_, change) => {
    change();
    expect(await codes()).toEqual([['VERSION_NOT_RAISED', '/version', '1.0.0']]);
    const before = history();
    expect(await refusal(recordHistories(root))).toEqual(['VERSION_NOT_RAISED']);
    expect(history()).toEqual(before);
  });

  test('what only tells about a template makes no new version', async () => {
    edit(manifest, [
      'summary: Keeps files.',
      'summary: Keeps all files.\ndescription: Deep.\ncreates: [google_storage_bucket]',
    ]);
    expect(await problems()).toEqual([]);
  });

  test('a version that has not shipped is recorded anew', async () => {
    raise('1.1.0');
    expect(await codes()).toEqual([['HISTORY_NOT_RECORDED', '/version', undefined]]);
    await recordHistories(root);
    write('templates/stacks/lake/files/store.txt', 'sea\n');
    expect(await codes()).toEqual([['HISTORY_NOT_RECORDED', '/version', undefined]]);
    await recordHistories(root);
    expect(history().versions.map(({ version, released }) => [version, released])).toEqual([
      ['1.0.0', '0.1.0'],
      ['1.1.0', undefined],
    ]);
    expect(await problems()).toEqual([]);
    await recordHistories(root, '0.2.0');
    expect(history().versions.map(({ released }) => released)).toEqual(['0.1.0', '0.2.0']);
    expect(history('base').versions.map(({ released }) => released)).toEqual(['0.1.0']);
  });

  test('npm run history writes it, and ends with 1 where a version has to be raised', () => {
    const script = (...words: string[]): readonly unknown[] => {
      const { status, stdout, stderr } = spawnSync(
        path.resolve('node_modules/.bin/tsx'),
        ['generators/build/history.ts', root, ...words],
        { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } },
      );
      return [status, stdout, stderr];
    };
    raise('1.1.0');
    expect(script('--release')).toEqual([0, expect.stringMatching(/stacks\/lake\.json\nRecorded\.\n$/), '']);
    expect(history().versions.at(-1)?.released).toMatch(/^\d+\.\d+\.\d+$/);
    write('templates/stacks/lake/files/store.txt', 'sea\n');
    expect(script()).toEqual([1, '', expect.stringContaining('Raise it, say in `changes` what changed')]);
  });

  test('a version never goes down', async () => {
    edit(manifest, ['version: 1.0.0', 'version: 0.9.0']);
    expect(await codes()).toEqual([['VERSION_DOWN', '/version', '0.9.0']]);
    expect(await refusal(recordHistories(root))).toEqual(['VERSION_DOWN']);
  });

  test('where there is none, that is said once', async () => {
    rmSync(path.join(root, 'history'), { recursive: true });
    expect(await problems()).toMatchObject([{ code: 'HISTORY_ABSENT', severity: 'warning' }]);
    expect(await problems('stacks/lake')).toMatchObject([{ code: 'HISTORY_ABSENT' }]);
  });

  test('a template that has none among others, one that is gone, and a file that is no history', async () => {
    rmSync(path.join(root, 'history/base.json'));
    write('history/stacks/sea.json', readFileSync(path.join(root, 'history/stacks/lake.json'), 'utf8'));
    write('history/stacks/lake.json', '{}');
    expect((await problems()).map(({ code, file }) => [code, path.relative(root, file ?? '')])).toEqual([
      ['HISTORY_NOT_RECORDED', 'templates/base/template.yaml'],
      ['SCHEMA', 'history/stacks/lake.json'],
      ['SCHEMA', 'history/stacks/lake.json'],
      ['SCHEMA', 'history/stacks/lake.json'],
      ['TEMPLATE_GONE', 'history/stacks/sea.json'],
    ]);
  });
});

describe('between two versions', () => {
  const moveStore = (): void => {
    cpSync(
      path.join(root, 'templates/stacks/lake/files/store.txt'),
      path.join(root, 'templates/stacks/lake/files/depot.txt'),
    );
    rmSync(path.join(root, 'templates/stacks/lake/files/store.txt'));
  };
  const afterRecording = async (): Promise<readonly (readonly unknown[])[]> => {
    await recordHistories(root);
    return codes();
  };

  test('a path that is gone has to be declared, and every problem says what to do', async () => {
    moveStore();
    raise('1.1.0');
    await recordHistories(root);
    expect(await problems()).toEqual([
      {
        code: 'PATH_LOST',
        severity: 'error',
        message: "Version 1.1.0 no longer writes 'store.txt', which 1.0.0 wrote.",
        file: path.join(root, manifest),
        pointer: expect.stringMatching(/^line \d+, column \d+, \/renames$/),
        value: 'store.txt',
        expected: 'for 1.1.0, where it moved in `renames`, or that it is gone on purpose in `removes`',
        action: expect.any(String),
      },
    ]);
  });

  test.each([
    ['moved', 'renames: { 1.1.0: { store.txt: depot.txt } }'],
    ['gone on purpose', 'removes: { 1.1.0: [store.txt] }'],
  ])('a path that is declared %s is fine', async (_, declared) => {
    moveStore();
    raise('1.1.0', declared);
    expect(await afterRecording()).toEqual([]);
  });

  test('a folder per source that moved is declared by its pattern', async () => {
    const from = path.join(root, 'templates/stacks/lake/files/ingestion');
    cpSync(from, path.join(root, 'templates/stacks/lake/files/sources'), { recursive: true });
    rmSync(from, { recursive: true });
    edit(manifest, ['folder: ingestion/', 'folder: sources/']);
    raise(
      '1.1.0',
      'renames: { 1.1.0: { ingestion/__source.id__/mapping.yaml: sources/__source.id__/mapping.yaml } }',
    );
    expect(await afterRecording()).toEqual([]);
  });

  test('a construct that no longer comes along is missed too', async () => {
    edit(manifest, ['constructs: [gcp/bucket.ts]\n', '']);
    raise('1.1.0');
    expect(await afterRecording()).toEqual([['PATH_LOST', '/renames', 'infra/constructs/gcp/bucket.ts']]);
  });

  test.each([
    ['renames', 'renames: { 1.1.0: { shop.txt: store.txt } }', 'NEVER_WRITTEN', '/renames/1.1.0/shop.txt'],
    ['removes', 'removes: { 1.1.0: [shop.txt] }', 'NEVER_WRITTEN', '/removes/1.1.0/0'],
    [
      'moved',
      'moved: { 1.1.0: { google_storage_bucket.shop: google_storage_bucket.lake } }',
      'NEVER_WRITTEN',
      '/moved/1.1.0/google_storage_bucket.shop',
    ],
    [
      'renames of what stays',
      'renames: { 1.1.0: { store.txt: depot.txt } }',
      'STILL_WRITTEN',
      '/renames/1.1.0/store.txt',
    ],
    ['removes of what stays', 'removes: { 1.1.0: [store.txt] }', 'STILL_WRITTEN', '/removes/1.1.0/0'],
  ])('%s of something else is refused', async (_, declared, code, pointer) => {
    raise('1.1.0', declared);
    expect((await afterRecording())[0]?.slice(0, 2)).toEqual([code, pointer]);
  });

  test('a rename leads to a path of the template', async () => {
    moveStore();
    raise('1.1.0', 'renames: { 1.1.0: { store.txt: shop.txt } }');
    expect(await afterRecording()).toEqual([['LEADS_NOWHERE', '/renames/1.1.0/store.txt', 'shop.txt']]);
  });

  test('renames of versions that were never recorded are followed one after the other', async () => {
    moveStore();
    raise('1.2.0', 'renames: { 1.2.0: { shop.txt: depot.txt }, 1.1.0: { store.txt: shop.txt } }');
    expect(await afterRecording()).toEqual([]);
  });

  test('what holds data has to be declared moved', async () => {
    edit(manifest, ['google_storage_bucket.lake', 'google_storage_bucket.sea']);
    raise('1.1.0');
    expect(await afterRecording()).toEqual([['RESOURCE_LOST', '/stateful', 'google_storage_bucket.lake']]);
    write(
      manifest,
      `${readFileSync(path.join(root, manifest), 'utf8')}moved: { 1.1.0: { google_storage_bucket.lake: google_storage_bucket.sea } }\n`,
    );
    expect(await afterRecording()).toEqual([]);
  });

  test('a new version says what it changes', async () => {
    edit(manifest, ['version: 1.0.0', 'version: 1.1.0']);
    expect(await afterRecording()).toEqual([['CHANGES_MISSING', '/version', undefined]]);
    write(
      manifest,
      `${readFileSync(path.join(root, manifest), 'utf8')}changes: [{ version: 1.1.0, kind: fixed, description: It. }]\n`,
    );
    expect(await afterRecording()).toEqual([]);
  });

  test('nothing is declared for a version that is not there yet, or for the first', async () => {
    edit(manifest, ['provides:', 'removes: { 1.1.0: [a], 1.0.0: [b], soon: [c] }\nprovides:']);
    expect(await codes()).toEqual([
      ['VERSION_AHEAD', '/removes/1.1.0', '1.1.0'],
      ['VERSION_AHEAD', '/removes/soon', 'soon'],
    ]);
    edit(manifest, ['removes: { 1.1.0: [a], 1.0.0: [b], soon: [c] }', 'removes: { 1.0.0: [b] }']);
    expect(await codes()).toEqual([['NO_OLDER_VERSION', '/removes/1.0.0', undefined]]);
    edit(manifest, [
      'removes: { 1.0.0: [b] }',
      'changes: [{ version: 1.0.1, kind: added, description: No. }]',
    ]);
    expect(await codes()).toEqual([['VERSION_AHEAD', '/changes/0/version', '1.0.1']]);
  });
});

test('every template of this catalog is recorded as it is now', async () => {
  const checkout = path.resolve(import.meta.dirname, '../../..');
  const folder = path.join(checkout, 'templates');
  const { templates } = await readTemplates(folder);
  const reader = folderReader(folder, path.join(checkout, 'constructs'));
  const found = recordProblems(templates, path.join(checkout, 'catalog/history'), reader);
  expect(templates.length).toBeGreaterThan(5);
  expect(found.map(({ file, message, action }) => `${file ?? ''}: ${message} ${action ?? ''}`)).toEqual([]);
});
