import { mkdirSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { WorkFile } from '#generators/engine/update/types.ts';
import { statOf } from './file-system.ts';

/** Characters that some file systems pass over, so that `.g\u200cit` is `.git` there. */
const PASSED_OVER = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * What keeps a path of the person's files from being read or written as one within the repository, in words, or
 * `undefined`. Wider than `pathMisfit`, which says what a template may write: a person's names may hold anything.
 */
export function confinedMisfit(relative: string): string | undefined {
  if (relative.includes('\0')) return 'a path without NUL';
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.' || segment === '..')
      return 'a path within the repository, without empty parts, . or ..';
    if (process.platform === 'win32' && /[\\:]/.test(segment)) return 'a path without \\ and :';
    const name = segment.replace(PASSED_OVER, '').toLowerCase();
    if (name === '.git' || name === 'git~1') return 'no path inside .git';
  }
  return undefined;
}

/** What lies at a path of the repository; the folders on the way are checked, so that no link leads out of it. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'file'; readonly stat: Stats }
  /** The path itself, or a folder on the way, is no file or folder: what a person put there. */
  | { readonly kind: 'other'; readonly what: Exclude<WorkFile, { kind: 'file' }> };

/** Looks paths up within a folder, never following a link; remembers the folders it has seen. */
export class ConfinedFolder {
  readonly root: string;
  readonly #folders = new Map<string, Found | 'folder'>();

  /** @param root an existing folder, its own links already followed. */
  constructor(root: string) {
    this.root = root;
  }

  /** The absolute path; the relative one must have passed `confinedMisfit`. */
  at(relative: string): string {
    return path.join(this.root, ...relative.split('/'));
  }

  find(relative: string): Found {
    const cut = relative.lastIndexOf('/');
    const folder = cut < 0 ? 'folder' : this.#folder(relative.slice(0, cut));
    if (folder !== 'folder') return folder;
    return this.#look(relative);
  }

  /** Whether there is a folder at a path, in folders that are no links. */
  isFolder(relative: string): boolean {
    return this.#folder(relative) === 'folder';
  }

  /** Makes a folder unless it is there; the one it lies in has to be. */
  makeFolder(relative: string): void {
    if (this.isFolder(relative)) return;
    mkdirSync(this.at(relative));
    this.#folders.clear();
  }

  /** Forgets what it has seen of folders, after some were made or removed. */
  forget(): void {
    this.#folders.clear();
  }

  #folder(relative: string): Found | 'folder' {
    const known = this.#folders.get(relative);
    if (known !== undefined) return known;
    const cut = relative.lastIndexOf('/');
    const above = cut < 0 ? 'folder' : this.#folder(relative.slice(0, cut));
    const found = above === 'folder' ? asFolder(this.#look(relative)) : above;
    this.#folders.set(relative, found);
    return found;
  }

  #look(relative: string): Found {
    const full = this.at(relative);
    const stat = statOf(full);
    if (stat === undefined) return { kind: 'nothing' };
    if (stat.isFile()) return { kind: 'file', stat };
    if (stat.isSymbolicLink()) return { kind: 'other', what: { kind: 'link', target: readlinkSync(full) } };
    return { kind: 'other', what: { kind: stat.isDirectory() ? 'folder' : 'special' } };
  }
}

function asFolder(found: Found): Found | 'folder' {
  if (found.kind === 'file') return { kind: 'other', what: { kind: 'special' } };
  return found.kind === 'other' && found.what.kind === 'folder' ? 'folder' : found;
}
