import type { FileClass } from '../render/classes.ts';
import type { MergeLabels } from '../update/types.ts';
import { decodeText, encodeText, withPlainLineEnds } from './encoding.ts';
import type { DecodedText, LineEnds } from './encoding.ts';
import { formatOf } from '../update/edit-document.ts';
import { parsesLike } from './parse-check.ts';
import { mergeDocuments } from './structured.ts';
import { conflictingTexts, mergeText, mergeTwoTexts } from './text.ts';

/** The bytes of a file on the sides of a merge. */
export interface ContentSides {
  /** Decides the format by its ending. */
  readonly path: string;
  readonly class: FileClass;
  /** Missing where both sides added the file, or where the base is not kept. */
  readonly base?: Uint8Array;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
  /** The lines merge to something that is known not to parse. Default: that is found out, for JSON, YAML and TOML. */
  readonly broken?: boolean;
}

/** What a merge of contents gives. */
export type MergedContent =
  | { readonly kind: 'clean'; readonly bytes: Uint8Array }
  /** Conflict markers show what a person has to decide. */
  | { readonly kind: 'overlap'; readonly bytes: Uint8Array }
  /** Line by line it merges, but the result would no longer parse: both sides are shown between markers. */
  | { readonly kind: 'broken'; readonly bytes: Uint8Array }
  /** Not text, hence not to be merged. */
  | { readonly kind: 'binary' };

/** Merges two contents that differ from each other and from their base. */
export function mergeContent(sides: ContentSides, labels: MergeLabels): MergedContent {
  const base = sides.base === undefined ? undefined : decodeText(sides.base);
  const ours = decodeText(sides.ours);
  const theirs = decodeText(sides.theirs);
  if (ours === undefined || theirs === undefined) return { kind: 'binary' };
  if (sides.base !== undefined && base === undefined) return { kind: 'binary' };

  const raw = [base, ours, theirs].some((side) => side?.lineEnds === 'mixed');
  const plain = ({ text }: DecodedText): string => (raw ? text : withPlainLineEnds(text));
  const texts = { base: base && plain(base), ours: plain(ours), theirs: plain(theirs) };
  const { kind, text } = mergeTexts(sides, texts, labels);
  const stored = { base, ours, theirs };
  return { kind, bytes: encodeText(text, byteOrderMark(stored), raw ? 'mixed' : lineEnds(stored)) };
}

interface Sides<T> {
  readonly base: T | undefined;
  readonly ours: T;
  readonly theirs: T;
}

interface Merged {
  readonly kind: 'clean' | 'overlap' | 'broken';
  readonly text: string;
}

function mergeTexts(
  { path, class: fileClass, broken = false }: ContentSides,
  { base, ours, theirs }: Sides<string>,
  labels: MergeLabels,
): Merged {
  if (base === undefined) {
    const { text, conflict } = mergeTwoTexts(ours, theirs, labels);
    return { kind: conflict ? 'overlap' : 'clean', text };
  }
  const byLine = mergeText(base, ours, theirs, labels);
  const format = fileClass === 'structured' ? formatOf(path) : undefined;
  if (format !== undefined) {
    const lines = byLine.conflict ? undefined : byLine.text;
    const byKey = mergeDocuments(format, { base, ours, theirs }, lines);
    if (byKey.kind === 'merged') return { kind: 'clean', text: byKey.text };
    if (byKey.kind === 'conflict' && !byLine.conflict)
      return { kind: 'overlap', text: conflictingTexts(base, ours, theirs, labels) };
  }
  if (byLine.conflict) return { kind: 'overlap', text: byLine.text };
  if (!broken && parsesLike(path, [ours, theirs], byLine.text)) return { kind: 'clean', text: byLine.text };
  return { kind: 'broken', text: conflictingTexts(base, ours, theirs, labels) };
}

/** Ours where the person changed it, else theirs. */
function byteOrderMark({ base, ours, theirs }: Sides<DecodedText>): boolean {
  return base?.byteOrderMark === ours.byteOrderMark ? theirs.byteOrderMark : ours.byteOrderMark;
}

/** Ours where the person changed them, else theirs; a single line without an end says nothing. */
function lineEnds({ base, ours, theirs }: Sides<DecodedText>): LineEnds {
  if (ours.lineEnds === 'none') return theirs.lineEnds;
  if (theirs.lineEnds === 'none') return ours.lineEnds;
  return base?.lineEnds === ours.lineEnds ? theirs.lineEnds : ours.lineEnds;
}
