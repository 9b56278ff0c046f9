import type { FileContent, WorkTree } from '#generators/engine/update/types.ts';
import { indexEntries } from './git-index.ts';
import type { IndexEntry } from './git-index.ts';
import { storeBlobs } from './git-objects.ts';
import { git, splitNul, tryGit } from './git-run.ts';

/**
 * Which files are executable by git's index, where git does not take that from the disk (core.fileMode=false, as on
 * file systems that keep no such bit); `undefined` where it does, or where there is no git.
 * @returns by path relative to the folder; files git does not track are left out.
 */
export function modesOfIndex(root: string): ReadonlyMap<string, boolean> | undefined {
  const { stdout } = tryGit(root, ['config', '--type=bool', 'core.fileMode']);
  if (stdout.toString('latin1').trim() !== 'false') return undefined;
  const words = ['rev-parse', '--is-inside-work-tree'];
  if (tryGit(root, words).stdout.toString('latin1').trim() !== 'true') return undefined;
  const lines = splitNul(git(root, ['ls-files', '-z', '--stage', '--', '.']));
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.startsWith('100755 ')]));
}

/**
 * Entries for git's index of files that become executable, or no longer are, where git would not see it on the disk;
 * it keeps their content, or that of a new file. The index is not changed.
 */
export function modeEntries(
  root: string,
  writes: ReadonlyMap<string, FileContent | null>,
  before: WorkTree,
): readonly IndexEntry[] {
  const doubtful = new Map(
    [...writes].flatMap(([file, content]) => {
      const was = before.get(file);
      const concerns = content?.executable === true || (was?.kind === 'file' && was.executable);
      return content !== null && concerns ? [[file, content] as const] : [];
    }),
  );
  const modes = doubtful.size === 0 ? undefined : modesOfIndex(root);
  if (modes === undefined) return [];
  const differing = [...doubtful].filter(([file, { executable }]) => modes.get(file) !== executable);
  const tracked = indexEntries(
    root,
    differing.map(([file]) => file),
  );
  const fresh = differing.filter(([file, { executable }]) => executable && !modes.has(file));
  const oids = storeBlobs(
    root,
    fresh.map(([, { bytes }]) => bytes),
  );
  return [
    ...tracked.map((entry) => ({
      ...entry,
      mode: doubtful.get(entry.path)?.executable === true ? '100755' : '100644',
    })),
    ...fresh.map(([path], index) => ({ path, mode: '100755', oid: oids[index] ?? '', stage: 0 })),
  ];
}
