import { parse as parseJsonWithComments } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';

/** A dialect of a format: whether a text is written in it. */
type Dialect = (text: string) => boolean;

/** By ending of the path, the strictest dialect first. */
const DIALECTS: Readonly<Record<string, readonly Dialect[]>> = {
  json: [isStrictJson, isJsonWithComments],
  jsonc: [isJsonWithComments],
  yaml: [isYaml],
  yml: [isYaml],
  toml: [isToml],
};

/**
 * Whether a text that two sides were merged into parses at least as well as both of them do. True for formats that are
 * not checked here, and where one side was already broken.
 */
export function parsesLike(path: string, sides: readonly string[], merged: string): boolean {
  const dialects = DIALECTS[endingOf(path)] ?? [];
  const strictest = dialects.find((dialect) => sides.every(dialect));
  return strictest === undefined || strictest(merged);
}

/** What stands behind the last dot of a path, in lower case. */
export function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}

/** Whether a text is JSON without comments and trailing commas. */
export function isStrictJson(text: string): boolean {
  return passes(() => JSON.parse(text) as unknown);
}

function isJsonWithComments(text: string): boolean {
  const errors: ParseError[] = [];
  parseJsonWithComments(text, errors, { allowTrailingComma: true });
  return errors.length === 0;
}

function isToml(text: string): boolean {
  return passes(() => parseToml(text));
}

function isYaml(text: string): boolean {
  return passes(() => {
    const documents = parseAllDocuments(text, { prettyErrors: false });
    if (!Array.isArray(documents)) return;
    const error = documents.find(({ errors }) => errors.length > 0)?.errors[0];
    if (error !== undefined) throw error;
  });
}

function passes(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
