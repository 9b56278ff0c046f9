import type { Transaction } from '#generators/cli/adapters/transaction.ts';
import { content, workFile } from './small-repository.ts';

// A small repository, an update that leaves a conflict, and what a person's `resolve` of it does.

const lock = '.toltek/lock.json';
const ignore = { '.toltek/.gitignore': '/update/\n' };

/** The repository before the update. */
export const before = {
  ...ignore,
  'README.md': 'mine\n',
  'run.sh': 'old\n',
  'gone/old.txt': 'old\n',
  'kept.txt': 'kept\n',
  [lock]: '1\n',
};

/** An update that changes, adds, removes and leaves a conflict. */
export const update: Transaction = {
  title: 'toltek update',
  writes: new Map([
    ['README.md', content('mine and theirs\n')],
    ['run.sh', content('new\n', true)],
    ['gone/old.txt', null],
    ['new/deep/file.txt', content('new\n')],
    [lock, content('2, pending\n')],
  ]),
  last: [lock],
  before: new Map([
    ['README.md', workFile('mine\n')],
    ['run.sh', workFile('old\n')],
    ['gone/old.txt', workFile('old\n')],
  ]),
  stages: [
    { path: 'README.md', base: content('base\n'), ours: content('mine\n'), theirs: content('theirs\n') },
  ],
  keepUndo: true,
};

/** The repository after the update; conflicts are open. */
export const updated = {
  ...ignore,
  'README.md': 'mine and theirs\n',
  'run.sh*': 'new\n',
  'kept.txt': 'kept\n',
  'new/deep/file.txt': 'new\n',
  [lock]: '2, pending\n',
};

/** Takes a side of the conflict, and leaves another one open. */
export const partly: Transaction = {
  title: 'toltek resolve',
  writes: new Map([
    ['README.md', content('resolved\n')],
    ['kept.txt', null],
    [lock, content('2, less pending\n')],
  ]),
  last: [lock],
  before: new Map([
    ['README.md', workFile('mine and theirs\n')],
    ['kept.txt', workFile('kept\n')],
  ]),
  stages: [],
  keepUndo: true,
};

/** The repository after that. */
export const partlyResolved = {
  ...ignore,
  'README.md': 'resolved\n',
  'run.sh*': 'new\n',
  'new/deep/file.txt': 'new\n',
  [lock]: '2, less pending\n',
};

/** Ends the conflicts. */
export const finish: Transaction = {
  title: 'toltek resolve',
  writes: new Map([[lock, content('2\n')]]),
  last: [lock],
  before: new Map(),
  stages: [],
  keepUndo: false,
};

/** A repository in which a file and a folder change places. */
export const beforeSwap = { ...ignore, file: 'old\n', 'folder/deep/file': 'old\n' };

export const swap: Transaction = {
  title: 'toltek update',
  writes: new Map([
    ['file', null],
    ['file/inside', content('new\n')],
    ['folder/deep/file', null],
    ['folder', content('new\n')],
  ]),
  last: [],
  before: new Map([
    ['file', workFile('old\n')],
    ['file/inside', { kind: 'special' }],
    ['folder/deep/file', workFile('old\n')],
    ['folder', { kind: 'folder' }],
  ]),
  stages: [],
  keepUndo: false,
};

/** A program that does one of these to a repository: its words are the folder and the name. */
export const program = `
import { abortTransaction, applyTransaction } from '#generators/cli/adapters/transaction.ts';
import { finish, partly, swap, update } from './tests/generators/cli/transactions.ts';
const [root = '', what] = process.argv.slice(2);
if (what === 'update') applyTransaction(root, update);
if (what === 'partly') applyTransaction(root, partly);
if (what === 'finish') applyTransaction(root, finish);
if (what === 'swap') applyTransaction(root, swap);
if (what === 'abort') abortTransaction(root, { discard: false });
`;
