import { sameBytes } from '../merge/encoding.ts';
import type { PathSides, RuleContext } from './path-rules.ts';
import type { Conflict, ConflictKind, FileContent, FileOutcome, FileStatus, WorkFile } from './types.ts';

/** Why a file is as the person has it though the templates have it otherwise. */
export const NOTES = {
  edited: 'You changed it and the templates did not: yours stays.',
  moved: 'The templates moved it; what you changed came along.',
  mode: 'You changed whether it is executable: that stays.',
  stored: 'Only line ends or the byte order mark differ: yours stay.',
  empty: 'The templates have an empty file here: yours stays.',
  deleted: 'You deleted it: it stays deleted.',
  replaced: 'You put something else in its place, which stays.',
  replacedAndRemoved: 'The templates no longer have it; what you put in its place stays.',
  once: 'It is yours since it was first written. The templates have a new version: see toltek diff --update.',
  onceRemoved: 'The templates no longer have it. You changed it, so it stays; delete it if nothing needs it.',
  secret: 'It holds secrets: never changed after it was first written.',
  secretMissing: 'It holds secrets and is not here: fill it in where it is needed.',
  secretRemoved:
    'The templates no longer have it. It holds secrets, so it stays; delete it if nothing needs it.',
  secretMoved: 'It holds secrets, so the old file stays too: copy what you filled in, then delete that.',
} as const;

/** Where the templates' version of a file is put that cannot be merged into the person's. */
export function besidePath(path: string): string {
  return `${path}.toltek-new`;
}

/** Makes the outcomes of one path. */
export class OutcomeMaker {
  readonly path: string;
  readonly #sides: PathSides;
  readonly #isFree: RuleContext['isFree'];
  readonly #moves: boolean;

  /** @param moves whether the person's file goes from its old path to the new one. */
  constructor(sides: PathSides, isFree: RuleContext['isFree'], moves = false) {
    this.path = sides.path;
    this.#sides = sides;
    this.#isFree = isFree;
    this.#moves = moves;
  }

  /** Outcomes that take the person's file along from where the templates had it. */
  fromSource(): OutcomeMaker {
    return new OutcomeMaker(this.#sides, this.#isFree, true);
  }

  unchanged(): FileOutcome {
    return this.#outcome('unchanged', []);
  }

  kept(note: string): FileOutcome {
    return this.#outcome('kept', [], { note });
  }

  created(content: FileContent, note?: string): FileOutcome {
    return this.#outcome('created', [[this.path, plain(content)]], note === undefined ? {} : { note });
  }

  deleted(): FileOutcome {
    return this.#outcome('deleted', [[this.path, null]]);
  }

  /**
   * The file with its final content.
   * @param edited whether anything in it is the person's.
   * @param note for a file that stays as it is.
   */
  settled(ours: FileContent, content: FileContent, edited: boolean, note: string): FileOutcome {
    const same = sameBytes(ours.bytes, content.bytes) && ours.executable === content.executable;
    if (this.#moves)
      return this.#outcome('renamed', this.#written(content), edited ? { note: NOTES.moved } : {});
    if (!same) return this.#outcome(edited ? 'merged' : 'updated', this.#written(content));
    return edited ? this.kept(note) : this.unchanged();
  }

  /** Both sides changed the same place, or what they changed does not go together. */
  contradiction(ours: FileContent, content: FileContent, why: 'overlap' | 'broken'): FileOutcome {
    const message =
      why === 'overlap'
        ? 'You and the templates changed the same place: choose between the conflict markers.'
        : 'Your change and that of the templates do not go together: the result would no longer parse.';
    return this.#conflict('content', message, ours, this.#written(content));
  }

  /** A file of the toolbox that the person changed. */
  managed(ours: FileContent, content: FileContent): FileOutcome {
    const message =
      'The file belongs to the toolbox, and both you and the templates changed it. Both are in it: see that it is right, or better move what is yours into a file of your own.';
    return this.#conflict('managed', message, ours, this.#written(content));
  }

  /** Both sides changed bytes that are no text. */
  binary(ours: FileContent, executable: boolean): FileOutcome {
    return this.#beside(
      'binary',
      'It is no text, and both you and the templates changed it.',
      ours,
      executable,
    );
  }

  /** @param content both versions between markers; missing where they are no text. */
  addedByBoth(ours: FileContent, content: FileContent | undefined): FileOutcome {
    const what = 'You and the templates have different files here.';
    if (content === undefined) return this.#beside('added-by-both', what, ours, ours.executable);
    return this.#conflict(
      'added-by-both',
      `${what} Both are shown between conflict markers.`,
      ours,
      this.#written(content),
    );
  }

