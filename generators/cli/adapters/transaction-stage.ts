import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ENGINE_FOLDER } from '#generators/engine/render/paths.ts';
import type { FileContent, WorkFile } from '#generators/engine/update/types.ts';
import type { ConfinedFolder, Found } from './confined-path.ts';
import { flush, writeAllNew } from './durable-files.ts';
import { refused } from './file-system.ts';
import { fingerprint, foldersOf, isSame } from './fingerprint.ts';
import { indexEntries, stageEntries, withKnownSides } from './git-index.ts';
import { modeEntries, modesOfIndex } from './git-modes.ts';
import { storedName, stepMisfit } from './journal.ts';
import type { Journal, Step } from './journal.ts';
import type { Transaction } from './transaction.ts';
import { EditedSince } from './edited-since.ts';

/** A step with the bytes that its file is to have. */
interface Planned {
  readonly step: Step;
  readonly content: FileContent | null;
  /** Permissions of the file in its place, `undefined` if there is none. */
  readonly mode: number | undefined;
}

/**
 * Writes what a change needs to a folder of its own, and looks whether it can be applied. The repository is not touched.
 * @throws InputError if something is in the way; EditedSince if a file is not as the change supposes.
 */
export function stage(files: ConfinedFolder, folder: string, transaction: Transaction): Journal {
  const planned = planSteps(files, transaction);
  const full = files.at(folder);
  for (const part of ['', 'new', 'old']) mkdirSync(path.join(full, part));
  const written = planned.flatMap(({ step, content, mode }) =>
    content === null ? [] : [{ step, content, mode }],
  );
  const modes = writeAllNew(
    written.map(({ step, content, mode }) => ({
      file: path.join(full, 'new', storedName(step.path)),
      bytes: content.bytes,
      mode: content.executable ? 0o777 : 0o666,
      ...(mode === undefined ? {} : { exactMode: likeOld(mode, content) }),
    })),
  );
  for (const part of ['new', 'old', '']) flush(path.join(full, part));
  const onDisk = new Map(written.map(({ step }, index) => [step, modes[index]]));
  const steps = planned.map(({ step }) => asOnDisk(step, onDisk.get(step)));
  const { title, keepUndo } = transaction;
  return {
    journalVersion: 1,
    title,
    keepUndo,
    steps,
    folders: newFolders(files, steps),
    index: stageIndex(files.root, transaction),
  };
}

/** A file system that keeps no executable bit gives every file the same. */
function asOnDisk(step: Step, mode: number | undefined): Step {
  if (step.new === null || mode === undefined) return step;
  return { ...step, new: { ...step.new, executable: isExecutable(mode) } };
}

function stageIndex(root: string, { writes, stages, before }: Transaction): Journal['index'] {
  const ours = new Map(stages.map((conflict) => [conflict.path, conflict.ours]));
  const whole = new Map([...writes].filter(([file]) => !ours.has(file)));
  const modes = modeEntries(root, whole, before);
  const known = indexEntries(root, [...ours.keys(), ...modes.map((entry) => entry.path)]);
  const isAsCheckedOut = (file: string): boolean => {
    const found = before.get(file);
    const side = ours.get(file);
    return found?.kind === 'file' && side !== undefined && isSame(fingerprint(found), fingerprint(side));
  };
  const conflicts = withKnownSides(stageEntries(root, stages), known, isAsCheckedOut);
  return { before: known, after: [...conflicts, ...modes] };
}

/** Removals first, then what is written, then what is written last. What is there already is left out. */
function planSteps(files: ConfinedFolder, { writes, last, before }: Transaction): readonly Planned[] {
  const others = [...writes].filter(([file]) => !last.includes(file));
  const removed = others.flatMap(([file, content]) => (content === null ? [file] : []));
  const ordered = [
    ...removed,
    ...others.flatMap(([file, content]) => (content === null ? [] : [file])),
    ...last,
  ];
  const ground = new Ground(files, removed);
  const isModeKept = modeKeeper(files.root);
  const edited: string[] = [];
  const planned = ordered.flatMap((file): readonly Planned[] => {
    const content = writes.get(file);
    if (content === undefined) throw new Error(`${file} is to be written last, but is not written.`);
    const found = ground.at(file);
    const known = file.startsWith(`${ENGINE_FOLDER}/`) ? found?.read() : before.get(file);
    if (!isLike(known, found, isModeKept)) edited.push(file);
    const old =
      known?.kind === 'file' && found !== undefined
        ? { ...fingerprint(known), executable: isExecutable(found.mode) }
        : null;
    const step = { path: file, old, new: content === null ? null : fingerprint(content) };
    return isSame(step.old, step.new) ? [] : [{ step, content, mode: found?.mode }];
  });
  if (edited.length > 0)
    throw new EditedSince(edited, 'run the command again: it will see them as they are now');
  return planned;
}

