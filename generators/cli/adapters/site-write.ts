import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '#catalog/record.ts';
import { sha256 } from '#generators/engine/digest.ts';
import { explained, refused, statOf } from './file-system.ts';
import { checkTarget, writeRepository } from './files-write.ts';

/** Names every file of a site with its digest, so that the next one replaces nothing that somebody else put there. */
const listFile = 'files.json';

/**
 * Writes a site whole or not at all. A site that was written before, and that nobody changed since, is replaced.
 * @throws InputError where the target holds anything else, or cannot be written.
 */
export function writeSite(target: string, files: ReadonlyMap<string, string>): void {
  const full = path.resolve(target);
  const previous = path.join(path.dirname(full), `.${path.basename(full)}.toltek-previous`);
  try {
    // A run that was killed between its two renames left the site here.
    if (existsSync(previous) && !existsSync(full)) renameSync(previous, full);
    const digests = new Map([...files].map(([name, text]) => [name, sha256(Buffer.from(text))]));
    const content = new Map([
      ...files,
      [listFile, `${JSON.stringify(Object.fromEntries(digests), null, 1)}\n`],
    ]);
    const written = new Map(
      [...content].map(([name, text]) => [name, { bytes: Buffer.from(text), executable: false }]),
    );
    if (!existsSync(path.join(full, listFile))) {
      writeRepository(target, written);
      return;
    }
    checkUnchanged(target);
    const next = path.join(path.dirname(full), `.${path.basename(full)}.toltek-next`);
    rmSync(next, { recursive: true, force: true });
    writeRepository(next, written);
    renameSync(full, previous);
    renameSync(next, full);
    rmSync(previous, { recursive: true, force: true });
  } catch (error) {
    throw explained(error, target);
  }
}

/**
 * Refuses a target that `writeSite` could not write to.
 * @throws InputError saying what stands in the way.
 */
export function checkSiteTarget(target: string): void {
  if (existsSync(path.join(target, listFile))) checkUnchanged(target);
  else checkTarget(target);
}

function checkUnchanged(target: string): void {
  const known = readList(target);
  for (const name of filesBelow(target)) {
    if (name === listFile) continue;
    const is = known[name] === undefined ? 'is not of the site' : 'was changed since the site was written';
    if (known[name] === digestOf(path.join(target, name))) continue;
    throw refused(
      'SITE_CHANGED',
      `${path.join(target, name)} ${is}: writing the site anew would lose it.`,
      target,
      'a folder with nothing in it but a site that this command wrote',
      'Move that file away, or write the site to another folder.',
    );
  }
}

function readList(target: string): Readonly<Record<string, unknown>> {
  try {
    const list: unknown = JSON.parse(readFileSync(path.join(target, listFile), 'utf8'));
    if (isRecord(list)) return list;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return {};
}

function digestOf(file: string): string | undefined {
  return statOf(file)?.isFile() === true ? sha256(readFileSync(file)) : undefined;
}

/** Everything below a folder that is no folder, sorted, with `/`. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
