import { git, gitFailed, splitNul, tryGit } from './git-run.ts';
import { headEntries } from './git-head.ts';
import { storeBlobs } from './git-objects.ts';
import { requirePlace } from './git-state.ts';

/** A file's bytes and executable bit. */
interface Side {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** The sides of a conflict as git's index keeps them; a side that has no file is absent. */
export interface Stages {
  /** Relative to the client repository. */
  readonly path: string;
  readonly base?: Side;
  readonly ours?: Side;
  readonly theirs?: Side;
}

/** An entry of git's index. */
export interface IndexEntry {
  /** Relative to the client repository. */
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
  /** 0: the file to commit; 1, 2, 3: base, ours and theirs of a conflict. */
  readonly stage: number;
}

const SIDES = ['base', 'ours', 'theirs'] as const;

/** Stores the sides of conflicts as git objects; the entries that would show the conflicts. The index is not changed. */
export function stageEntries(root: string, conflicts: readonly Stages[]): readonly IndexEntry[] {
  const sides = conflicts.flatMap((conflict) =>
    SIDES.flatMap((name, index) => {
      const side = conflict[name];
      return side === undefined ? [] : [{ path: conflict.path, stage: index + 1, ...side }];
    }),
  );
  const oids = storeBlobs(
    root,
    sides.map(({ bytes }) => bytes),
  );
  return sides.map(({ path, stage, executable }, index) => ({
    path,
    stage,
    mode: executable ? '100755' : '100644',
    oid: oids[index] ?? '',
  }));
}

/**
 * Entries in which the person's side is the one git has already, where that is what lies in the work tree: git may have
 * changed its line ends on the way there.
 */
export function withKnownSides(
  entries: readonly IndexEntry[],
  known: readonly IndexEntry[],
  isAsCheckedOut: (path: string) => boolean,
): readonly IndexEntry[] {
  return entries.map((entry) => {
    if (entry.stage !== 2 || !isAsCheckedOut(entry.path)) return entry;
    const own = known.find(({ path, stage }) => path === entry.path && stage === 0);
    return own === undefined ? entry : { ...own, stage: entry.stage };
  });
}

/** The entries that git's index has for these paths. */
export function indexEntries(root: string, paths: readonly string[]): readonly IndexEntry[] {
  if (paths.length === 0) return [];
  const wanted = new Set(paths);
  return splitNul(git(root, ['ls-files', '-z', '--stage', '--', '.'])).flatMap((line) => {
    const [, mode = '', oid = '', stage = '', path = ''] =
      /^(\d+) ([0-9a-f]+) ([0-3])\t(.*)$/s.exec(line) ?? [];
    return wanted.has(path) ? [{ path, mode, oid, stage: Number(stage) }] : [];
  });
}

/** Whether git's index has exactly these entries for these paths. */
export function isIndexAs(root: string, paths: readonly string[], entries: readonly IndexEntry[]): boolean {
  const names = (of: readonly IndexEntry[]): string =>
    of
      .map(({ path, mode, oid, stage }) => `${path}\0${mode} ${oid} ${stage}`)
      .sort()
      .join('\0');
  return names(indexEntries(root, paths)) === names(entries);
}

/** Replaces what git's index has for these paths; the work tree is not touched. */
export function setIndex(root: string, paths: readonly string[], entries: readonly IndexEntry[]): void {
  if (paths.length === 0) return;
  const { prefix, noObject } = requirePlace(root);
  const lines = [
    ...paths.map((path) => `0 ${noObject}\t${prefix}${path}\0`),
    ...entries.map(({ mode, oid, stage, path }) => `${mode} ${oid} ${stage}\t${prefix}${path}\0`),
  ];
  updateIndex(root, lines.join(''));
}

const TRIES = 5;
const PAUSE_MS = 200;

/** Editors look at git in the background and hold its index for a moment: worth waiting for. */
function updateIndex(root: string, input: string): void {
  const words = ['update-index', '-z', '--index-info'];
  for (let tries = 1; ; tries += 1) {
    const result = tryGit(root, words, { input });
    if (result.status === 0) return;
    if (tries === TRIES || !result.stderr.includes('index.lock')) throw gitFailed(root, words, result);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}

/** Ends the conflicts of these paths in git's index: each is there as it is in the last commit, if it is. */
export function clearStages(root: string, paths: readonly string[]): void {
  const committed = headEntries(root).filter(({ path }) => paths.includes(path));
  setIndex(
    root,
    paths,
    committed.map((entry) => ({ ...entry, stage: 0 })),
  );
}
