import { existsSync } from 'node:fs';
import path from 'node:path';
import { LOCK_PATH } from './client-repository.ts';

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
    if (existsSync(path.join(folder, LOCK_PATH))) return path.relative(process.cwd(), folder) || '.';
    if (path.dirname(folder) === folder) return '.';
  }
}
