import { lstatSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import { refusal, wrong } from '#generators/engine/problems.ts';

/** What lies at a path, links not followed; `undefined` if nothing does. */
export function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // Something above it is a file.
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Whether a process with this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The code of an error of the system, for instance `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * What the system denied a command, whatever it was doing, in words with something to do; `undefined` for an error that
 * may be a fault of ours.
 */
export function denied(error: unknown): InputError | undefined {
  const code = codeOf(error) ?? '';
  const file = error instanceof Error && 'path' in error ? String(error.path) : 'the output';
  if (['ENOSPC', 'EDQUOT'].includes(code))
    return refused(
      'DISK_FULL',
      'There is no room left.',
      file,
      'room to write',
      'Free some space and run the command again.',
    );
  if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) return undefined;
  return refused(
    'NO_PERMISSION',
    `The system denies access to ${file}.`,
    file,
    'a file or folder you may use',
    'Ask for the right to it, or run the command as the user it belongs to.',
  );
}

/** A refusal that says everything a person needs. */
export function refused(
  code: string,
  message: string,
  file: string,
  expected: string,
  action: string,
): InputError {
  return refusal(wrong(code, message, { file, expected, action }));
}

/**
 * What the system said, in words with something to do; anything unforeseen as it is.
 * @param target what was to be written, as the caller named it.
 * @param folder where it was to be written, if not beside the target.
 */
export function explained(
  error: unknown,
  target: string,
  folder = path.dirname(path.resolve(target)),
): unknown {
  const code = codeOf(error) ?? '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return refused(
      'NO_PERMISSION',
      `${folder} cannot be written to.`,
      target,
      'a folder you may write to',
      `Choose another folder, or ask for the right to write to ${folder}.`,
    );
  if (['ENOSPC', 'EDQUOT'].includes(code))
    return refused(
      'DISK_FULL',
      `There is no room left in ${folder}.`,
      target,
      'room for the repository',
      'Free some space and run the command again.',
    );
  if (code === 'EXDEV')
    return refused(
      'OTHER_FILE_SYSTEM',
      `Part of ${folder} lies on another file system, so that files cannot be put there in one step.`,
      target,
      'a folder on one file system',
      'Work in a copy or clone that has no mounts inside.',
    );
  if (code === 'ENAMETOOLONG')
    return refused(
      'PATH_TOO_LONG',
      `The path of ${target} is too long for this system.`,
      target,
      'a shorter path',
      'Choose a folder nearer to the root.',
    );
  return error;
}
