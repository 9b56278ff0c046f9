import { Scalar, isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import type { Document, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { UneditableDocument } from './document-edit.ts';
import type { DocumentEdit, DocumentPath } from './document-edit.ts';

/** @throws UneditableDocument if the text is no YAML, or more than one document. */
export function readYaml(text: string): unknown {
  try {
    // Aliases are part of YAML; a bound keeps a small file from unfolding without end.
    return parsed(text).toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof UneditableDocument) throw error;
    throw new UneditableDocument('its aliases unfold without end');
  }
}

/**
 * Texts that may hold the change: first with only its lines changed, for what the library prints anew is not as the
 * person laid it out; then as the library prints it, with comments but not the spacing.
 */
export function* yamlEdits(text: string, edit: DocumentEdit): Generator<string> {
  const document = parsed(text);
  const near = inPlace(text, document, edit);
  if (near !== undefined) yield near;
  const reprint = reprinted(text, document, edit);
  if (reprint !== undefined) yield reprint;
}

function parsed(text: string): Document.Parsed {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error?.code === 'MULTIPLE_DOCS') throw new UneditableDocument('it holds several YAML documents');
  if (error !== undefined) throw new UneditableDocument('it is not valid YAML');
  return document;
}

function inPlace(text: string, document: Document.Parsed, edit: DocumentEdit): string | undefined {
  const { path } = edit;
  const depth = path.findIndex((_, index) => collectionAt(document, path.slice(0, index + 1)) === undefined);
  const map = mapAt(document, path.slice(0, depth === -1 ? -1 : depth));
  const key = path.at(depth);
  if (map === undefined || typeof key !== 'string') return undefined;
  const pair = pairOf(map, key);
  const rest = depth === -1 ? [] : path.slice(depth + 1);
  if (edit.do === 'write' && pair === undefined) return appended(text, map, key, nested(rest, edit.value));
  if (pair === undefined || rest.length > 0) return undefined;
  if (edit.do === 'rename') return rewritten(text, pair.key, edit.to);
  if (edit.do === 'remove') return map.items.length < 2 ? undefined : inPlaceOf(text, map, pair, '');
  const printed = (indent: string): string => printedPair(indent, key, edit.value);
  return rewritten(text, pair.value, edit.value) ?? inPlaceOf(text, map, pair, printed);
}

function nested(path: DocumentPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

function collectionAt(document: Document, path: DocumentPath): YAMLMap | YAMLSeq | undefined {
  let node: unknown = document.contents;
  for (const step of path) node = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
  return isMap(node) || isSeq(node) ? node : undefined;
}

function mapAt(document: Document, path: DocumentPath): YAMLMap | undefined {
  const node = collectionAt(document, path);
  return isMap(node) ? node : undefined;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
}

/** A scalar on one line replaced by another, quoted like it. */
function rewritten(text: string, node: unknown, value: unknown): string | undefined {
  if (!isScalar(node) || !isScalarValue(value)) return undefined;
  const { type, range } = node;
  if (range === undefined || range === null || type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL)
    return undefined;
  const isQuoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
  const printed = stringify(value, {
    lineWidth: 0,
    defaultStringType: isQuoted ? type : Scalar.PLAIN,
  }).trimEnd();
  return printed.includes('\n') ? undefined : text.slice(0, range[0]) + printed + text.slice(range[1]);
}

function isScalarValue(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** A new key below the last one of a map that has a line for each. */
function appended(text: string, map: YAMLMap, key: string, value: unknown): string | undefined {
  const indent = indentOf(text, map);
  const end = map.range?.[1];
  if (indent === undefined || end === undefined) return undefined;
  const body = text.slice(0, end).trimEnd();
  const comment = /^[ \t]*#[^\n]*/.exec(text.slice(body.length))?.[0] ?? '';
  const head = body + comment;
  const rest = text.slice(head.length);
  return `${head}\n${printedPair(indent, key, value)}${rest.startsWith('\n') ? rest : `\n${rest}`}`;
}

/** What stands before each key of a map with a line for each; `undefined` for other maps. */
function indentOf(text: string, map: YAMLMap): string | undefined {
  const first: unknown = map.items[0]?.key;
  if (map.flow === true || !isScalar(first) || first.range === undefined || first.range === null)
    return undefined;
  const start = first.range[0];
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return before.trim() === '' ? before : undefined;
}

/** Other lines for those of one key; the comment above it stays, for it may be about more. */
function inPlaceOf(
  text: string,
  map: YAMLMap,
  { key, value }: Pair,
  lines: '' | ((indent: string) => string),
): string | undefined {
  const indent = indentOf(text, map);
  if (indent === undefined || !isScalar(key)) return undefined;
  const start = key.range?.[0];
  const end = isMap(value) || isSeq(value) || isScalar(value) ? value.range?.[1] : undefined;
  if (start === undefined || end === undefined) return undefined;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', text.slice(0, end).trimEnd().length);
  const rest = lineEnd === -1 ? '' : text.slice(lineEnd + 1);
  return text.slice(0, from) + (lines === '' ? '' : `${lines(indent)}\n`) + rest;
}

function printedPair(indent: string, key: string, value: unknown): string {
  return stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n');
}

function reprinted(text: string, document: Document.Parsed, edit: DocumentEdit): string | undefined {
  try {
    changeNodes(document, edit);
  } catch {
    // The library refuses paths through aliases and scalars.
    return undefined;
  }
  return document.toString({ lineWidth: 0, indentSeq: !hasUnindentedList(text) });
}

function changeNodes(document: Document.Parsed, edit: DocumentEdit): void {
  if (edit.do === 'write') document.setIn(edit.path, document.createNode(edit.value));
  else if (edit.do === 'remove') document.deleteIn(edit.path);
  else renameKey(document, edit.path, edit.to);
}

function renameKey(document: Document, path: DocumentPath, to: string): void {
  const map = mapAt(document, path.slice(0, -1));
  const pair = map && pairOf(map, String(path.at(-1)));
  if (pair !== undefined) pair.key = document.createNode(to);
}

function hasUnindentedList(text: string): boolean {
  return /^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(text);
}
