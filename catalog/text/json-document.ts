import { InputError } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { findJsonError } from './json-syntax.ts';

/** More than any document we read; a larger file is a mistake. */
export const largestBytes = 20 * 1024 * 1024;

/**
 * Reads the bytes of a JSON file: UTF-8, a byte order mark is tolerated.
 * @param file as its owner named it.
 * @throws InputError when it is too large, not text or not JSON; the problem of broken JSON names line and column and
 * shows the line.
 */
export function parseJsonDocument(bytes: Uint8Array, file: string): unknown {
  if (bytes.length > largestBytes) throw tooLarge(file);
  const text = decode(bytes, file);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw syntaxError(text, file);
  }
}

/** Said of a file that is larger than what is read. */
export function tooLarge(file: string): InputError {
  const limit = `${largestBytes / 1024 / 1024} MB`;
  return unusableFile(
    file,
    `It is larger than ${limit}.`,
    `at most ${limit}`,
    'Check that it is the right file.',
  );
}

/** Said of a file that cannot be used. */
export function unusableFile(
  file: string,
  message: string,
  expected: string,
  action = 'Check the name of the file.',
  place: Pick<Problem, 'pointer' | 'value'> = {},
): InputError {
  return new InputError([{ code: 'FILE', severity: 'error', message, file, expected, action, ...place }]);
}

function decode(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw unusableFile(file, 'It is written in UTF-16.', 'text in UTF-8', 'Save it again as UTF-8.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusableFile(file, 'It is not text in UTF-8.', 'text in UTF-8', 'Save it again as UTF-8.');
  }
}

function syntaxError(text: string, file: string): InputError {
  if (text.trim() === '') return unusableFile(file, 'It is empty.', 'a JSON document');
  const { offset, expected } = findJsonError(text) ?? { offset: text.length, expected: 'a JSON document' };
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const end = offset >= text.length;
  const found = end ? 'the end of the file' : `'${String.fromCodePoint(text.codePointAt(offset) ?? 0)}'`;
  return unusableFile(
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
