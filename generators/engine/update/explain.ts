import type { ExplainReport, Lock } from '#catalog/schema/generated/types.ts';
import { editDistance } from '#catalog/text/closest.ts';
import type { FileClass } from '../render/classes.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';
import { editDiff } from './diff.ts';
import { personMoves } from './person-moves.ts';
import { fileCounts } from './pull-request.ts';
import type { BaseTree, FileOutcome, WorkTree } from './types.ts';
import type { Update } from './update.ts';

/** What is known of the repository a path is asked about. */
export interface ExplainInput {
  readonly repository: string;
  readonly path: string;
  readonly lock: Lock;
  readonly base: BaseTree;
  /** What lies at the paths of the lock, and at the path itself. */
  readonly ours: WorkTree;
  /** Files of the person's own. */
  readonly own: WorkTree;
  /** Version of this toolbox. */
  readonly version: string;
  /** The update, or why none can be worked out. */
  readonly update: Update | { readonly unknown: string };
}

const CLASS_SAYS: Readonly<Record<FileClass, string>> = {
  merged: "Yours and the toolbox's: an update merges what you edited with what is new, line by line.",
  structured: "Yours and the toolbox's: an update merges it key by key; comments and layout stay yours.",
  managed: "The toolbox's: an update replaces it, and asks you where you edited it.",
  once: 'Yours since it was first written: an update changes it only as long as nobody edited it.',
  secret: 'Yours alone since it was first written: no update touches it, no diff shows it.',
};

/** Where a path comes from, what became of it, and what an update would do with it. */
export function explainPath(input: ExplainInput): ExplainReport {
  const { repository, path, lock } = input;
  const common = { repository, path, nearest: [], below: [] };
  const written = lock.files[path];
  if (written !== undefined) {
    const { template, source, class: fileClass } = written;
    const version = lock.selection.find((used) => used.template === template)?.version;
    return {
      ...common,
      origin: 'template',
      template,
      ...(version === undefined ? {} : { version }),
      source,
      class: fileClass,
      says: CLASS_SAYS[fileClass],
      here: stateHere(input),
      update: updateOf(input),
    };
  }
  const absent = { state: 'absent' as const, added: 0, removed: 0, pending: false };
  if (path === ENGINE_FOLDER || path.startsWith(`${ENGINE_FOLDER}/`))
    return {
      ...common,
      origin: 'toolbox',
      says: "The toolbox's own record of what it wrote: commit it, and leave it to toltek.",
      here: input.ours.has(path) ? { ...absent, state: 'own' } : absent,
      update: updateOf(input),
    };
  const below = templatesBelow(input);
  if (below.length > 0)
    return {
      ...common,
      below,
      origin: 'folder',
      says: 'A folder of generated files.',
      here: { ...absent, state: 'own' },
      update: updateBelow(input),
    };
  const coming = outcomeAt(input);
  if (coming !== undefined && !input.ours.has(path))
    return {
      ...common,
      origin: 'update',
      template: coming.template,
      class: coming.class,
      says: `Not there yet. ${CLASS_SAYS[coming.class]}`,
      here: absent,
      update: updateOf(input),
    };
  return {
    ...common,
    origin: 'person',
    says: 'No template wrote it: it is yours, and no update touches it.',
    here: { ...ownState(input), pending: isPending(input) },
    update: updateOf(input),
    nearest: nearestPaths(path, Object.keys(lock.files)),
  };
}

function stateHere(input: ExplainInput): ExplainReport['here'] {
  const { path, lock } = input;
  const written = lock.files[path];
  const files = written === undefined ? {} : { [path]: written };
  const [edited] = editDiff({ ...input, lock: { files } });
  const pending = isPending(input);
  if (edited === undefined) return { state: 'as-generated', added: 0, removed: 0, pending };
  const { status, added, removed } = edited;
  const state = EDIT_STATES.find((name) => name === status) ?? 'changed';
  return { state, added, removed, pending, ...(state === 'moved' && { movedTo: edited.path }) };
}

const EDIT_STATES = ['changed', 'line-ends', 'mode', 'deleted', 'replaced', 'moved'] as const;

function isPending({ path, lock }: ExplainInput): boolean {
  return lock.pending?.some((conflict) => conflict.path === path) ?? false;
}

