import { pointerAppend, pointerSteps, pointerValue } from '#catalog/schema/pointer.ts';
import { canonicalJson } from '../digest.ts';
import { UneditableDocument } from './document-edit.ts';
import type { DocumentEdit, DocumentPath } from './document-edit.ts';
import { jsonEdits, readJson } from './edit-json.ts';
import { readToml, tomlEdits } from './edit-toml.ts';
import { readYaml, yamlEdits } from './edit-yaml.ts';

/** A format whose documents can be edited in place. */
export type DocumentFormat = 'json' | 'yaml' | 'toml';

const FORMATS: readonly (readonly [RegExp, DocumentFormat])[] = [
  [/\.json$/i, 'json'],
  [/\.ya?ml$/i, 'yaml'],
  [/\.toml$/i, 'toml'],
];

/** The format of a file by its name, `undefined` for any that has no keys. */
export function formatOf(path: string): DocumentFormat | undefined {
  return FORMATS.find(([pattern]) => pattern.test(path))?.[1];
}

const CODECS = {
  json: { read: readJson, proposals: jsonEdits },
  yaml: { read: readYaml, proposals: yamlEdits },
  toml: { read: readToml, proposals: tomlEdits },
} as const;

/**
 * The data of a document.
 * @throws UneditableDocument if the text is not in its format.
 */
export function readDocument(format: DocumentFormat, text: string): unknown {
  return CODECS[format].read(text);
}

/**
 * The text with one change made and everything else as the person wrote it, comments and formatting included. What a
 * format proposes is read again: the first text that holds exactly the change is taken.
 * @param text with `\n` between lines.
 * @throws UneditableDocument
 */
export function editDocument(format: DocumentFormat, text: string, edit: DocumentEdit): string {
  const { read, proposals } = CODECS[format];
  const wanted = comparable(edited(read(text), edit.path, edit));
  for (const proposal of proposals(text, edit)) if (holds(proposal, wanted, read)) return proposal;
  throw new UneditableDocument('the place cannot be edited by itself');
}

function holds(proposal: string, wanted: string, read: (text: string) => unknown): boolean {
  try {
    return comparable(read(proposal)) === wanted;
  } catch {
    return false;
  }
}

/** Equal for equal data, dates of TOML included. */
function comparable(data: unknown): string {
  return canonicalJson(withoutDates(data));
}

function withoutDates(data: unknown): unknown {
  if (data instanceof Date) return { date: data.toISOString() };
  if (Array.isArray(data)) return data.map(withoutDates);
  if (!isContainer(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withoutDates(value)]));
}

/** What a JSON pointer means in a document: steps into a list are numbers. */
export function documentPath(data: unknown, pointer: string): DocumentPath {
  let value = data;
  return pointerSteps(pointer).map((step) => {
    const key = Array.isArray(value) && /^\d+$/.test(step) ? Number(step) : step;
    value = pointerValue(value, pointerAppend('', step));
    return key;
  });
}

/** The data as an edit leaves them. */
function edited(data: unknown, [key, ...rest]: DocumentPath, edit: DocumentEdit): unknown {
  if (key === undefined) return edit.do === 'write' ? edit.value : data;
  if (Array.isArray(data)) return editedList(data, key, rest, edit);
  if (data !== undefined && !isContainer(data))
    throw new UneditableDocument('something else is in its place');
  const entries: readonly (readonly [string, unknown])[] = isContainer(data) ? Object.entries(data) : [];
  const at = entries.findIndex(([name]) => name === String(key));
  const child = entries[at]?.[1];
  const isLast = rest.length === 0;
  const replaced: [string, unknown][] =
    isLast && edit.do === 'remove'
      ? []
      : isLast && edit.do === 'rename'
        ? [[edit.to, child]]
        : [[String(key), edited(child, rest, edit)]];
  if (at === -1) return Object.fromEntries([...entries, ...replaced]);
  return Object.fromEntries(entries.toSpliced(at, 1, ...replaced));
}

/** An item written behind the last one is added. */
function editedList(
  list: readonly unknown[],
  key: string | number,
  rest: DocumentPath,
  edit: DocumentEdit,
): unknown {
  const isLast = rest.length === 0;
  const end = edit.do === 'write' ? list.length : list.length - 1;
  if (typeof key !== 'number' || key > end || (edit.do === 'rename' && isLast))
    throw new UneditableDocument('a list is in its place');
  if (edit.do === 'remove' && isLast) return list.toSpliced(key, 1);
  return list.toSpliced(key, 1, edited(list[key], rest, edit));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
