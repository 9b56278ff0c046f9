import type { Lock } from '#catalog/schema/generated/types.ts';
import type { Problem } from '#catalog/problem.ts';
import { refuseAny, wrong } from '../engine/problems.ts';
import { ENGINE_FOLDER } from '../engine/render/paths.ts';
import { gitState } from './adapters/git.ts';
import type { GitState } from './adapters/git.ts';
import { UPDATE_FOLDER } from './adapters/journal.ts';
import { interrupted } from './adapters/transaction.ts';
import { exitCode } from './exit-codes.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses a repository in which an earlier change is not over: one that stopped half-way, or whose conflicts are open.
 * @throws InputError, with exit code 3 for conflicts.
 */
export function refuseUnfinished(root: string, { pending = [] }: Pick<Lock, 'pending'>): void {
  if (interrupted(root) === 'applying')
    refuseAny([
      wrong('INTERRUPTED', 'An earlier change of this repository stopped half-way.', {
        file: root,
        expected: 'a repository that is whole',
        action: 'Finish it with toltek resume, or take it back with toltek abort.',
      }),
    ]);
  if (pending.length > 0) throw new Refusal(pending.map(openConflict), exitCode.conflicts);
}

function openConflict({ path, kind }: NonNullable<Lock['pending']>[number]): Problem {
  return wrong('PENDING', `The conflict in ${path} (${kind}) is still open.`, {
    file: path,
    expected: 'no conflicts of an earlier change',
    action: `Edit the file, then run: toltek resolve ${path}. Or take the whole change back: toltek abort`,
  });
}

/** What a person may allow beside the usual. */
export interface WorkTreeRules {
  /** Files git does not know may lie around. */
  readonly allowUntracked: boolean;
}

/**
 * Refuses a work tree in which a change could not be seen, or taken back, by git.
 * @throws InputError saying what to do first.
 */
export function refuseUncleanWorkTree(root: string, { allowUntracked }: WorkTreeRules): void {
  const state = requireGit(root);
  const untracked = state.untracked.filter((path) => !isOurs(path));
  refuseAny([
    ...duringProblems(root, state),
    ...(state.isSparse ? [notAllThere(root)] : []),
    ...(state.changed.length === 0 ? [] : [uncommitted(root, state.changed)]),
    ...(allowUntracked || untracked.length === 0 ? [] : [unknownToGit(root, untracked)]),
  ]);
}

/**
 * Refuses a repository whose last commit cannot be brought on by a commit beside the work tree. In the middle of a
 * rebase, for instance, the last commit is none that anybody wants to go on from.
 * @returns what git knows of it, for callers who want to tell of files that will not be part of the commit.
 * @throws InputError saying what to do first.
 */
export function refuseUncommittedLock(root: string): GitState {
  const state = requireGit(root);
  const own = [...state.changed, ...state.untracked].filter(
    (path) => path.startsWith(`${ENGINE_FOLDER}/`) && !isOurs(path),
  );
  refuseAny([...duringProblems(root, state), ...(own.length === 0 ? [] : [uncommitted(root, own)])]);
  return state;
}

function requireGit(root: string): GitState {
  const state = gitState(root);
  if (state !== undefined) return state;
  throw new Refusal(
    [
      wrong('NO_GIT', 'The repository is in no git work tree.', {
        file: root,
        expected: 'a git work tree, so that you see what changes and can take it back',
        action: 'Make it one: git init && git add --all && git commit --message "Generated"',
      }),
    ],
    exitCode.wrongInput,
  );
}

/** Our own files of a change that is going on. */
function isOurs(path: string): boolean {
  return path.startsWith(`${UPDATE_FOLDER}/`);
}

function duringProblems(root: string, { during }: GitState): readonly Problem[] {
  if (during === undefined) return [];
  return [
    wrong('MID_OPERATION', `git is in the middle of ${during}.`, {
      file: root,
      expected: 'a work tree in which nothing is going on',
      action: 'Finish it, or take it back (git status says how).',
    }),
  ];
}

function notAllThere(root: string): Problem {
  return wrong('SPARSE', 'Only a part of the repository is checked out (sparse checkout).', {
    file: root,
    expected: 'every file: one that is left out could not be told from one you deleted',
    action: 'Check all of it out (git sparse-checkout disable), or update with --branch NAME.',
  });
}

function uncommitted(root: string, paths: readonly string[]): Problem {
  return wrong('UNCOMMITTED', `There are changes that are not committed: ${excerpt(paths)}.`, {
    file: root,
    expected: 'a clean work tree: then git shows what the change did, and can take it back',
    action: 'Commit them, or put them aside with git stash.',
  });
}

function unknownToGit(root: string, paths: readonly string[]): Problem {
  return wrong('UNTRACKED', `There are files that git does not know: ${excerpt(paths)}.`, {
    file: root,
    expected: 'files that are committed or ignored',
    action: 'Commit or ignore them, or run again with --allow-untracked.',
  });
}

function excerpt(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}
