import { renameSync, rmSync, unlinkSync } from 'node:fs';
import type { ConfinedFolder } from './confined-path.ts';
import { flush } from './durable-files.ts';
import {
  DONE,
  JOURNAL,
  readJournal,
  RUN_FOLDER,
  storedName,
  UNDO_FOLDER,
  UPDATE_FOLDER,
  writeJournal,
} from './journal.ts';
import type { Journal, Step } from './journal.ts';

// What `abort` needs while conflicts are open. A second change in that time (some of the conflicts are resolved) is
// added to the first: abort then takes both back. The change that ends the conflicts ends all that.

/** Ends an applied change: it is kept for `abort` if conflicts are left. The run folder is gone afterwards. */
export function endChange(files: ConfinedFolder, journal: Journal): void {
  const run = files.at(RUN_FOLDER);
  if (journal.keepUndo && readJournal(files, `${UNDO_FOLDER}/${JOURNAL}`) === undefined) {
    rmSync(files.at(UNDO_FOLDER), { recursive: true, force: true });
    renameSync(run, files.at(UNDO_FOLDER));
    flush(files.at(UPDATE_FOLDER));
    return;
  }
  renameSync(files.at(`${RUN_FOLDER}/${JOURNAL}`), files.at(`${RUN_FOLDER}/${DONE}`));
  flush(run);
  goOnEnding(files, journal);
}

/** Goes on where ending a change was interrupted; false if it was not. */
export function finishEnding(files: ConfinedFolder): boolean {
  const journal = readJournal(files, `${RUN_FOLDER}/${DONE}`);
  if (journal === undefined) return false;
  goOnEnding(files, journal);
  return true;
}

function goOnEnding(files: ConfinedFolder, journal: Journal): void {
  if (journal.keepUndo) add(files, journal);
  else rmSync(files.at(UNDO_FOLDER), { recursive: true, force: true });
  unlinkSync(files.at(`${RUN_FOLDER}/${DONE}`));
  rmSync(files.at(RUN_FOLDER), { recursive: true, force: true });
}

/** Adds an applied change to the one that is kept already. Done twice, it does nothing more. */
function add(files: ConfinedFolder, later: Journal): void {
  const undo = readJournal(files, `${UNDO_FOLDER}/${JOURNAL}`);
  if (undo === undefined) throw new Error(`${UNDO_FOLDER}/${JOURNAL} vanished.`);
  const known = new Set(undo.steps.map((step) => step.path));
  const added = later.steps.filter((step) => !known.has(step.path));
  for (const { path } of added) {
    const old = `old/${storedName(path)}`;
    if (files.find(`${RUN_FOLDER}/${old}`).kind === 'file')
      renameSync(files.at(`${RUN_FOLDER}/${old}`), files.at(`${UNDO_FOLDER}/${old}`));
  }
  writeJournal(files.at(UNDO_FOLDER), JOURNAL, joined(undo, later, added));
}

function joined(undo: Journal, later: Journal, added: readonly Step[]): Journal {
  const now = new Map(later.steps.map((step) => [step.path, step.new]));
  const steps = undo.steps.map((step) => ({
    ...step,
    new: now.has(step.path) ? (now.get(step.path) ?? null) : step.new,
  }));
  const shown = new Set([...undo.index.before, ...undo.index.after].map(({ path }) => path));
  return {
    ...undo,
    steps: [...steps, ...added],
    folders: [...new Set([...undo.folders, ...later.folders])],
    index: {
      before: [...undo.index.before, ...later.index.before.filter(({ path }) => !shown.has(path))],
      after: [...undo.index.after, ...later.index.after],
    },
  };
}
