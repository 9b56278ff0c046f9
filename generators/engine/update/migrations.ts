import type { Template } from '#catalog/schema/generated/types.ts';
import { isBetween } from './changes.ts';
import { compareVersions } from './versions.ts';

/** An edit that a template asks for in files people own. */
export type Migration = NonNullable<Template['migrations']>[number];

/** A migration that has to run now. */
export interface DueMigration {
  /** As the lock records it: `<template>#<migration>`. */
  readonly id: string;
  readonly migration: Migration;
}

type Answers = Readonly<Record<string, unknown>>;

/**
 * The migrations an update has to run, in the order of `manifests`, then of their versions. Without `when`: once, when the
 * update crosses its version. With `when`: when the answer becomes that one, as often as it does, and when the update
 * crosses its version while it is that one. A default that came with a new question is nobody's answer: it makes nothing
 * due.
 * @param manifests of the templates of the new plan.
 * @param fromVersions version of every template the repository has, by id; a template it does not have brings no migration.
 * @param answers to the inputs, as the new plan has them.
 * @param applied what the lock says need no longer run.
 * @param formerAnswers those of the lock.
 */
export function dueMigrations(
  manifests: readonly Template[],
  fromVersions: ReadonlyMap<string, string>,
  answers: Answers,
  applied: readonly string[],
  formerAnswers: Answers,
): readonly DueMigration[] {
  return manifests.flatMap((manifest) => {
    const from = fromVersions.get(manifest.id);
    if (from === undefined) return [];
    return inOrder(manifest)
      .filter(({ when, version }) => {
        const crossed = isBetween(version, from, manifest.version);
        if (when === undefined) return crossed;
        if (!holds(when, answers)) return false;
        if (Object.hasOwn(formerAnswers, when.input)) return crossed || !holds(when, formerAnswers);
        return manifest.inputs?.properties[when.input]?.default !== when.equals;
      })
      .map((migration) => ({ id: migrationId(manifest, migration), migration }))
      .filter(({ id }) => !applied.includes(id));
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

export { applyMigrations, migrationPaths } from './run-migrations.ts';
export type { AppliedMigration, SkippedStep } from './run-migrations.ts';
