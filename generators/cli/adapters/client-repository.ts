import { readFileSync, realpathSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Lock } from '#catalog/schema/generated/types.ts';
import { validateLock } from '#catalog/schema/generated/validators/lock.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { ENGINE_FOLDER, pathMisfit } from '#generators/engine/render/paths.ts';
import { refuseAny, wrong } from '#generators/engine/problems.ts';
import type { BaseTree, WorkFile, WorkTree } from '#generators/engine/update/types.ts';
import { readBase } from './base.ts';
import { ConfinedFolder, confinedMisfit } from './confined-path.ts';
import type { Found } from './confined-path.ts';
import { codeOf, refused } from './file-system.ts';
import { listFiles } from './git-files.ts';
import { modesOfIndex } from './git-modes.ts';
import { readJsonDocument } from './json-document.ts';

/** Where the lock of a client repository lies. */
export const LOCK_PATH = `${ENGINE_FOLDER}/lock.json`;
const SELECTION_PATH = `${ENGINE_FOLDER}/selection.json`;

/** A larger file cannot be merged: it counts as something of the person's that is left alone. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** A generated repository as it lies on disk. Nothing of it is trusted until it was checked, no link is followed. */
export interface ClientRepository {
  /** Its folder, absolute, links followed. */
  readonly root: string;
  /** Checked against its schema; every path in it may be written. */
  readonly lock: Lock;
  /**
   * What the last generation or update wrote, byte for byte as the lock says.
   * @throws InputError BASE_MISSING or BASE_TAMPERED.
   */
  readonly base: () => BaseTree;
  /**
   * What lies at these paths now; paths that hold nothing are left out. Whether a file is executable is what git holds,
   * where git does not look at the disk for that.
   * @throws InputError for a path that leaves the repository, or a file that may not be read.
   */
  readonly read: (paths: Iterable<string>) => WorkTree;
  /**
   * Every file git tracks or would offer to track, sorted; ignored ones are left out.
   * @throws InputError where it is no git work tree.
   */
  readonly list: () => readonly string[];
  /**
   * The selection as the client may see it, kept since the generation.
   * @throws InputError where it cannot be read.
   */
  readonly selection: () => unknown;
}

/** A folder that may become a client repository. */
export type ClientFolder = Pick<ClientRepository, 'root' | 'read' | 'list'>;

/**
 * Opens a folder that has no lock, or none that can be used.
 * @throws InputError if there is no such folder.
 */
export function openFolder(folder: string): ClientFolder {
  const files = new ConfinedFolder(realFolder(folder));
  return {
    root: files.root,
    read: (paths) => readTree(files, paths, {}),
    list: () => listFiles(files.root),
  };
}

/**
 * The folder of a client repository, absolute, links followed. Its lock is not looked into.
 * @throws InputError if it is none.
 */
export function clientRoot(folder: string): string {
  const files = new ConfinedFolder(realFolder(folder));
  lockFile(files, folder);
  return files.root;
}

/**
 * Opens a client repository.
 * @param folder as the person named it.
 * @throws InputError if it is none, or its lock cannot be used.
 */
export function openRepository(folder: string): ClientRepository {
  const files = new ConfinedFolder(realFolder(folder));
  const lock = readLock(files, folder);
  return {
    root: files.root,
    lock,
    base: () => readBase(files, lock),
    read: (paths) => readTree(files, paths, lock.files),
    list: () => listFiles(files.root),
    selection: () => readJsonDocument(ownFile(files, SELECTION_PATH)),
  };
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') throw notOurs(folder);
    throw error;
  }
}

function lockFile(files: ConfinedFolder, folder: string): string {
  if (files.find(LOCK_PATH).kind === 'nothing') throw notOurs(folder);
  return ownFile(files, LOCK_PATH);
}

function readLock(files: ConfinedFolder, folder: string): Lock {
  const file = lockFile(files, folder);
  const document = parseLock(file);
  if (!validateLock(document)) throw lockInvalid(schemaProblems(validateLock, document, file));
  const unsafe = unsafePaths(document).map((problem) => ({ ...problem, file }));
  refuseAny(unsafe);
  return document;
}

