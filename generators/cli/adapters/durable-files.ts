import { spawnSync } from 'node:child_process';
import { closeSync, fchmodSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A file to be written where there is none. */
export interface NewFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Permissions, before the umask takes from them. */
  readonly mode: number;
  /**
   * Permissions it is to have whatever the umask is.
   *
   * @default - as `mode` and the umask say
   */
  readonly exactMode?: number;
}

/** Writes a file that must not exist yet, down to the disk. */
export function writeNew(file: string, bytes: Uint8Array, mode = 0o666): void {
  writeAllNew([{ file, bytes, mode }]);
}

/** So many files are open at a time; systems allow 256 and more. */
const OPEN_AT_A_TIME = 64;

/** From so many files on, it is cheaper to flush their file system once than each of them. */
const MANY = 16;

/**
 * Writes files that must not exist yet, down to the disk. All lie on one file system.
 * @returns the permissions that each has there, in the order of the files.
 */
export function writeAllNew(files: readonly NewFile[]): readonly number[] {
  const [first] = files;
  const isWrittenFirst = first !== undefined && files.length >= MANY && process.platform === 'linux';
  if (!isWrittenFirst) return writeInGroups(files, fsyncSync);
  const modes = writeInGroups(files, () => undefined);
  if (!isFileSystemFlushed(path.dirname(first.file))) for (const { file } of files) flush(file);
  return modes;
}

/** @param finish is called for every file of a group once all of them are written: the disk is asked less often then. */
function writeInGroups(files: readonly NewFile[], finish: (handle: number) => void): readonly number[] {
  const modes: number[] = [];
  for (let start = 0; start < files.length; start += OPEN_AT_A_TIME) {
    const handles: number[] = [];
    try {
      for (const { file, bytes, mode, exactMode } of files.slice(start, start + OPEN_AT_A_TIME)) {
        const handle = openSync(file, 'wx', exactMode ?? mode);
        handles.push(handle);
        writeWhole(handle, bytes);
        modes.push(settledMode(handle, exactMode));
      }
      for (const handle of handles) finish(handle);
    } finally {
      for (const handle of handles) closeSync(handle);
    }
  }
  return modes;
}

function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(handle, bytes, offset);
}

function settledMode(handle: number, exact: number | undefined): number {
  const { mode } = fstatSync(handle);
  if (exact === undefined || (mode & 0o777) === exact) return mode;
  fchmodSync(handle, exact);
  return fstatSync(handle).mode;
}

/**
 * Has Linux write out everything that waits for the disk of a folder: one call (syncfs) in place of one per file, which
 * Node does not offer and `sync` of the system does.
 * @returns false where there is no such program, or it failed.
 */
function isFileSystemFlushed(folder: string): boolean {
  return spawnSync('sync', ['-f', folder], { cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Makes a file, or the names in a folder, durable; systems that cannot open folders need no such step for them. */
export function flush(place: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(place, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
