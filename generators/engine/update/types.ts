import type { Lock } from '#catalog/schema/generated/types.ts';
import type { FileClass } from '../render/classes.ts';
import type { RenderedTree } from '../render/render.ts';

/** Content of a file as it is to be written. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** What lies at a path of the client repository. */
export type WorkFile =
  | ({ readonly kind: 'file' } & FileContent)
  /** A symbolic link, which no template writes: never followed. */
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder' }
  /** A device, a socket, a submodule. */
  | { readonly kind: 'special' };

/** The person's files by path; a path that holds nothing is absent. */
export type WorkTree = ReadonlyMap<string, WorkFile>;

/** A file as the last generation or update wrote it. */
export interface BaseFile {
  /** Missing where the class is `once` or `secret`: the kept base does not hold those. */
  readonly bytes?: Uint8Array;
  /** Of the bytes as generated. */
  readonly sha256: string;
  readonly executable: boolean;
  readonly class: FileClass;
  readonly template: string;
}

/** The last pure render by path, from the lock and `.toltek/base.tgz`. */
export type BaseTree = ReadonlyMap<string, BaseFile>;

/** A written path that a newer version of a template declares moved. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** How the three sides are called in conflict markers. */
export interface MergeLabels {
  /** For instance `toltek 0.1.0`. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What a merge of whole trees is made of. */
export interface MergeInput {
  readonly base: BaseTree;
  readonly ours: WorkTree;
  readonly theirs: RenderedTree;
  /** In the order in which they are applied; declared by the templates between the two versions. */
  readonly renames: readonly Rename[];
  readonly labels: MergeLabels;
}

/** Why a person has to decide. */
export type ConflictKind = NonNullable<Lock['pending']>[number]['kind'];

/** A decision left to a person. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** What happened and what to do, in a sentence or two. */
  readonly message: string;
  /** The three sides as git's index keeps them (stages 1, 2, 3); a side that has no file is absent. */
  readonly base?: FileContent;
  readonly ours?: FileContent;
  readonly theirs?: FileContent;
}

/** What becomes of a path. */
export type FileStatus =
  /** New from the templates. */
  | 'created'
  /** The person had not touched it: the templates' new version. */
  | 'updated'
  /** Both sides changed it, and everything of both is in it. */
  | 'merged'
  /** Moved as the templates declare, with whatever the person changed. */
  | 'renamed'
  /** Removed by the templates, not touched by the person. */
  | 'deleted'
  /** As the person has it, though it differs from the render; `note` says why. */
  | 'kept'
  | 'unchanged'
  | 'conflict';

/** What an update makes of one path. */
export interface FileOutcome {
  /** Where the file is afterwards. */
  readonly path: string;
  /** Where it was before, if it moves. */
  readonly from?: string;
  readonly status: FileStatus;
  readonly class: FileClass;
  /** Template that writes it, or last wrote it. */
  readonly template: string;
  /** What is written by path, `null` for a path that goes away. Empty where nothing changes on disk. */
  readonly writes: ReadonlyMap<string, FileContent | null>;
  /** What the person should know, in a sentence. */
  readonly note?: string;
  /** Only, and always, with status `conflict`. */
  readonly conflict?: Conflict;
}