/** A file of the person's may be a generated one that was moved by hand. */
function ownState({ path, lock, base, ours }: ExplainInput): Omit<ExplainReport['here'], 'pending'> {
  const found = ours.get(path);
  const none = { added: 0, removed: 0 };
  if (found?.kind !== 'file') return { state: found === undefined ? 'absent' : 'own', ...none };
  const gone = Object.keys(lock.files).flatMap((name) => {
    const bytes = base.get(name)?.bytes;
    return ours.has(name) || bytes === undefined ? [] : [[name, bytes] as const];
  });
  const [move] = personMoves(new Map(gone), new Map([[path, found.bytes]]));
  return { state: 'own', ...none, ...(move !== undefined && { movedFrom: move.from }) };
}

function outcomeAt({ path, update }: ExplainInput): FileOutcome | undefined {
  if ('unknown' in update) return undefined;
  return update.outcomes.find((outcome) => outcome.path === path || outcome.from === path);
}

const STATUS_SAYS: Readonly<Record<FileOutcome['status'], string>> = {
  created: 'It is written.',
  updated: 'It is replaced by the new version: nobody edited it.',
  merged: 'It is merged: everything you edited and everything new is in it.',
  renamed: 'It moves, with what you edited.',
  deleted: 'It is removed: the templates no longer write it, and nobody edited it.',
  kept: 'It stays as you have it.',
  unchanged: 'It stays as it is.',
  conflict: 'You would have to decide.',
};

function updateOf(input: ExplainInput): ExplainReport['update'] {
  const { path, lock, version, update } = input;
  if ('unknown' in update) return { version, status: 'unknown', says: update.unknown };
  const outcome = outcomeAt(input);
  if (outcome === undefined) return { version, status: 'none', says: untouchedSays(path, lock, update) };
  const { status, from, note, conflict } = outcome;
  return {
    version,
    status,
    ...(from === undefined ? {} : { from, to: outcome.path }),
    says: conflict?.message ?? note ?? STATUS_SAYS[status],
  };
}

/** A folder: how many files below it get which treatment. */
function updateBelow({ path, version, update }: ExplainInput): ExplainReport['update'] {
  if ('unknown' in update) return { version, status: 'unknown', says: update.unknown };
  if (update.upToDate) return { version, status: 'none', says: 'This toolbox has nothing newer.' };
  const inside = update.outcomes.filter((outcome) => path === '' || outcome.path.startsWith(`${path}/`));
  const touched = inside.some(({ status }) => status !== 'unchanged' && status !== 'kept');
  const conflict = inside.some(({ status }) => status === 'conflict');
  return {
    version,
    status: conflict ? 'conflict' : touched ? 'updated' : 'unchanged',
    says: `${fileCounts(inside)}.`,
  };
}

function untouchedSays(path: string, lock: Lock, update: Update): string {
  if (update.upToDate) return 'This toolbox has nothing newer.';
  const migrated = update.migrations.some(({ paths }) => paths.includes(path));
  if (migrated) return 'A migration edits it; everything else in it stays.';
  return lock.files[path] === undefined ? 'It is not touched.' : 'It stays as it is.';
}

function templatesBelow({ path, lock, ours, base, own }: ExplainInput): ExplainReport['below'] {
  const inside =
    path === ''
      ? Object.keys(lock.files)
      : Object.keys(lock.files).filter((name) => name.startsWith(`${path}/`));
  const files = Object.fromEntries(Object.entries(lock.files).filter(([name]) => inside.includes(name)));
  const edits = editDiff({ lock: { files }, ours, base, own });
  const templates = [...new Set(Object.values(files).map(({ template }) => template))].sort();
  return templates.map((template) => ({
    template,
    files: Object.values(files).filter((file) => file.template === template).length,
    edited: edits.filter((edit) => edit.template === template).length,
  }));
}

const MOST_NEAR = 5;

/** The generated paths a person may have meant: of the same name first, then in the same folders, then alike. */
function nearestPaths(path: string, generated: readonly string[]): string[] {
  const nameOf = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
  const folders = path.split('/').slice(0, -1);
  const shared = (text: string): number => {
    const other = text.split('/').slice(0, -1);
    const differing = folders.findIndex((folder, depth) => folder !== other[depth]);
    return differing < 0 ? folders.length : differing;
  };
  return generated
    .map((candidate) => ({
      candidate,
      named: nameOf(candidate) === nameOf(path) ? 0 : 1,
      shared: shared(candidate),
      distance: editDistance(candidate, path),
    }))
    .sort((a, b) => a.named - b.named || b.shared - a.shared || a.distance - b.distance)
    .slice(0, MOST_NEAR)
    .map(({ candidate }) => candidate);
}
