import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { replacements } from '../../engine/state/check.ts';
import { editsOf } from '../../engine/update/edits.ts';
import { commitMessage, pullRequestOf, updateTitle } from '../../engine/update/pull-request.ts';
import type { Update } from '../../engine/update/update.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { denied, refused } from '../adapters/file-system.ts';
import { commitToBranch } from '../adapters/git.ts';
import type { GitState } from '../adapters/git.ts';
import { lastCommit } from '../change.ts';
import { refuseUncommittedLock, refuseUnfinished } from '../guards.ts';
import type { Target } from '../target.ts';
import { planUpdate } from '../upkeep.ts';
import type { FoundRepository } from './find.ts';
import { heldBranch } from './held-branch.ts';
import { counted } from '../commands/counted.ts';

/** What is to be done with every repository. */
export interface PortfolioJob {
  /** Work out what would be done, write nothing. */
  readonly dryRun: boolean;
  /** Branch the updates are committed to. */
  readonly branch: string;
}

/** What is known of one repository afterwards. */
export type PortfolioRow = PortfolioReport['repositories'][number];

/** A row of which nothing is known yet but the repository. */
export function emptyRow(repository: string, result: PortfolioRow['result']): PortfolioRow {
  return {
    repository,
    client: null,
    from: null,
    to: null,
    edits: null,
    result,
    conflicts: [],
    changes: [],
    problems: [],
    notes: [],
    branch: null,
    commit: null,
    pullRequest: null,
  };
}

/**
 * Looks at one repository and commits its update to a branch, or says what that would be. Work tree, index and HEAD
 * are never touched: an update starts from the last commit. Whatever is wrong is said in the row, nothing is thrown.
 */
export async function portfolioRow(
  { name, folder }: FoundRepository,
  job: PortfolioJob,
  target: Target,
): Promise<PortfolioRow> {
  let known = emptyRow(name, 'refused');
  try {
    const repository = openRepository(folder);
    const { lock } = repository;
    known = { ...known, client: lock.facts.client.id, from: lock.toolbox.version };
    const ours = repository.read(Object.keys(lock.files));
    known = { ...known, edits: editsOf(lock.files, ours).length };
    refuseUnfinished(repository.root, lock);
    const state = refuseUncommittedLock(repository.root);
    const update = await planUpdate({ repository: lastCommit(repository), target });
    const own = { ...job, branch: branchOf(job.branch, state) };
    return outcomeRow({ ...known, notes: stateNotes(state) }, repository, update, own);
  } catch (error) {
    const refusal = denied(error) ?? error;
    if (refusal instanceof InputError) return { ...known, problems: refusal.problems.map(shortProblem) };
    return { ...known, result: 'failed', problems: [fault(error)] };
  }
}

/** Repositories that share one git repository need a branch each. */
function branchOf(branch: string, { prefix }: GitState): string {
  const folder = prefix.replace(/\/$/, '').replace(/[^A-Za-z0-9._-]+/g, '-');
  return folder === '' ? branch : `${branch}-${folder}`;
}

/** What lies in the work tree is not part of the last commit, and so of no update. */
function stateNotes({ changed, untracked }: GitState): string[] {
  const count = changed.length + untracked.length;
  if (count === 0) return [];
  return [
    `${count === 1 ? 'One file is' : `${count} files are`} not committed: the update starts from the last commit.`,
  ];
}

function outcomeRow(
  known: PortfolioRow,
  repository: ClientRepository,
  update: Update,
  job: PortfolioJob,
): PortfolioRow {
  if (update.upToDate) return { ...known, to: update.to.version, result: 'up-to-date' };
  const lost = replacements(update.state);
  if (lost.length > 0) return { ...known, problems: lost.map(shortProblem) };
  const title = updateTitle(update);
  const conflicts = update.outcomes.flatMap(({ path, conflict }) =>
    conflict === undefined ? [] : [{ path, kind: conflict.kind, message: conflict.message }],
  );
  const row: PortfolioRow = {
    ...known,
    to: update.to.version,
    result: 'available',
    conflicts,
    changes: [...update.changes],
    pullRequest: { branch: job.branch, ...pullRequestOf(update, titleWith(title, conflicts.length)) },
  };
  const committed = job.dryRun ? row : { ...row, ...commit(repository.root, update, title, job.branch) };
  const notes = [...known.notes, ...committed.notes];
  return { ...committed, notes, ...(conflicts.length > 0 && { result: 'conflicts' }) };
}

function titleWith(title: string, conflicts: number): string {
  if (conflicts === 0) return title;
  return `${title} (${conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`} to decide)`;
}

type Committed = Pick<PortfolioRow, 'result' | 'branch' | 'commit' | 'notes'>;

function commit(root: string, update: Update, title: string, branch: string): Committed {
  const { writes } = update;
  try {
    const made = commitToBranch(root, { branch, message: commitMessage(update, title), writes });
    return { result: 'updated', branch, commit: made, notes: [] };
  } catch (error) {
    if (!(error instanceof InputError) || error.problems[0]?.code !== 'BRANCH_EXISTS') throw error;
    return heldCommit(root, branch, writes);
  }
}

/** What an earlier run committed. */
function heldCommit(root: string, branch: string, writes: Update['writes']): Committed {
  const held = heldBranch(root, branch, writes);
  if (held === undefined)
    throw refused(
      'BRANCH_EXISTS',
      `The branch ${branch} holds something else than this update.`,
      root,
      'no branch of that name, or one that starts at the last commit with this update',
      `If it is an older attempt, remove it (git branch -D ${branch}); or give --branch another name.`,
    );
  const { commit: made, later } = held;
  const notes = later === 0 ? [] : [`The branch has ${counted(later, 'commit')} more.`];
  return { result: 'already-updated', branch, commit: made, notes };
}

function shortProblem({ code, message, file, action }: Problem): PortfolioRow['problems'][number] {
  return {
    code,
    message,
    ...(file === undefined ? {} : { file }),
    ...(action === undefined ? {} : { action }),
  };
}

/** Something nobody foresaw, in this one repository. */
export function fault(error: unknown): PortfolioRow['problems'][number] {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'INTERNAL',
    message: `This is a fault of the toolbox: ${message}`,
    action: 'Report it. The other repositories are not concerned.',
  };
}
