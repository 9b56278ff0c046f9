import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { UpdateReport } from '#catalog/schema/generated/types.ts';
import { validateUpdateReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { snapshotOf } from '../../tools/files.ts';
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
const write = (folder: string, name: string, text: string): void => {
  writeFileSync(path.join(folder, name), text);
};
const reportOf = ({ stdout }: CliResult): UpdateReport =>
  parseWithSchema(validateUpdateReport, JSON.parse(stdout) as unknown, 'report');
const statuses = (report: UpdateReport): Record<string, string> =>
  Object.fromEntries(report.files.map(({ path: name, status }) => [name, status]));

/** A repository with edits that lost its base. */
function withoutBase(): string {
  const folder = toy.newClient();
  write(folder, 'README.md', 'ours\n');
  write(folder, 'app/_version.py', 'VERSION = "ours"\n');
  rmSync(path.join(folder, 'segments.txt'));
  rmSync(path.join(folder, '.toltek/base.tgz'));
  commitAll(folder, 'Our own work');
  return folder;
}

describe('toltek adopt, where the base is lost', () => {
  test('makes it again from the lock, and leaves every file as it is', () => {
    const folder = withoutBase();
    const before = snapshotOf(folder);
    const dry = toy.v1.runIn(folder, ['adopt', '--dry-run', '--json']);
    expect(statuses(reportOf(dry))).toEqual({
      'README.md': 'kept',
      'app/_version.py': 'kept',
      'segments.txt': 'kept',
    });
    expect(toy.v1.runIn(folder, ['adopt']).status).toBe(0);
    const { '.toltek/base.tgz': base, ...after } = snapshotOf(folder);
    expect(after).toEqual(before);
    expect(base).toBe(snapshotOf(toy.newClient())['.toltek/base.tgz']);
    commitAll(folder, 'Adopted');
    expect(toy.v1.runIn(folder, ['adopt']).stdout).toContain('nothing to adopt');
    const next = toy.v2.runIn(folder, ['update']);
    expect(next.status).toBe(3);
    expect(read(folder, 'app/_version.py')).toContain('<<<<<<< yours\nVERSION = "ours"\n');
    expect(read(folder, 'README.md')).toContain('ours\n');
    expect(existsSync(path.join(folder, 'segments.txt'))).toBe(false);
  });

  test('takes the version of the templates where it is asked for', () => {
    const folder = withoutBase();
    const words = ['adopt', '--take', 'app', '--take', '*.txt', '--json'];
    const report = reportOf(toy.v1.runIn(folder, words));
    expect(statuses(report)).toEqual({
      'README.md': 'kept',
      'app/_version.py': 'updated',
      'segments.txt': 'updated',
    });
    expect([read(folder, 'app/_version.py'), read(folder, 'segments.txt')]).toEqual([
      'VERSION = "1"\n',
      'segments\n',
    ]);
    const { status, stderr } = toy.v1.runIn(withoutBase(), ['adopt', '--take', 'nothing/**']);
    expect(`${status} ${stderr}`).toContain('2 error [UNKNOWN_PATH]');
  });

  test('brings what nobody touched to a newer toolbox', () => {
    const folder = withoutBase();
    expect(toy.v2.runIn(folder, ['adopt']).status).toBe(0);
    expect(read(folder, 'bin/hello.sh')).toContain('set -efu');
    expect(read(folder, 'README.md')).toBe('ours\n');
    expect(read(folder, 'app/_version.py')).toBe('VERSION = "ours"\n');
    expect(existsSync(path.join(folder, 'segments.txt'))).toBe(false);
  });
});

test('toltek adopt, where the base is sound and the toolbox newer: an update is what is wanted', () => {
  const folder = toy.newClient();
  write(folder, 'README.md', 'ours\n');
  commitAll(folder, 'Our own work');
  const { status, stderr } = toy.v2.runIn(folder, ['adopt']);
  expect(`${status} ${stderr}`).toMatch(/^2 error \[BASE_SOUND\][^]*toltek update/);
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

describe('toltek adopt, without a lock', () => {
  test('makes an existing folder a client repository, and changes nothing in it', () => {
    const folder = toy.newClient();
    rmSync(path.join(folder, '.toltek'), { recursive: true });
    write(folder, 'Makefile', 'ours:\n');
    rmSync(path.join(folder, 'segments.txt'));
    rmSync(path.join(folder, 'pyproject.toml'));
    mkdirSync(path.join(folder, 'elsewhere'));
    write(folder, 'elsewhere/x.toml', '');
    symlinkSync('elsewhere/x.toml', path.join(folder, 'pyproject.toml'));
    commitAll(folder, 'Our own repository');
    const before = snapshotOf(folder);
    const refused = toy.v1.runIn(folder, ['adopt']);
    expect(`${refused.status} ${refused.stderr}`).toContain('--diagnostic FILE');
    const words = ['adopt', '--diagnostic', path.join(toy.work, 'diagnostic.json'), '--set', 'contact=a@b'];
    const dry = reportOf(toy.v1.runIn(folder, [...words, '--dry-run', '--json']));
    expect(statuses(dry)).toEqual({ Makefile: 'kept', 'pyproject.toml': 'kept', 'segments.txt': 'kept' });
    expect(snapshotOf(folder)).toEqual(before);
    const { status, stderr } = toy.v1.runIn(folder, words);
    expect(`${status} ${stderr}`).toBe('0 ');
    const own = Object.entries(snapshotOf(folder)).filter(([name]) => name.startsWith('.toltek/'));
    expect(Object.fromEntries(own)).toEqual(
      Object.fromEntries(
        Object.entries(snapshotOf(toy.newClient())).filter(([name]) => name.startsWith('.toltek/')),
      ),
    );
    expect({ ...before, ...Object.fromEntries(own) }).toEqual(snapshotOf(folder));
    commitAll(folder, 'Adopted');
    expect(reportOf(toy.v2.runIn(folder, ['update', '--json'])).pending).toEqual([
      { path: 'Makefile', kind: 'content' },
    ]);
    expect(git(folder, 'diff', '--name-only')).not.toContain('pyproject.toml');
  });
});
