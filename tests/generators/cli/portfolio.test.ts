import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { validatePortfolioReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { snapshotOf } from '../../tools/files.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

const author = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@client.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@client.example',
};
const BRANCH = 'toltek/update-0.2.0';

// Whole programs are started: on a busy machine that takes its time.
jest.setTimeout(120_000);

let toy: ToyVersions;
let root: string;

beforeAll(async () => {
  toy = await makeToyVersions();
  root = path.join(toy.work, 'clients');
  mkdirSync(path.join(root, 'north'), { recursive: true });
  for (const [name, make] of Object.entries(clients)) {
    renameSync(toy.newClient(), path.join(root, name));
    make(path.join(root, name));
  }
});
afterAll(() => {
  toy.remove();
});

function edit(folder: string, name: string, change: (text: string) => string): void {
  const file = path.join(folder, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function committed(folder: string, name: string, change: (text: string) => string): void {
  edit(folder, name, change);
  commitAll(folder, 'Our own work');
}

const ours = (text: string): string => `Our own words.\n${text}`;

/** One repository of every kind, by its folder. */
const clients: Readonly<Record<string, (folder: string) => void>> = {
  untouched: () => undefined,
  edited: (folder) => {
    committed(folder, 'README.md', ours);
  },
  conflict: (folder) => {
    committed(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
  },
  dirty: (folder) => {
    edit(folder, 'README.md', ours);
    writeFileSync(path.join(folder, 'notes.txt'), 'ours\n');
  },
  'north/nested': () => undefined,
  current: (folder) => {
    toy.v2.runIn(folder, ['update']);
    commitAll(folder, 'Updated');
  },
  merging: (folder) => {
    git(folder, 'checkout', '--quiet', '-b', 'other');
    committed(folder, 'README.md', () => 'theirs\n');
    git(folder, 'checkout', '--quiet', 'main');
    committed(folder, 'README.md', () => 'ours\n');
    expect(() => git(folder, 'merge', 'other')).toThrow();
  },
  pending: (folder) => {
    committed(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
    expect(toy.v2.runIn(folder, ['update']).status).toBe(3);
  },
  broken: (folder) => {
    committed(folder, '.toltek/lock.json', (text) => text.slice(0, 1000));
  },
  tampered: (folder) => {
    appendFileSync(path.join(folder, '.toltek/base.tgz'), 'more');
    commitAll(folder, 'Broken');
  },
  'half-committed': (folder) => {
    edit(folder, '.toltek/lock.json', (text) => `${text}\n`);
  },
  'no-git': (folder) => {
    rmSync(path.join(folder, '.git'), { recursive: true });
  },
  newer: (folder) => {
    committed(folder, '.toltek/lock.json', (text) =>
      text.replace(/("toolbox": \{[^}]*"version": )"0\.1\.0"/, '$1"9.0.0"'),
    );
  },
};

function portfolio(words: readonly string[], folder = root): CliResult {
  const [command = '', ...options] = words;
  return toy.v2.runIn(toy.work, ['portfolio', command, folder, ...options], author);
}

function reportOf({ stdout }: CliResult): PortfolioReport {
  return parseWithSchema(validatePortfolioReport, JSON.parse(stdout) as unknown, 'report');
}

const results = ({ repositories }: PortfolioReport): Readonly<Record<string, string>> =>
  Object.fromEntries(
    repositories.map(({ repository, result, problems }) => [
      repository,
      [result, ...new Set(problems.map(({ code }) => code))].join(' '),
    ]),
  );

/** Everything of a repository that an update on a branch must leave alone. */
function workTree(name: string): object {
  const folder = path.join(root, name);
  const inGit = existsSync(path.join(folder, '.git'));
  return {
    files: snapshotOf(folder),
    ...(inGit && {
      head: git(folder, 'rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD'),
      status: git(folder, 'status', '--porcelain'),
      index: readFileSync(path.join(folder, '.git/index'), 'latin1'),
    }),
  };
}

/** What a branch holds. */
function branchTree(name: string, branch = BRANCH): Readonly<Record<string, string>> {
  const target = path.join(toy.work, 'checkout', name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const archive = spawnSync('git', ['archive', branch], { cwd: path.join(root, name), maxBuffer: 1e9 });
  spawnSync('tar', ['-x', '-C', target], { input: archive.stdout });
  return snapshotOf(target);
}

const refusals = {
  broken: 'refused LOCK_INVALID',
  'half-committed': 'refused UNCOMMITTED',
  merging: 'refused MID_OPERATION',
  newer: 'refused DOWNGRADE',
  'no-git': 'refused NO_GIT',
  pending: 'refused PENDING',
  tampered: 'refused BASE_TAMPERED',
};

describe('toltek portfolio status', () => {
  test('says of every repository what an update would meet, and changes none', () => {
    const before = Object.keys(clients).map(workTree);
    const run = portfolio(['status', '--json']);
    expect(run.status).toBe(1);
    const report = reportOf(run);
    expect(results(report)).toEqual({
      ...refusals,
      conflict: 'conflicts',
      current: 'up-to-date',
      dirty: 'available',
      edited: 'available',
      'north/nested': 'available',
      untouched: 'available',
    });
    expect(report.repositories.find(({ repository }) => repository === 'conflict')).toMatchObject({
      client: 'toy-bakery',
      from: '0.1.0',
      to: '0.2.0',
      edits: 1,
      conflicts: [{ path: 'app/_version.py', kind: 'content' }],
      changes: [{ kind: 'breaking' }, { kind: 'security' }, { kind: 'added' }],
      branch: null,
    });
    for (const { problems } of report.repositories)
      for (const problem of problems) expect(problem.action).toMatch(/\w/);
    expect(Object.keys(clients).map(workTree)).toEqual(before);
  });

  test('shows a table, a line per repository on the way, and what is to be done', () => {
    const { stdout, stderr } = portfolio(['status', '--jobs', '1']);
    expect(stderr.split('\n')[0]).toMatch(/^\[ 1\/13\] broken: refused: /);
    expect(stdout).toMatch(/^repository +client +version +edits +result$/m);
    expect(stdout).toMatch(/^conflict +toy-bakery +0\.1\.0 -> 0\.2\.0 +1 +update available, 1 conflict$/m);
    expect(stdout).toMatch(/^current +toy-bakery +0\.2\.0 +0 +up to date$/m);
    expect(stdout).toMatch(/^ {2}no-git +Make it one: git init/m);
    expect(stdout).toMatch(
      /^ {2}dirty +2 files are not committed: the update starts from the last commit\.$/m,
    );
    expect(stdout).toContain(
      '13 repositories: 1 up to date, 4 with an update available, 1 with conflicts, 7 refused.',
    );
  });

  test('refuses a root that is none, holds nothing, or a wrong number of jobs', () => {
    expect(portfolio(['status'], path.join(toy.work, 'nowhere')).stderr).toContain('error [NO_FOLDER]');
    mkdirSync(path.join(toy.work, 'empty/node_modules/client/.toltek'), { recursive: true });
    writeFileSync(path.join(toy.work, 'empty/node_modules/client/.toltek/lock.json'), '{}');
    const { status, stderr } = portfolio(['status'], path.join(toy.work, 'empty'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('error [NO_REPOSITORY]')]);
    expect(portfolio(['status', '--jobs', '0']).stderr).toContain("'0' is no number of jobs.");
  });
});

describe('toltek portfolio update', () => {
  test('with --dry-run works out the pull requests and makes no branch', () => {
    const out = path.join(toy.work, 'planned');
    const { status } = portfolio(['update', '--dry-run', '--out', out]);
    expect(status).toBe(1);
    expect(readdirSync(out).sort()).toEqual([
      'conflict.md',
      'dirty.md',
      'edited.md',
      'north--nested.md',
      'portfolio.json',
      'untouched.md',
    ]);
    expect(git(path.join(root, 'untouched'), 'branch', '--list', 'toltek/*')).toBe('');
  });

  test('puts every update on a branch, leaves every work tree alone, and finds its work again', () => {
    const before = Object.keys(clients).map(workTree);
    const out = path.join(toy.work, 'pull-requests');
    const first = portfolio(['update', '--json', '--out', out]);
    expect(first.status).toBe(1);
    const report = reportOf(first);
    expect(results(report)).toEqual({
      ...refusals,
      conflict: 'conflicts',
      current: 'up-to-date',
      dirty: 'updated',
      edited: 'updated',
      'north/nested': 'updated',
      untouched: 'updated',
    });
    expect(Object.keys(clients).map(workTree)).toEqual(before);

    const fresh = path.join(toy.work, 'fresh');
    const words = ['new', fresh, '--diagnostic', 'diagnostic.json', '--set', 'contact=a@b'];
    expect(toy.v2.runIn(toy.work, words).status).toBe(0);
    const rendered = snapshotOf(fresh);
    expect(branchTree('untouched')).toEqual(rendered);
    expect(branchTree('north/nested')).toEqual(rendered);
    // What lies uncommitted in the work tree is no part of the update.
    expect(branchTree('dirty')).toEqual(rendered);
    expect(branchTree('edited')['README.md']).toMatch(/^644 Our own words\.\n[^]*See docs\/new\.md/);
    expect(branchTree('conflict')['app/_version.py']).toContain('<<<<<<< yours\nVERSION = "ours"');
    expect(branchTree('conflict')['.toltek/lock.json']).toContain('"pending"');

    const page = readFileSync(path.join(out, 'conflict.md'), 'utf8');
    expect(page).toMatch(/^# Update from toltek 0\.1\.0 to 0\.2\.0 \(1 conflict to decide\)\n/);
    expect(page).toContain('**breaking**: hello.sh stands in bin/.');
    expect(page).toContain('- [ ] `app/_version.py`');
    expect(JSON.parse(readFileSync(path.join(out, 'portfolio.json'), 'utf8'))).toEqual(report);

    const again = reportOf(portfolio(['update', '--json']));
    expect(results(again)).toMatchObject({ untouched: 'already-updated', conflict: 'conflicts' });
    expect(again.repositories.map(({ commit }) => commit)).toEqual(
      report.repositories.map(({ commit }) => commit),
    );
  });

  test('never takes over a branch that holds something else', () => {
    const folder = path.join(root, 'edited');
    const branch = 'topic';
    git(folder, 'branch', branch);
    const { repositories } = reportOf(portfolio(['update', '--json', '--branch', branch], folder));
    expect(repositories).toMatchObject([{ repository: '.', result: 'refused', branch: null }]);
    expect(repositories[0]?.problems).toMatchObject([{ code: 'BRANCH_EXISTS' }]);
    expect(git(folder, 'rev-parse', branch)).toBe(git(folder, 'rev-parse', 'HEAD'));
  });

  test('puts nothing in the place of what a person put there', () => {
    const folder = toy.newClient();
    symlinkSync('app', path.join(folder, 'docs'));
    rmSync(path.join(folder, 'README.md'));
    mkdirSync(path.join(folder, 'README.md'));
    writeFileSync(path.join(folder, 'README.md/ours.txt'), 'ours\n');
    commitAll(folder, 'Ours');
    const { repositories } = reportOf(portfolio(['update', '--json'], folder));
    expect(repositories).toMatchObject([{ conflicts: [{ kind: 'link' }, { kind: 'link' }] }]);
    const held = git(folder, 'ls-tree', '-r', '--format=%(objectmode) %(path)', BRANCH).split('\n');
    expect(held).toEqual(expect.arrayContaining(['120000 docs', '100644 README.md/ours.txt']));
    expect(held.filter((line) => line.includes('docs/'))).toEqual([]);
  });

  test('gives clients that share one git repository a branch each', () => {
    const shared = path.join(toy.work, 'shared');
    for (const name of ['a', 'group/b c']) {
      mkdirSync(path.dirname(path.join(shared, name)), { recursive: true });
      renameSync(toy.newClient(), path.join(shared, name));
      rmSync(path.join(shared, name, '.git'), { recursive: true });
    }
    git(shared, 'init', '--quiet', '--initial-branch=main');
    commitAll(shared, 'Two clients');
    const { repositories } = reportOf(portfolio(['update', '--json'], shared));
    expect(repositories).toMatchObject([
      { repository: 'a', result: 'updated', branch: `${BRANCH}-a` },
      { repository: 'group/b c', result: 'updated', branch: `${BRANCH}-group-b-c` },
    ]);
    const changed = git(shared, 'diff', '--name-only', 'main', `${BRANCH}-group-b-c`).trim().split('\n');
    expect(changed.filter((name) => !name.startsWith('group/b c/'))).toEqual([]);
    expect(reportOf(portfolio(['update', '--json'], shared)).counts).toMatchObject({ 'already-updated': 2 });
  });

  test('ends with 0 where all went well, and with 3 where conflicts are left', () => {
    expect(portfolio(['update', '--branch', 'second'], path.join(root, 'north')).status).toBe(0);
    const lone = path.join(toy.work, 'lone');
    cpSync(path.join(root, 'conflict'), lone, { recursive: true });
    expect(portfolio(['update', '--branch', 'second'], lone).status).toBe(3);
  });

  test('stops after Ctrl-C when what it began is done, and says what it did not reach', async () => {
    const words = ['portfolio', 'update', root, '--jobs', '1', '--branch', 'stopped', '--json'];
    const child = spawn(process.execPath, [toy.v2.main, ...words], {
      env: { ...process.env, ...author, NODE_OPTIONS: '' },
    });
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    const report = reportOf({ status: 130, stdout, stderr: '' });
    expect(report.interrupted).toBe(true);
    expect(report.repositories.length + report.notDone.length).toBe(13);
    expect(report.notDone).toContain('untouched');
    expect(git(path.join(root, 'untouched'), 'branch', '--list', 'stopped')).toBe('');
  });
});
