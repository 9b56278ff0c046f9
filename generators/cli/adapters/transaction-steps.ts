import { linkSync, readFileSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { wrong } from '#generators/engine/problems.ts';
import { exitCode } from '../exit-codes.ts';
import { Refusal } from '../refusal.ts';
import type { ConfinedFolder } from './confined-path.ts';
import { codeOf, flush, refused } from './file-system.ts';
import { fingerprint, foldersOf, isSame } from './fingerprint.ts';
import { storedName } from './journal.ts';
import type { Fingerprint, Journal, Step } from './journal.ts';

/** Thrown when files are not as a change supposes, because somebody edited them: going on would lose that. */
export class EditedSince extends Refusal {
  /** Relative to the client repository. */
  readonly paths: readonly string[];

  constructor(paths: readonly string[], action: string) {
    const problems = paths.map((file) =>
      wrong('EDITED_SINCE', `${file} was changed in the meantime.`, {
        file,
        expected: 'the file as this change knows it',
        action: `Look at it, then ${action}.`,
      }),
    );
    super(problems, exitCode.refused);
    this.name = 'EditedSince';
    this.paths = paths;
  }
}

/** Applies the steps of a journal, passing over those that were applied already. */
export function applySteps(files: ConfinedFolder, folder: string, { steps }: Journal): void {
  const needed = new Set(steps.filter((step) => step.new !== null).flatMap((step) => foldersOf(step.path)));
  const touched = new Set<string>();
  for (const step of steps) {
    const place = new Place(files, folder, step);
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
  const edited = steps.filter((step) => {
    const place = new Place(files, folder, step);
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
  return steps.flatMap((step) => {
    const place = new Place(files, folder, step);
    if (!place.isStarted()) return [];
    const standing = place.standing();
    const known =
      standing === null || isSame(standing, step.old) || (!place.hasNew() && isSame(standing, step.new));
    return known ? [] : [step.path];
  });
}

/** Undoes the steps of a journal that were applied, the last first. */
export function undoSteps(files: ConfinedFolder, folder: string, { steps, folders }: Journal): void {
  for (const step of [...steps].reverse()) {
    const place = new Place(files, folder, step);
    if (place.isStarted()) place.restore();
  }
  removeEmptied(files, [...folders].sort().reverse(), new Set());
}

/** Where the files of one step are: in place, new and waiting, or old and moved away. */
class Place {
  readonly #files: ConfinedFolder;
  readonly #step: Step;
  readonly #old: string;
  readonly #new: string;

  constructor(files: ConfinedFolder, folder: string, step: Step) {
    this.#files = files;
    this.#step = step;
    this.#old = `${folder}/old/${storedName(step.path)}`;
    this.#new = `${folder}/new/${storedName(step.path)}`;
  }

  hasOld(): boolean {
    return this.#has(this.#old);
  }

  hasNew(): boolean {
    return this.#has(this.#new);
  }

  isStarted(): boolean {
    if (this.#step.old !== null) return this.hasOld();
    return this.#step.new !== null && !this.hasNew();
  }

  isDone(): boolean {
    return this.isStarted() && !(this.#step.new !== null && this.hasNew());
  }

  /** What is in place now; a link, a folder or the like counts as a file nobody knows. */
  standing(): Fingerprint | null {
    const found = this.#files.find(this.#step.path);
    if (found.kind === 'nothing') return null;
    if (found.kind === 'other') return UNKNOWN;
    return this.#fingerprint(this.#step.path);
  }

  /** @throws InputError if the waiting bytes are not those the journal names. */
  checkNew(expected: Fingerprint): void {
    if (isSame(this.#fingerprint(this.#new), expected)) return;
    throw refused(
      'JOURNAL_INVALID',
      `The new ${this.#step.path} that waits in ${this.#new} was changed.`,
      this.#files.at(this.#new),
      'the bytes the journal names',
      'Take the change back: toltek abort',
    );
  }

  /**
   * Keeps the file in place. One that is replaced stays where it is until then, if the file system can give it a second
   * name; it is looked at when it is kept, so that no edit is lost between the two.
   */
  keepOld(expected: Fingerprint): void {
    const [from, to] = [this.#files.at(this.#step.path), this.#files.at(this.#old)];
    if (this.#files.find(this.#step.path).kind !== 'file') throw this.#editedMeanwhile();
    const inPlace = this.#step.new !== null && isLinked(from, to);
    if (!inPlace) renameSync(from, to);
    if (isSame(this.#fingerprint(this.#old), expected)) return;
    if (inPlace) unlinkSync(to);
    else renameSync(to, from);
    throw this.#editedMeanwhile();
  }

  land(): void {
    const { path, old } = this.#step;
    for (const name of [...foldersOf(path)].reverse()) this.#files.makeFolder(name);
    const { kind } = this.#files.find(path);
    if (kind === 'other' || (kind === 'file' && old === null)) throw this.#editedMeanwhile();
    renameSync(this.#files.at(this.#new), this.#files.at(path));
  }

  restore(): void {
    const { path, old } = this.#step;
    const found = this.#files.find(path);
    if (found.kind === 'other') throw this.#editedMeanwhile();
    if (old === null) {
      if (found.kind === 'file') unlinkSync(this.#files.at(path));
      return;
    }
    for (const name of [...foldersOf(path)].reverse()) this.#files.makeFolder(name);
    renameSync(this.#files.at(this.#old), this.#files.at(path));
  }

  #has(relative: string): boolean {
    const { kind } = this.#files.find(relative);
    if (kind !== 'other') return kind === 'file';
    throw refused(
      'JOURNAL_INVALID',
      `${relative} is no file.`,
      this.#files.at(relative),
      'a file that toltek put there',
      'Look who put it there, take back from git what you want, and remove it.',
    );
  }

  #fingerprint(relative: string): Fingerprint {
    const found = this.#files.find(relative);
    if (found.kind !== 'file') return UNKNOWN;
    return fingerprint({
      bytes: readFileSync(this.#files.at(relative)),
      executable: (found.stat.mode & 0o100) !== 0,
    });
  }

  #editedMeanwhile(): EditedSince {
    return new EditedSince([this.#step.path], 'run the command again');
  }
}

/** Gives a file a second name; false where the file system has no such thing. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (
      ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(codeOf(error) ?? '')
    )
      return false;
    throw error;
  }
}

const UNKNOWN: Fingerprint = { sha256: '', executable: false };

/** Removes folders that hold nothing any more, as git does: the nearest first, up to one that holds something. */
function removeEmptied(files: ConfinedFolder, folders: readonly string[], needed: ReadonlySet<string>): void {
  for (const name of folders) {
    if (needed.has(name) || !files.isFolder(name)) continue;
    try {
      rmdirSync(files.at(name));
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(codeOf(error) ?? '')) continue;
      throw error;
    }
    files.forget();
  }
}