function parseLock(file: string): unknown {
  try {
    return readJsonDocument(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw holdsMarkers(file) ? lockConflict(file) : lockInvalid(error.problems);
  }
}

function holdsMarkers(file: string): boolean {
  try {
    return /^<{7} /m.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** What two branches did cannot be merged in the lock, but one of them can be done again. */
function lockConflict(file: string): InputError {
  return refused(
    'LOCK_INVALID',
    `Two branches changed what toltek wrote, and git left both in ${LOCK_PATH}.`,
    file,
    'the lock of one branch',
    `Take all of ${ENGINE_FOLDER}/ from yours (git checkout HEAD -- ${ENGINE_FOLDER}), merge the other files and commit. Then run again what the other branch did: toltek update, add or remove.`,
  );
}

/** A lock that was merged badly or edited is as it was in the last commit that was sound. */
function lockInvalid(problems: readonly Problem[]): InputError {
  return new InputError(
    problems.map((problem) => ({
      ...problem,
      code: 'LOCK_INVALID',
      action: `It is written by toltek alone: take it back from git (git log -- ${LOCK_PATH}).`,
    })),
  );
}

/** Keys of a lock become paths that are read, written and deleted. */
function unsafePaths({ files, pending }: Lock): readonly Problem[] {
  const unsafe = (value: string, pointer: string, expected: string): Problem =>
    wrong('UNSAFE_PATH', `'${value}' is no path that toltek writes.`, {
      pointer,
      value,
      expected,
      action: `Take the lock back from git (git log -- ${LOCK_PATH}).`,
    });
  const generated = Object.keys(files).flatMap((file) => {
    const misfit = pathMisfit(file) ?? engineMisfit(file);
    return misfit === undefined ? [] : [unsafe(file, '/files', misfit)];
  });
  const waiting = (pending ?? []).flatMap(({ path: file }, index) => {
    const misfit = confinedMisfit(file) ?? engineMisfit(file);
    return misfit === undefined ? [] : [unsafe(file, `/pending/${index}/path`, misfit)];
  });
  return [...generated, ...waiting];
}

function engineMisfit(file: string): string | undefined {
  return file.split('/')[0]?.toLowerCase() === ENGINE_FOLDER ? `no path in ${ENGINE_FOLDER}/` : undefined;
}

/** A file below .toltek/, which has to be one. */
function ownFile(files: ConfinedFolder, relative: string): string {
  const found = files.find(relative);
  if (found.kind === 'other')
    throw refused(
      'NOT_A_FILE',
      `${relative} is ${wordOf(found)}.`,
      files.at(relative),
      'a file, in folders that are no links',
      'Take it back from git, and look who changed it.',
    );
  return files.at(relative);
}

function wordOf(found: Extract<Found, { kind: 'other' }>): string {
  return found.what.kind === 'link' ? `a symbolic link, or below one` : 'no file';
}

function readTree(files: ConfinedFolder, paths: Iterable<string>, locked: Lock['files']): WorkTree {
  files.forget();
  const tree = new Map<string, WorkFile>();
  for (const relative of paths) {
    const misfit = confinedMisfit(relative);
    if (misfit !== undefined)
      throw refused(
        'UNSAFE_PATH',
        `'${relative}' is not read.`,
        relative,
        misfit,
        'Correct where it is named.',
      );
    const file = readOne(files, relative);
    if (file !== undefined) tree.set(relative, file);
  }
  return withKnownModes(files.root, tree, locked);
}

/** Git is asked only where the disk says something else than what was generated. */
function withKnownModes(root: string, tree: WorkTree, locked: Lock['files']): WorkTree {
  const generated = (file: string): boolean => locked[file]?.mode === '755';
  const doubtful = [...tree].filter(
    ([file, found]) => found.kind === 'file' && found.executable !== generated(file),
  );
  const modes = doubtful.length === 0 ? undefined : modesOfIndex(root);
  if (modes === undefined) return tree;
  const known = doubtful.map(([file, found]): [string, WorkFile] => [
    file,
    found.kind === 'file' ? { ...found, executable: modes.get(file) ?? generated(file) } : found,
  ]);
  return new Map([...tree, ...known]);
}

function readOne(files: ConfinedFolder, relative: string): WorkFile | undefined {
  const found = files.find(relative);
  if (found.kind === 'nothing') return undefined;
  if (found.kind === 'other') return found.what;
  if (found.stat.size > LARGEST_FILE) return { kind: 'special' };
  try {
    const bytes = readFileSync(files.at(relative));
    return { kind: 'file', bytes, executable: (found.stat.mode & 0o100) !== 0 };
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error;
    throw refused(
      'NO_PERMISSION',
      `${relative} cannot be read.`,
      files.at(relative),
      'a file you may read',
      `Give yourself the right to read it: chmod u+r ${relative}`,
    );
  }
}

function notOurs(folder: string): InputError {
  return refused(
    'NO_REPOSITORY',
    `${folder} holds no ${LOCK_PATH}.`,
    folder,
    'a repository that toltek new wrote',
    'Go there, or name its folder.',
  );
}
