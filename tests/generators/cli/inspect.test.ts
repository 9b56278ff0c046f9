import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DiffReport, ExplainReport, StatusReport } from '#catalog/schema/generated/types.ts';
import {
  validateDiffReport,
  validateExplainReport,
  validateStatusReport,
} from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { snapshotOf } from '../../tools/files.ts';
import { SOURCES_NAME } from '../../tools/toy-bundle.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

// Whole programs are started: on a busy machine that takes its time.
jest.setTimeout(120_000);

let toy: ToyVersions;

beforeAll(async () => {
  toy = await makeToyVersions();
});
afterAll(() => {
  toy.remove();
});

function edit(folder: string, name: string, change: (text: string) => string): void {
  const file = path.join(folder, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function append(folder: string, name: string, text: string): void {
  appendFileSync(path.join(folder, name), text);
}

/** A client repository with an edit of every kind. */
function edited(): string {
  const folder = toy.newClient();
  append(folder, 'README.md', 'Ours.\n');
  append(folder, 'app/client.py', 'OURS = 1\n');
  edit(folder, '.github/ci.yml', (text) => text.replaceAll('\n', '\r\n'));
  chmodSync(path.join(folder, 'hello.sh'), 0o644);
  rmSync(path.join(folder, 'segments.txt'));
  mkdirSync(path.join(folder, 'tools'));
  renameSync(path.join(folder, 'pyproject.toml'), path.join(folder, 'tools/project.toml'));
  append(folder, 'tools/project.toml', '# ours\n');
  append(folder, 'infra/constructs/gcp/bucket.ts', '// ours\n');
  writeFileSync(path.join(folder, 'notes.md'), 'Ours alone.\n');
  return folder;
}

const inV1 = (folder: string, ...words: string[]): CliResult => toy.v1.runIn(folder, words);
const inV2 = (folder: string, ...words: string[]): CliResult => toy.v2.runIn(folder, words);

function json<T>(run: CliResult, validate: Parameters<typeof parseWithSchema<T>>[0]): T {
  return parseWithSchema(validate, JSON.parse(run.stdout) as unknown, 'report');
}
const statusOf = (run: CliResult): StatusReport => json(run, validateStatusReport);
const diffOf = (run: CliResult): DiffReport => json(run, validateDiffReport);
const explainOf = (run: CliResult): ExplainReport => json(run, validateExplainReport);

describe('toltek status', () => {
  test('finds nothing to say of an untouched repository', () => {
    const folder = toy.newClient();
    const { status, stdout, stderr } = inV1(folder, 'status');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Toy Bakery Ltd \(toy-bakery\), generated with toltek 0\.1\.0: \d+ files from 5 /,
    );
    expect(stdout).toContain('  Version    0.1.0, up to date with this toolbox\n  Edits      none\n');
    expect(stdout).not.toContain('Next');
    expect(statusOf(inV1(folder, 'status', '--json'))).toMatchObject({ ok: true, update: 'none', next: [] });
  });

  test('shows after months what is newer, what was edited, what drifted, and what to run', () => {
    const folder = edited();
    const { status, stdout } = inV2(path.join(folder, 'app'), 'status');
    expect(status).toBe(1);
    expect(stdout).toContain('Version    0.1.0, this toolbox has 0.2.0: an update is available');
    expect(stdout).toMatch(
      /Edits {6}7 of \d+ files: 3 changed, 1 other line ends, 1 other mode, 2 deleted\n/,
    );
    expect(stdout).toMatch(
      /^ {2}base +1\.0\.0 -> 1\.1\.0 +5 of \d+ files edited +\.github\/ci\.yml, README\.md, \.\.\.$/m,
    );
    expect(stdout.indexOf('  base ')).toBeLessThan(stdout.indexOf('  use-cases/toy-segments'));
    expect(stdout).toMatch(
      /^ {2}infra\/constructs\/gcp\/bucket\.ts {2}A file that belongs to the toolbox was edited here\.$/m,
    );
    expect(stdout).toMatch(/^ {2}breaking +base 1\.1\.0 +hello\.sh stands in bin\/\.$/m);
    expect(stdout).toMatch(
      /Next\n {2}toltek update --dry-run +see what an update would bring\n {2}toltek diff /,
    );
    expect(statusOf(inV2(folder, 'status', '--json'))).toMatchObject({
      ok: false,
      update: 'available',
      changes: [{ kind: 'breaking' }, { kind: 'security' }, { kind: 'added' }],
      drift: [{ code: 'MANAGED_EDITED', file: 'infra/constructs/gcp/bucket.ts' }],
      edits: [
        { path: '.github/ci.yml', kind: 'line-ends' },
        { path: 'README.md', kind: 'changed' },
        { path: 'app/client.py' },
        { path: 'hello.sh', kind: 'mode' },
        { path: 'infra/constructs/gcp/bucket.ts', class: 'managed' },
        { path: 'pyproject.toml', kind: 'deleted' },
        { path: 'segments.txt', kind: 'deleted', template: 'use-cases/toy-segments' },
      ],
    });
  });

  test('names conflicts that are open, and the way out', () => {
    const folder = toy.newClient();
    edit(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
    commitAll(folder, 'Ours');
    expect(inV2(folder, 'update').status).toBe(3);
    const { status, stdout } = inV2(toy.work, 'status', folder);
    expect(status).toBe(1);
    expect(stdout).toContain('Conflicts  1 left of the last update');
    expect(stdout).toMatch(/Conflicts to decide\n {2}app\/_version\.py +content\n/);
    expect(stdout).toContain(`toltek resolve ${folder}`);
    expect(stdout).toContain(`toltek abort ${folder}`);
    const report = statusOf(inV2(folder, 'status', '--json'));
    expect(report).toMatchObject({ interrupted: 'conflicts', pending: [{ kind: 'content' }] });
  });

  test('names a base that is gone or changed', () => {
    const folder = toy.newClient();
    append(folder, '.toltek/base.tgz', 'x');
    expect(statusOf(inV1(folder, 'status', '--json'))).toMatchObject({
      ok: false,
      drift: [{ code: 'BASE_TAMPERED' }],
      next: [{ command: 'toltek adopt' }],
    });
    rmSync(path.join(folder, '.toltek/base.tgz'));
    const { status, stdout } = inV1(folder, 'status');
    expect([status, stdout]).toEqual([1, expect.stringContaining('base.tgz is missing')]);
  });

  test('knows a repository that is newer than the toolbox', () => {
    const folder = toy.newClient();
    inV2(folder, 'update');
    const { status, stdout } = inV1(folder, 'status');
    expect([status, stdout]).toEqual([1, expect.stringContaining('0.2.0, newer than this toolbox (0.1.0)')]);
    expect(stdout).toContain('@toltek/toolbox@0.2.0');
  });

  test('refuses what is no repository, and a lock nobody can read', () => {
    expect(inV1(toy.work, 'status')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('error [NO_REPOSITORY]'),
    });
    const folder = toy.newClient();
    writeFileSync(path.join(folder, '.toltek/lock.json'), '{');
    expect(inV1(folder, 'status', '--json')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('LOCK_INVALID'),
    });
  });

  test('loads neither the renderer nor what merges', () => {
    const folder = toy.newClient();
    const coverage = path.join(toy.work, 'coverage');
    // Node writes down every script it loaded, and the bundler which sources are in each.
    expect(toy.v1.runIn(folder, ['status'], { NODE_V8_COVERAGE: coverage }).status).toBe(0);
    const dist = path.join(toy.v1.folder, 'dist');
    const sources = readFileSync(path.join(dist, SOURCES_NAME), 'utf8').trimEnd().split('\n');
    const scripts = readdirSync(coverage).flatMap((name) => [
      ...readFileSync(path.join(coverage, name), 'utf8').matchAll(/file:[^"]*\/dist\/[^"]*/g),
    ]);
    const loaded = scripts.flatMap(([url]) => {
      const script = path.relative(dist, fileURLToPath(url));
      const inside = sources.filter((line) => line.startsWith(`${script} `));
      return inside.map((line) => line.slice(script.length + 1));
    });
    expect(loaded).toContain('generators/cli/commands/status.ts');
    for (const name of ['handlebars', 'yaml', 'node-diff3', 'diff', 'jsonc-parser', 'smol-toml'])
      expect(loaded.filter((source) => source.startsWith(`node_modules/${name}/`))).toEqual([]);
    for (const name of ['validators/diagnostic', 'validators/template', 'engine/render/render'])
      expect(loaded.filter((source) => source.includes(name))).toEqual([]);
  });
});

