import { InputError } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { findJsonError } from './json-syntax.ts';
import { jsonWords } from './json-words.ts';
import type { Language } from './number.ts';

/** More than any document we read; a larger file is a mistake. */
export const largestBytes = 20 * 1024 * 1024;

/**
 * Reads the bytes of a JSON file: UTF-8, a byte order mark is tolerated.
 * @param file as its owner named it.
 * @param language of the problems.
 * @throws InputError when it is too large, not text or not JSON; the problem of broken JSON names line and column and
 * shows the line.
 */
export function parseJsonDocument(bytes: Uint8Array, file: string, language: Language = 'en'): unknown {
  if (bytes.length > largestBytes) throw tooLarge(file, language);
  const text = decode(bytes, file, language);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw syntaxError(text, file, language);
  }
}

/** Said of a file that is larger than what is read. */
export function tooLarge(file: string, language: Language = 'en'): InputError {
  const words = jsonWords[language];
  const limit = `${largestBytes / 1024 / 1024} ${language === 'en' ? 'MB' : 'Mo'}`;
  return unusableFile(file, words.tooLarge(limit), words.atMost(limit), words.rightFile);
}

/** Said of a file that cannot be used. */
export function unusableFile(
  file: string,
  message: string,
  expected: string,
  action = jsonWords.en.checkName,
  place: Pick<Problem, 'pointer' | 'value'> = {},
): InputError {
  return new InputError([{ code: 'FILE', severity: 'error', message, file, expected, action, ...place }]);
}

function decode(bytes: Uint8Array, file: string, language: Language): string {
  const words = jsonWords[language];
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw unusableFile(file, words.utf16, words.utf8, words.saveAgain);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusableFile(file, words.notText, words.utf8, words.saveAgain);
  }
}

function syntaxError(text: string, file: string, language: Language): InputError {
  const words = jsonWords[language];
  if (text.trim() === '') return unusableFile(file, words.empty, words.document, words.checkName);
  const { offset, expected } = findJsonError(text) ?? { offset: text.length, expected: 'a JSON document' };
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const end = offset >= text.length;
  return unusableFile(
    file,
    end ? words.cutOff : words.cannotStand(String.fromCodePoint(text.codePointAt(offset) ?? 0)),
    words.expected(expected),
    end ? words.fetchAgain : words.correct,
    { pointer: words.place(before.length, column), value: excerptAt(text, offset) },
  );
}

/** The text around a place on its line. */
function excerptAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 40);
  const nextBreak = text.indexOf('\n', offset);
  const end = Math.min(nextBreak < 0 ? text.length : nextBreak, offset + 40);
  return text.slice(start, end).trim();
}
