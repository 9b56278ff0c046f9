import { readFileSync, statSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';
import {
  largestBytes,
  parseJsonDocument,
  tooLarge,
  unusableFile as unusable,
} from '#catalog/text/json-document.ts';

/**
 * Reads a JSON file: UTF-8, a byte order mark is tolerated.
 * @throws InputError when there is no such file, it cannot be read, is too large, not text or not JSON; the problem
 * of broken JSON names line and column and shows the line.
 */
export function readJsonDocument(file: string): unknown {
  return parseJsonDocument(readBytes(file), file);
}

function readBytes(file: string): Buffer {
  try {
    const stat = statSync(file);
    if (!stat.isFile() && !stat.isFIFO())
      throw unusable(file, stat.isDirectory() ? 'It is a folder.' : 'It is not a file.', 'a JSON file');
    if (stat.size > largestBytes) throw tooLarge(file);
    return readFileSync(file);
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
