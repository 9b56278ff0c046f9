import type { Problem } from '#catalog/problem.ts';
import type { Lock, StatusReport, Template } from '#catalog/schema/generated/types.ts';
import { changesBetween } from './changes.ts';
import { editsOf } from './edits.ts';
import type { Edit } from './edits.ts';
import type { WorkTree } from './types.ts';
import { versionsOf } from './update.ts';
import { compareVersions } from './versions.ts';

/** What is known of a repository without planning an update. */
export interface StatusInput {
  /** As it is to be shown. */
  readonly repository: string;
  /** What commands need to reach it, as a word of a shell: nothing where it is the current folder. */
  readonly operand?: string;
  readonly lock: Lock;
  /** What lies at the paths of the lock. */
  readonly ours: WorkTree;
  /** What is wrong with the kept base. */
  readonly baseProblems: readonly Problem[];
  readonly interrupted: StatusReport['interrupted'];
  /** The toolbox that looks. */
  readonly toolbox: StatusReport['toolbox'];
  /** Every template of that toolbox. */
  readonly manifests: readonly Template[];
}

/** How a repository stands: its version, what people changed, what is open, and what to run next. */
export function statusOf(input: StatusInput): StatusReport {
  const { repository, lock, interrupted, toolbox } = input;
  const edits = editsOf(lock.files, input.ours);
  const update = updateState(lock.toolbox, toolbox);
  const drift = [...baseDrift(input.baseProblems), ...managedDrift(edits)];
  const pending = [...(lock.pending ?? [])];
  const report = {
    repository,
    client: { id: lock.facts.client.id, name: lock.facts.client.name },
    generated: lock.toolbox,
    toolbox,
    update,
    templates: templateRows(lock, edits, input.manifests),
    changes: update === 'available' ? [...changesBetween(input.manifests, versionsOf(lock))] : [],
    files: Object.keys(lock.files).length,
    edits: [...edits],
    pending,
    interrupted,
    drift,
    ok: pending.length + drift.length === 0 && interrupted === 'none' && update === 'none',
  };
  return { ...report, next: nextSteps(report, input.baseProblems.length > 0, input.operand) };
}

/** Whether a toolbox has something newer than the one that generated a repository. */
function updateState(
  generated: StatusReport['generated'],
  toolbox: StatusReport['toolbox'],
): StatusReport['update'] {
  const order = compareVersions(toolbox.version, generated.version);
  if (order < 0) return 'toolbox-older';
  return order > 0 || toolbox.catalogDigest !== generated.catalogDigest ? 'available' : 'none';
}

function templateRows(
  lock: Lock,
  edits: readonly Edit[],
  manifests: readonly Template[],
): StatusReport['templates'] {
  return lock.selection
    .map(({ template: id, version }) => ({
      id,
      version,
      latest: manifests.find((manifest) => manifest.id === id)?.version ?? null,
      files: Object.values(lock.files).filter(({ template }) => template === id).length,
      edited: edits.filter(({ template }) => template === id).map(({ path }) => path),
    }))
    .sort((a, b) => b.edited.length - a.edited.length);
}

function baseDrift(problems: readonly Problem[]): StatusReport['drift'] {
  return problems.map(({ code, message, file, action }) => ({
    code,
    message,
    ...(file === undefined ? {} : { file }),
    action: action ?? 'Run toltek adopt to make a new base.',
  }));
}

function managedDrift(edits: readonly Edit[]): StatusReport['drift'] {
  return edits
    .filter((edit) => edit.class === 'managed' && edit.kind !== 'line-ends')
    .map(({ path, kind }) => ({
      code: 'MANAGED_EDITED',
      message: `A file that belongs to the toolbox was ${kind === 'deleted' || kind === 'replaced' ? kind : 'edited'} here.`,
      file: path,
      action: 'Move the change to a file of your own; the next update that changes this file asks about it.',
    }));
}

type Facts = Omit<StatusReport, 'next'>;

function nextSteps(facts: Facts, baseIsLost: boolean, operand?: string): StatusReport['next'] {
  const step = (words: string, why: string): StatusReport['next'][number] => {
    const [command = '', ...options] = words.split(' ');
    const dir = operand === undefined ? [] : [operand];
    return { command: ['toltek', command, ...dir, ...options].join(' '), why };
  };
  const { interrupted, pending, update, edits, generated } = facts;
  const look = edits.length > 0 ? [step('diff', 'see what was edited')] : [];
  if (interrupted === 'staging' || interrupted === 'applying')
    return [step('resume', 'finish the update that was interrupted'), step('abort', 'or undo it')];
  if (pending.length > 0)
    return [
      step('resolve', 'once the conflicts are decided and their markers are gone'),
      ...(interrupted === 'conflicts' ? [step('abort', 'or undo the update')] : []),
    ];
  if (baseIsLost) return [step('adopt', 'make a new base, file by file: no update can merge without one')];
  if (update === 'available') return [step('update --dry-run', 'see what an update would bring'), ...look];
  if (update === 'toolbox-older')
    return [
      {
        command: `npm install --global @toltek/toolbox@${generated.version}`,
        why: 'this toolbox is older than the one that made the repository',
      },
      ...look,
    ];
  return look;
}
