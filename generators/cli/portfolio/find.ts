import { existsSync, readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { ENGINE_FOLDER } from '#generators/engine/render/paths.ts';
import { BASE_PATH } from '../adapters/base.ts';
import { LOCK_PATH } from '../adapters/client-repository.ts';
import { codeOf, refused } from '../adapters/file-system.ts';

/** A client repository among many. */
export interface FoundRepository {
  /** Below the root, parts joined by `/`; `.` for the root itself. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

/** What lies below a root. */
export interface Portfolio {
  /** By name. */
  readonly repositories: readonly FoundRepository[];
  /** Folders that cannot be read, by name: what lies in them is not known. */
  readonly unreadable: readonly string[];
}

/** Never holds a client repository, and is often large. */
const PASSED_OVER = new Set(['node_modules', '.git', ENGINE_FOLDER]);

/**
 * Every client repository at or below a folder. Links are not followed, and nothing is looked for inside a repository.
 * @throws InputError if there is no such folder, or no repository in it.
 */
export function findRepositories(root: string): Portfolio {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw refused(
      'NO_FOLDER',
      `There is no folder ${root}.`,
      root,
      'a folder with client repositories below it',
      'Correct the path.',
    );
  const repositories: FoundRepository[] = [];
  const unreadable: string[] = [];
  const visit = (folder: string, name: string): void => {
    // A repository whose lock is gone is one nevertheless: it is the first to be told of.
    if ([LOCK_PATH, BASE_PATH].some((file) => existsSync(path.join(folder, file)))) {
      repositories.push({ name: name || '.', folder });
      return;
    }
    const entries = entriesOf(folder);
    const own = entries?.some((entry) => entry.name === ENGINE_FOLDER && entry.isDirectory()) === true;
    if (entries === undefined || (own && entriesOf(path.join(folder, ENGINE_FOLDER)) === undefined))
      unreadable.push(name || '.');
    for (const entry of entries ?? [])
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name))
        visit(path.join(folder, entry.name), name === '' ? entry.name : `${name}/${entry.name}`);
  };
  visit(path.resolve(root), '');
  if (repositories.length === 0 && unreadable.length === 0)
    throw refused(
      'NO_REPOSITORY',
      `There is no client repository in ${root}, or below it.`,
      root,
      `folders with a ${LOCK_PATH}, as toltek new writes it`,
      'Name the folder that holds the clones of your clients.',
    );
  return { repositories: repositories.sort((a, b) => (a.name < b.name ? -1 : 1)), unreadable };
}

function entriesOf(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A folder that went away meanwhile holds nothing.
    if (codeOf(error) === 'ENOENT') return [];
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return undefined;
    throw error;
  }
}
