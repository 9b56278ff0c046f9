import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import { problemsOf } from '../../tools/problems.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toltek-read-'));
  put('templates/base/files/a.txt');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, text = 'x'): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const reader = () => folderReader(path.join(folder, 'templates'), path.join(folder, 'constructs'));
const names = () =>
  reader()
    .filesOf('base')
    .map((file) => file.path);

describe('the files of a template', () => {
  test('are listed by path, with executable bits, without what tools leave behind', () => {
    chmodSync(put('templates/base/files/b/run.sh'), 0o755);
    for (const name of ['__pycache__/a.pyc', 'b/.venv/bin/python', '.ruff_cache/x', 'node_modules/y/z.js'])
      put(`templates/base/files/${name}`);
    expect(reader().filesOf('base')).toMatchObject([
      { path: 'a.txt', executable: false },
      { path: 'b/run.sh', executable: true },
    ]);
  });

  test('may be none', () => {
    expect(reader().filesOf('stacks/nothing')).toEqual([]);
  });

  test.each(['/etc/passwd', '../../../secret', 'a.txt'])('may not be a link to %s', (to) => {
    symlinkSync(to, path.join(folder, 'templates/base/files/link'));
    expect(problemsOf(names)).toMatchObject([{ code: 'TEMPLATE_LINK', file: 'templates/base/files/link' }]);
  });

  test('may not be in a folder that is a link', () => {
    symlinkSync(tmpdir(), path.join(folder, 'templates/base/files/out'));
    expect(problemsOf(names)).toMatchObject([{ code: 'TEMPLATE_LINK' }]);
  });

  test('may not have names that npm and git interpret', () => {
    put('templates/base/files/.gitignore');
    put('templates/base/files/.github/ci.yml');
    expect(problemsOf(names).map(({ code, action }) => [code, action])).toEqual([
      ['TEMPLATE_NAME', "Store it as '_github'; it is written as '.github'."],
      ['TEMPLATE_NAME', "Store it as '_gitignore'; it is written as '.gitignore'."],
    ]);
  });
});

describe('a construct', () => {
  test('is a file, or every file of a folder', () => {
    put('constructs/gcp/a.ts');
    put('constructs/gcp/deep/b.ts');
    const paths = (name: string) =>
      reader()
        .construct(name)
        .map((file) => file.path);
    expect(paths('gcp')).toEqual(['gcp/a.ts', 'gcp/deep/b.ts']);
    expect(paths('gcp/a.ts')).toEqual(['gcp/a.ts']);
    expect(paths('gcp/none')).toEqual([]);
  });

  test('is never a link', () => {
    put('constructs/gcp/a.ts');
    symlinkSync('/etc', path.join(folder, 'constructs/etc'));
    expect(reader().construct('etc')).toEqual([]);
  });
});
