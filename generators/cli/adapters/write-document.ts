import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';

/**
 * Writes one JSON document, whole or not at all.
 * @throws InputError if the file cannot be written.
 */
export function writeDocument(file: string, document: unknown): void {
  writeText(file, `${JSON.stringify(document, null, 2)}\n`);
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
