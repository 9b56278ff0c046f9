import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { git, gitFailed, isOutsideGit, noGit, splitNul, tryGit } from './git-run.ts';
import type { Setting } from './git-run.ts';
import { UPDATE_FOLDER } from './journal.ts';

/** Where a client repository stands in its git repository. */
export interface GitPlace {
  /** From the top of the git work tree to the client repository, with a slash at the end; empty where they are one. */
  readonly prefix: string;
  /** Folder in which this work tree keeps its own state (index, HEAD), absolute. */
  readonly gitFolder: string;
  /** Name of no object, as long as names are here. */
  readonly noObject: string;
}

/** What git knows of a client repository. Paths are relative to it, sorted. */
export interface GitState extends GitPlace {
  /** Commit the work tree is on; `undefined` before the first commit. */
  readonly head: string | undefined;
  /** The branch; `undefined` with a detached HEAD. */
  readonly branch: string | undefined;
  /** Tracked files that differ from the last commit, in the index or the work tree. */
  readonly changed: readonly string[];
  /** Files git does not track and is not told to ignore; folders that hold nothing else end with a slash. */
  readonly untracked: readonly string[];
  /** What git is in the middle of, for instance `a merge`. */
  readonly during: string | undefined;
  /** Whether git may leave tracked files out of the work tree (sparse checkout), so that they seem deleted. */
  readonly isSparse: boolean;
}

/**
 * Where a folder stands in a git work tree, `undefined` if it is in none.
 * @throws InputError where git refuses the repository, for instance because it belongs to somebody else.
 */
function gitPlace(root: string): GitPlace | undefined {
  const words = [
    'rev-parse',
    '--is-inside-work-tree',
    '--absolute-git-dir',
    '--show-object-format',
    '--show-cdup',
    '--show-prefix',
  ];
  const result = tryGit(root, words);
  if (result.status !== 0) {
    if (isOutsideGit(result)) return undefined;
    throw gitFailed(root, words, result);
  }
  const [inside, gitFolder = '', format, up = '', prefix = ''] = result.stdout.toString('utf8').split('\n');
  if (inside !== 'true') return undefined;
  const top = path.resolve(root, up);
  // A setting of the repository (core.worktree) may put its work tree elsewhere.
  if (realpathSync(path.join(top, prefix)) !== realpathSync(root)) return undefined;
  return { prefix, gitFolder, noObject: '0'.repeat(format === 'sha256' ? 64 : 40) };
}

/** Like `gitPlace`, for callers that cannot go on without. */
export function requirePlace(root: string): GitPlace {
  const place = gitPlace(root);
  if (place !== undefined) return place;
  throw noGit(root);
}

/**
 * What git knows of a client repository, `undefined` if it is in no git work tree. Nothing is written, and nothing a
 * repository's own settings name is executed.
 */
export function gitState(root: string): GitState | undefined {
  const place = gitPlace(root);
  if (place === undefined) return undefined;
  const { withoutFilters, isSparse } = ownSettings(root);
  const output = git(
    root,
    [
      'status',
      '--porcelain=v2',
      '-z',
      '--branch',
      '--no-renames',
      '--no-ahead-behind',
      '--untracked-files=normal',
      '--ignore-submodules=all',
      '--',
      '.',
    ],
    { settings: withoutFilters },
  );
  const lines = splitNul(output);
  const header = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3);
  const relative = (file: string): string => file.slice(place.prefix.length);
  const head = header('branch.oid');
  const branch = header('branch.head');
  return {
    ...place,
    head: head === '(initial)' ? undefined : head,
    branch: branch === '(detached)' ? undefined : branch,
    changed: lines
      .flatMap((line) => changedPath(line) ?? [])
      .map(relative)
      .sort(),
    untracked: lines
      .filter((line) => line.startsWith('? '))
      .map((line) => relative(line.slice(2)))
      .filter((file) => !file.startsWith(`${UPDATE_FOLDER}/`))
      .sort(),
    during: operationOf(place.gitFolder),
    isSparse,
  };
}

/** The path of a line about a tracked file (format 2 of git status): it follows 8 fields, or 10 while in conflict. */
function changedPath(line: string): string | undefined {
  if (line.startsWith('1 ')) return line.split(' ').slice(8).join(' ');
  if (line.startsWith('u ')) return line.split(' ').slice(10).join(' ');
  return undefined;
}

/** Settings of a repository that decide how git is asked, and what its answers mean. */
interface OwnSettings {
  /**
   * Settings that switch off the filter drivers a repository itself defines: git would run them on every file whose
   * time stamp changed. Those of the person or the system (git-lfs) stay.
   */
  readonly withoutFilters: readonly Setting[];
  readonly isSparse: boolean;
}

function ownSettings(root: string): OwnSettings {
  const words = ['config', '--null', '--show-scope', '--get-regexp', '^(filter\\..*|core\\.sparsecheckout)$'];
  const fields = splitNul(tryGit(root, words).stdout);
  // Scope and setting in turn; a setting that is only named, without a value, is switched on.
  const settings = fields.flatMap((scope, index): readonly (readonly [string, string, string])[] => {
    if (index % 2 === 1) return [];
    const [name = '', ...value] = (fields[index + 1] ?? '').split('\n');
    return [[scope, name, value.length === 0 ? 'true' : value.join('\n')]];
  });
  const own = settings.filter(([scope, name]) => isOwnScope(scope) && name.startsWith('filter.'));
  const drivers = new Set(own.map(([, name]) => name.slice(0, name.lastIndexOf('.'))));
  const sparse = settings.findLast(([, name]) => name === 'core.sparsecheckout')?.[2];
  return {
    withoutFilters: [...drivers].flatMap((driver): readonly Setting[] => [
      [`${driver}.clean`, ''],
      [`${driver}.process`, ''],
      [`${driver}.required`, 'false'],
    ]),
    isSparse: sparse !== undefined && /^(true|yes|on|[1-9]\d*)$/i.test(sparse),
  };
}

function isOwnScope(scope: string): boolean {
  return ['local', 'worktree'].includes(scope);
}

const OPERATIONS: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'a merge',
  CHERRY_PICK_HEAD: 'a cherry-pick',
  REVERT_HEAD: 'a revert',
  'rebase-merge': 'a rebase',
  'rebase-apply': 'a rebase',
};

function operationOf(gitFolder: string): string | undefined {
  return Object.entries(OPERATIONS).find(([name]) => existsSync(path.join(gitFolder, name)))?.[1];
}
