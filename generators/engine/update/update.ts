import type { Lock } from '#catalog/schema/generated/types.ts';
import { sameBytes } from '../merge/encoding.ts';
import type { RenderedTree } from '../render/render.ts';
import type { StateFinding } from '../state/check.ts';
import type { TemplateChange } from './changes.ts';
import type { AppliedMigration } from './migrations.ts';
import type { BaseTree, FileContent, FileOutcome, WorkTree } from './types.ts';

/** Which version of a template a repository has, and which it would have. */
export interface TemplateStep {
  readonly id: string;
  /** `null` for a template that comes in. */
  readonly from: string | null;
  /** `null` for one that goes. */
  readonly to: string | null;
}

/**
 * Everything a newer toolbox, or a change of what the repository is for, makes of a client repository. It is data:
 * nothing was written to find it out, and a dry run, the real run, a diff and a portfolio show the same.
 */
export interface Update {
  readonly from: Lock['toolbox'];
  readonly to: Lock['toolbox'];
  /** Whether there is nothing to do: then nothing is written at all, and the fields below are empty. */
  readonly upToDate: boolean;
  /** Templates whose version changes, that come or go, in the order of their ids. */
  readonly templates: readonly TemplateStep[];
  /** What becomes of every generated path. */
  readonly outcomes: readonly FileOutcome[];
  /** The templates' changelogs between the two versions; breaking and security first. */
  readonly changes: readonly TemplateChange[];
  /** What becomes of stateful resources that do not simply stay. With a `would-be-replaced` nothing may be written. */
  readonly state: readonly StateFinding[];
  readonly migrations: readonly AppliedMigration[];
  /** What else the person should know, in sentences. */
  readonly notes: readonly string[];
  /** The new lock, `pending` included. */
  readonly lock: Lock;
  /** The new render with what the toolbox writes below .toltek/: what the next update merges with. */
  readonly files: RenderedTree;
  /** Everything that is to be written by path, `null` for a path that goes away. */
  readonly writes: ReadonlyMap<string, FileContent | null>;
  /** What lay at the paths of `writes` when all this was worked out. */
  readonly before: WorkTree;
}

/** What planning an update reads of a client repository: its work tree, or a commit of it. */
export interface UpdateSource {
  readonly lock: Lock;
  /** @throws InputError where it is missing or not what the lock says. */
  readonly base: () => BaseTree;
  /** What lies at these paths. */
  readonly read: (paths: Iterable<string>) => WorkTree;
  /** Every file of the repository. */
  readonly list: () => readonly string[];
}

/** The version of every template a repository has, by id. */
export function versionsOf({ selection }: Pick<Lock, 'selection'>): ReadonlyMap<string, string> {
  return new Map(selection.map(({ template, version }) => [template, version]));
}

/** The templates whose version two locks do not share. */
export function templateSteps(
  before: Pick<Lock, 'selection'>,
  after: Pick<Lock, 'selection'>,
): readonly TemplateStep[] {
  const [old, now] = [versionsOf(before), versionsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((id) => ({ id, from: old.get(id) ?? null, to: now.get(id) ?? null }))
    .filter(({ from, to }) => from !== to);
}

/** The outcomes that a person has to decide. */
export function conflictsOf(outcomes: readonly FileOutcome[]): NonNullable<Lock['pending']> {
  return outcomes.flatMap(({ path, conflict }) =>
    conflict === undefined ? [] : [{ path, kind: conflict.kind }],
  );
}

/** Files whose bytes, or right to be executed, are not what lies there now. */
export function changedFiles(
  files: ReadonlyMap<string, FileContent>,
  now: WorkTree,
): ReadonlyMap<string, FileContent> {
  return new Map(
    [...files].flatMap(([path, { bytes, executable }]) => {
      const found = now.get(path);
      const same = found?.kind === 'file' && found.executable === executable && sameBytes(found.bytes, bytes);
      return same ? [] : [[path, { bytes, executable }] as const];
    }),
  );
}

/** Files that a migration edited, as they have to be written where the merge writes nothing else. */
export function migratedFiles(before: WorkTree, after: WorkTree): ReadonlyMap<string, FileContent> {
  const files = [...after].flatMap(([path, file]) =>
    file.kind === 'file' ? [[path, { bytes: file.bytes, executable: file.executable }] as const] : [],
  );
  return changedFiles(new Map(files), before);
}

/** Secrets are written once: what the lock says of their bytes stays what was written then. */
export function unwrittenSecrets(before: Lock['files'], made: Lock['files']): Lock['files'] {
  return Object.fromEntries(
    Object.entries(made).flatMap(([path, file]) => {
      const old = before[path];
      return file.class === 'secret' && old !== undefined ? [[path, { ...file, base: old.base }]] : [];
    }),
  );
}
