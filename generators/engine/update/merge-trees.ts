import { foldersOf, movesOf } from './moves.ts';
import { besidePath } from './outcomes.ts';
import { outcomeOf } from './path-rules.ts';
import type { PathSides } from './path-rules.ts';
import type { FileOutcome, MergeInput, WorkFile, WorkTree } from './types.ts';

/**
 * What becomes of every generated path when the templates' new version meets what people made of the old one. Pure: it
 * writes nothing, and the same input gives the same outcomes. Whatever a person wrote is in the outcome, as it is or
 * between conflict markers; a file is deleted or overwritten only where nobody touched it.
 * @param input `ours` holds what lies at each of `pathsToRead`; at a path below something that is no folder, that thing.
 * @param broken paths of the new version where a merge without conflicts is known not to parse (formats that are not
 * checked here): they become conflicts.
 * @returns one outcome per path of base and new render, a renamed file once, in the order of their paths.
 */
export function mergeTrees(
  input: MergeInput,
  broken: ReadonlySet<string> = new Set(),
): readonly FileOutcome[] {
  const moves = movesOf(input);
  // A file may leave where the new version has a folder, and the other way round. Whether it leaves depends on its own
  // outcome: assume so, and take back what turns out to stay, until nothing changes.
  let leaving = pathsInTheWay(input);
  for (;;) {
    const outcomes = outcomesOf(input, moves, leaving, broken);
    if (leaving.size === 0) return outcomes;
    const gone = new Set(
      outcomes.flatMap(({ writes }) => [...writes].flatMap(([path, file]) => (file === null ? [path] : []))),
    );
    const still = new Set([...leaving].filter((path) => gone.has(path)));
    if (still.size === leaving.size) return outcomes;
    leaving = still;
  }
}

/**
 * Every path that `ours` of a merge has to hold, as far as there is something.
 * @param list gives all files of the repository; asked only where the new version has a file in the place of a folder.
 */
export function pathsToRead(
  { base, theirs, renames }: Pick<MergeInput, 'base' | 'theirs' | 'renames'>,
  list: () => readonly string[],
): ReadonlySet<string> {
  const named = [...base.keys(), ...theirs.keys(), ...renames.flatMap(({ from, to }) => [from, to])];
  const folders = new Set([...base.keys()].flatMap(foldersOf));
  const replaced = [...theirs.keys()].filter((path) => folders.has(path));
  const below =
    replaced.length === 0
      ? []
      : list().filter((path) => foldersOf(path).some((folder) => replaced.includes(folder)));
  return new Set([...named, ...named.map(besidePath), ...below]);
}

/** Old paths that the new version needs as a folder, or below a file. */
function pathsInTheWay({ base, theirs }: MergeInput): ReadonlySet<string> {
  const folders = new Set([...theirs.keys()].flatMap(foldersOf));
  return new Set(
    [...base.keys()].filter(
      (path) =>
        !theirs.has(path) && (folders.has(path) || foldersOf(path).some((folder) => theirs.has(folder))),
    ),
  );
}

function outcomesOf(
  input: MergeInput,
  moves: ReadonlyMap<string, string>,
  leaving: ReadonlySet<string>,
  broken: ReadonlySet<string>,
): readonly FileOutcome[] {
  const { base, ours, theirs, labels } = input;
  const sources = new Map([...moves].map(([from, to]) => [to, from] as const));
  const paths = new Set([...base.keys(), ...theirs.keys()].filter((path) => !moves.has(path)));
  const isFree = (path: string): boolean => !ours.has(path) && !theirs.has(path) && !base.has(path);
  return [...paths].sort().map((path) => {
    const sides = sidesOf(path, sources.get(path), input, leaving);
    return outcomeOf(sides, { labels, isFree, broken });
  });
}

function sidesOf(
  path: string,
  source: string | undefined,
  { base, ours, theirs }: MergeInput,
  leaving: ReadonlySet<string>,
): PathSides {
  return {
    path,
    source,
    base: base.get(source ?? path),
    ours: present(path, ours, leaving),
    atSource: source === undefined ? undefined : present(source, ours, leaving),
    theirs: theirs.get(path),
  };
}

/** What lies at a path once the files that leave have left. */
function present(path: string, ours: WorkTree, leaving: ReadonlySet<string>): WorkFile | undefined {
  const found = ours.get(path);
  if (found === undefined || found.kind === 'file' || leaving.size === 0) return found;
  if (foldersOf(path).some((folder) => leaving.has(folder))) return undefined;
  return found.kind === 'folder' && empties(path, ours, leaving) ? undefined : found;
}

/** Whether nothing but files that leave is in a folder. */
function empties(folder: string, ours: WorkTree, leaving: ReadonlySet<string>): boolean {
  const below = [...ours].filter(([path, file]) => path.startsWith(`${folder}/`) && file.kind !== 'folder');
  return below.length > 0 && below.every(([path]) => leaving.has(path));
}
