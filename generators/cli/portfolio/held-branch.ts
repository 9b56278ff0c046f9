import { createHash } from 'node:crypto';
import type { FileContent } from '#generators/engine/update/types.ts';
import { git, splitNul } from '../adapters/git-run.ts';

/** An update that a branch holds already, on the commit the repository is on. */
export interface HeldUpdate {
  readonly commit: string;
  /** How many commits somebody added since. */
  readonly later: number;
}

/**
 * Compares a branch with an update, so that a second run finds its own work again. Nothing is written.
 * @param branch an existing one.
 * @param writes what the update changes of the last commit, by path relative to the client repository.
 * @returns `undefined` where it holds something else.
 */
export function heldBranch(
  root: string,
  branch: string,
  writes: ReadonlyMap<string, FileContent | null>,
): HeldUpdate | undefined {
  const words = ['rev-list', '--reverse', '--parents', `HEAD..refs/heads/${branch}`, '--'];
  const commits = git(root, words)
    .toString('latin1')
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const head = git(root, ['rev-parse', 'HEAD']).toString('latin1').trim();
  const [commit, ...parents] = commits[0] ?? [];
  if (commit === undefined || parents.length !== 1 || parents[0] !== head) return undefined;
  return isExactly(root, head, commit, writes) ? { commit, later: commits.length - 1 } : undefined;
}

/** Whether a commit differs from its parent in these writes and in nothing else. */
function isExactly(
  root: string,
  parent: string,
  commit: string,
  writes: ReadonlyMap<string, FileContent | null>,
): boolean {
  const changed = rawChanges(root, parent, commit);
  if ([...changed.keys()].some((path) => !writes.has(path))) return false;
  const before = entries(
    root,
    parent,
    [...writes.keys()].filter((path) => !changed.has(path)),
  );
  return [...writes].every(
    ([path, content]) => (changed.get(path) ?? before.get(path) ?? 'nothing') === entryOf(content, commit),
  );
}

/** Mode and object of each path that two commits do not share, `nothing` where it is gone. */
function rawChanges(root: string, from: string, to: string): ReadonlyMap<string, string> {
  const words = ['diff-tree', '-r', '-z', '--no-renames', '--relative', from, to, '--', '.'];
  const fields = splitNul(git(root, words));
  return new Map(
    fields.flatMap((field, at): [string, string][] => {
      if (!field.startsWith(':')) return [];
      const [, mode = '', , oid = '', status] = field.split(' ');
      return [[fields[at + 1] ?? '', status === 'D' ? 'nothing' : `${mode} ${oid}`]];
    }),
  );
}

function entries(root: string, commit: string, paths: readonly string[]): ReadonlyMap<string, string> {
  if (paths.length === 0) return new Map();
  return new Map(
    splitNul(git(root, ['ls-tree', '-r', '-z', commit])).map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), `${mode} ${oid}`];
    }),
  );
}

/** A file as git's trees name it; objects are named as long as the commit is. */
function entryOf(content: FileContent | null, commit: string): string {
  if (content === null) return 'nothing';
  const hash = createHash(commit.length === 64 ? 'sha256' : 'sha1');
  hash.update(`blob ${content.bytes.length}\0`).update(content.bytes);
  return `${content.executable ? '100755' : '100644'} ${hash.digest('hex')}`;
}
