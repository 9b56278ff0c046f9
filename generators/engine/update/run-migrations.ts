import { pointerAppend, pointerValue } from '#catalog/schema/pointer.ts';
import { sha256 } from '../digest.ts';
import { decodeText, encodeText, withPlainLineEnds } from '../merge/encoding.ts';
import { matches } from '../render/classes.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';
import { UneditableDocument } from './document-edit.ts';
import type { DocumentEdit, DocumentPath } from './document-edit.ts';
import { documentPath, editDocument, formatOf, readDocument } from './edit-document.ts';
import type { DocumentFormat } from './edit-document.ts';
import type { DueMigration, Migration } from './migrations.ts';
import type { BaseFile, BaseTree, WorkFile, WorkTree } from './types.ts';

/** A step that changed nothing in a file it names, and why. */
export interface SkippedStep {
  readonly path: string;
  /** What was to be done: `set /dependencies/cdktf`. */
  readonly step: string;
  /**
   * absent: nothing there to change, so nothing is left to do. The others leave something to a person. unreadable: the file
   * is no text, or not in the format its name says. uneditable: the place cannot be changed by itself. occupied: the new
   * name is taken.
   */
  readonly kind: 'absent' | 'unreadable' | 'uneditable' | 'occupied';
  /** In a sentence. */
  readonly reason: string;
}

/** What a migration came to. */
export interface AppliedMigration {
  /** `<template>#<migration>`. */
  readonly id: string;
  readonly description: string;
  /** Paths it edited, sorted; empty where nobody has what it is about. */
  readonly paths: readonly string[];
  readonly skipped: readonly SkippedStep[];
}

type Step = Migration['steps'][number];

/** Which of the repository's paths the migrations may edit: what the caller has to read for `applyMigrations`. */
export function migrationPaths(due: readonly DueMigration[], paths: Iterable<string>): readonly string[] {
  const globs = due.flatMap(({ migration }) => migration.steps.map(({ files }) => files));
  return [...paths].filter((path) => isPersons(path) && globs.some((glob) => matches(path, glob)));
}

/** Git's and our own files are nobody's to edit. */
function isPersons(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  return parts[0] !== ENGINE_FOLDER && !parts.includes('.git');
}

/**
 * Runs migrations on the person's files, in memory. Links, secrets and files that are still as they were generated are
 * left alone: the new render replaces those. A path that was edited and that the merge does not write has to be written by
 * the caller, as it is in the result.
 * @param ours must hold `migrationPaths`; all it holds is returned.
 * @param base what was generated, to tell which files the person has not touched.
 */
export function applyMigrations(
  due: readonly DueMigration[],
  ours: WorkTree,
  base: BaseTree,
): { readonly ours: WorkTree; readonly applied: readonly AppliedMigration[] } {
  const tree = new Map(ours);
  const applied = due.map(({ id, migration }) => {
    const paths = new Set<string>();
    const skipped: SkippedStep[] = [];
    for (const step of migration.steps) {
      for (const [path, file] of tree) {
        if (file.kind !== 'file' || !isPersons(path) || !matches(path, step.files)) continue;
        if (isLeftToRender(file, base.get(path))) continue;
        const result = runStep(step, path, file.bytes);
        if ('reason' in result) skipped.push(result);
        else if (result.bytes !== file.bytes) {
          tree.set(path, { ...file, bytes: result.bytes });
          paths.add(path);
        }
      }
    }
    return { id, description: migration.description, paths: [...paths].sort(), skipped };
  });
  return { ours: tree, applied };
}

function isLeftToRender(file: Extract<WorkFile, { kind: 'file' }>, generated: BaseFile | undefined): boolean {
  if (generated === undefined) return false;
  return generated.class === 'secret' || generated.sha256 === sha256(file.bytes);
}

type StepResult = { readonly bytes: Uint8Array } | SkippedStep;

