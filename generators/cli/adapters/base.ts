import { readFileSync } from 'node:fs';
import type { InputError } from '#catalog/problem.ts';
import type { Lock } from '#catalog/schema/generated/types.ts';
import { ArchiveError, gunzipLimited, LARGEST_ARCHIVE, readTar } from '#generators/engine/archive-read.ts';
import type { ArchivedFile } from '#generators/engine/archive.ts';
import { sha256 } from '#generators/engine/digest.ts';
import { ENGINE_FOLDER } from '#generators/engine/render/paths.ts';
import type { BaseFile, BaseTree } from '#generators/engine/update/types.ts';
import type { ConfinedFolder } from './confined-path.ts';
import { refused } from './file-system.ts';

/** Where the kept base of a client repository lies. */
export const BASE_PATH = `${ENGINE_FOLDER}/base.tgz`;

/** A gzip file is never much larger than what it holds. */
const LARGEST_FILE = LARGEST_ARCHIVE + 1024 * 1024;

/**
 * The last pure render of a client repository, checked byte for byte against its lock.
 * @throws InputError BASE_MISSING or BASE_TAMPERED: merging with another base would lose edits.
 */
export function readBase(files: ConfinedFolder, lock: Lock): BaseTree {
  const archived = new Map(readArchive(files, lock).map((file) => [file.path, file]));
  const base = new Map(
    Object.entries(lock.files).map(([path, locked]): [string, BaseFile] => {
      const { template, class: fileClass, mode, base: digest } = locked;
      const executable = mode === '755';
      const known = { sha256: digest, executable, class: fileClass, template };
      if (fileClass === 'once' || fileClass === 'secret') return [path, known];
      const file = archived.get(path);
      if (file === undefined) throw tampered(files, `it does not hold ${path}`);
      if (sha256(file.bytes) !== digest || file.executable !== executable)
        throw tampered(files, `its ${path} is not the one the lock names`);
      return [path, { ...known, bytes: file.bytes }];
    }),
  );
  for (const path of archived.keys())
    if (base.get(path)?.bytes === undefined) throw tampered(files, `the lock does not know its ${path}`);
  return base;
}

function readArchive(files: ConfinedFolder, lock: Lock): readonly ArchivedFile[] {
  const found = files.find(BASE_PATH);
  if (found.kind === 'nothing')
    throw refused(
      'BASE_MISSING',
      `${BASE_PATH} is missing: without what was generated, nobody can tell your edits from ours.`,
      files.at(BASE_PATH),
      'the archive that toltek keeps there',
      `Take it back from git (git log -- ${BASE_PATH}), or run: toltek adopt`,
    );
  if (found.kind === 'other') throw tampered(files, 'it is no file');
  if (found.stat.size > LARGEST_FILE) throw tampered(files, 'it is larger than any archive of ours');
  const bytes = readFileSync(files.at(BASE_PATH));
  if (isPointer(bytes))
    throw refused(
      'BASE_MISSING',
      `${BASE_PATH} is a pointer of git-lfs, not the archive.`,
      files.at(BASE_PATH),
      'the archive that toltek keeps there',
      `Fetch it: git lfs pull. It is small: better take it out of git-lfs (git lfs untrack).`,
    );
  try {
    const archive = gunzipLimited(bytes);
    if (sha256(archive) !== lock.base) throw tampered(files, 'its digest is not the one the lock names');
    return readTar(archive);
  } catch (error) {
    if (error instanceof ArchiveError) throw tampered(files, error.message);
    throw error;
  }
}

function isPointer(bytes: Uint8Array): boolean {
  const start = 'version https://git-lfs.github.com/spec/';
  return new TextDecoder().decode(bytes.subarray(0, start.length)) === start;
}

function tampered(files: ConfinedFolder, why: string): InputError {
  return refused(
    'BASE_TAMPERED',
    `${BASE_PATH} cannot be merged with: ${why}.`,
    files.at(BASE_PATH),
    'the archive as toltek wrote it',
    `Take it back from git (git log -- ${BASE_PATH}), or run: toltek adopt`,
  );
}
