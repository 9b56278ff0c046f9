import type { Lock } from '#catalog/schema/generated/types.ts';
import { validateLock } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { InputError } from '#catalog/problem.ts';
import { refuseAny, wrong } from '../engine/problems.ts';
import { ENGINE_FOLDER } from '../engine/render/paths.ts';
import { adoptedOutcomes, baseOfLock, unknownTakes } from '../engine/update/adopt.ts';
import { mergeTrees, pathsToRead } from '../engine/update/merge-trees.ts';
import { dueMigrations } from '../engine/update/migrations.ts';
import { renamesBetween } from '../engine/update/renames.ts';
import { answersOf } from '../engine/update/replan.ts';
import type { BaseTree } from '../engine/update/types.ts';
import { changedFiles, templateSteps, versionsOf } from '../engine/update/update.ts';
import type { Update } from '../engine/update/update.ts';
import { BASE_PATH } from './adapters/base.ts';
import { LOCK_PATH } from './adapters/client-repository.ts';
import type { ClientFolder } from './adapters/client-repository.ts';
import type { Generation } from './generation.ts';
import { isCurrent, nextRender, refuseDowngrade, settle } from './upkeep.ts';
import type { NextRender, UpdateRequest } from './upkeep.ts';

/**
 * Works out how a repository gets a base again that it lost: the render of this toolbox, from what the lock says. Files
 * that differ from it stay, unless they are as the lock says they were generated, or asked for.
 * @param take paths, folders or globs of which the render's version is wanted.
 */
export function planAdoption(request: UpdateRequest, take: readonly string[]): Update {
  const { repository, target } = request;
  const { lock } = repository;
  refuseDowngrade(lock, target);
  if (!isCurrent(lock, target)) refuseSoundBase(repository);
  const next = nextRender(request);
  const { plan, manifests, tree } = next;
  refuseAny(unknownTakes(take, tree));
  const base = baseOfLock(lock);
  const renames = renamesBetween(manifests, versionsOf(lock), plan);
  const ours = repository.read(pathsToRead({ base, theirs: tree, renames }, repository.list));
  const labels = { base: 'generated', ours: 'yours', theirs: `toltek ${plan.toolbox.version}` };
  const merged = mergeTrees({ base, ours, theirs: tree, renames, labels });
  const outcomes = adoptedOutcomes(merged, tree, take, (path) => !base.has(path));
  const writes = new Map(outcomes.flatMap((outcome) => [...outcome.writes]));
  const update = settle(request, next, { outcomes, migrations: [], writes, found: ours });
  return update.upToDate ? update : { ...update, notes: [...update.notes, ...skipped(lock, next)] };
}

/** What the templates changed in edited files would be passed over, where an update can merge it. */
function refuseSoundBase({ base }: UpdateRequest['repository']): void {
  try {
    base();
  } catch (error) {
    if (error instanceof InputError) return;
    throw error;
  }
  refuseAny([
    wrong('BASE_SOUND', 'The base is as the lock says: there is none to make.', {
      file: BASE_PATH,
      expected: 'a base that is missing or was changed',
      action:
        'Run toltek update: it merges what the new templates bring with what you edited, as adopt does not.',
    }),
  ]);
}

/** Migrations edit files that are the person's, which adopting does not. */
function skipped(lock: Lock, { plan, manifests }: NextRender): readonly string[] {
  const due = dueMigrations(manifests, versionsOf(lock), plan.inputs, lock.migrations, answersOf(lock));
  return due.map(
    ({ id, migration }) => `Not done, as your files are left alone (${id}): ${migration.description}`,
  );
}

/**
 * Works out how a folder that has no lock becomes a client repository: as a generation would write it, but what is
 * there stays.
 * @param take paths, folders or globs of which the render's version is wanted.
 */
export function planFirstAdoption(
  { read, list }: ClientFolder,
  { plan, files }: Generation,
  take: readonly string[],
): Update {
  const own = new Map([...files].filter(([path]) => path.startsWith(`${ENGINE_FOLDER}/`)));
  const tree = new Map([...files].filter(([path]) => !own.has(path)));
  refuseAny(unknownTakes(take, tree));
  const lock = lockOf(own);
  const base: BaseTree = new Map();
  const ours = read([...pathsToRead({ base, theirs: tree, renames: [] }, list), ...own.keys()]);
  const labels = { base: 'generated', ours: 'yours', theirs: `toltek ${plan.toolbox.version}` };
  const merged = mergeTrees({ base, ours, theirs: tree, renames: [], labels });
  const outcomes = adoptedOutcomes(merged, tree, take, () => false);
  const writes = new Map([...outcomes.flatMap((outcome) => [...outcome.writes]), ...changedFiles(own, ours)]);
  return {
    from: plan.toolbox,
    to: plan.toolbox,
    upToDate: writes.size === 0,
    templates: templateSteps({ selection: [] }, lock),
    outcomes,
    changes: [],
    state: [],
    migrations: [],
    notes: [],
    lock,
    files,
    writes,
    before: new Map([...ours].filter(([path]) => writes.has(path))),
  };
}

function lockOf(own: ReadonlyMap<string, { readonly bytes: Uint8Array }>): Lock {
  const text = new TextDecoder().decode(own.get(LOCK_PATH)?.bytes);
  return parseWithSchema(validateLock, JSON.parse(text) as unknown, LOCK_PATH);
}
