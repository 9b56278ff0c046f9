import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RenderedFile } from '#generators/engine/render/render.ts';
import { flush, writeAllNew } from './durable-files.ts';
import { explained, isAlive, refused, statOf } from './file-system.ts';

// A repository lands whole or not at all. Everything is written and flushed to a staging folder beside the target,
// which is then renamed into its place: one step that no crash can split.
//
// Where the target holds a fresh `.git`, that folder is moved into the staging folder just before the rename. A crash
// between the two leaves the target empty and `.git` in the staging folder; the next run puts it back.

/** The files to write, by path relative to the target; parts joined by `/`. */
export type Files = ReadonlyMap<string, Pick<RenderedFile, 'bytes' | 'executable'>>;

/**
 * Refuses a target that `writeRepository` could not write to, so that nobody answers questions in vain.
 * @throws InputError saying what stands in the way.
 */
export function checkTarget(target: string): void {
  const parent = path.dirname(path.resolve(target));
  const parentStat = statOf(parent);
  if (parentStat?.isDirectory() !== true)
    throw refused(
      'TARGET_PARENT',
      `There is no folder ${parent}.`,
      target,
      'an existing folder to write into',
      `Make it first: mkdir -p ${parent}`,
    );
  const stat = statOf(target);
  if (stat === undefined) return;
  if (!stat.isDirectory())
    throw refused(
      'TARGET_EXISTS',
      `${target} is ${stat.isSymbolicLink() ? 'a symbolic link' : 'a file'}.`,
      target,
      'a folder that does not exist yet, or is empty',
      'Choose another folder.',
    );
  const names = namesIn(target).filter((name) => name !== '.git');
  if (names.length > 0)
    throw refused(
      'TARGET_NOT_EMPTY',
      `${target} is not empty: it holds ${excerpt(names)}.`,
      target,
      'a folder that does not exist yet, is empty, or holds nothing but .git',
      'Choose another folder, or move what is there.',
    );
}

/**
 * Writes a repository: afterwards the target is complete, or as it was before.
 * @throws InputError where the target cannot be written; nothing is left behind then.
 */
export function writeRepository(target: string, files: Files): void {
  const full = path.resolve(target);
  try {
    recover(full);
    checkTarget(full);
    const staging = stagingFolder(full, process.pid);
    try {
      stage(staging, files);
      land(staging, full);
    } catch (error) {
      withdraw(staging, full);
      throw error;
    }
  } catch (error) {
    throw explained(error, target);
  }
}

function stagingFolder(full: string, pid: number): string {
  return path.join(path.dirname(full), `.${path.basename(full)}.toltek-${pid}`);
}

/** Removes what killed runs left beside the target, and gives back a `.git` they had moved. */
function recover(full: string): void {
  const parent = path.dirname(full);
  const prefix = `.${path.basename(full)}.toltek-`;
  if (!existsSync(parent)) return;
  for (const name of namesIn(parent).filter((candidate) => candidate.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length));
    if (!Number.isInteger(pid)) continue;
    if (pid !== process.pid && isAlive(pid))
      throw refused(
        'TARGET_BUSY',
        `Another run (process ${pid}) is writing to ${full}.`,
        full,
        'one run at a time',
        `Wait for it; if there is none, remove ${path.join(parent, name)}.`,
      );
    withdraw(path.join(parent, name), full);
  }
}

function stage(staging: string, files: Files): void {
  mkdirSync(staging);
  const folders = new Set<string>([staging]);
  const placed = [...files].map(([relative, { bytes, executable }]) => {
    const file = path.join(staging, ...relative.split('/'));
    return { file, bytes, mode: executable ? 0o777 : 0o666 };
  });
  for (const { file } of placed) {
    const folder = path.dirname(file);
    if (folders.has(folder)) continue;
    mkdirSync(folder, { recursive: true });
    for (let above = folder; !folders.has(above); above = path.dirname(above)) folders.add(above);
  }
  writeAllNew(placed);
  for (const folder of folders) flush(folder);
}

function land(staging: string, full: string): void {
  const git = path.join(full, '.git');
  if (existsSync(git)) renameSync(git, path.join(staging, '.git'));
  // POSIX replaces an empty folder in one step; Windows wants it gone.
  if (process.platform === 'win32' && existsSync(full)) rmdirSync(full);
  renameSync(staging, full);
  flush(path.dirname(full));
}

/** Undoes a staging folder, whatever its state: first gives `.git` back, then removes the rest. */
function withdraw(staging: string, full: string): void {
  const git = path.join(staging, '.git');
  if (existsSync(git)) {
    if (existsSync(path.join(full, '.git')))
      throw refused(
        'TARGET_BUSY',
        `An interrupted run kept the .git of ${full} in ${staging}, and there is a new one now.`,
        full,
        'one .git',
        `Keep the one you want in ${full} and remove ${staging}.`,
      );
    mkdirSync(full, { recursive: true });
    renameSync(git, path.join(full, '.git'));
  }
  rmSync(staging, { recursive: true, force: true });
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

function excerpt(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
