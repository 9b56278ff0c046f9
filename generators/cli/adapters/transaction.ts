import { existsSync, realpathSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { wrong } from '#generators/engine/problems.ts';
import type { FileContent, WorkTree } from '#generators/engine/update/types.ts';
import { ConfinedFolder } from './confined-path.ts';
import { flush } from './durable-files.ts';
import { explained } from './file-system.ts';
import { isIndexAs, setIndex } from './git-index.ts';
import type { Stages } from './git-index.ts';
import { ABORT, DONE, JOURNAL, readJournal, RUN_FOLDER, UNDO_FOLDER, writeJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { withRunLock } from './run-lock.ts';
import { stage } from './transaction-stage.ts';
import { applySteps, checkNotStarted, editedSince, undoSteps } from './transaction-steps.ts';
import { EditedSince } from './edited-since.ts';
import { endChange, finishEnding } from './undo.ts';

// A change of a client repository lands whole or not at all, whatever kills it:
//
//   .toltek/update/run/new/       bytes to come, flushed to disk
//   .toltek/update/run/journal.json   renamed into place: from here on the change is finished or undone, never half
//   .toltek/update/run/old/       what was there, kept here file by file as new ones take their place
//   .toltek/update/undo/          after a change that left conflicts: its journal and old bytes, for abort
//
// A journal becomes abort.json when its change is taken back, and done.json while the last traces are cleared, so that a
// kill in these is not mistaken for one in the change.

/** A change of a client repository. */
export interface Transaction {
  /** What is run, for messages: `toltek update`. */
  readonly title: string;
  /** What is written by path, `null` for a path that goes away. */
  readonly writes: ReadonlyMap<string, FileContent | null>;
  /** Paths of `writes` that are written last, in this order: the lock. */
  readonly last: readonly string[];
  /**
   * What lay at the paths of `writes` when the change was computed (absent: nothing): where something else lies there
   * by now, the change is refused. Not looked at for paths below .toltek/.
   */
  readonly before: WorkTree;
  /** Conflicts to show in git's index. */
  readonly stages: readonly Stages[];
  /** Whether conflicts are left, so that `abort` has to take the change back later. */
  readonly keepUndo: boolean;
}

/** Where an earlier change of a client repository stopped. */
export type Interruption =
  | 'none'
  /** Nothing was changed yet; the next change clears up. */
  | 'staging'
  /** Half of it is done, or half of an abort: finish it with resume, or take it back with abort. */
  | 'applying'
  /** Applied, with conflicts that are still open: abort takes it back. */
  | 'conflicts';

/** Where the last change of a client repository stopped. */
export function interrupted(root: string): Interruption {
  const has = (...parts: string[]): boolean => existsSync(path.join(root, ...parts));
  if ([JOURNAL, DONE, ABORT].some((name) => has(RUN_FOLDER, name)) || has(UNDO_FOLDER, ABORT))
    return 'applying';
  if (has(UNDO_FOLDER, JOURNAL)) return 'conflicts';
  return has(RUN_FOLDER) || has(UNDO_FOLDER) ? 'staging' : 'none';
}

/**
 * Changes a client repository, whole or not at all.
 * @throws InputError if it cannot be changed; everything is as it was then. EditedSince if files are no longer as they
 * were when the change was computed.
 */
export function applyTransaction(root: string, transaction: Transaction): void {
  guarded(root, (files) => {
    if (interrupted(files.root) === 'applying') throw new InputError([halfWay(files.root)]);
    const run = files.at(RUN_FOLDER);
    rmSync(run, { recursive: true, force: true });
    try {
      const journal = stage(files, RUN_FOLDER, transaction);
      writeJournal(run, JOURNAL, journal);
      apply(files, journal);
    } catch (error) {
      const cause = explained(error, root, root);
      if (isTakenBack(files) || !(cause instanceof InputError)) throw cause;
      throw new InputError([...cause.problems, halfWay(files.root)]);
    }
  });
}

function halfWay(root: string): Problem {
  return wrong('INTERRUPTED', 'A change of this repository stopped half-way.', {
    file: root,
    expected: 'a repository that is whole',
    action: 'Finish it with toltek resume, or take it back with toltek abort.',
  });
}

/**
 * Finishes what an interrupted run began: its change, or its abort.
 * @returns what was done; `dropped` if it had changed nothing yet.
 * @throws EditedSince naming files that were edited since and would be written over.
 */
export function resumeTransaction(root: string): 'finished' | 'undone' | 'dropped' | 'nothing' {
  return guarded(root, (files) => {
    if (finishEnding(files)) return 'finished';
    if (finishAbort(files, false)) return 'undone';
    const journal = readJournal(files, `${RUN_FOLDER}/${JOURNAL}`);
    if (journal === undefined) return drop(files);
    checkNotStarted(files, RUN_FOLDER, journal);
    apply(files, journal);
    return 'finished';
  });
}

/**
 * Takes an interrupted change back, or, if there is none, the change that left conflicts.
 * @param options.discard also where files were edited since: those edits are lost.
 * @returns what was done: `finished` if the interrupted change had been applied, but for its last traces; `dropped` if
 * it had changed nothing yet.
 * @throws EditedSince naming files that were edited since.
 */
export function abortTransaction(
  root: string,
  { discard }: { readonly discard: boolean },
): 'undone' | 'finished' | 'dropped' | 'nothing' {
  return guarded(root, (files) => {
    if (finishEnding(files)) return 'finished';
    if (finishAbort(files, discard)) return 'undone';
    for (const folder of [RUN_FOLDER, UNDO_FOLDER]) {
      const journal = readJournal(files, `${folder}/${JOURNAL}`);
      if (journal === undefined) continue;
      refuseEdited(files, folder, journal, discard);
      startAbort(files, folder, journal);
      return 'undone';
    }
    return drop(files);
  });
}

/** Holds the run lock of a repository whose .toltek/ is what it should be. */
function guarded<T>(root: string, work: (files: ConfinedFolder) => T): T {
  return withRunLock(root, () => {
    try {
      return work(new ConfinedFolder(realpathSync(root)));
    } catch (error) {
      throw explained(error, root, root);
    }
  });
}

/** Applies a journal from where it stopped, and clears up. */
function apply(files: ConfinedFolder, journal: Journal): void {
  applySteps(files, RUN_FOLDER, journal);
  setIndex(files.root, indexPaths(journal), journal.index.after);
  endChange(files, journal);
}

/** After an error: everything as it was, unless even that fails, or would lose an edit; then the journal stays. */
function isTakenBack(files: ConfinedFolder): boolean {
  try {
    const journal = readJournal(files, `${RUN_FOLDER}/${JOURNAL}`);
    if (journal === undefined) drop(files);
    else if (editedSince(files, RUN_FOLDER, journal).length === 0) startAbort(files, RUN_FOLDER, journal);
    return interrupted(files.root) !== 'applying';
  } catch {
    return false;
  }
}

function startAbort(files: ConfinedFolder, folder: string, journal: Journal): void {
  renameSync(files.at(`${folder}/${JOURNAL}`), files.at(`${folder}/${ABORT}`));
  flush(files.at(folder));
  abort(files, folder, journal);
}

/** Goes on with an abort that was begun. */
function finishAbort(files: ConfinedFolder, discard: boolean): boolean {
  for (const folder of [RUN_FOLDER, UNDO_FOLDER]) {
    const journal = readJournal(files, `${folder}/${ABORT}`);
    if (journal === undefined) continue;
    refuseEdited(files, folder, journal, discard);
    abort(files, folder, journal);
    return true;
  }
  return false;
}

function refuseEdited(files: ConfinedFolder, folder: string, journal: Journal, discard: boolean): void {
  const edited = editedSince(files, folder, journal);
  if (discard || edited.length === 0) return;
  throw new EditedSince(edited, 'keep a copy of what you want, and run: toltek abort --discard');
}

function abort(files: ConfinedFolder, folder: string, journal: Journal): void {
  undoSteps(files, folder, journal);
  // Where git was busy before its index was changed, there is nothing to ask of it.
  const paths = indexPaths(journal);
  if (!isIndexAs(files.root, paths, journal.index.before)) setIndex(files.root, paths, journal.index.before);
  unlinkSync(files.at(`${folder}/${ABORT}`));
  rmSync(files.at(folder), { recursive: true, force: true });
}

function indexPaths({ index }: Journal): readonly string[] {
  return [...new Set([...index.before, ...index.after].map(({ path: file }) => file))];
}

/** Removes what is left of a run that changed nothing, or is over. */
function drop(files: ConfinedFolder): 'dropped' | 'nothing' {
  if (interrupted(files.root) === 'applying') return 'nothing';
  const undo = existsSync(files.at(`${UNDO_FOLDER}/${JOURNAL}`)) ? [] : [UNDO_FOLDER];
  const left = [RUN_FOLDER, ...undo].filter((folder) => existsSync(files.at(folder)));
  for (const folder of left) rmSync(files.at(folder), { recursive: true, force: true });
  return left.length > 0 ? 'dropped' : 'nothing';
}
