import { ENGINE_FOLDER } from '../engine/render/paths.ts';
import { replacements } from '../engine/state/check.ts';
import { commitMessage } from '../engine/update/pull-request.ts';
import { conflictsOf } from '../engine/update/update.ts';
import type { Update, UpdateSource } from '../engine/update/update.ts';
import { BASE_PATH } from './adapters/base.ts';
import { clientRoot, LOCK_PATH, openRepository } from './adapters/client-repository.ts';
import type { ClientRepository } from './adapters/client-repository.ts';
import { commitToBranch, headReader } from './adapters/git.ts';
import { withRunLock } from './adapters/run-lock.ts';
import { applyTransaction } from './adapters/transaction.ts';
import { exitCode } from './exit-codes.ts';
import { refuseUncleanWorkTree, refuseUncommittedLock, refuseUnfinished } from './guards.ts';
import { Refusal } from './refusal.ts';
import { loadTarget } from './target.ts';
import type { Target } from './target.ts';
import { planUpdate } from './upkeep.ts';
import type { UpdateRequest } from './upkeep.ts';

/** How a client repository is to be changed. */
export interface Change {
  /** The repository, as the person named it. */
  readonly folder: string;
  /** What is run, for messages and the journal: `toltek update`. */
  readonly name: string;
  /** One line for commits. */
  readonly title: (update: Update) => string;
  /** Folder of another catalog. Default: the built-in one. */
  readonly catalog?: string;
  /** Work out everything, write nothing. */
  readonly dryRun: boolean;
  /** Write to a new branch and leave the work tree alone. Default: the work tree. */
  readonly branch?: string;
  /** Files that git does not know may lie around. */
  readonly allowUntracked: boolean;
  /** What is to become of the repository, once it and the target are known. */
  readonly request: (
    repository: ClientRepository,
    target: Target,
  ) => Omit<UpdateRequest, 'repository' | 'target'>;
  /** Works it out. Default: `planUpdate`. */
  readonly plan?: (request: UpdateRequest) => Promise<Update>;
  /** Asked before anything is written, with everything worked out. */
  readonly agreed: (update: Update) => Promise<boolean>;
}

/** What a change came to. */
export interface Changed {
  readonly repository: ClientRepository;
  readonly update: Update;
  readonly title: string;
  /** False for a dry run, where there was nothing to do, and where somebody said no. */
  readonly written: boolean;
  /** Whether somebody said no. */
  readonly declined: boolean;
  /** Commit of the branch, if it was written to one. */
  readonly commit?: string;
}

/**
 * Changes a client repository, or shows what the change would be.
 * @throws InputError where something stands in the way: exit code 3 for conflicts that are open, 4 where data in the
 * cloud would be lost. Nothing is written then.
 */
export async function changeRepository(change: Change): Promise<Changed> {
  const root = clientRoot(change.folder);
  const target = await loadTarget(change.catalog);
  // Another run may change the lock as long as this one does not hold the repository.
  if (!change.dryRun) return withRunLock(root, () => carryOut(change, openRepository(root), target));
  const repository = openRepository(root);
  refuseUnfinished(root, repository.lock);
  return { ...(await work(change, repository, target)), written: false, declined: false };
}

async function carryOut(change: Change, repository: ClientRepository, target: Target): Promise<Changed> {
  const { root, lock } = repository;
  refuseUnfinished(root, lock);
  if (change.branch === undefined) refuseUncleanWorkTree(root, change);
  else refuseUncommittedLock(root);
  const planned = await work(change, repository, target);
  const { update, title } = planned;
  if (update.upToDate) return { ...planned, written: false, declined: false };
  const lost = replacements(update.state);
  if (lost.length > 0) throw new Refusal(lost, exitCode.refused);
  if (!(await change.agreed(update))) return { ...planned, written: false, declined: true };
  if (change.branch !== undefined) {
    const { branch } = change;
    const commit = commitToBranch(root, {
      branch,
      message: commitMessage(update, title),
      writes: update.writes,
    });
    return { ...planned, written: true, declined: false, commit };
  }
  applyUpdate(root, change.name, update);
  return { ...planned, written: true, declined: false };
}

async function work(
  change: Change,
  repository: ClientRepository,
  target: Target,
): Promise<Pick<Changed, 'repository' | 'update' | 'title'>> {
  const source = change.branch === undefined ? repository : lastCommit(repository);
  const request = change.request(repository, target);
  const { plan = planUpdate } = change;
  const update = await plan({ repository: source, target, ...request });
  return { repository, update, title: change.title(update) };
}

/** The repository as its last commit has it; lock and base are the same there. */
export function lastCommit(repository: ClientRepository): UpdateSource {
  const { root, lock, base } = repository;
  const own = (path: string): boolean => path.startsWith(`${ENGINE_FOLDER}/`);
  return { lock, base, ...headReader(root, own) };
}

/** Writes an update to the work tree, whole or not at all. */
export function applyUpdate(root: string, name: string, update: Update): void {
  const { writes, before, outcomes } = update;
  applyTransaction(root, {
    title: name,
    writes,
    before,
    last: [BASE_PATH, LOCK_PATH].filter((path) => writes.has(path)),
    stages: outcomes.flatMap(({ path, conflict }) =>
      conflict === undefined ? [] : [{ path, ...sides(conflict) }],
    ),
    keepUndo: conflictsOf(outcomes).length > 0,
  });
}

type Conflict = NonNullable<Update['outcomes'][number]['conflict']>;

function sides({ base, ours, theirs }: Conflict): Pick<Conflict, 'base' | 'ours' | 'theirs'> {
  return { ...(base && { base }), ...(ours && { ours }), ...(theirs && { theirs }) };
}
