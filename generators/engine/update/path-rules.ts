import { mergeContent } from '../merge/content.ts';
import { sameBytes } from '../merge/encoding.ts';
import type { RenderedFile } from '../render/render.ts';
import { contentEdit, holds, withLineEndsOf } from './edit-state.ts';
import { NOTES, OutcomeMaker } from './outcomes.ts';
import type { BaseFile, FileContent, FileOutcome, MergeLabels, WorkFile } from './types.ts';

/** What the sides of a merge hold for one path of the new version. */
export interface PathSides {
  readonly path: string;
  /** Where the file was, if the templates moved it. */
  readonly source: string | undefined;
  readonly base: BaseFile | undefined;
  /** What the person has at the path. */
  readonly ours: WorkFile | undefined;
  /** What the person has where the file was. */
  readonly atSource: WorkFile | undefined;
  readonly theirs: RenderedFile | undefined;
}

/** What the rules need to know beside the path itself. */
export interface RuleContext {
  readonly labels: MergeLabels;
  /** Whether a path holds nothing, now and in the new version. */
  readonly isFree: (path: string) => boolean;
  /** Paths of the new version where a merge line by line is known not to parse. */
  readonly broken: ReadonlySet<string>;
}

/** What becomes of one path, which is in the base, in the new render or in both. */
export function outcomeOf(sides: PathSides, context: RuleContext): FileOutcome {
  const { base, theirs } = sides;
  const make = new OutcomeMaker(sides, context.isFree);
  if (theirs === undefined) return base === undefined ? make.unchanged() : withdrawn(base, sides.ours, make);
  if (base === undefined) return arriving(theirs, sides.ours, make, context);
  return sides.source === undefined || sides.atSource === undefined
    ? staying(base, sides.ours, theirs, make, context)
    : moving(base, sides.atSource, sides.ours, theirs, make, context);
}

/** The templates no longer have the file. */
function withdrawn(base: BaseFile, ours: WorkFile | undefined, make: OutcomeMaker): FileOutcome {
  if (ours === undefined) return make.unchanged();
  if (ours.kind !== 'file') return make.kept(NOTES.replacedAndRemoved);
  if (base.class === 'secret') return make.kept(NOTES.secretRemoved);
  if (contentEdit(base, ours) !== 'content' && ours.executable === base.executable) return make.deleted();
  if (base.class === 'once') return make.kept(NOTES.onceRemoved);
  return make.editedAndRemoved(ours);
}

/** The templates have a file that they did not have. */
function arriving(
  theirs: RenderedFile,
  ours: WorkFile | undefined,
  make: OutcomeMaker,
  context: RuleContext,
): FileOutcome {
  if (ours === undefined) return make.created(theirs);
  if (ours.kind !== 'file') return make.inTheWay(ours);
  if (sameBytes(ours.bytes, theirs.bytes))
    return ours.executable === theirs.executable ? make.unchanged() : make.kept(NOTES.mode);
  if (theirs.class === 'secret') return make.kept(NOTES.secret);
  // As for git, an empty file says nothing against the other.
  if (theirs.bytes.length === 0) return make.kept(NOTES.empty);
  if (ours.bytes.length === 0)
    return make.settled(ours, { bytes: theirs.bytes, executable: ours.executable }, false, NOTES.empty);
  return bothAdded(ours, theirs, ours.executable, make, context);
}

/** Both versions of the templates have the file, and the new one has it at another path. */
function moving(
  base: BaseFile,
  atSource: WorkFile,
  atTarget: WorkFile | undefined,
  theirs: RenderedFile,
  make: OutcomeMaker,
  context: RuleContext,
): FileOutcome {
  if (theirs.class === 'secret' || base.class === 'secret')
    return atTarget === undefined ? make.created(theirs, NOTES.secretMoved) : make.kept(NOTES.secret);
  if (atTarget !== undefined) return make.occupied(atTarget);
  if (atSource.kind !== 'file') return make.inTheWay(atSource);
  return meeting(base, atSource, theirs, make.fromSource(), context);
}

/** Both versions of the templates have the file, at the same path, or where the person had moved it already. */
function staying(
  base: BaseFile,
  ours: WorkFile | undefined,
  theirs: RenderedFile,
  make: OutcomeMaker,
  context: RuleContext,
): FileOutcome {
  if (ours === undefined) return make.kept(theirs.class === 'secret' ? NOTES.secretMissing : NOTES.deleted);
  if (ours.kind !== 'file')
    return holds(base, theirs.bytes) ? make.kept(NOTES.replaced) : make.inTheWay(ours);
  if (theirs.class === 'secret')
    return sameBytes(ours.bytes, theirs.bytes) ? make.unchanged() : make.kept(NOTES.secret);
  return meeting(base, ours, theirs, make, context);
}

/** A file of the person meets the new version of the templates. */
function meeting(
  base: BaseFile,
  ours: FileContent,
  theirs: RenderedFile,
  make: OutcomeMaker,
  context: RuleContext,
): FileOutcome {
  const executable = ours.executable === base.executable ? theirs.executable : ours.executable;
  const settled = (bytes: Uint8Array, edited: boolean, note: string): FileOutcome =>
    make.settled(ours, { bytes, executable }, edited || ours.executable !== base.executable, note);

  if (sameBytes(ours.bytes, theirs.bytes)) return settled(ours.bytes, false, NOTES.mode);
  const edit = contentEdit(base, ours);
  if (edit === 'none') return settled(theirs.bytes, false, NOTES.mode);
  if (edit === 'line-ends') return settled(withLineEndsOf(ours.bytes, theirs.bytes), false, NOTES.mode);
  if (holds(base, theirs.bytes)) return settled(ours.bytes, true, NOTES.edited);
  if (theirs.class === 'once') return settled(ours.bytes, true, NOTES.once);
  if (base.bytes === undefined) return bothAdded(ours, theirs, executable, make, context);

  const merged = mergeContent(
    {
      path: make.path,
      class: theirs.class,
      base: base.bytes,
      ours: ours.bytes,
      theirs: theirs.bytes,
      broken: context.broken.has(make.path),
    },
    context.labels,
  );
  if (merged.kind === 'binary') return make.binary(ours, executable);
  const content = { bytes: merged.bytes, executable };
  if (theirs.class === 'managed') return make.managed(ours, content);
  return merged.kind === 'clean'
    ? settled(merged.bytes, true, NOTES.edited)
    : make.contradiction(ours, content, merged.kind);
}

/** Two files without a common base. */
function bothAdded(
  ours: FileContent,
  theirs: RenderedFile,
  executable: boolean,
  make: OutcomeMaker,
  context: RuleContext,
): FileOutcome {
  const merged = mergeContent(
    { path: make.path, class: theirs.class, ours: ours.bytes, theirs: theirs.bytes },
    context.labels,
  );
  if (merged.kind === 'clean')
    return make.settled(ours, { bytes: ours.bytes, executable }, true, NOTES.stored);
  return make.addedByBoth(ours, merged.kind === 'binary' ? undefined : { bytes: merged.bytes, executable });
}
