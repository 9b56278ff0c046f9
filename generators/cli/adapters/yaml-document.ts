import { readFile } from 'node:fs/promises';
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';

/** A YAML file with its data and the way back from a JSON pointer to a line. */
export interface YamlDocument {
  readonly file: string;
  readonly data: unknown;
  /** The problem with `line L, column C` before its pointer, as far as the pointer leads into the file. */
  readonly locate: (problem: Problem) => Problem;
}

/**
 * Reads a YAML 1.2 file.
 * @throws InputError with the line if the file is missing or is no YAML.
 */
export async function readYamlDocument(file: string): Promise<YamlDocument> {
  const text = await readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map(({ message, pos }) => notYaml(file, message, place(lines, pos[0]))),
    );
  }
  return {
    file,
    data: dataOf(document, file),
    locate: (problem) => {
      const offset = offsetOf(document, problem.pointer ?? '');
      const where = offset === undefined ? undefined : place(lines, offset);
      const pointer = [where, problem.pointer].filter((part) => part !== undefined && part !== '').join(', ');
      return { ...problem, file, pointer };
    },
  };
}

function notYaml(file: string, message: string, pointer?: string): Problem {
  return {
    code: 'YAML',
    severity: 'error',
    message: `This is not valid YAML: ${message}`,
    file,
    ...(pointer !== undefined && { pointer }),
    expected: 'YAML 1.2',
    action: 'Correct it; an editor with a YAML mode shows where.',
  };
}

/** Aliases are part of YAML; a bound keeps a small file from unfolding without end. */
function dataOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError([notYaml(file, error instanceof Error ? error.message : String(error))]);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError([
      {
        code: 'FILE_UNREADABLE',
        severity: 'error',
        message: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
        file,
        expected: 'a readable YAML file',
        action: 'Check the path and its permissions.',
      },
    ]);
  }
}

function place(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}

/** Where the value of a pointer starts (its key, in a map); the nearest parent's place where it is not in the file. */
function offsetOf(document: Document, pointer: string): number | undefined {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const part of parts) {
    const child = childOf(node, part);
    if (child === undefined) break;
    offset = isPair(child) ? startOf(child.key) : startOf(child);
    node = isPair(child) ? child.value : child;
  }
  return offset;
}

function childOf(node: unknown, part: string): Node | Pair | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)];
  return isMap(item) || isSeq(item) || isScalar(item) ? item : undefined;
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? undefined) : undefined;
}
