import { readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ENGINE_FOLDER } from '#generators/engine/render/paths.ts';
import { ConfinedFolder } from './confined-path.ts';
import { writeNew } from './durable-files.ts';
import { explained, isAlive, refused } from './file-system.ts';
import { UPDATE_FOLDER } from './journal.ts';

const PREFIX = 'run-';

/** Repositories that this process holds, so that a transaction within a command that holds its lock goes on. */
const held = new Set<string>();

/**
 * Runs something that changes a client repository while no other run may. A lock that a killed run left is taken over.
 * @throws InputError RUN_BUSY naming the process that holds it.
 */
export function withRunLock<T>(folder: string, work: () => T): T {
  const root = realpathSync(folder);
  if (held.has(root)) return work();
  const release = take(root);
  let result: T;
  try {
    result = work();
  } catch (error) {
    release();
    throw error;
  }
  if (result instanceof Promise) void result.finally(release).catch(() => undefined);
  else release();
  return result;
}

/**
 * Each run announces itself under its own name and only then looks for others: two that start at once may both give
 * way, but never both go on.
 */
function take(root: string): () => void {
  const folder = updateFolder(root);
  const own = path.join(folder, `${PREFIX}${process.pid}`);
  try {
    rmSync(own, { force: true });
    writeNew(own, new Uint8Array());
  } catch (error) {
    throw explained(error, own);
  }
  held.add(root);
  const release = (): void => {
    held.delete(root);
    rmSync(own, { force: true });
    removeIfEmpty(folder);
  };
  try {
    for (const name of readdirSync(folder)) giveWay(folder, name);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function giveWay(folder: string, name: string): void {
  if (!name.startsWith(PREFIX)) return;
  const pid = Number(name.slice(PREFIX.length));
  if (pid === process.pid) return;
  const file = path.join(folder, name);
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid))
    throw refused(
      'RUN_BUSY',
      `Another run (process ${pid}) is changing this repository.`,
      file,
      'one run at a time',
      `Wait for it; if there is none, remove ${file}.`,
    );
  rmSync(file, { recursive: true, force: true });
}

/** The folder of locks, made if it is missing. Nothing is written below a link that somebody put in its place. */
function updateFolder(root: string): string {
  const files = new ConfinedFolder(root);
  for (const name of [ENGINE_FOLDER, UPDATE_FOLDER]) {
    const found = files.find(name);
    if (found.kind === 'file' || (found.kind === 'other' && found.what.kind !== 'folder'))
      throw refused(
        'IN_THE_WAY',
        `${name} is ${found.kind === 'other' && found.what.kind === 'link' ? 'a symbolic link' : 'no folder'}.`,
        files.at(name),
        'a folder',
        'Look who put it there, and move it away.',
      );
    files.makeFolder(name);
  }
  return files.at(UPDATE_FOLDER);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds what undoes a change, or the lock of another run.
  }
}
