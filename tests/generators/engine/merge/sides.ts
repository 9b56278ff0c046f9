import { sha256 } from '#generators/engine/digest.ts';
import type { FileClass } from '#generators/engine/render/classes.ts';
import type { RenderedFile } from '#generators/engine/render/render.ts';
import { mergeTrees } from '#generators/engine/update/merge-trees.ts';
import type { BaseFile, FileOutcome, MergeInput, Rename, WorkFile } from '#generators/engine/update/types.ts';

/** One side of a merge in short: a text, bytes, or what else is there. */
export type Content = string | Uint8Array;

/** A generated file with more than its content. */
export interface Detailed {
  readonly content: Content;
  readonly class?: FileClass;
  readonly executable?: boolean;
}

/** The three sides of a merge by path, as short as a test can say it. */
export interface Sides {
  readonly base?: Readonly<Record<string, Content | Detailed>>;
  readonly ours?: Readonly<Record<string, Content | Detailed | WorkFile>>;
  readonly theirs?: Readonly<Record<string, Content | Detailed>>;
  readonly renames?: readonly Rename[];
}

/** A file as generated, as a person edited it, and as the next version has it. */
export const LINES = 'one\ntwo\nthree\nfour\nfive\n';
export const mine = LINES.replace('five', 'MINE');
export const next = LINES.replace('one', 'NEXT');

const labels = { base: 'toltek 0.1.0', ours: 'yours', theirs: 'toltek 0.2.0' };

function bytesOf(content: Content): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function detailed(content: Content | Detailed): Detailed {
  return typeof content === 'string' || content instanceof Uint8Array ? { content } : content;
}

/** What a merge is made of. */
export function inputOf({ base = {}, ours = {}, theirs = {}, renames = [] }: Sides): MergeInput {
  return {
    base: new Map(Object.entries(base).map(([path, side]) => [path, baseFile(detailed(side))])),
    ours: new Map(Object.entries(ours).map(([path, side]) => [path, workFile(side)])),
    theirs: new Map(Object.entries(theirs).map(([path, side]) => [path, renderedFile(detailed(side))])),
    renames,
    labels,
  };
}

/** A merge's outcomes. */
export function merge(sides: Sides): readonly FileOutcome[] {
  return mergeTrees(inputOf(sides));
}

/** As the lock and the kept base give it: without the bytes of what is written once or secret. */
function baseFile({ content, class: fileClass = 'merged', executable = false }: Detailed): BaseFile {
  const bytes = bytesOf(content);
  const file = { sha256: sha256(bytes), executable, class: fileClass, template: 'base' };
  return fileClass === 'once' || fileClass === 'secret' ? file : { ...file, bytes };
}

function workFile(side: Content | Detailed | WorkFile): WorkFile {
  if (typeof side === 'object' && 'kind' in side) return side;
  const { content, executable = false } = detailed(side);
  return { kind: 'file', bytes: bytesOf(content), executable };
}

function renderedFile({ content, class: fileClass = 'merged', executable = false }: Detailed): RenderedFile {
  return {
    bytes: bytesOf(content),
    executable,
    class: fileClass,
    template: 'base',
    source: 'templates/base',
  };
}

/** An outcome as a test compares it: texts in place of bytes. */
export interface ShownOutcome {
  readonly path: string;
  readonly from?: string;
  readonly status: string;
  readonly writes: Readonly<Record<string, string | null>>;
  readonly conflict?: string;
}

export function shown({ path, from, status, writes, conflict }: FileOutcome): ShownOutcome {
  return {
    path,
    ...(from !== undefined && { from }),
    status,
    writes: Object.fromEntries(
      [...writes].map(([written, file]) => [
        written,
        file &&
          `${file.executable ? '+x ' : ''}${new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes)}`,
      ]),
    ),
    ...(conflict !== undefined && { conflict: conflict.kind }),
  };
}

/** The one outcome of a merge of one file. */
export function mergeOne(sides: Sides): ShownOutcome {
  const [outcome, ...others] = merge(sides);
  if (outcome === undefined || others.length > 0) throw new Error('Expected one outcome.');
  return shown(outcome);
}

/** The note of the one outcome. */
export function noteOf(sides: Sides): string | undefined {
  return merge(sides)[0]?.note;
}
