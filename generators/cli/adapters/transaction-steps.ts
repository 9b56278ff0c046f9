import type { ConfinedFolder } from './confined-path.ts';
import { EditedSince } from './edited-since.ts';
import { flush } from './durable-files.ts';
import { foldersOf, isSame } from './fingerprint.ts';
import type { Journal, Step } from './journal.ts';
import { Place, removeFolder } from './transaction-place.ts';
import type { Layout } from './transaction-place.ts';

/** Applies the steps of a journal, passing over those that were applied already. */
export function applySteps(files: ConfinedFolder, folder: string, { steps }: Journal): void {
  const layout = layoutOf(steps);
  const needed = new Set(steps.filter((step) => step.new !== null).flatMap((step) => foldersOf(step.path)));
  const touched = new Set<string>();
  for (const step of steps) {
    const place = new Place(files, folder, step, layout);
    if (step.old !== null && !place.hasOld()) place.keepOld(step.old);
    if (step.new !== null && place.hasNew()) place.land();
    if (step.new === null) removeEmptied(files, foldersOf(step.path), needed);
    touched.add(foldersOf(step.path)[0] ?? '');
  }
  for (const name of touched)
    if (name === '' || files.isFolder(name)) flush(name === '' ? files.root : files.at(name));
}

/**
 * Looks whether steps that were not begun can still be applied.
 * @throws EditedSince naming the files that cannot.
 */
export function checkNotStarted(files: ConfinedFolder, folder: string, { steps }: Journal): void {
  const layout = layoutOf(steps);
  const edited = steps.filter((step) => {
    const place = new Place(files, folder, step, layout);
    if (step.new !== null && place.hasNew()) place.checkNew(step.new);
    if (place.isDone()) return false;
    const standing = place.standing();
    return !isSame(standing, step.old) && !(place.hasOld() && standing === null);
  });
  if (edited.length === 0) return;
  throw new EditedSince(
    edited.map((step) => step.path),
    'put it back as it was, or take the whole change back: toltek abort',
  );
}

/** Files that were edited since steps were applied, so that undoing these would lose something. */
export function editedSince(files: ConfinedFolder, folder: string, { steps }: Journal): readonly string[] {
  const layout = layoutOf(steps);
  return steps.flatMap((step) => {
    const place = new Place(files, folder, step, layout);
    if (!place.isStarted()) return [];
    const standing = place.standing();
    const known =
      standing === null || isSame(standing, step.old) || (!place.hasNew() && isSame(standing, step.new));
    return known ? [] : [step.path];
  });
}

/** Undoes the steps of a journal that were applied, the last first. */
export function undoSteps(files: ConfinedFolder, folder: string, { steps, folders }: Journal): void {
  const layout = layoutOf(steps);
  for (const step of [...steps].reverse()) {
    const place = new Place(files, folder, step, layout);
    if (place.isStarted()) place.restore();
  }
  removeEmptied(files, [...folders].sort().reverse(), new Set());
}

function layoutOf(steps: readonly Step[]): Layout {
  return {
    paths: new Set(steps.map((step) => step.path)),
    folders: new Set(steps.flatMap((step) => foldersOf(step.path))),
  };
}

/** Removes folders that hold nothing any more, as git does: the nearest first, up to one that holds something. */
function removeEmptied(files: ConfinedFolder, folders: readonly string[], needed: ReadonlySet<string>): void {
  for (const name of folders) {
    if (!needed.has(name) && files.isFolder(name) && removeFolder(files.at(name))) files.forget();
  }
}
