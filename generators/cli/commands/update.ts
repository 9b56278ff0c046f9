import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { updateTitle } from '../../engine/update/pull-request.ts';
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
  return runChange(await updateChange({ named, diagnostic, given: givenAnswers(options), accepted }), call);
}

/** The change that `update` comes to. */
export async function updateChange({
  named,
  diagnostic: file,
  given,
  accepted,
}: UpdateCall): Promise<ChangeCommand> {
  const diagnostic = file === undefined ? undefined : await read(file);
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

/** Few updates need a diagnostic, and its validator is large. */
async function read(file: string): Promise<Diagnostic> {
  const { readDiagnostic } = await import('../adapters/diagnostic.ts');
  return readDiagnostic(file);
}
