import type { UpdateReport } from '#catalog/schema/generated/types.ts';
import { conflictsOf } from '../../engine/update/update.ts';
import type { Update } from '../../engine/update/update.ts';
import { confirm } from '../adapters/ask.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { changeRepository } from '../change.ts';
import type { Change, Changed } from '../change.ts';
import type { Call, CallOptions } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { shellWord } from './shell-word.ts';
import { updateReport } from './update-report.ts';
import { branchSteps, nextSteps, stepLines, updateLines } from './update-text.ts';
import type { NextStep } from './update-text.ts';

/** What a command says about a change before it is known what it comes to. */
export interface ChangeCommand extends Pick<Change, 'folder' | 'title' | 'request' | 'plan'> {
  readonly command: UpdateReport['command'];
  /** What to say where there is nothing to do. */
  readonly nothing: (changed: Outcome) => string;
  /** Operand DIR as the person gave it, for the commands that are shown. */
  readonly named: string | undefined;
}

/** What a change came to, as far as it is reported. */
export type Outcome = Omit<Changed, 'repository'>;

/** Runs a command that changes a client repository, and says what became of it. */
export async function runChange(command: ChangeCommand, { options, terminal }: Call): Promise<ExitCode> {
  const branch = options.value('branch');
  const catalog = options.value('catalog');
  const changed = await changeRepository({
    ...command,
    name: `toltek ${command.command}`,
    dryRun: options.flag('dry-run'),
    allowUntracked: options.flag('allow-untracked'),
    ...(branch === undefined ? {} : { branch }),
    ...(catalog === undefined ? {} : { catalog }),
    agreed: (update) => agreed(update, command.folder, options, terminal),
  });
  return reportChange(command, changed, branch, terminal);
}

/** Says what became of a change, to people or programs. */
export function reportChange(
  command: ChangeCommand,
  changed: Outcome,
  branch: string | undefined,
  terminal: Terminal,
): ExitCode {
  const next = stepsAfter(command, changed, branch);
  print(command, changed, next, branch, terminal);
  terminal.document(updateReport(command.command, changed, { folder: command.folder, branch, next }));
  if (changed.declined) return exitCode.interrupted;
  return changed.written && conflictsOf(changed.update.outcomes).length > 0
    ? exitCode.conflicts
    : exitCode.done;
}

/** Only a person at a terminal is asked. */
export async function agreed(
  update: Update,
  folder: string,
  options: CallOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (!terminal.interactive || terminal.json || options.flag('yes')) return true;
  for (const line of updateLines(update, terminal, false)) terminal.note(line);
  return confirm(`Write this to ${options.value('branch') ?? folder}?`);
}

function stepsAfter(
  { named, command }: ChangeCommand,
  { update, title, written }: Outcome,
  branch: string | undefined,
): readonly NextStep[] {
  const operand = named === undefined ? '' : ` ${shellWord(named)}`;
  if (update.upToDate) return [];
  if (!written && command === 'update')
    return [[`toltek diff${operand} --update`, 'what would change, line by line']];
  if (!written) return [];
  return branch === undefined ? nextSteps(update, title, operand) : branchSteps(update, branch);
}

function print(
  { command, folder, nothing }: ChangeCommand,
  changed: Outcome,
  next: readonly NextStep[],
  branch: string | undefined,
  terminal: Terminal,
): void {
  const { update, written, declined, title } = changed;
  if (update.upToDate) {
    terminal.print(nothing(changed));
    return;
  }
  if (declined) {
    terminal.note('Nothing was written.');
    return;
  }
  terminal.print(`${title}: ${folder}${written && branch !== undefined ? `, on branch ${branch}` : ''}`);
  for (const line of updateLines(update, terminal, !written)) terminal.print(line);
  if (!written) terminal.print(`\nNothing was written: this is what toltek ${command} would do.`);
  if (next.length > 0) terminal.print('\nNext:');
  for (const line of stepLines(next)) terminal.print(line);
}
