import { readFileSync, statSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { findJsonError } from '#catalog/text/json-syntax.ts';

/** More than any document we read; a larger file is a mistake. */
const largestBytes = 20 * 1024 * 1024;

/**
 * Reads a JSON file: UTF-8, a byte order mark is tolerated.
 * @throws InputError when there is no such file, it cannot be read, is too large, not text or not JSON; the problem
 * of broken JSON names line and column and shows the line.
 */
export function readJsonDocument(file: string): unknown {
  const text = decode(readBytes(file), file);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw syntaxError(text, file);
  }
}

function readBytes(file: string): Buffer {
  try {
    const stat = statSync(file);
    if (!stat.isFile() && !stat.isFIFO())
      throw unusable(file, stat.isDirectory() ? 'It is a folder.' : 'It is not a file.', 'a JSON file');
    if (stat.size > largestBytes) throw tooLarge(file);
    const bytes = readFileSync(file);
    if (bytes.length > largestBytes) throw tooLarge(file);
    return bytes;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw unusable(file, 'There is no such file.', 'a JSON file');
    if (code === 'EACCES' || code === 'EPERM')
      throw unusable(file, 'You may not read it.', 'a readable file');
    throw unusable(file, `It cannot be read (${code}).`, 'a readable file');
  }
}

function decode(bytes: Buffer, file: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw unusable(file, 'It is written in UTF-16.', 'text in UTF-8', 'Save it again as UTF-8.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusable(file, 'It is not text in UTF-8.', 'text in UTF-8', 'Save it again as UTF-8.');
  }
}

function syntaxError(text: string, file: string): InputError {
  if (text.trim() === '') return unusable(file, 'It is empty.', 'a JSON document');
  const { offset, expected } = findJsonError(text) ?? { offset: text.length, expected: 'a JSON document' };
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const end = offset >= text.length;
  const found = end ? 'the end of the file' : `'${String.fromCodePoint(text.codePointAt(offset) ?? 0)}'`;
  return unusable(
    file,
    `It is not JSON: ${end ? 'it ends too early' : `${found} cannot stand here`}.`,
    expected,
    end ? 'The file is cut off: fetch or export it again, or finish it.' : 'Correct that place.',
    { pointer: `line ${before.length}, column ${column}`, value: excerptAt(text, offset) },
  );
}

/** The text around a place on its line. */
function excerptAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 40);
  const nextBreak = text.indexOf('\n', offset);
  const end = Math.min(nextBreak < 0 ? text.length : nextBreak, offset + 40);
  return text.slice(start, end).trim();
}

function tooLarge(file: string): InputError {
  const limit = `at most ${largestBytes / 1024 / 1024} MB`;
  return unusable(
    file,
    `It is larger than ${largestBytes / 1024 / 1024} MB.`,
    limit,
    'Check that it is the right file.',
  );
}

function unusable(
  file: string,
  message: string,
  expected: string,
  action = 'Check the name of the file.',
  place: Pick<Problem, 'pointer' | 'value'> = {},
): InputError {
  return new InputError([{ code: 'FILE', severity: 'error', message, file, expected, action, ...place }]);
}
