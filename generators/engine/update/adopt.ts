import type { Lock } from '#catalog/schema/generated/types.ts';
import { wrong } from '../problems.ts';
import type { Problem } from '#catalog/problem.ts';
import { matches } from '../render/classes.ts';
import type { RenderedTree } from '../render/render.ts';
import type { BaseTree, FileOutcome } from './types.ts';

/** What a lock alone tells of the files as they were generated: enough to know which of them nobody touched. */
export function baseOfLock({ files }: Pick<Lock, 'files'>): BaseTree {
  return new Map(
    Object.entries(files).map(([path, { template, class: fileClass, mode, base }]) => [
      path,
      { sha256: base, executable: mode === '755', class: fileClass, template },
    ]),
  );
}

/**
 * What adopting makes of each path, where a merge without a base was tried: nobody's file is touched unless it is asked
 * for. What differs from the render stays, and what is missing stays missing.
 * @param theirs the render.
 * @param take paths, folders or globs of which the render's version is wanted.
 * @param isNew whether a path the repository lacks is new in the templates, rather than left out by somebody.
 */
export function adoptedOutcomes(
  outcomes: readonly FileOutcome[],
  theirs: RenderedTree,
  take: readonly string[],
  isNew: (path: string) => boolean,
): readonly FileOutcome[] {
  return outcomes.map((outcome) => {
    const { path, status, conflict } = outcome;
    if (isTaken(path, take)) return taken(outcome, theirs);
    if (status === 'created' && !isNew(path)) return kept(outcome, 'It is not here, and stays away.');
    if (conflict === undefined) return outcome;
    return kept(
      outcome,
      conflict.kind === 'link' ? conflict.message : 'It differs from the templates: yours stays.',
    );
  });
}

function kept({ path, class: fileClass, template }: FileOutcome, note: string): FileOutcome {
  return { path, class: fileClass, template, status: 'kept', writes: new Map(), note };
}

function taken(outcome: FileOutcome, theirs: RenderedTree): FileOutcome {
  const { path, status, conflict, class: fileClass, template } = outcome;
  const file = theirs.get(path);
  if (file === undefined || status === 'unchanged') return outcome;
  if (conflict?.kind === 'link') return kept(outcome, `${conflict.message} Nothing was taken.`);
  const { bytes, executable } = file;
  return {
    path,
    class: fileClass,
    template,
    status: status === 'created' ? 'created' : 'updated',
    writes: new Map([[path, { bytes, executable }]]),
    note: "As asked: the templates' version.",
  };
}

/** Whether a path is asked for: by its name, by a folder it lies in, or by a glob. */
function isTaken(path: string, take: readonly string[]): boolean {
  return take.some(
    (asked) => asked === '' || path === asked || path.startsWith(`${asked}/`) || matches(path, asked),
  );
}

/** What is asked for that the render does not have. */
export function unknownTakes(take: readonly string[], theirs: RenderedTree): readonly Problem[] {
  return take
    .filter((asked) => ![...theirs.keys()].some((path) => isTaken(path, [asked])))
    .map((asked) =>
      wrong('UNKNOWN_PATH', `The templates write nothing at '${asked}'.`, {
        pointer: `--take ${asked}`,
        value: asked,
        expected: 'a path, folder or glob of generated files',
        action: 'Leave it out, or correct it: toltek adopt --dry-run lists the paths.',
      }),
    );
}
