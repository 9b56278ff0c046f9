import { parse, stringify } from 'smol-toml';
import { isRecord } from '#catalog/record.ts';
import { UneditableDocument } from './document-edit.ts';
import type { DocumentEdit, DocumentPath } from './document-edit.ts';

/** @throws UneditableDocument if the text is no TOML. */
export function readToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new UneditableDocument('it is not valid TOML');
  }
}

/**
 * Texts that may hold the change. A key is found where it has a line in the part of the file headed by its table; keys
 * inside inline tables and values that span several lines in unusual ways are not.
 */
export function* tomlEdits(text: string, edit: DocumentEdit): Generator<string> {
  const lines = text.split('\n');
  const table = edit.path.slice(0, -1);
  const key = String(edit.path.at(-1));
  const section = sectionOf(lines, table);
  const at = section && lines.findIndex((line, index) => isIn(index, section) && keyOf(line) === key);
  if (section !== undefined && at !== undefined && at !== -1) yield* changedAt(lines, at, edit);
  else if (edit.do === 'write') yield* added(lines, section, table, key, edit.value);
}

/** From the line after a header to the one before the next; the root is before the first. */
interface Section {
  readonly from: number;
  readonly to: number;
}

function isIn(index: number, { from, to }: Section): boolean {
  return index >= from && index < to;
}

function sectionOf(lines: readonly string[], table: DocumentPath): Section | undefined {
  const from = table.length === 0 ? 0 : lines.findIndex((line) => isHeaderOf(line, table)) + 1;
  if (from === 0 && table.length > 0) return undefined;
  const next = lines.findIndex((line, index) => index >= from && /^\s*\[/.test(line) && isHeader(line));
  return { from, to: next === -1 ? lines.length : next };
}

function isHeader(line: string): boolean {
  return dataOf(line) !== undefined;
}

function isHeaderOf(line: string, table: DocumentPath): boolean {
  if (!/^\s*\[(?!\[)/.test(line)) return false;
  let data = dataOf(line);
  for (const step of table) {
    const keys = isRecord(data) ? Object.keys(data) : [];
    if (keys.length !== 1 || keys[0] !== step || !isRecord(data)) return false;
    data = data[step];
  }
  return isRecord(data) && Object.keys(data).length === 0;
}

function dataOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A key as it stands at the start of a line, and what is between it and its value. */
const ASSIGNMENT = /^(\s*)([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')(\s*=\s*)/;

function keyOf(line: string): string | undefined {
  const written = ASSIGNMENT.exec(line)?.[2];
  if (written === undefined) return undefined;
  const data = dataOf(`${written} = 0`);
  return isRecord(data) ? Object.keys(data)[0] : undefined;
}

function* changedAt(lines: readonly string[], at: number, edit: DocumentEdit): Generator<string> {
  const [whole = '', indent = '', , equals = ''] = ASSIGNMENT.exec(lines[at] ?? '') ?? [];
  if (edit.do === 'rename') {
    yield lines
      .with(at, `${indent}${printedKey(edit.to)}${equals}${lines[at]?.slice(whole.length) ?? ''}`)
      .join('\n');
    return;
  }
  // A value ends where it can be read: at the end of this line or a later one, or before a comment there.
  for (let last = at; last < lines.length; last += 1) {
    const span = lines
      .slice(at, last + 1)
      .join('\n')
      .slice(whole.length);
    for (const end of [...[...span.matchAll(/\s*#/g)].map(({ index }) => index), span.length]) {
      if (dataOf(`x = ${span.slice(0, end)}`) === undefined) continue;
      const changed = edit.do === 'remove' ? [] : [`${whole}${printedValue(edit.value)}${span.slice(end)}`];
      yield lines.toSpliced(at, last + 1 - at, ...changed).join('\n');
    }
  }
}

function* added(
  lines: readonly string[],
  section: Section | undefined,
  table: DocumentPath,
  key: string,
  value: unknown,
): Generator<string> {
  if (section !== undefined && !isRecord(value)) {
    let end = section.to;
    while (end > section.from && (lines[end - 1] ?? '').trim() === '') end -= 1;
    yield lines.toSpliced(end, 0, `${printedKey(key)} = ${printedValue(value)}`).join('\n');
  }
  const nested = [...table, key].reduceRight<unknown>((inner, step) => ({ [String(step)]: inner }), value);
  if (isRecord(nested)) yield `${lines.join('\n').trimEnd()}\n\n${stringify(nested).trimEnd()}\n`;
}

function printedKey(key: string): string {
  return stringify({ [key]: 0 }).replace(/ = 0\n?$/, '');
}

function printedValue(value: unknown): string {
  return stringify({ x: value }).replace(/^x = /, '').trimEnd();
}
