import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { LOCK_PATH } from './client-repository.ts';
import { UPDATE_FOLDER } from './journal.ts';

/**
 * The folder of the client repository a command is about: the one that was named, else the nearest one at or above
 * a place.
 * @param named the operand DIR of the call.
 * @param from where to start looking. Default: the current folder.
 * @returns relative to the current folder; `.` where there is none above, for `openRepository` to refuse.
 */
export function repositoryFolder(named: string | undefined, from = process.cwd()): string {
  if (named !== undefined) return named;
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    // The lock may be missing while an interrupted change waits to be finished.
    if ([LOCK_PATH, UPDATE_FOLDER].some((name) => existsSync(path.join(folder, name))))
      return path.relative(process.cwd(), folder) || '.';
    if (path.dirname(folder) === folder) return '.';
  }
}

/**
 * Paths as a person typed them, relative to the repository: below the current folder if that is in the repository,
 * else as they stand, from the repository's own folder.
 * @param root of the repository, its links followed.
 */
export function pathsInRepository(root: string, typed: readonly string[]): readonly string[] {
  const here = realpathSync(process.cwd());
  const from = isWithin(here, root) ? here : root;
  return typed.map((text) => path.relative(root, path.resolve(from, text)).split(path.sep).join('/'));
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root + path.sep);
}