  editedAndRemoved(ours: FileContent): FileOutcome {
    const message =
      'You changed it, and the templates no longer have it. It stays: delete it if nothing needs it, or keep it as yours.';
    return this.#conflict('edited-and-removed', message, ours, []);
  }

  /** Something that is no file is where the templates have one. */
  inTheWay(found: WorkFile): FileOutcome {
    const message = `${articled(found)} is in its place, or in that of a folder above it. Nothing was written there: make room, or keep what is there.`;
    return this.#conflict('link', message, undefined, []);
  }

  /** The templates moved the file to where the person has another. */
  occupied(found: WorkFile): FileOutcome {
    const message = `The templates move ${this.#sides.source ?? ''} here, where you have something of your own. Both stay: put them together, then delete the old one.`;
    return this.#conflict('added-by-both', message, found.kind === 'file' ? found : undefined, []);
  }

  /** The person's file stays, the templates' version is written next to it. */
  #beside(kind: ConflictKind, what: string, ours: FileContent, executable: boolean): FileOutcome {
    const beside = besidePath(this.path);
    const own: Writes = this.#moves ? this.#written({ bytes: ours.bytes, executable }) : [];
    const { theirs } = this.#sides;
    if (theirs === undefined || !this.#isFree(beside))
      return this.#conflict(
        kind,
        `${what} Yours stays; ${beside} is taken, so theirs is only in git's index: git show :3:${this.path}`,
        ours,
        own,
      );
    const message = `${what} Yours stays, theirs is in ${beside}: choose, then delete that.`;
    return this.#conflict(kind, message, ours, [...own, [beside, plain(theirs)]]);
  }

  #written(content: FileContent): Writes {
    const { source } = this.#sides;
    const away: Writes = this.#moves && source !== undefined ? [[source, null]] : [];
    return [...away, [this.path, plain(content)]];
  }

  #conflict(kind: ConflictKind, message: string, ours: FileContent | undefined, writes: Writes): FileOutcome {
    const { base, theirs } = this.#sides;
    const conflict: Conflict = {
      kind,
      message,
      ...(base?.bytes !== undefined && { base: { bytes: base.bytes, executable: base.executable } }),
      ...(ours !== undefined && { ours: plain(ours) }),
      ...(theirs !== undefined && { theirs: plain(theirs) }),
    };
    return this.#outcome('conflict', writes, { conflict });
  }

  #outcome(
    status: FileStatus,
    writes: Writes,
    more: Pick<FileOutcome, 'note' | 'conflict'> = {},
  ): FileOutcome {
    const { path, source, base, theirs } = this.#sides;
    return {
      path,
      ...(this.#moves && source !== undefined && { from: source }),
      status,
      class: (theirs ?? base)?.class ?? 'merged',
      template: (theirs ?? base)?.template ?? '',
      writes: new Map(writes),
      ...more,
    };
  }
}

type Writes = readonly (readonly [string, FileContent | null])[];

function plain({ bytes, executable }: FileContent): FileContent {
  return { bytes, executable };
}

function articled({ kind }: WorkFile): string {
  const names = { file: 'A file', link: 'A link', folder: 'A folder', special: 'Something that is no file' };
  return names[kind];
}
