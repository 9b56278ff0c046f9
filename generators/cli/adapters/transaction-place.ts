import { linkSync, readdirSync, readFileSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { ConfinedFolder, Found } from './confined-path.ts';
import { EditedSince } from './edited-since.ts';
import { codeOf, refused } from './file-system.ts';
import { fingerprint, foldersOf, isSame } from './fingerprint.ts';
import { storedName } from './journal.ts';
import type { Fingerprint, Step } from './journal.ts';

/** The paths of all steps and the folders they lie in: a file may take the place of a folder, and the other way round. */
export interface Layout {
  readonly paths: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Where the files of one step are: in place, new and waiting, or old and moved away. */
export class Place {
  readonly #files: ConfinedFolder;
  readonly #step: Step;
  readonly #old: string;
  readonly #new: string;
  readonly #layout: Layout;

  constructor(files: ConfinedFolder, folder: string, step: Step, layout: Layout) {
    this.#files = files;
    this.#step = step;
    this.#layout = layout;
    const name = storedName(step.path);
    this.#old = `${folder}/old/${name}`;
    this.#new = `${folder}/new/${name}`;
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

  /** What is in place now; a link, a folder of the person's or the like counts as a file nobody knows. */
  standing(): Fingerprint | null {
    const found = this.#files.find(this.#step.path);
    if (found.kind === 'nothing' || this.#isOurFolder(found) || this.#isBelowOurFile(found)) return null;
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
    this.#forget();
    if (isSame(this.#fingerprint(this.#old), expected)) return;
    if (inPlace) unlinkSync(to);
    else renameSync(to, from);
    throw this.#editedMeanwhile();
  }

  land(): void {
    const { path, old } = this.#step;
    for (const name of [...foldersOf(path)].reverse()) this.#files.makeFolder(name);
    const { kind } = this.#clearedPlace();
    if (kind === 'other' || (kind === 'file' && old === null)) throw this.#editedMeanwhile();
    renameSync(this.#files.at(this.#new), this.#files.at(path));
    this.#forget();
  }

  restore(): void {
    const { path, old } = this.#step;
    const found = this.#clearedPlace();
    if (found.kind === 'other') throw this.#editedMeanwhile();
    if (old === null) {
      if (found.kind === 'file') unlinkSync(this.#files.at(path));
      this.#forget();
      return;
    }
    for (const name of [...foldersOf(path)].reverse()) this.#files.makeFolder(name);
    renameSync(this.#files.at(this.#old), this.#files.at(path));
    this.#forget();
  }

  /** Where other steps lie below this path, what was seen of it as a folder is no longer so. */
  #forget(): void {
    if (this.#layout.folders.has(this.#step.path)) this.#files.forget();
  }

  #isOurFolder(found: Found): boolean {
    const { folders } = this.#layout;
    return found.kind === 'other' && found.what.kind === 'folder' && folders.has(this.#step.path);
  }

  #isBelowOurFile(found: Found): boolean {
    const { paths } = this.#layout;
    return (
      found.kind === 'other' &&
      found.what.kind === 'special' &&
      foldersOf(this.#step.path).some((folder) => paths.has(folder))
    );
  }

  /** What is in place, once a folder that came or went with other steps is removed, with the empty folders in it. */
  #clearedPlace(): Found {
    const { path } = this.#step;
    const found = this.#files.find(path);
    if (!this.#isOurFolder(found)) return found;
    removeEmptyTree(this.#files.at(path));
    this.#files.forget();
    return this.#files.find(path);
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

/** Removes a folder that holds nothing but folders like it; where a file is inside, it stays. */
function removeEmptyTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyTree(path.join(folder, entry.name));
  removeFolder(folder);
}

/**
 * Removes a folder if it holds nothing.
 * @returns whether it is gone.
 */
export function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}
