import type { DiffReport, Lock } from '#catalog/schema/generated/types.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';
import { editsOf } from './edits.ts';
import type { Edit } from './edits.ts';
import { patchOf } from './patch.ts';
import type { FileChange } from './patch.ts';
import { personMoves } from './person-moves.ts';
import type { BaseTree, FileContent, FileOutcome, WorkFile, WorkTree } from './types.ts';
import type { Update } from './update.ts';

/** A file of a diff. */
export type DiffFile = DiffReport['files'][number];

/** What is compared to show what people edited. */
export interface EditedTrees {
  readonly lock: Pick<Lock, 'files'>;
  readonly base: BaseTree;
  /** What lies at the paths of the lock. */
  readonly ours: WorkTree;
  /** Files of the person's own, among which a generated one may have been moved. */
  readonly own: WorkTree;
}

/** From what was generated to what people made of it. */
export function editDiff({ lock, base, ours, own }: EditedTrees): readonly DiffFile[] {
  const edits = editsOf(lock.files, ours);
  const deleted = edits.filter(({ kind }) => kind === 'deleted').map(({ path }) => path);
  const moves = new Map(
    personMoves(
      bytesAt(deleted, (path) => base.get(path)?.bytes),
      bytesAt([...own.keys()], (path) => contentOf(own.get(path)).after?.bytes),
    ).map(({ from, to }) => [from, to]),
  );
  return edits.map((edit) => editedFile(edit, { base, ours, own }, moves.get(edit.path))).sort(byPath);
}

function bytesAt(
  paths: readonly string[],
  read: (path: string) => Uint8Array | undefined,
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    paths.flatMap((path) => {
      const bytes = read(path);
      return bytes === undefined ? [] : [[path, bytes] as const];
    }),
  );
}

function editedFile(
  edit: Edit,
  { base, ours, own }: Omit<EditedTrees, 'lock'>,
  movedTo: string | undefined,
): DiffFile {
  const { path, kind, class: fileClass, template } = edit;
  const generated = base.get(path);
  const named = { path, status: kind, class: fileClass, template, ...nothingShown };
  if (fileClass === 'secret') return { ...named, note: 'secret: never shown' };
  if (generated?.bytes === undefined)
    return { ...named, note: 'written once and yours since: its first version is not kept' };
  const before = { bytes: generated.bytes, executable: generated.executable };
  if (movedTo !== undefined)
    return {
      ...named,
      status: 'moved',
      ...shown({ path: movedTo, from: path, before, ...contentOf(own.get(movedTo)) }),
    };
  const found = ours.get(path);
  if (found !== undefined && found.kind !== 'file')
    return { ...named, note: `${placeWords(found)} is in its place` };
  return { ...named, ...shown({ path, before, ...contentOf(found) }) };
}

const nothingShown = { added: 0, removed: 0, binary: false, patch: '' };

function placeWords(found: Exclude<WorkFile, { kind: 'file' }>): string {
  if (found.kind === 'link') return `a symbolic link to ${found.target}`;
  return found.kind === 'folder' ? 'a folder' : 'something that is no file';
}

function contentOf(found: WorkFile | undefined): { readonly after?: FileContent } {
  return found?.kind === 'file' ? { after: found } : {};
}

type Shown = Pick<DiffFile, 'path' | 'from' | 'added' | 'removed' | 'binary' | 'patch'>;

function shown(change: FileChange): Shown {
  const patch = patchOf(change);
  if (patch === undefined) return { path: change.path, ...nothingShown };
  const { text, ...rest } = patch;
  return { ...rest, patch: text };
}

/**
 * From what is there to what an update leaves. Files that stay as they are, are left out, but for those a person has
 * to decide or should know of.
 * @param ours what lies at the paths of `update.writes` and of its outcomes.
 */
export function updateDiff(update: Update, ours: WorkTree): readonly DiffFile[] {
  const { outcomes, lock } = update;
  const writes = new Map([...update.writes].filter(([path]) => !path.startsWith(`${ENGINE_FOLDER}/`)));
  const files = outcomes.flatMap((outcome) => outcomeFiles(outcome, writes, ours));
  const covered = new Set(files.flatMap(({ path, from }) => [path, from]));
  const migrated = [...writes].flatMap(([path, after]): DiffFile[] => {
    if (covered.has(path)) return [];
    const known = lock.files[path];
    return [
      {
        status: 'migrated',
        ...(known === undefined ? {} : { class: known.class, template: known.template }),
        ...shown({ path, ...sides(ours.get(path), after) }),
      },
    ];
  });
  return [...files, ...migrated].sort(byPath);
}

function outcomeFiles(outcome: FileOutcome, writes: Update['writes'], ours: WorkTree): readonly DiffFile[] {
  const { path, from, status, class: fileClass, template, note, conflict } = outcome;
  if (status === 'unchanged' && !writes.has(path)) return [];
  const about = {
    status: status === 'unchanged' ? ('migrated' as const) : status,
    class: fileClass,
    template,
    ...(note === undefined ? {} : { note }),
    ...(conflict === undefined ? {} : { conflict: { kind: conflict.kind, message: conflict.message } }),
  };
  const paths = new Set([path, ...outcome.writes.keys()].filter((key) => writes.has(key)));
  const moves = from !== undefined && writes.get(from) === null && (writes.get(path) ?? null) !== null;
  if (moves) paths.delete(from);
  if (paths.size === 0)
    return note === undefined && conflict === undefined ? [] : [{ ...about, path, ...nothingShown }];
  return [...paths].map((key): DiffFile => {
    const origin = moves && key === path ? { from } : {};
    const content = writes.get(key) ?? null;
    return {
      ...about,
      ...(fileClass === 'secret'
        ? { path: key, ...nothingShown, note: note ?? 'secret: never shown' }
        : shown({ path: key, ...origin, ...sides(ours.get(origin.from ?? key), content) })),
    };
  });
}

function sides(
  before: WorkFile | undefined,
  after: FileContent | null | undefined,
): Pick<FileChange, 'before' | 'after'> {
  return {
    ...(before?.kind === 'file' ? { before } : {}),
    ...(after === null || after === undefined ? {} : { after }),
  };
}

function byPath(a: DiffFile, b: DiffFile): number {
  return a.path < b.path ? -1 : 1;
}
