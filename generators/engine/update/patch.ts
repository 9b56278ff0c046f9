import { formatPatch, structuredPatch } from 'diff';
import type { StructuredPatch } from 'diff';
import { sameBytes, textOf } from '../merge/encoding.ts';
import type { FileContent } from './types.ts';

/** One file before and after; a side that does not exist is absent. */
export interface FileChange {
  /** Where the file is afterwards, or was if it is gone. */
  readonly path: string;
  /** Where it was before, if it moved. */
  readonly from?: string;
  readonly before?: FileContent;
  readonly after?: FileContent;
}

/** A change as `git diff` shows it. */
export interface FilePatch {
  readonly path: string;
  readonly from?: string;
  readonly added: number;
  readonly removed: number;
  /** Bytes that are no text: they are named, not shown. */
  readonly binary: boolean;
  /** In git's format, `a/` and `b/` before the paths, so that `git apply` takes it. */
  readonly text: string;
}

/** Beyond this many changed lines the shortest patch is not worth finding: all old lines go, all new ones come. */
const LONGEST_EDIT = 2000;

/** The patch of one file; `undefined` where both sides are the same. */
export function patchOf(change: FileChange): FilePatch | undefined {
  const { path, from, before, after } = change;
  if (before === undefined && after === undefined) return undefined;
  const same = before !== undefined && after !== undefined && sameBytes(before.bytes, after.bytes);
  if (same && from === undefined && before.executable === after.executable) return undefined;
  const sides = [before, after].map((side) => (side === undefined ? '' : textOf(side.bytes)));
  const [old, next] = sides;
  const binary = !same && (old === undefined || next === undefined);
  const patch: StructuredPatch = {
    ...(binary || same ? emptyPatch : linesOf(old ?? '', next ?? '')),
    isGit: true,
    oldFileName: before === undefined ? '/dev/null' : `a/${from ?? path}`,
    newFileName: after === undefined ? '/dev/null' : `b/${path}`,
    ...modes(before, after),
    ...(before === undefined ? { isCreate: true } : {}),
    ...(after === undefined ? { isDelete: true } : {}),
    ...(from === undefined ? {} : { isRename: true }),
  };
  const names = `${patch.oldFileName ?? ''} and ${patch.newFileName ?? ''}`;
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    path,
    ...(from === undefined ? {} : { from }),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    binary,
    text: `${formatPatch(patch)}${binary ? `Binary files ${names} differ\n` : ''}`,
  };
}

const emptyPatch: Pick<StructuredPatch, 'hunks' | 'oldHeader' | 'newHeader'> = {
  hunks: [],
  oldHeader: undefined,
  newHeader: undefined,
};

function linesOf(old: string, next: string): typeof emptyPatch {
  const options = { context: 3, maxEditLength: LONGEST_EDIT };
  return structuredPatch('', '', old, next, undefined, undefined, options) ?? replaced(old, next);
}

function replaced(old: string, next: string): typeof emptyPatch {
  const [gone, come] = [
    structuredPatch('', '', old, '').hunks.flatMap(({ lines }) => lines),
    structuredPatch('', '', '', next).hunks.flatMap(({ lines }) => lines),
  ];
  const count = (lines: readonly string[]): number => lines.filter((line) => !line.startsWith('\\')).length;
  const hunk = { oldStart: 1, oldLines: count(gone), newStart: 1, newLines: count(come) };
  return { ...emptyPatch, hunks: [{ ...hunk, lines: [...gone, ...come] }] };
}

function modes(
  before: FileContent | undefined,
  after: FileContent | undefined,
): Pick<StructuredPatch, 'oldMode' | 'newMode'> {
  const [old, next] = [before, after].map((side) => side && (side.executable ? '100755' : '100644'));
  if (old === next) return {};
  return { ...(old === undefined ? {} : { oldMode: old }), ...(next === undefined ? {} : { newMode: next }) };
}
