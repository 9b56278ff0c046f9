import type { UpdateReport } from '#catalog/schema/generated/types.ts';
import { replacements } from '../../engine/state/check.ts';
import { conflictsOf } from '../../engine/update/update.ts';
import type { Update } from '../../engine/update/update.ts';
import { confirm } from '../adapters/ask.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { changeRepository } from '../change.ts';
import type { Change, Changed } from '../change.ts';
import type { Call, CallOptions } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { shellWord } from '#catalog/text/shell-word.ts';
import { updateReport } from './update-report.ts';
import { branchSteps, conflictLines, nextSteps, stepLines, updateLines } from './update-text.ts';
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
  return reportChange(command, changed, branch, terminal, asks(options, terminal));
}

/**
 * Says what became of a change, to people or programs.
 * @param asked whether a person saw everything before it was written.
 */
export function reportChange(
  command: ChangeCommand,
  changed: Outcome,
  branch: string | undefined,
  terminal: Terminal,
  asked: boolean,
): ExitCode {
  const next = stepsAfter(command, changed, branch);
  for (const line of changeLines(command, changed, branch, asked, terminal)) terminal.print(line);
  terminal.document(updateReport(command.command, changed, { folder: command.folder, branch, next }));
  return exitAfter(changed);
}

/** The exit code that a change comes to. */
export function exitAfter({ update, written, declined }: Outcome): ExitCode {
  if (declined) return exitCode.interrupted;
  return written && conflictsOf(update.outcomes).length > 0 ? exitCode.conflicts : exitCode.done;
}

/** What became of a change and what to do next; `asked` as in `reportChange`. */
export function changeLines(
  command: ChangeCommand,
  changed: Outcome,
  branch: string | undefined,
  asked: boolean,
  terminal: Terminal,
): readonly string[] {
  const next = stepLines(stepsAfter(command, changed, branch));
  const told = resultLines(command, changed, branch, asked, terminal);
  return next.length === 0 ? told : [...told, '', 'Next:', ...next];
}

/** Only a person at a terminal is asked. */
export function asks(options: CallOptions, terminal: Terminal): boolean {
  return terminal.interactive && !terminal.json && !options.flag('yes');
}

/** Whether a person who is asked, and sees everything before, says yes. */
export async function agreed(
  update: Update,
  folder: string,
  options: CallOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (!asks(options, terminal)) return true;
  for (const line of updateLines(update, terminal, false)) terminal.note(line);
  return confirm(`Write this to ${options.value('branch') ?? folder}?`);
}

function stepsAfter(
  { named, command }: ChangeCommand,
  { update, title, written, declined }: Outcome,
  branch: string | undefined,
): readonly NextStep[] {
  const operand = named === undefined ? '' : ` ${shellWord(named)}`;
  if (update.upToDate || declined) return [];
  if (!written && command === 'update')
    return [[`toltek diff${operand} --update`, 'what would change, line by line']];
  if (!written) return [];
  return branch === undefined ? nextSteps(update, title, operand) : branchSteps(update, branch);
}

function resultLines(
  { command, named, nothing }: ChangeCommand,
  changed: Outcome,
  branch: string | undefined,
  asked: boolean,
  terminal: Terminal,
): readonly string[] {
  const { update, written, declined, title } = changed;
  if (update.upToDate) return [nothing(changed)];
  if (declined) return ['Nothing was written.'];
  const place = named === undefined ? '' : `, in ${named}`;
  const onBranch = written && branch !== undefined ? `, on branch ${branch}` : '';
  const { outcomes } = update;
  if (written && asked) return [`Written: ${title}${place}${onBranch}.`, ...toDecide(outcomes)];
  const lines = [`${title}${place}${onBranch}`, ...updateLines(update, terminal, !written)];
  return written ? lines : [...lines, '', ...dryRunLines(command, update)];
}

function dryRunLines(command: UpdateReport['command'], { state }: Update): readonly string[] {
  const refused = replacements(state);
  if (refused.length === 0) return [`Nothing was written: this is what toltek ${command} would do.`];
  return [
    `Nothing was written. toltek ${command} would refuse this, with exit code ${exitCode.refused}:`,
    ...refused.map(({ message, action }) => `  ${message} ${action ?? ''}`.trimEnd()),
  ];
}

function toDecide(outcomes: Update['outcomes']): readonly string[] {
  const lines = conflictLines(outcomes);
  return lines.length === 0 ? [] : ['To decide:', ...lines.map((line) => `  ${line}`)];
}