describe('toltek diff', () => {
  test('is a patch that git takes back, whatever was edited', () => {
    const folder = edited();
    const before = snapshotOf(toy.newClient());
    const { status, stdout, stderr } = inV1(folder, 'diff');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('rename from pyproject.toml\nrename to tools/project.toml\n');
    expect(stdout).toContain('old mode 100755\nnew mode 100644\n');
    expect(stdout).toContain('deleted file mode 100644\n--- a/segments.txt\n+++ /dev/null\n');
    const undone = spawnSync('git', ['apply', '-R', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: stdout,
      encoding: 'utf8',
    });
    expect(undone).toMatchObject({ status: 0, stderr: '' });
    rmSync(path.join(folder, 'notes.md'));
    expect(snapshotOf(folder)).toEqual(before);
    expect(inV1(folder, 'diff')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('Nothing was edited'),
    });
  });

  test('says what has no patch: a link, bytes that are no text, files written once', () => {
    const folder = toy.newClient();
    rmSync(path.join(folder, 'README.md'));
    symlinkSync('notes.md', path.join(folder, 'README.md'));
    writeFileSync(path.join(folder, 'hello.sh'), Buffer.from([0, 1, 2]));
    append(folder, 'ingestion/erp/mapping.yaml', 'ours: true\n');
    const { stdout } = inV1(folder, 'diff');
    expect(stdout).toContain('# replaced README.md: a symbolic link to notes.md is in its place\n');
    expect(stdout).toContain('Binary files a/hello.sh and b/hello.sh differ\n');
    expect(stdout).toMatch(/# changed ingestion\/erp\/mapping\.yaml: written once/);
  });

  test('counts lines with --stat, and looks at some paths only', () => {
    const folder = edited();
    const { stdout } = inV1(folder, 'diff', '--stat');
    expect(stdout).toMatch(/^ README\.md +\| +1 \+$/m);
    expect(stdout).toMatch(/^ pyproject\.toml => tools\/project\.toml \| +1 \+$/m);
    expect(stdout).toMatch(/^ hello\.sh +\| +0 mode$/m);
    expect(stdout).toMatch(/^ 7 files, \d+ lines added, \d+ removed$/m);
    const below = diffOf(inV1(path.join(folder, 'app'), 'diff', '--path', 'client.py', '--json'));
    expect(below).toMatchObject({ shows: 'edits', to: null, added: 1, removed: 0 });
    expect(below.files.map((file) => file.path)).toEqual(['app/client.py']);
    expect(diffOf(inV1(toy.work, 'diff', folder, '--path', 'infra', '--json')).files).toHaveLength(1);
  });

  test('shows with --update what an update would leave, and writes nothing', () => {
    const folder = toy.newClient();
    append(folder, 'hello.sh', 'echo ours\n');
    edit(folder, 'app/_version.py', () => 'VERSION = "ours"\n');
    commitAll(folder, 'Ours');
    const before = snapshotOf(folder);
    const { status, stdout } = inV2(folder, 'diff', '--update');
    expect(status).toBe(0);
    expect(snapshotOf(folder)).toEqual(before);
    expect(stdout).toContain('rename from hello.sh\nrename to bin/hello.sh\n');
    expect(stdout).toMatch(/^# conflict \(content\) app\/_version\.py: /m);
    expect(stdout).toContain('+<<<<<<< yours\n');
    expect(stdout).not.toContain('.toltek/');
    // What it shows is what the update does.
    spawnSync('git', ['apply', '-'], { cwd: folder, input: stdout });
    const shown = snapshotOf(folder);
    git(folder, 'checkout', '--quiet', '.');
    git(folder, 'clean', '--quiet', '-d', '--force');
    expect(inV2(folder, 'update').status).toBe(3);
    const own = ([name]: readonly [string, string]): boolean => !name.startsWith('.toltek/');
    expect(Object.entries(snapshotOf(folder)).filter(own)).toEqual(Object.entries(shown).filter(own));
    expect(inV1(toy.newClient(), 'diff', '--update').stderr).toContain('an update would change nothing');
  });
});

describe('toltek explain', () => {
  test('says who wrote a file, its class, its edits, and what an update would do', () => {
    const folder = edited();
    const { status, stdout } = inV2(folder, 'explain', 'hello.sh');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^hello\.sh\n {2}written by +base 1\.0\.0\n {2}from +templates\/base\/files\/hello\.sh\.hbs\n/,
    );
    expect(stdout).toMatch(/^ {2}here +Only its executable bit was changed\.$/m);
    expect(stdout).toMatch(/^ {2}moves +hello\.sh -> bin\/hello\.sh$/m);
    expect(explainOf(inV2(folder, 'explain', 'README.md', '--json'))).toMatchObject({
      origin: 'template',
      class: 'merged',
      here: { state: 'changed', added: 1, removed: 0 },
    });
    expect(explainOf(inV2(folder, 'explain', 'pyproject.toml', '--json')).here).toMatchObject({
      state: 'moved',
      movedTo: 'tools/project.toml',
    });
    expect(explainOf(inV1(folder, 'explain', 'Makefile', '--json')).update).toMatchObject({
      status: 'none',
      says: 'This toolbox has nothing newer.',
    });
  });

  test('knows what is to come, what is a folder, what is its own, and what is yours', () => {
    const folder = edited();
    expect(explainOf(inV2(folder, 'explain', 'docs/new.md', '--json'))).toMatchObject({
      origin: 'update',
      template: 'base',
      here: { state: 'absent' },
      update: { status: 'created', version: '0.2.0' },
    });
    const below = explainOf(inV1(path.join(folder, 'app'), 'explain', '.', '--json'));
    expect(below).toMatchObject({ path: 'app', origin: 'folder', below: [{ template: 'base', edited: 1 }] });
    expect(explainOf(inV2(folder, 'explain', 'app', '--json')).update).toMatchObject({
      status: 'updated',
      says: '1 updated, 1 kept, 1 unchanged.',
    });
    expect(explainOf(inV1(folder, 'explain', '.toltek/lock.json', '--json')).origin).toBe('toolbox');
    expect(explainOf(inV1(toy.work, 'explain', 'tools/project.toml', folder, '--json'))).toMatchObject({
      origin: 'person',
      here: { movedFrom: 'pyproject.toml' },
    });
    const { stdout } = inV1(toy.work, 'explain', path.join(folder, 'notes.md'));
    expect(stdout).toContain('No template wrote it: it is yours, and no update touches it.');
    expect(stdout).toContain('Generated files nearby:\n');
  });

  test('refuses a path that is nowhere, and says what is near', () => {
    const { status, stderr } = inV1(toy.newClient(), 'explain', 'docs/Makefile');
    expect([status, stderr]).toEqual([2, expect.stringContaining('for instance Makefile')]);
  });

  test('still tells who wrote a file where no update can be worked out', () => {
    const folder = toy.newClient();
    rmSync(path.join(folder, '.toltek/base.tgz'));
    expect(explainOf(inV2(folder, 'explain', 'Makefile', '--json'))).toMatchObject({
      template: 'base',
      update: { status: 'unknown', says: expect.stringContaining('base.tgz is missing') },
    });
  });
});
