import { sha256 } from '#generators/engine/digest.ts';
import type { FileContent } from '#generators/engine/update/types.ts';
import type { Fingerprint } from './journal.ts';

/** What a file is recognised by. */
export function fingerprint({ bytes, executable }: FileContent): Fingerprint {
  return { sha256: sha256(bytes), executable };
}

/** Whether two fingerprints are of equal files; `null` is no file. */
export function isSame(a: Fingerprint | null, b: Fingerprint | null): boolean {
  return a?.sha256 === b?.sha256 && a?.executable === b?.executable;
}

/** The folders a path lies in, the nearest first. */
export function foldersOf(file: string): readonly string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}
