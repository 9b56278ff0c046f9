import {
  countStatuses,
  fileCounts,
  infrastructureHint,
  touchesInfrastructure,
} from '../../engine/update/pull-request.ts';
import type { FileOutcome } from '../../engine/update/types.ts';
import type { Update } from '../../engine/update/update.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { shellWord } from '#catalog/text/shell-word.ts';
import { table } from './table.ts';

/** What an update does, as a person reads it: what is new, which files, what is left to decide. */
export function updateLines(update: Update, terminal: Terminal, every: boolean): readonly string[] {
  return [
    ...block('Templates', templateRows(update), terminal),
    ...block('What is new', changeRows(update, terminal), terminal),
    ...block('Data in the cloud', stateRows(update), terminal),
    ...block('Edits made for you', migrationLines(update), terminal),
    ...block(`Files: ${fileCounts(update.outcomes)}`, fileRows(update.outcomes, every), terminal),
    ...block('Notes', update.notes, terminal),
    ...block('Conflicts', conflictLines(update.outcomes), terminal),
  ];
}

function block(title: string, lines: readonly string[], terminal: Terminal): readonly string[] {
  if (lines.length === 0 && !title.startsWith('Files')) return [];
  return [terminal.style('bold', title), ...lines.map((line) => `  ${line}`)];
}

function templateRows({ templates }: Update): readonly string[] {
  return columns(templates.map(({ id, from, to }) => [id, `${from ?? 'new'} → ${to ?? 'removed'}`]));
}

function changeRows({ changes }: Update, terminal: Terminal): readonly string[] {
  const rows = columns(
    changes.map(({ kind, template, version, description }) => [kind, `${template} ${version}`, description]),
  );
  return rows.map((row, index) => {
    const kind = changes[index]?.kind;
    return kind === 'breaking' || kind === 'security' ? terminal.style('yellow', row) : row;
  });
}

function stateRows({ state }: Update): readonly string[] {
  return columns(state.map(({ kind, message }) => [kind, message]));
}

function migrationLines({ migrations }: Update): readonly string[] {
  return migrations.flatMap(({ id, description, paths, skipped }) => [
    `${id}: ${description}${paths.length === 0 ? ' Nothing here to edit.' : ''}`,
    ...paths.map((path) => `  edited   ${path}`),
    ...skipped
      .filter(({ kind }) => kind !== 'absent')
      .map(({ path, step, reason }) => `  to do    ${path}: ${step}. ${reason}`),
  ]);
}

/** Statuses that a person wants to see by path even where there are many files. */
const REMARKABLE: readonly FileOutcome['status'][] = ['merged', 'renamed', 'deleted', 'kept'];

function fileRows(outcomes: readonly FileOutcome[], every: boolean): readonly string[] {
  const shown = outcomes.filter(
    ({ status }) => status !== 'unchanged' && status !== 'conflict' && (every || REMARKABLE.includes(status)),
  );
  return columns(
    shown.map(({ status, path, from, note }) => [
      status,
      from === undefined ? path : `${from} → ${path}`,
      note ?? '',
    ]),
  );
}

/** What a person has to decide, with what to do about it. */
export function conflictLines(outcomes: readonly FileOutcome[]): readonly string[] {
  return outcomes.flatMap(({ path, conflict }) =>
    conflict === undefined ? [] : [`${path} (${conflict.kind})`, `  ${conflict.message}`],
  );
}

/** Rows whose cells stand below each other; a long path does not push away what is said of the others. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  return table(rows, { indent: '', widest: 60 });
}

/** A command to run, and what for. */
export type NextStep = readonly [command: string, why: string];

/** What a person does after an update that was written to the work tree. */
export function nextSteps(update: Update, title: string, operand: string): readonly NextStep[] {
  const conflicts = countStatuses(update.outcomes)['conflict'] ?? 0;
  if (conflicts > 0)
    return [
      [`git diff`, 'what changed, conflicts marked'],
      [`toltek resolve${operand}`, 'when you have decided: accepts every file without markers'],
      [`toltek abort${operand}`, 'takes the whole change back'],
    ];
  return [
    ['git diff', 'what changed'],
    ...infrastructureSteps(update),
    [`git add --all && git commit --message ${shellWord(title)}`, 'keep it'],
  ];
}

/** What a person does after an update that was committed to a branch. */
export function branchSteps(update: Update, branch: string): readonly NextStep[] {
  const conflicts = countStatuses(update.outcomes)['conflict'] ?? 0;
  return [
    [`git diff HEAD...${shellWord(branch)}`, 'what changed'],
    ...(conflicts === 0
      ? infrastructureSteps(update)
      : ([[`git switch ${shellWord(branch)}`, 'then decide the conflicts: toltek resolve']] as const)),
  ];
}

function infrastructureSteps({ writes }: Update): readonly NextStep[] {
  return touchesInfrastructure(writes)
    ? [[infrastructureHint, 'shows what it means for the cloud before anything is applied']]
    : [];
}

/** Steps as lines, what they are for beside them. */
export function stepLines(steps: readonly NextStep[]): readonly string[] {
  return columns(steps).map((line) => `  ${line}`);
}