/** A file in its place. */
interface Standing {
  readonly mode: number;
  readonly size: number;
  readonly read: () => Extract<WorkFile, { kind: 'file' }>;
}

/** What lies where a change writes, once its removals are done. */
class Ground {
  readonly #files: ConfinedFolder;
  readonly #removed: ReadonlySet<string>;
  readonly #inodes: ReadonlyMap<number, string>;

  constructor(files: ConfinedFolder, removed: readonly string[]) {
    this.#files = files;
    this.#removed = new Set(removed);
    this.#inodes = new Map(
      removed.flatMap((file) => {
        const found = this.#find(file);
        return found.kind === 'file' ? [[found.stat.ino, file] as const] : [];
      }),
    );
  }

  /**
   * The file at a path.
   * @throws InputError where it is something else.
   */
  at(file: string): Standing | undefined {
    const found = this.#find(file);
    if (found.kind === 'nothing') return undefined;
    if (found.kind === 'other') {
      if (this.#isVacated(file, found)) return undefined;
      throw refused(
        'IN_THE_WAY',
        `${file} is ${found.what.kind === 'link' ? 'a symbolic link, or lies below one' : 'not a file, or lies below one'}.`,
        this.#files.at(file),
        'a file, or nothing, in folders that are no links',
        'Move away what is there, and run the command again.',
      );
    }
    if (this.#isRenamedByCase(file, found.stat.ino)) return undefined;
    const { mode, size } = found.stat;
    const read: Standing['read'] = () => ({
      kind: 'file',
      bytes: readFileSync(this.#files.at(file)),
      executable: isExecutable(mode),
    });
    return { mode, size, read };
  }

  #find(file: string): Found {
    const misfit = stepMisfit(file);
    if (misfit === undefined) return this.#files.find(file);
    throw refused('UNSAFE_PATH', `'${file}' is not written.`, file, misfit, 'Correct where it is named.');
  }

  /** Whether removals take away the file that lies where a folder has to be, or all files of a folder in the way. */
  #isVacated(file: string, { what }: Extract<Found, { kind: 'other' }>): boolean {
    if (what.kind === 'special') return foldersOf(file).some((folder) => this.#removed.has(folder));
    if (what.kind !== 'folder') return false;
    const inside = readdirSync(this.#files.at(file), { recursive: true, withFileTypes: true });
    return inside
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(this.#files.root, path.join(entry.parentPath, entry.name)))
      .every((name) => this.#removed.has(name.split(path.sep).join('/')));
  }

  /** Where a file system takes two names that differ by case for one, the file is the one that is removed. */
  #isRenamedByCase(file: string, inode: number): boolean {
    const removed = this.#inodes.get(inode);
    return removed !== undefined && removed !== file && removed.toLowerCase() === file.toLowerCase();
  }
}

/** Whether a file may still be as it is known: its bytes are compared when it is replaced, as it may change until then. */
function isLike(
  known: WorkFile | undefined,
  found: Standing | undefined,
  isModeKept: () => boolean,
): boolean {
  if (found === undefined) return known?.kind !== 'file';
  return (
    known?.kind === 'file' &&
    known.bytes.length === found.size &&
    (known.executable === isExecutable(found.mode) || !isModeKept())
  );
}

function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}

/** Whether executable bits on the disk mean anything to git; asked once, and only where it matters. */
function modeKeeper(root: string): () => boolean {
  let kept: boolean | undefined;
  return () => (kept ??= modesOfIndex(root) === undefined);
}

/** A file that replaces one keeps its permissions, but for the right to execute: who may read may then do that. */
function likeOld(mode: number, { executable }: FileContent): number {
  return (mode & 0o666) | (executable ? (mode & 0o444) >> 2 : 0);
}

function newFolders(files: ConfinedFolder, steps: readonly Step[]): readonly string[] {
  const folders = new Set(steps.filter((step) => step.new !== null).flatMap((step) => foldersOf(step.path)));
  return [...folders].filter((folder) => !files.isFolder(folder)).sort();
}
