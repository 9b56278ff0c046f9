import { isDeepStrictEqual } from 'node:util';
import { UneditableDocument } from '../update/document-edit.ts';
import type { DocumentEdit } from '../update/document-edit.ts';
import { editDocument, readDocument } from '../update/edit-document.ts';
import type { DocumentFormat } from '../update/edit-document.ts';
import { dataChanges } from './data-changes.ts';
import { isRecord, mergeData } from './data.ts';
import { isStrictJson } from './parse-check.ts';
import { uniteTexts } from './unite.ts';

/** Three texts of one format. */
export interface DocumentTexts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What a merge by key says about three documents. */
export type MergedDocument =
  | { readonly kind: 'merged'; readonly text: string }
  /** Both sides changed the value of a key differently, or the result cannot be written without loss. */
  | { readonly kind: 'conflict' }
  /** One of the texts is not in its format: there are no keys to go by. */
  | { readonly kind: 'unreadable' };

/**
 * Merges three documents key by key.
 * @param byLine what a merge line by line gives, if it does without conflicts. It is taken where it says the same,
 * for it has the comments and the layout of both sides, and so is a merge of lines by their keys. Else the templates'
 * changes are made in the person's text.
 */
export function mergeDocuments(
  format: DocumentFormat,
  texts: DocumentTexts,
  byLine: string | undefined,
): MergedDocument {
  const sides = {
    base: dataOf(format, texts.base),
    ours: dataOf(format, texts.ours),
    theirs: dataOf(format, texts.theirs),
  };
  if (sides.base === undefined || sides.ours === undefined || sides.theirs === undefined)
    return { kind: 'unreadable' };
  const { value, conflicts } = mergeData(sides.base.data, sides.ours.data, sides.theirs.data);
  if (conflicts.length > 0) return { kind: 'conflict' };
  const lines = byLine ?? uniteTexts(texts, format === 'json' && isStrictJson(texts.ours));
  if (lines !== undefined && isDeepStrictEqual(dataOf(format, lines)?.data, value))
    return { kind: 'merged', text: lines };
  for (const lists of ['items', 'whole'] as const) {
    const edits = dataChanges(sides.ours.data, value, lists);
    if (edits.length * texts.ours.length > MOST_WORK) continue;
    const text = edited(format, texts.ours, edits);
    if (text === undefined || losesComments(format, texts, text)) continue;
    if (isDeepStrictEqual(dataOf(format, text)?.data, value)) return { kind: 'merged', text };
  }
  return { kind: 'conflict' };
}

/** Edits times characters, for every edit reads the whole text: beyond, a person is faster, and as happy with markers. */
const MOST_WORK = 20_000_000;

function dataOf(format: DocumentFormat, text: string): { readonly data: unknown } | undefined {
  try {
    return { data: plain(readDocument(format, text)) };
  } catch (error) {
    if (error instanceof UneditableDocument) return undefined;
    throw error;
  }
}

/** The same data in objects of one kind: readers differ in what they make, and equality knows the difference. */
function plain(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(plain);
  if (!isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]));
}

/** The person's text with changes made, `undefined` where one cannot be made by itself. */
function edited(format: DocumentFormat, text: string, edits: readonly DocumentEdit[]): string | undefined {
  try {
    return edits.reduce((edited, edit) => editDocument(format, edited, edit), text);
  } catch (error) {
    if (error instanceof UneditableDocument) return undefined;
    throw error;
  }
}

/** What starts a comment that ends with its line. */
const COMMENTS: Readonly<Record<DocumentFormat, RegExp>> = {
  json: /\/[/*].*$/gm,
  yaml: /(?<=^|\s)#.*$/gm,
  toml: /#.*$/gm,
};

/** Whether a comment that the person wrote is missing, as where it stood in something the templates removed. */
function losesComments(format: DocumentFormat, { base, ours }: DocumentTexts, result: string): boolean {
  const comments = (text: string): readonly string[] =>
    [...text.matchAll(COMMENTS[format])].map(([comment]) => comment.trimEnd());
  const known = new Set(comments(base));
  return comments(ours).some((comment) => !known.has(comment) && !result.includes(comment));
}
