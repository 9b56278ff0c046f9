import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, sha256 } from '#generators/engine/digest.ts';
import { gzipStored, tar } from '#generators/engine/archive.ts';
import type { ArchivedFile } from '#generators/engine/archive.ts';
import { makeRepository } from '#generators/engine/repository.ts';
import type { RenderedTree } from '#generators/engine/render/render.ts';
import { toyRepositoryInput } from '../fixtures/toy.ts';

const tree: RenderedTree = makeRepository(toyRepositoryInput());

/** Writes the repository that the toy templates give, git not included. */
export function generateToy(folder: string): RenderedTree {
  for (const [name, { bytes, executable }] of tree) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes, { mode: executable ? 0o755 : 0o644 });
  }
  return tree;
}

type Json = Record<string, unknown>;

/** Rewrites the lock of a repository as somebody with an editor could. */
export function editLock(folder: string, change: (lock: Json) => void): void {
  const lock: unknown = JSON.parse(new TextDecoder().decode(tree.get('.toltek/lock.json')?.bytes));
  if (!isRecord(lock)) throw new Error('The lock is no object.');
  change(lock);
  writeFileSync(path.join(folder, '.toltek/lock.json'), canonicalJson(lock, 2));
}

/** Replaces the kept base by an archive of these files, and makes the lock name it. */
export function replaceBase(folder: string, files: readonly ArchivedFile[] | Uint8Array): void {
  const archive = files instanceof Uint8Array ? files : tar(files);
  writeFileSync(path.join(folder, '.toltek/base.tgz'), gzipStored(archive));
  editLock(folder, (lock) => {
    lock['base'] = sha256(archive);
  });
}

/** The files of the kept base. */
export function baseFiles(): readonly (ArchivedFile & { readonly bytes: Uint8Array })[] {
  return [...tree]
    .filter(
      ([name, file]) => !name.startsWith('.toltek/') && file.class !== 'once' && file.class !== 'secret',
    )
    .map(([name, { bytes, executable }]) => ({ path: name, bytes, executable }));
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
