import { renameSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import { sha256 } from '#generators/engine/digest.ts';
import { ENGINE_FOLDER } from '#generators/engine/render/paths.ts';
import type { ConfinedFolder } from './confined-path.ts';
import { confinedMisfit } from './confined-path.ts';
import { flush, writeNew } from './durable-files.ts';
import { refused, statOf } from './file-system.ts';
import type { IndexEntry } from './git-index.ts';
import { readJsonDocument } from './json-document.ts';

/** Folder of a client repository that holds an update while it is applied, and what undoes it. Never committed. */
export const UPDATE_FOLDER = `${ENGINE_FOLDER}/update`;

/** Where a change is prepared, and its old bytes are kept until it is applied. */
export const RUN_FOLDER = `${UPDATE_FOLDER}/run`;

/** Where the old bytes of a change are kept while its conflicts are open. */
export const UNDO_FOLDER = `${UPDATE_FOLDER}/undo`;

/** Names of a journal: of a change, of one whose last traces are cleared, of one that is taken back. */
export const JOURNAL = 'journal.json';
export const DONE = 'done.json';
export const ABORT = 'abort.json';

/** A file as far as it has to be recognised. */
export interface Fingerprint {
  readonly sha256: string;
  readonly executable: boolean;
}

/** What happens to one path; `null` where there is no file. */
export interface Step {
  readonly path: string;
  readonly old: Fingerprint | null;
  readonly new: Fingerprint | null;
}

/** Everything that is needed to finish a change, or to undo it. */
export interface Journal {
  readonly journalVersion: 1;
  /** What was run, for instance `toltek update`. */
  readonly title: string;
  /** Whether the change can still be undone after it was applied. */
  readonly keepUndo: boolean;
  /** In the order in which they are applied. */
  readonly steps: readonly Step[];
  /** Folders that the change makes. */
  readonly folders: readonly string[];
  /** Entries of git's index, before and after: of paths in conflict, and of modes that git does not see on the disk. */
  readonly index: { readonly before: readonly IndexEntry[]; readonly after: readonly IndexEntry[] };
}

/** Name under which the bytes of a path lie in the folders of old and new bytes. */
export function storedName(step: string): string {
  return sha256(step).slice(0, 40);
}

/** Writes a journal so that it is there whole or not at all. */
export function writeJournal(folder: string, name: string, journal: Journal): void {
  const staged = path.join(folder, `${name}.new`);
  if (statOf(staged) !== undefined) unlinkSync(staged);
  writeNew(staged, new TextEncoder().encode(`${JSON.stringify(journal)}\n`));
  renameSync(staged, path.join(folder, name));
  flush(folder);
}

/**
 * The journal at a path of the repository, `undefined` if there is none. It lies in the repository, so it is checked
 * like anything else that does.
 * @throws InputError JOURNAL_INVALID.
 */
export function readJournal(files: ConfinedFolder, relative: string): Journal | undefined {
  const found = files.find(relative);
  if (found.kind === 'nothing') return undefined;
  if (found.kind === 'other') throw invalid(files.at(relative), 'it is no file, or below a link');
  const journal = read(files.at(relative));
  if (!isJournal(journal)) throw invalid(files.at(relative), 'it is not written as toltek writes it');
  const { steps, folders, index } = journal;
  const paths = [...steps, ...index.before, ...index.after].map((entry) => entry.path);
  for (const named of [...paths, ...folders]) {
    const misfit = stepMisfit(named);
    if (misfit !== undefined) throw invalid(files.at(relative), `it names '${named}'; expected ${misfit}`);
  }
  return journal;
}

/** What keeps a path from being one that a change may touch, in words, or `undefined`. */
export function stepMisfit(relative: string): string | undefined {
  const inside = `${relative.toLowerCase()}/`.startsWith(`${UPDATE_FOLDER}/`);
  return confinedMisfit(relative) ?? (inside ? `no path in ${UPDATE_FOLDER}/` : undefined);
}

function read(file: string): unknown {
  try {
    return readJsonDocument(file);
  } catch (error) {
    if (error instanceof InputError) throw invalid(file, 'it is no JSON');
    throw error;
  }
}

function invalid(file: string, why: string): InputError {
  return refused(
    'JOURNAL_INVALID',
    `The journal of an interrupted change cannot be used: ${why}.`,
    file,
    'the journal as toltek wrote it',
    `Look at git status, take back from git what you want, and remove ${path.dirname(file)}.`,
  );
}

function isJournal(value: unknown): value is Journal {
  return (
    isRecord(value) &&
    value['journalVersion'] === 1 &&
    typeof value['title'] === 'string' &&
    typeof value['keepUndo'] === 'boolean' &&
    isListOf(value['steps'], isStep) &&
    isListOf(value['folders'], isText) &&
    isRecord(value['index']) &&
    isListOf(value['index']['before'], isIndexEntry) &&
    isListOf(value['index']['after'], isIndexEntry)
  );
}

function isStep(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['path']) &&
    [value['old'], value['new']].every((side) => side === null || isFingerprint(side))
  );
}

function isFingerprint(value: unknown): boolean {
  return (
    isRecord(value) && matches(value['sha256'], /^[0-9a-f]{64}$/) && typeof value['executable'] === 'boolean'
  );
}

function isIndexEntry(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['path']) &&
    matches(value['mode'], /^(100644|100755|120000|160000)$/) &&
    matches(value['oid'], /^([0-9a-f]{40}|[0-9a-f]{64})$/) &&
    [0, 1, 2, 3].includes(Number(value['stage']))
  );
}

function matches(value: unknown, form: RegExp): boolean {
  return isText(value) && form.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
