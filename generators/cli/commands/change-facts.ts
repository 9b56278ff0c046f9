import type { Lock } from '#catalog/schema/generated/types.ts';
import { refusal, wrong } from '../../engine/problems.ts';
import { identityOf } from '../../engine/repository.ts';
import type { FactsSource, NewFacts } from '../../engine/plan/add-facts.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { LOCK_PATH } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { givenAnswers } from '../answers.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Answers } from '../generation.ts';
import { sameClient } from '../same-client.ts';
import type { Target } from '../target.ts';
import { isCurrent } from '../upkeep.ts';
import type { ChangedFacts } from '../upkeep.ts';
import { runChange } from './change-command.ts';
import type { ChangeCommand } from './change-command.ts';

/** A command that changes what a repository is for. */
export interface FactsCommand {
  readonly command: ChangedFacts['kind'];
  /** Title of its commit, for instance `Add df-forecast`. */
  readonly title: (id: string) => string;
  readonly newFacts: (id: string, source: FactsSource) => NewFacts;
  readonly nothing: (id: string) => string;
}

/** What somebody asked such a command, by command line or by prompts. */
export interface FactsCall {
  readonly id: string;
  /** Operand DIR. */
  readonly named: string | undefined;
  /** File of the diagnostic. */
  readonly diagnostic: string | undefined;
  readonly given: Answers;
}

/** Runs `add ID [DIR]` or `remove ID [DIR]`: other facts, then the way of every update. */
export function runFactsChange(command: FactsCommand, call: Call): Promise<ExitCode> {
  const [id = '', named] = call.operands;
  const diagnostic = call.options.value('diagnostic');
  return runChange(factsChange(command, { id, named, diagnostic, given: givenAnswers(call.options) }), call);
}

/** The change that `add` or `remove` comes to. */
export function factsChange(
  { command, title, newFacts, nothing }: FactsCommand,
  { id, named, diagnostic: file, given }: FactsCall,
): ChangeCommand {
  const diagnostic = file === undefined ? undefined : readDiagnostic(file);
  return {
    command,
    named,
    folder: repositoryFolder(named),
    title: () => title(id),
    request: ({ lock, selection }, target) => {
      sameClient(lock, diagnostic, file);
      refuseBehind(lock, target);
      const { facts, notes } = newFacts(id, {
        lock,
        entries: target.catalog.entries,
        templates: target.templates,
        selection: selection(),
        ...(diagnostic && { diagnostic }),
      });
      return {
        given,
        changed: { kind: command, facts, notes, ...(diagnostic && { diagnostic: identityOf(diagnostic) }) },
        ...(diagnostic && { diagnostic }),
      };
    },
    nothing: () => nothing(id),
  };
}

/** One commit does one thing: what comes in or goes, and what a newer toolbox brings, are looked at apart. */
function refuseBehind(lock: Lock, target: Target): void {
  if (isCurrent(lock, target)) return;
  throw refusal(
    wrong('UPDATE_FIRST', 'The repository is not of this toolbox.', {
      file: LOCK_PATH,
      pointer: '/toolbox',
      value: lock.toolbox,
      expected: `toolbox ${target.toolbox.version} with its catalog`,
      action: 'Run toltek update first and commit it; then what this changes is seen by itself.',
    }),
  );
}
