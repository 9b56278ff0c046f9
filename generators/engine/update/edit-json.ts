import { applyEdits, findNodeAtLocation, modify, parse, parseTree } from 'jsonc-parser';
import type { FormattingOptions, ParseError } from 'jsonc-parser';
import { UneditableDocument } from './document-edit.ts';
import type { DocumentEdit } from './document-edit.ts';

/** Editors' and compilers' JSON too, which has comments and trailing commas. */
const LENIENT = { allowTrailingComma: true, disallowComments: false };

/** @throws UneditableDocument if the text is no JSON. */
export function readJson(text: string): unknown {
  const errors: ParseError[] = [];
  const data: unknown = parse(text, errors, LENIENT);
  if (errors.length > 0) throw new UneditableDocument('it is not valid JSON');
  return data;
}

/** The text with the change, if there is a way to make it. */
export function jsonEdits(text: string, edit: DocumentEdit): readonly string[] {
  const path = [...edit.path];
  if (edit.do === 'rename') return renamed(text, path, edit.to);
  const value = edit.do === 'write' ? edit.value : undefined;
  try {
    return [applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }))];
  } catch {
    // The library refuses paths through what is no collection.
    return [];
  }
}

function renamed(text: string, path: (string | number)[], to: string): readonly string[] {
  const tree = parseTree(text, [], LENIENT);
  const key = tree && findNodeAtLocation(tree, path)?.parent?.children?.[0];
  if (key === undefined) return [];
  return [text.slice(0, key.offset) + JSON.stringify(to) + text.slice(key.offset + key.length)];
}

/** As the file is indented already. */
function formattingOf(text: string): FormattingOptions {
  const indent = /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  return indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1, eol: '\n' }
    : { insertSpaces: true, tabSize: indent.length, eol: '\n' };
}
