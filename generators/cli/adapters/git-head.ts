import type { WorkFile, WorkTree } from '#generators/engine/update/types.ts';
import { readBlobs } from './git-objects.ts';
import { gitFailed, splitNul, tryGit } from './git-run.ts';

/** A file, link or submodule of the last commit. */
export interface HeadEntry {
  /** Relative to the client repository. */
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

/** Everything the last commit holds below a folder, sorted by path; nothing before the first commit. */
export function headEntries(root: string): readonly HeadEntry[] {
  const words = ['ls-tree', '-r', '-z', 'HEAD'];
  const result = tryGit(root, words);
  if (result.status !== 0) {
    if (tryGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD']).status !== 0) return [];
    throw gitFailed(root, words, result);
  }
  return splitNul(result.stdout).map((line) => {
    const tab = line.indexOf('\t');
    const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
    return { path: line.slice(tab + 1), mode, oid };
  });
}

/** The paths of the last commit below a folder, sorted. */
export function headList(root: string): readonly string[] {
  return headEntries(root).map(({ path }) => path);
}

/**
 * What the last commit holds at these paths; the work tree is not looked at.
 * @throws InputError where git lacks an object, as in a partial clone.
 */
export function headTree(root: string, paths: Iterable<string>): WorkTree {
  const wanted = new Set(paths);
  const entries = headEntries(root).filter(({ path }) => wanted.has(path));
  const held = entries.filter(({ mode }) => mode !== SUBMODULE);
  const blobs = readBlobs(
    root,
    held.map(({ oid }) => oid),
  );
  return new Map(entries.map(({ path, mode, oid }) => [path, workFile(mode, blobs.get(oid))]));
}

const SUBMODULE = '160000';

function workFile(mode: string, bytes: Uint8Array | undefined): WorkFile {
  if (bytes === undefined) return { kind: 'special' };
  if (mode === '120000') return { kind: 'link', target: new TextDecoder().decode(bytes) };
  return { kind: 'file', bytes, executable: mode === '100755' };
}
