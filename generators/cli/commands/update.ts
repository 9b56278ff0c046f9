import { updateTitle } from '../../engine/update/pull-request.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { givenAnswers } from '../answers.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Answers } from '../generation.ts';
import { sameClient } from '../same-client.ts';
import { runChange } from './change-command.ts';
import type { ChangeCommand } from './change-command.ts';

/** What somebody asked, by command line or by prompts. */
export interface UpdateCall {
  /** Operand DIR. */
  readonly named: string | undefined;
  /** File of the diagnostic. */
  readonly diagnostic: string | undefined;
  readonly given: Answers;
  /** Addresses of stateful resources whose replacement somebody accepted. */
  readonly accepted: readonly string[];
}

/** `toltek update [DIR]`: brings a client repository to this toolbox, with everything people wrote in it. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, options } = call;
  const [named] = operands;
  const diagnostic = options.value('diagnostic');
  const accepted = options.list('accept-replace');
  return runChange(updateChange({ named, diagnostic, given: givenAnswers(options), accepted }), call);
}

/** The change that `update` comes to. */
export function updateChange({ named, diagnostic: file, given, accepted }: UpdateCall): ChangeCommand {
  const diagnostic = file === undefined ? undefined : readDiagnostic(file);
  return {
    command: 'update',
    named,
    folder: repositoryFolder(named),
    title: updateTitle,
    request: ({ lock }) => {
      sameClient(lock, diagnostic, file);
      return { given, accepted, ...(diagnostic && { diagnostic }) };
    },
    nothing: ({ update }) => `Up to date: toltek ${update.to.version}, nothing to do.`,
  };
}
