import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Lock, UpdateReport } from '#catalog/schema/generated/types.ts';
import { validateLock, validateUpdateReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { refuseUncleanWorkTree } from '#generators/cli/guards.ts';
import { snapshotOf } from '../../tools/files.ts';
import { problemsOf } from '../../tools/problems.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

// Two toolboxes are bundled, and every case starts processes.
jest.setTimeout(60_000);

let toy: ToyVersions;

beforeAll(async () => {
  toy = await makeToyVersions();
});
afterAll(() => {
  toy.remove();
});

const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'utf8');

function edit(folder: string, name: string, change: (text: string) => string): void {
  writeFileSync(path.join(folder, name), change(read(folder, name)));
}

/** A committed repository with edits, and what `toltek update` of the second toolbox made of it. */
function updated(
  edits: (folder: string) => void,
  words: readonly string[] = [],
): CliResult & { readonly folder: string } {
  const folder = toy.newClient();
  edits(folder);
  if (git(folder, 'status', '--porcelain') !== '') commitAll(folder, 'Our own work');
  return { folder, ...toy.v2.runIn(folder, ['update', ...words]) };
}

function reportOf({ stdout }: CliResult): UpdateReport {
  return parseWithSchema(validateUpdateReport, JSON.parse(stdout) as unknown, 'report');
}

const lockOf = (folder: string): Lock =>
  parseWithSchema(validateLock, JSON.parse(read(folder, '.toltek/lock.json')) as unknown, 'lock');

const nothing = (): void => undefined;

