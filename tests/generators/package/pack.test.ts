import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pack } from '../../tools/npm.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Files of the checkout below some folders: tracked, or new and not ignored. */
function checkout(...folders: string[]): readonly string[] {
  const list = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...folders],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const gone = spawnSync('git', ['ls-files', '-z', '--deleted', ...folders], { cwd: root, encoding: 'utf8' });
  const deleted = new Set(gone.stdout.split('\0'));
  return list.stdout.split('\0').filter((name) => name !== '' && !deleted.has(name));
}

describe('the published package', () => {
  const packed = pack(root, '--dry-run').files;
  const names = packed.map((file) => file.path);

  test('holds every template, construct, history and schema of the checkout', () => {
    const wanted = checkout('templates', 'constructs', 'catalog/history', 'catalog/schema/*.json');
    expect(wanted.length).toBeGreaterThan(100);
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('holds nothing else but the bundle and what a reader looks for', () => {
    const expected = new Set(checkout('templates', 'constructs', 'catalog/history', 'catalog/schema/*.json'));
    const rest = names.filter((name) => !expected.has(name) && !name.startsWith('dist/'));
    expect(['LICENSE', 'NOTICE', 'README.md', 'catalog/quality.json', 'package.json']).toEqual(
      expect.arrayContaining(rest),
    );
  });

  test('keeps the executable bit of scripts', () => {
    const tracked = spawnSync('git', ['ls-files', '-s', 'templates'], { cwd: root, encoding: 'utf8' }).stdout;
    const scripts = tracked
      .split('\n')
      .filter((line) => line.startsWith('100755'))
      .map((line) => line.split('\t')[1]);
    const modes = new Map(packed.map((file) => [file.path, file.mode]));
    expect(scripts.filter((name) => ((modes.get(name ?? '') ?? 0) & 0o100) === 0)).toEqual([]);
  });
});

test('the companion package holds its generators', () => {
  const names = pack(path.join(root, 'generators/yo'), '--dry-run').files.map((file) => file.path);
  expect(names.sort()).toEqual([
    'README.md',
    'generators/add/index.js',
    'generators/app/index.js',
    'generators/update/index.js',
    'package.json',
  ]);
});
