import type { Diagnostic, Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import type { Facts } from '../engine/plan/facts.ts';
import { refusal, wrong } from '../engine/problems.ts';
import { ENGINE_FOLDER } from '../engine/render/paths.ts';
import { render } from '../engine/render/render.ts';
import type { RenderedTree } from '../engine/render/render.ts';
import { assembleRepository, manifestsOf } from '../engine/repository.ts';
import { checkState } from '../engine/state/check.ts';
import { afterRemoval, withForgotten } from '../engine/update/add-remove.ts';
import { changesBetween } from '../engine/update/changes.ts';
import { mergeTrees, pathsToRead } from '../engine/update/merge-trees.ts';
import { applyMigrations, dueMigrations, migrationPaths } from '../engine/update/migrations.ts';
import type { AppliedMigration } from '../engine/update/migrations.ts';
import { renamesBetween } from '../engine/update/renames.ts';
import { answersOf, droppedAnswers, rememberedProviders, replan } from '../engine/update/replan.ts';
import type { FileOutcome, WorkTree } from '../engine/update/types.ts';
import {
  changedFiles,
  conflictsOf,
  migratedFiles,
  templateSteps,
  unwrittenSecrets,
  versionsOf,
} from '../engine/update/update.ts';
import type { Update, UpdateSource } from '../engine/update/update.ts';
import { compareVersions } from '../engine/update/versions.ts';
import { checkTypeScript } from './adapters/typescript-check.ts';
import type { Answers } from './generation.ts';
import type { Target } from './target.ts';

/** A repository for more, or for less, than before. */
export interface ChangedFacts {
  readonly kind: 'add' | 'remove';
  readonly facts: Facts;
  /** What the person should know of them, in sentences. */
  readonly notes: readonly string[];
  /** The diagnostic that the new facts are from. Default: the one of the lock. */
  readonly diagnostic?: Lock['diagnostic'];
}

/** What is to become of one repository. */
export interface UpdateRequest {
  readonly repository: UpdateSource;
  readonly target: Target;
  /** Answers that go before those of the lock. Default: none. */
  readonly given?: Answers;
  /** Answers inputs that are new. Default: it is not at hand. */
  readonly diagnostic?: Diagnostic;
  /** What the repository is for from now on. Default: what it was for. */
  readonly changed?: ChangedFacts;
  /** Addresses of stateful resources whose replacement somebody accepted. Default: none. */
  readonly accepted?: readonly string[];
}

/**
 * Works out everything that bringing a repository to a toolbox means. It only reads: see `Update` for what to do with
 * the result. It keeps nothing between calls, so that any number of repositories can share a target.
 * @throws InputError for a downgrade, an unusable base, inputs nobody answered, or templates that cannot be rendered.
 */
export async function planUpdate(request: UpdateRequest): Promise<Update> {
  const { repository, target } = request;
  if (asksNothing(request) && isCurrent(repository.lock, target)) return nothingToDo(repository.lock);
  refuseDowngrade(repository.lock, target);
  const next = nextRender(request);
  const merged = await merge(repository, next);
  return settle(request, next, merged);
}

/** Whether a repository was made, or last updated, by exactly this toolbox. */
export function isCurrent({ toolbox }: Pick<Lock, 'toolbox'>, target: Target): boolean {
  return toolbox.version === target.toolbox.version && toolbox.catalogDigest === target.toolbox.catalogDigest;
}

function asksNothing({ given = {}, changed, accepted = [] }: UpdateRequest): boolean {
  return Object.keys(given).length === 0 && changed === undefined && accepted.length === 0;
}

function nothingToDo(lock: Lock): Update {
  return {
    from: lock.toolbox,
    to: lock.toolbox,
    upToDate: true,
    templates: [],
    outcomes: [],
    changes: [],
    state: [],
    migrations: [],
    notes: [],
    lock,
    files: new Map(),
    writes: new Map(),
    before: new Map(),
  };
}

/** Refuses a toolbox that is older than the repository. */
export function refuseDowngrade({ toolbox }: Lock, target: Target): void {
  if (compareVersions(toolbox.version, target.toolbox.version) <= 0) return;
  throw refusal(
    wrong(
      'DOWNGRADE',
      `The repository is of toolbox ${toolbox.version}, this is ${target.toolbox.version}.`,
      {
        file: `${ENGINE_FOLDER}/lock.json`,
        pointer: '/toolbox/version',
        value: toolbox.version,
        expected: `at most ${target.toolbox.version}`,
        action: `Use toolbox ${toolbox.version} or newer. To go back, take back the commit of the update.`,
      },
    ),
  );
}

/** What the templates would write today. */
export interface NextRender {
  readonly plan: Plan;
  /** Of the templates of the plan. */
  readonly manifests: readonly Template[];
  readonly tree: RenderedTree;
}

/** Plans a repository again, and renders it. */
export function nextRender({
  repository,
  target,
  given = {},
  diagnostic,
  changed,
}: UpdateRequest): NextRender {
  const { lock } = repository;
  const { catalog, templates, reader, toolbox } = target;
  const first = replan({
    lock,
    templates,
    given,
    toolbox,
    prices: catalog.priceBook,
    ...(changed && { facts: changed.facts }),
    ...(diagnostic && { diagnostic }),
  });
  const plan = changed === undefined ? first : withForgotten(first, lock, templates);
  const manifests = manifestsOf(plan, templates);
  return { plan, manifests, tree: render(plan, manifests, reader) };
}

/** What becomes of the files that templates write. */
export interface Merged {
  readonly outcomes: readonly FileOutcome[];
  readonly migrations: readonly AppliedMigration[];
  /** Everything to be written outside of .toltek/. */
  readonly writes: Update['writes'];
  /** What lies in the repository, before migrations. */
  readonly found: WorkTree;
}

async function merge(repository: UpdateSource, { plan, manifests, tree }: NextRender): Promise<Merged> {
  const { lock } = repository;
  const versions = versionsOf(lock);
  const base = repository.base();
  const renames = renamesBetween(manifests, versions, plan);
  const due = dueMigrations(manifests, versions, plan.inputs, lock.migrations, answersOf(lock));
  const wanted = new Set([
    ...pathsToRead({ base, theirs: tree, renames }, repository.list),
    ...(due.length === 0 ? [] : migrationPaths(due, repository.list())),
  ]);
  const found = repository.read(wanted);
  const { ours, applied } = applyMigrations(due, found, base);
  const labels = {
    base: `toltek ${lock.toolbox.version}`,
    ours: 'yours',
    theirs: `toltek ${plan.toolbox.version}`,
  };
  const input = { base, ours, theirs: tree, renames, labels };
  const outcomes = await checkTypeScript(mergeTrees(input), input);
  const writes = new Map([
    ...migratedFiles(found, ours),
    ...outcomes.flatMap((outcome) => [...outcome.writes]),
  ]);
  return { outcomes, migrations: applied, writes, found };
}

/** Adds what the toolbox keeps of the new render, and what a person has to know and decide. */
export function settle(
  { repository, target, changed, accepted = [] }: UpdateRequest,
  { plan, manifests, tree }: NextRender,
  merged: Merged,
): Update {
  const before = repository.lock;
  const outcomes = changed?.kind === 'remove' ? afterRemoval(merged.outcomes) : merged.outcomes;
  const pending = conflictsOf(outcomes);
  const { lock, files } = assembleRepository({
    plan,
    manifests,
    reader: target.reader,
    tree,
    diagnostic: changed?.diagnostic ?? before.diagnostic,
    selection: selectionOf(repository),
    carry: (made) => ({
      ...made,
      capabilities: {
        ...made.capabilities,
        ...rememberedProviders(before.capabilities, plan, target.templates),
      },
      files: { ...made.files, ...unwrittenSecrets(before.files, made.files) },
      ...(pending.length > 0 && { pending }),
    }),
  });
  const own = new Map([...files].filter(([path]) => path.startsWith(`${ENGINE_FOLDER}/`)));
  const kept = repository.read(own.keys());
  const writes = new Map([...merged.writes, ...changedFiles(own, kept)]);
  if (writes.size === 0) return nothingToDo(before);
  return {
    from: before.toolbox,
    to: plan.toolbox,
    upToDate: false,
    templates: templateSteps(before, lock),
    outcomes,
    changes: changesBetween(manifests, versionsOf(before)),
    state: checkState({
      old: before,
      next: lock.resources,
      moved: plan.moved,
      forgotten: plan.forgotten,
      accepted,
    }),
    migrations: merged.migrations,
    notes: [...(changed?.notes ?? []), ...droppedAnswers(before, plan)],
    lock,
    files,
    writes,
    before: new Map([...merged.found, ...kept].filter(([path]) => writes.has(path))),
  };
}

/** The selection stays what it was when the repository was generated. */
function selectionOf({ read }: UpdateSource): Uint8Array {
  const path = `${ENGINE_FOLDER}/selection.json`;
  const file = read([path]).get(path);
  if (file?.kind === 'file') return file.bytes;
  throw refusal(
    wrong('SELECTION_MISSING', `${path} is missing.`, {
      file: path,
      expected: 'the selection that the repository was generated from',
      action: `Take it back from git (git log -- ${path}).`,
    }),
  );
}