describe('toltek update', () => {
  test('makes of an untouched repository exactly what the new toolbox would write', () => {
    const { folder, status, stdout, stderr } = updated(nothing);
    expect(`${status} ${stderr}`).toBe('0 ');
    const fresh = path.join(toy.work, 'fresh');
    const words = ['new', fresh, '--diagnostic', 'diagnostic.json', '--set', 'contact=a@b'];
    expect(toy.v2.runIn(toy.work, words).status).toBe(0);
    expect(snapshotOf(folder)).toEqual(snapshotOf(fresh));
    expect(stdout).toContain('breaking  base 1.1.0  hello.sh stands in bin/.');
    expect(stdout).toContain('hello.sh → bin/hello.sh');
    expect(stdout).toContain("git commit --message 'Update from toltek 0.1.0 to 0.2.0'");
    expect(git(folder, 'diff', '--cached', '--name-only')).toBe('');
  });

  test('done twice does nothing more, not even to the time of a file', () => {
    const { folder } = updated(nothing);
    commitAll(folder, 'Updated');
    const times = (): number[] =>
      ['.toltek', '.toltek/lock.json', 'README.md'].map((name) => statSync(path.join(folder, name)).mtimeMs);
    const before = times();
    const { status, stdout } = toy.v2.runIn(folder, ['update']);
    expect([status, stdout]).toEqual([0, 'Up to date: toltek 0.2.0, nothing to do.\n']);
    expect(times().slice(1)).toEqual(before.slice(1));
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('keeps what people wrote, where the templates did not change the same place', () => {
    const result = updated((folder) => {
      edit(folder, 'hello.sh', (text) => `${text}echo ours\n`);
      edit(folder, 'README.md', (text) => `Our own words.\n${text}`);
      edit(folder, 'settings/common.yaml', (text) =>
        text.replace('contact:', 'team: ours # since May\n  contact:'),
      );
      edit(folder, 'ingestion/erp/mapping.yaml', (text) => `${text}ours: true\n`);
      rmSync(path.join(folder, 'segments.txt'));
      mkdirSync(path.join(folder, 'models'));
      writeFileSync(path.join(folder, 'models/ours.sql'), 'select 1\n');
    });
    const { folder, status, stdout } = result;
    expect(`${status} ${result.stderr}`).toBe('0 ');
    expect(existsSync(path.join(folder, 'hello.sh'))).toBe(false);
    expect(read(folder, 'bin/hello.sh')).toMatch(/set -efu\n[^]*echo ours\n$/);
    expect(read(folder, 'README.md')).toMatch(/^Our own words\.\n[^]*See docs\/new\.md/);
    expect(read(folder, 'settings/common.yaml')).toMatch(/team: ours # since May\n {2}contact: [^]*level: 2/);
    expect(read(folder, 'ingestion/erp/mapping.yaml')).toContain('ours: true');
    expect(existsSync(path.join(folder, 'segments.txt'))).toBe(false);
    expect(read(folder, 'models/ours.sql')).toBe('select 1\n');
    expect(stdout).toMatch(/kept +segments\.txt +You deleted it: it stays deleted\./);
    expect(lockOf(folder).toolbox.version).toBe('0.2.0');
  });

  test('leaves conflicts to a person: markers, git, lock and exit code say so', () => {
    const result = updated((folder) => {
      edit(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
      edit(folder, '.github/ci.yml', (text) => `${text}# ours\n`);
      edit(folder, 'settings/prod.yaml', (text) => `${text}ours: 1\n`);
    });
    const { folder, status, stdout } = result;
    expect(status).toBe(3);
    expect(read(folder, 'app/_version.py')).toBe(
      [
        '<<<<<<< yours',
        'VERSION = "ours"',
        '||||||| toltek 0.1.0',
        'VERSION = "1"',
        '=======',
        'VERSION = "2"',
        '>>>>>>> toltek 0.2.0',
        '',
      ].join('\n'),
    );
    expect(read(folder, 'settings/prod.yaml')).toContain('ours: 1');
    expect(git(folder, 'status', '--short')).toMatch(/^UU app\/_version\.py$/m);
    expect(git(folder, 'status', '--short')).toMatch(/^UD settings\/prod\.yaml$/m);
    expect(git(folder, 'show', ':3:app/_version.py')).toBe('VERSION = "2"\n');
    expect(lockOf(folder).pending).toEqual([
      { path: '.github/ci.yml', kind: 'managed' },
      { path: 'app/_version.py', kind: 'content' },
      { path: 'settings/prod.yaml', kind: 'edited-and-removed' },
    ]);
    expect(stdout).toContain('app/_version.py (content)');
    expect(stdout).toContain('toltek resolve');
    expect(stdout).toContain('toltek abort');
    const again = toy.v2.runIn(folder, ['update']);
    expect(`${again.status} ${again.stderr}`).toContain('3 error [PENDING]');
  });

  test('shows with --dry-run what it would do, and writes nothing', () => {
    const edits = (folder: string): void => {
      edit(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
    };
    const { folder, status, stdout } = updated(edits, ['--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}created +docs\/new\.md$/m);
    expect(stdout).toContain('app/_version.py (content)');
    expect(stdout).toContain('Nothing was written');
    expect(stdout).toContain('toltek diff --update');
    expect(git(folder, 'status', '--porcelain', '--ignored')).toBe('');
  });

  test('reports the same to programs, in the published form', () => {
    const dry = reportOf(updated(nothing, ['--dry-run', '--json']));
    const { folder, ...result } = updated(nothing, ['--json']);
    const report = reportOf(result);
    expect(report).toEqual({ ...dry, written: true, next: report.next });
    expect(report).toMatchObject({
      command: 'update',
      repository: '.',
      client: 'toy-bakery',
      from: { version: '0.1.0' },
      to: { version: '0.2.0' },
      templates: [{ id: 'base', from: '1.0.0', to: '1.1.0' }],
      counts: { created: 1, renamed: 1, deleted: 1 },
      pullRequest: { title: 'Update from toltek 0.1.0 to 0.2.0' },
    });
    expect(report.pullRequest.body).toContain('**security**: hello.sh expands no file names. (`base` 1.1.0)');
    commitAll(folder, 'Updated');
    expect(reportOf(toy.v2.runIn(folder, ['update', '--json']))).toMatchObject({
      upToDate: true,
      written: false,
    });
  });

  test('finds the repository from a folder below it, and by name from anywhere', () => {
    const folder = toy.newClient();
    expect(toy.v2.runIn(path.join(folder, 'app'), ['update', '--dry-run']).status).toBe(0);
    expect(toy.v2.runIn(toy.work, ['update', path.basename(folder)]).status).toBe(0);
    expect(lockOf(folder).toolbox.version).toBe('0.2.0');
  });
});

describe('with --branch', () => {
  test('commits the update beside the work tree, which stays as it is', () => {
    const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@client.example' };
    const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@client.example' };
    const folder = toy.newClient();
    edit(folder, 'README.md', (text) => `Committed.\n${text}`);
    commitAll(folder, 'Our own work');
    edit(folder, 'README.md', (text) => `Not committed.\n${text}`);
    const before = snapshotOf(folder);
    const words = ['update', '--branch', 'toltek/update', '--json'];
    const result = toy.v2.runIn(folder, words, { ...identity, ...committer });
    expect(`${result.status} ${result.stderr}`).toBe('0 ');
    expect(snapshotOf(folder)).toEqual(before);
    expect(reportOf(result).branch).toEqual({
      name: 'toltek/update',
      commit: git(folder, 'rev-parse', 'toltek/update').trim(),
    });
    expect(git(folder, 'show', 'toltek/update:README.md')).toMatch(/^Committed\.\n[^]*See docs\/new\.md/);
    expect(git(folder, 'log', '-1', '--format=%B', 'toltek/update')).toMatch(
      /^Update from toltek 0\.1\.0 to 0\.2\.0\n\n- breaking: hello\.sh stands in bin\//,
    );
    const twice = toy.v2.runIn(folder, words, { ...identity, ...committer });
    expect(`${twice.status} ${twice.stderr}`).toContain('2 error [BRANCH_EXISTS]');
  });

  test('leaves conflicts on the branch, where they can be resolved', () => {
    const folder = toy.newClient();
    edit(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
    commitAll(folder, 'Our own work');
    git(folder, 'config', 'user.name', 'Ada');
    git(folder, 'config', 'user.email', 'ada@client.example');
    expect(toy.v2.runIn(folder, ['update', '--branch', 'next']).status).toBe(3);
    git(folder, 'switch', '--quiet', 'next');
    expect(read(folder, 'app/_version.py')).toContain('<<<<<<< yours');
    expect(toy.v2.runIn(folder, ['resolve']).status).toBe(3);
    expect(toy.v2.runIn(folder, ['resolve', '--take', 'theirs']).status).toBe(0);
    expect(read(folder, 'app/_version.py')).toBe('VERSION = "2"\n');
  });
});

describe('is refused', () => {
  const cases: readonly (readonly [string, (folder: string) => void, string])[] = [
    [
      'outside of git',
      (folder) => {
        rmSync(path.join(folder, '.git'), { recursive: true });
      },
      'NO_GIT',
    ],
    [
      'with changes that are not committed',
      (folder) => {
        edit(folder, 'README.md', () => 'x');
      },
      'UNCOMMITTED',
    ],
    [
      'with files git does not know',
      (folder) => {
        writeFileSync(path.join(folder, 'x.txt'), '');
      },
      'UNTRACKED',
    ],
    [
      'in the middle of a merge',
      (folder) => {
        writeFileSync(path.join(folder, '.git/MERGE_HEAD'), git(folder, 'rev-parse', 'HEAD'));
      },
      'MID_OPERATION',
    ],
  ];
  test.each(cases)('%s', (_, prepare, code) => {
    const folder = toy.newClient();
    prepare(folder);
    const problems = problemsOf(() => {
      refuseUncleanWorkTree(folder, { allowUntracked: false });
    });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('with exit code 2 and nothing written', () => {
    const folder = toy.newClient();
    rmSync(path.join(folder, '.toltek/base.tgz'));
    commitAll(folder, 'Lost');
    writeFileSync(path.join(folder, 'x.txt'), '');
    const before = snapshotOf(folder);
    const { status, stdout, stderr } = toy.v2.runIn(folder, ['update']);
    expect(`${status} ${stderr}`).toContain('2 error [UNTRACKED]');
    expect(stdout).toBe('');
    expect(toy.v2.runIn(folder, ['update', '--allow-untracked']).stderr).toContain('[BASE_MISSING]');
    expect(snapshotOf(folder)).toEqual(before);
  });

  test('unless untracked files are allowed; they stay', () => {
    const folder = toy.newClient();
    writeFileSync(path.join(folder, 'x.txt'), 'mine');
    expect(toy.v2.runIn(folder, ['update', '--allow-untracked']).status).toBe(0);
    expect(read(folder, 'x.txt')).toBe('mine');
  });

  test('where the repository is of a newer toolbox', () => {
    const { folder } = updated(nothing);
    commitAll(folder, 'Updated');
    const { status, stderr } = toy.v1.runIn(folder, ['update']);
    expect(`${status} ${stderr}`).toContain('2 error [DOWNGRADE]');
  });

  test('where a template is not the one the catalog was built from', () => {
    const folder = toy.newClient();
    const template = path.join(toy.v2.folder, 'templates/base/files/app/_version.py');
    const original = readFileSync(template);
    try {
      writeFileSync(template, 'import os; os.system("x")\n');
      const { status, stderr } = toy.v2.runIn(folder, ['update']);
      expect(`${status} ${stderr}`).toContain('2 error [CATALOG_DIGEST]');
    } finally {
      writeFileSync(template, original);
    }
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('where the catalog is not what its digest says', () => {
    const folder = toy.newClient();
    const catalog = path.join(toy.work, 'catalog');
    mkdirSync(catalog, { recursive: true });
    const index = readFileSync(path.join(toy.v2.folder, 'dist/catalog/index.json'), 'utf8');
    writeFileSync(path.join(catalog, 'index.json'), index.replace('Forecasts.', 'Forecasts!'));
    const { status, stderr } = toy.v2.runIn(folder, ['update', '--catalog', catalog]);
    expect(`${status} ${stderr}`).toContain('2 error [CATALOG_DIGEST]');
  });
});
