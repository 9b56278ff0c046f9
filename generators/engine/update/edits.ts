import type { Lock } from '#catalog/schema/generated/types.ts';
import type { FileClass } from '../render/classes.ts';
import { contentEdit } from './edit-state.ts';
import type { WorkFile, WorkTree } from './types.ts';

/** How a generated file differs from what was generated. */
export type EditKind =
  | 'changed'
  /** Only its line ends are others, as an editor or a checkout on Windows leaves them. */
  | 'line-ends'
  /** Only its executable bit. */
  | 'mode'
  | 'deleted'
  /** A link, a folder or something else is in its place. */
  | 'replaced';

/** A generated file that is no longer as it was generated. */
export interface Edit {
  readonly path: string;
  readonly kind: EditKind;
  readonly class: FileClass;
  readonly template: string;
}

/**
 * What people changed of the generated files, by path. A secret file that is missing counts as untouched: it is
 * filled in on each machine and hardly ever committed.
 */
export function editsOf(files: Lock['files'], ours: WorkTree): readonly Edit[] {
  return Object.entries(files)
    .flatMap(([path, file]): Edit[] => {
      const kind = editKind(file, ours.get(path));
      return kind === undefined ? [] : [{ path, kind, class: file.class, template: file.template }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function editKind(file: Lock['files'][string], found: WorkFile | undefined): EditKind | undefined {
  if (found === undefined) return file.class === 'secret' ? undefined : 'deleted';
  if (found.kind !== 'file') return 'replaced';
  const edit = contentEdit({ sha256: file.base }, found);
  if (edit !== 'none') return edit === 'content' ? 'changed' : 'line-ends';
  return found.executable === (file.mode === '755') ? undefined : 'mode';
}
