import { updateTitle } from '../../engine/update/pull-request.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { givenAnswers } from '../answers.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { sameClient } from '../same-client.ts';
import { runChange } from './change-command.ts';

/** `toltek update [DIR]`: brings a client repository to this toolbox, with everything people wrote in it. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, options } = call;
  const [named] = operands;
  const given = givenAnswers(options);
  const file = options.value('diagnostic');
  const diagnostic = file === undefined ? undefined : readDiagnostic(file);
  return runChange(
    {
      command: 'update',
      named,
      folder: repositoryFolder(named),
      title: updateTitle,
      request: ({ lock }) => {
        sameClient(lock, diagnostic, file);
        return {
          given,
          accepted: options.list('accept-replace'),
          ...(diagnostic && { diagnostic }),
        };
      },
      nothing: ({ update }) => `Up to date: toltek ${update.to.version}, nothing to do.`,
    },
    call,
  );
}
