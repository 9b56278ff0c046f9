// The same templates in the dialect of each updater, in two versions, and the same person's edits between them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Version of the templates. */
export type SetVersion = 1 | 2;

/** A file of the set; every file gets one new line in version 2 of the set. */
export interface SyntheticFile {
  readonly index: number;
  /** Where version 1 writes it. */
  readonly path: string;
  /** Where version 2 writes it: somewhere else, or nowhere. */
  readonly later: string | null;
}

/** How an updater's templates name a value and a condition. */
export interface Dialect {
  readonly value: (name: string) => string;
  /** Opens the condition that `env` is `dev`. */
  readonly begin: string;
  readonly end: string;
}

/** What every updater is told. */
export const syntheticAnswers = {
  project: 'invented-project',
  owner: 'ann',
  region: 'europe-west1',
  dataset: 'raw',
  env: 'dev',
  slug: 'client',
} as const;

const movedIndex = 1;
const removedIndex = 2;
const clashIndex = 3;
/** The person also edits every so many files where nothing stands in the way. */
const editedEvery = 10;

/** So many files in folders three deep: one moves in version 2, one goes away. */
export function syntheticFiles(count: number): readonly SyntheticFile[] {
  return Array.from({ length: count }, (_, index) => {
    const folder = `mod${index % 6}/pkg${index % 4}/layer${index % 3}`;
    const before = `${folder}/file_${index}.txt`;
    const later = index === movedIndex ? `${folder}/moved_${index}.txt` : before;
    return { index, path: before, later: index === removedIndex ? null : later };
  });
}

/** Where a version writes the file; null where it does not. */
export function pathIn({ path: before, later }: SyntheticFile, version: SetVersion): string | null {
  return version === 1 ? before : later;
}

/** The text as a template holds it: 41 lines, six substitutions, one condition. */
export function syntheticText(index: number, { value, begin, end }: Dialect, version: SetVersion): string {
  const constant = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, offset) => lineOf(index, from + offset, version));
  return [
    `# file ${index} for ${value('project')} owned by ${value('owner')}`,
    ...constant(0, 16),
    `project: ${value('project')}`,
    `region: ${value('region')}`,
    `dataset: ${value('dataset')}`,
    begin,
    `env: ${value('env')} enabled`,
    end,
    ...constant(20, 38),
    '',
  ].join('\n');
}

const changedLine = 29;

function lineOf(index: number, number: number, version: SetVersion): string {
  const text = `line ${number} of ${index}: text that no one substitutes`;
  return version === 2 && number === changedLine ? `${text}, changed in version 2` : text;
}

/** A line that a person wrote, and what the templates did to its file in the meantime. */
export interface HandLine {
  readonly line: string;
  readonly situation: 'edited' | 'moved' | 'removed' | 'clash';
}

/**
 * Edits a project made of version 1 as a person would; returns every line written by hand.
 * @param clashes whether also where version 2 removes the file or changes the same line.
 */
export function editByHand(project: string, count: number, clashes: boolean): readonly HandLine[] {
  return syntheticFiles(count).flatMap(({ index, path: file }) => {
    const situation = situationOf(index);
    if (situation === undefined) return [];
    if (!clashes && (situation === 'removed' || situation === 'clash')) return [];
    const target = path.join(project, file);
    const added = `by hand in ${index}: a line of our own`;
    const changed = `by hand in ${index}: this line says something else`;
    const replaced = lineOf(index, situation === 'clash' ? changedLine : 7, 1);
    const after = lineOf(index, 3, 1);
    const text = readFileSync(target, 'utf8');
    if (!text.includes(after) || !text.includes(replaced)) throw new Error(`${file} is not as expected.`);
    writeFileSync(target, text.replace(after, `${after}\n${added}`).replace(replaced, changed));
    return [added, changed].map((line) => ({ line, situation }));
  });
}

function situationOf(index: number): HandLine['situation'] | undefined {
  if (index === movedIndex) return 'moved';
  if (index === removedIndex) return 'removed';
  if (index === clashIndex) return 'clash';
  return index > 0 && index % editedEvery === 0 ? 'edited' : undefined;
}

/** Writes files below a folder, which need not exist. */
export function writeFiles(folder: string, files: Iterable<readonly [file: string, text: string]>): void {
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
