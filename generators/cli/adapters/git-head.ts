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

/** The last commit of a repository, as it was when it was first asked. */
export interface HeadReader {
  /**
   * What the commit holds at these paths; the work tree is not looked at. As on disk, a path with files below it is a
   * folder, and one below a link or a file is what is in its way: nothing can be written there.
   * @throws InputError where git lacks an object, as in a partial clone.
   */
  readonly read: (paths: Iterable<string>) => WorkTree;
  /** Its paths, sorted. */
  readonly list: () => readonly string[];
}

/**
 * Reads the last commit, each object once, in as few processes as can be.
 * @param ahead whether a path is to be read with the first ones that are asked for. Default: none is.
 */
export function headReader(root: string, ahead: (path: string) => boolean = () => false): HeadReader {
  const blobs = new Map<string, Uint8Array>();
  let known: Head | undefined;
  const head = (): Head => (known ??= indexed(headEntries(root)));
  const load = (paths: readonly string[]): void => {
    const { entries } = head();
    const oids = paths.flatMap((path) => {
      const entry = entries.get(path);
      return entry === undefined || entry.mode === SUBMODULE || blobs.has(entry.oid) ? [] : [entry.oid];
    });
    for (const [oid, bytes] of readBlobs(root, oids)) blobs.set(oid, bytes);
  };
  return {
    read: (paths) => {
      const wanted = [...paths].map((path) => [path, foundAt(path, head())] as const);
      const early = blobs.size === 0 ? [...head().entries.keys()].filter(ahead) : [];
      load([...wanted.flatMap(([, found]) => (typeof found === 'string' ? [found] : [])), ...early]);
      return new Map(
        wanted.flatMap(([path, found]): [string, WorkFile][] => {
          if (found === undefined) return [];
          if (typeof found !== 'string') return [[path, found]];
          const entry = head().entries.get(found);
          const file = entry && workFile(entry.mode, blobs.get(entry.oid));
          if (file === undefined) return [];
          // A file on the way is nothing a path can lie in; a link there is the person's.
          return [[path, found !== path && file.kind === 'file' ? { kind: 'special' } : file]];
        }),
      );
    },
    list: () => [...head().entries.keys()],
  };
}

interface Head {
  readonly entries: ReadonlyMap<string, HeadEntry>;
  readonly folders: ReadonlySet<string>;
}

function indexed(entries: readonly HeadEntry[]): Head {
  const folders = new Set<string>();
  for (const { path } of entries) for (const folder of above(path)) folders.add(folder);
  return { entries: new Map(entries.map((entry) => [entry.path, entry])), folders };
}

/** The folders a path lies in, the outermost first. */
function above(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

/** The path of the entry that is there or in the way, or a folder. */
function foundAt(path: string, { entries, folders }: Head): string | WorkFile | undefined {
  if (entries.has(path)) return path;
  if (folders.has(path)) return { kind: 'folder' };
  return above(path).find((folder) => entries.has(folder));
}

const SUBMODULE = '160000';

function workFile(mode: string, bytes: Uint8Array | undefined): WorkFile {
  if (bytes === undefined) return { kind: 'special' };
  if (mode === '120000') return { kind: 'link', target: new TextDecoder().decode(bytes) };
  return { kind: 'file', bytes, executable: mode === '100755' };
}
