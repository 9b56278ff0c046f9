import type { ParseError } from 'jsonc-parser';
import { findJsonError } from '#catalog/text/json-syntax.ts';
import { endingOf } from '#generators/engine/merge/parse-check.ts';

/** Where a text stops being what its name says. */
export interface SyntaxFault {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * The first fault of a text that should be JSON, YAML, TOML or TypeScript by the ending of its path; `undefined` where
 * there is none, and for other formats. A parser is loaded only when it is needed.
 * @param like a text in the same format, as the templates have it: JSON may have comments where this one has.
 */
export async function syntaxFault(
  path: string,
  text: string,
  like: string,
): Promise<SyntaxFault | undefined> {
  const ending = endingOf(path);
  if (ending === 'json' && findJsonError(like) === undefined) return strictJsonFault(text);
  if (ending === 'json' || ending === 'jsonc') return jsonFault(text);
  if (ending === 'yaml' || ending === 'yml') return yamlFault(text);
  if (ending === 'toml') return tomlFault(text);
  return /^[cm]?tsx?$/.test(ending) ? typeScriptFault(path, text) : undefined;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function strictJsonFault(text: string): SyntaxFault | undefined {
  const error = findJsonError(text);
  return error === undefined
    ? undefined
    : { line: lineAt(text, error.offset), message: `expected ${error.expected}` };
}

async function jsonFault(text: string): Promise<SyntaxFault | undefined> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  return first && { line: lineAt(text, first.offset), message: printParseErrorCode(first.error) };
}

async function yamlFault(text: string): Promise<SyntaxFault | undefined> {
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text, { prettyErrors: false });
  const error = Array.isArray(documents) ? documents.flatMap(({ errors }) => errors)[0] : undefined;
  return error && { line: lineAt(text, error.pos[0]), message: error.message };
}

async function tomlFault(text: string): Promise<SyntaxFault | undefined> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { line: error.line, message: error.message.split('\n')[0] ?? '' };
  }
}

async function typeScriptFault(path: string, text: string): Promise<SyntaxFault | undefined> {
  const { default: typescript } = await import('typescript');
  const { diagnostics = [] } = typescript.transpileModule(text, { fileName: path, reportDiagnostics: true });
  const [first] = diagnostics;
  return (
    first && {
      line: lineAt(text, first.start ?? 0),
      message: typescript.flattenDiagnosticMessageText(first.messageText, ' '),
    }
  );
}
