import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';

/**
 * Writes one JSON document, whole or not at all.
 * @throws InputError if the file cannot be written.
 */
export function writeDocument(file: string, document: unknown): void {
  writeText(file, `${JSON.stringify(document, null, 2)}\n`);
}

/** A file to be written, by its name in a folder. */
export interface NamedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes files into a folder, which is made if need be: all of them beside their places first, so that a full disk or
 * a missing right leaves what was there.
 * @throws InputError if one cannot be written.
 */
export function writeFiles(folder: string, files: readonly NamedFile[]): void {
  const staged = files.map(({ name, content }) => {
    const file = path.join(folder, name);
    return { file, content, beside: `${file}.${process.pid}.tmp` };
  });
  const made: string[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const { beside, content } of staged) {
      made.push(beside);
      writeFileSync(beside, content, { flag: 'wx' });
    }
    for (const { file, beside } of staged) renameSync(beside, file);
  } catch (error) {
    for (const beside of made) rmSync(beside, { force: true });
    throw new InputError([
      {
        code: 'FILE',
        severity: 'error',
        message: `It cannot be written to (${codeOf(error)}).`,
        file: folder,
        expected: 'a folder that you may write to, with room in it',
        action: 'Give --out another place.',
      },
    ]);
  }
}

/**
 * Writes a text, whole or not at all: beside its place first, then renamed into it.
 * @throws InputError if the file cannot be written.
 */
export function writeText(file: string, text: string): void {
  const staged = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(staged, text, { flag: 'wx' });
    renameSync(staged, file);
  } catch (error) {
    rmSync(staged, { force: true });
    throw new InputError([
      {
        code: 'FILE',
        severity: 'error',
        message: `It cannot be written (${codeOf(error)}).`,
        file,
        expected: 'a file in an existing folder that you may write to',
        action: 'Give --out another place.',
      },
    ]);
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
