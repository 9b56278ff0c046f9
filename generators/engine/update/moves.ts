import type { MergeInput } from './types.ts';

/**
 * Where each file of the base that moves is to be found afterwards, old path to new. A declared rename counts only where
 * the file really moves: the new render has it at the new path and no longer at the old one.
 */
export function movesOf({ base, theirs, renames }: MergeInput): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  if (renames.length === 0) return moves;
  const taken = new Set<string>();
  for (const from of base.keys()) {
    const to = renames.reduce((path, rename) => (path === rename.from ? rename.to : path), from);
    if (to === from || taken.has(to) || !theirs.has(to) || theirs.has(from) || base.has(to)) continue;
    moves.set(from, to);
    taken.add(to);
  }
  return moves;
}

/** The folders a path lies in, outermost first. */
export function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
