import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openRepository } from '#generators/cli/adapters/client-repository.ts';
import { abortTransaction, applyTransaction } from '#generators/cli/adapters/transaction.ts';
import type { Transaction } from '#generators/cli/adapters/transaction.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { generateToy } from './generated-toy.ts';
import { content, makeRepository, workFile } from './small-repository.ts';

let work: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(path.join(tmpdir(), 'toltek-modes-')));
});
afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** As on a disk that keeps no executable bit and shows it for every file. */
function forgetModes(root: string): void {
  git(root, 'config', 'core.fileMode', 'false');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !file.includes(`${path.sep}.git${path.sep}`)) chmodSync(file, 0o755);
  }
}

const modes = (root: string): readonly string[] =>
  git(root, 'ls-files', '--stage')
    .trim()
    .split('\n')
    .filter((line) => !line.includes('.toltek/'))
    .map((line) => line.replace(/ \w+ \d\t/, ' '));

describe('where git takes no executable bit from the disk', () => {
  test('files are as git has them, and those it does not know as they were generated', () => {
    generateToy(work);
    git(work, 'init', '--quiet', '--template=');
    rmSync(path.join(work, 'app/_version.py'));
    commitAll(work, 'Generated');
    const { lock } = openRepository(work);
    generateToy(work);
    git(work, 'update-index', '--chmod=+x', 'README.md');
    forgetModes(work);
    const executable = [...openRepository(work).read(Object.keys(lock.files))].flatMap(([file, found]) =>
      found.kind === 'file' && found.executable ? [file] : [],
    );
    expect(executable).toEqual(['README.md', 'hello.sh']);
    git(work, 'config', 'core.fileMode', 'true');
    const found = openRepository(work).read(['app/_version.py']).get('app/_version.py');
    expect(found).toMatchObject({ executable: true });
  });

  const change: Transaction = {
    title: 'toltek update',
    writes: new Map([
      ['gains.sh', content('1\n', true)],
      ['loses.sh', content('2\n')],
      ['new/tool.sh', content('new\n', true)],
      ['text', content('2\n')],
    ]),
    last: [],
    before: new Map([
      ['gains.sh', workFile('1\n')],
      ['loses.sh', workFile('1\n', true)],
      ['text', workFile('1\n')],
    ]),
    stages: [],
    keepUndo: true,
  };
  const texts = { '.toltek/.gitignore': '/update/\n', 'gains.sh': '1\n', 'loses.sh*': '1\n', text: '1\n' };

  test('a change enters new bits in the index, and taking it back takes them out', () => {
    const root = makeRepository(path.join(work, 'r'), texts);
    forgetModes(root);
    applyTransaction(root, change);
    expect(modes(root)).toEqual(['100755 gains.sh', '100644 loses.sh', '100755 new/tool.sh', '100644 text']);
    git(root, 'add', '--all');
    expect(git(root, 'show', ':loses.sh')).toBe('2\n');
    expect(git(root, 'status', '--porcelain')).toBe('M  gains.sh\nM  loses.sh\nA  new/tool.sh\nM  text\n');
    const other = makeRepository(path.join(work, 's'), texts);
    forgetModes(other);
    applyTransaction(other, change);
    expect(abortTransaction(other, { discard: false })).toBe('undone');
    expect(git(other, 'status', '--porcelain')).toBe('');
  });

  test('elsewhere the index is left alone', () => {
    const root = makeRepository(path.join(work, 'r'), texts);
    applyTransaction(root, change);
    expect(modes(root)).toEqual(['100644 gains.sh', '100755 loses.sh', '100644 text']);
    expect(statSync(path.join(root, 'gains.sh')).mode & 0o100).not.toBe(0);
  });
});