function runStep(step: Step, path: string, bytes: Uint8Array): StepResult {
  const skip = (kind: SkippedStep['kind'], reason: string): SkippedStep => ({
    path,
    step: step.do === 'replace' ? `replace ${step.find}` : `${step.do} ${step.pointer}`,
    kind,
    reason,
  });
  const decoded = decodeText(bytes);
  if (decoded === undefined) return skip('unreadable', 'It is no text.');
  const { byteOrderMark, lineEnds } = decoded;
  const text = lineEnds === 'mixed' ? decoded.text : withPlainLineEnds(decoded.text);
  const result = step.do === 'replace' ? replaced(text, step) : editedText(step, path, text);
  if (typeof result !== 'string') return skip(...result);
  return { bytes: result === text ? bytes : encodeText(result, byteOrderMark, lineEnds) };
}

type Skip = readonly [kind: SkippedStep['kind'], reason: string];

function replaced(
  text: string,
  { find, with: replacement }: Extract<Step, { do: 'replace' }>,
): string | Skip {
  if (!text.includes(find)) return ['absent', 'The text is not in it.'];
  if (!replacement.includes(find)) return text.replaceAll(find, replacement);
  // What was replaced before holds the text again: it stays.
  return text
    .split(replacement)
    .map((part) => part.replaceAll(find, replacement))
    .join(replacement);
}

type KeyStep = Exclude<Step, { do: 'replace' }>;

function editedText(step: KeyStep, path: string, text: string): string | Skip {
  const format = formatOf(path);
  if (format === undefined) return ['unreadable', 'It is no JSON, YAML or TOML by its name.'];
  try {
    const data = readDocument(format, text);
    const edit = editOf(step, data);
    if ('do' in edit) return made(format, text, edit);
    return edit;
  } catch (error) {
    if (error instanceof UneditableDocument) return ['unreadable', `It was left alone: ${error.message}.`];
    throw error;
  }
}

function made(format: DocumentFormat, text: string, edit: DocumentEdit): string | Skip {
  try {
    return editDocument(format, text, edit);
  } catch (error) {
    if (error instanceof UneditableDocument)
      return ['uneditable', `It was left alone: ${error.message}. Make the change by hand.`];
    throw error;
  }
}

/** What a step changes in a document, or why it does not. */
function editOf(step: KeyStep, data: unknown): DocumentEdit | Skip {
  const path = documentPath(data, step.pointer);
  const isThere = pointerValue(data, step.pointer) !== undefined;
  switch (step.do) {
    case 'set':
      return isThere ? { do: 'write', path, value: step.value } : NOTHING_THERE;
    case 'add':
      if (pointerValue(data, step.where) === undefined) return NOTHING_THERE;
      return isThere ? ['absent', 'There is a value already.'] : { do: 'write', path, value: step.value };
    case 'remove':
      if (!isThere) return NOTHING_THERE;
      // Whatever takes its place would go the next time.
      if (typeof path.at(-1) === 'number') return ['uneditable', 'A list keeps its items.'];
      return { do: 'remove', path: withEmptied(data, path) };
    case 'rename-key': {
      if (!isThere || typeof path.at(-1) === 'number') return NOTHING_THERE;
      const parent = pointerValue(data, step.pointer.slice(0, step.pointer.lastIndexOf('/')));
      const isTaken = typeof parent === 'object' && parent !== null && Object.hasOwn(parent, step.to);
      return isTaken ? ['occupied', `'${step.to}' is there already.`] : { do: 'rename', path, to: step.to };
    }
  }
}

const NOTHING_THERE: Skip = ['absent', 'It does not have that.'];

/** The highest key that holds nothing but the one to remove. */
function withEmptied(data: unknown, path: DocumentPath): DocumentPath {
  let parent = data;
  const sizes = path.map((step) => {
    const keys: readonly unknown[] = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
    parent = pointerValue(parent, pointerAppend('', step));
    return keys.length;
  });
  const last = Math.max(
    sizes.findLastIndex((size) => size > 1),
    0,
  );
  return path.slice(0, typeof path[last] === 'number' ? last + 2 : last + 1);
}
