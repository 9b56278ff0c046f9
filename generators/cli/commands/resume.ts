import { openRepository } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { interrupted, resumeTransaction } from '../adapters/transaction.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { pendingLines } from './pending-text.ts';

const RESULTS = {
  finished: 'Finished: the interrupted change is applied.',
  undone: 'Finished: the interrupted abort is done, everything is as it was before.',
  dropped: 'The interrupted run had changed nothing; what it left is removed.',
  nothing: 'Nothing was interrupted.',
} as const;

/** `toltek resume [DIR]`: finishes a change that was interrupted. */
export function run({ operands: [named], terminal }: Call): Promise<ExitCode> {
  const folder = repositoryFolder(named);
  // The lock may be missing half-way: it is needed only where nothing was interrupted.
  const root = interrupted(folder) === 'none' ? openRepository(folder).root : folder;
  const result = resumeTransaction(root);
  const pending = openRepository(folder).lock.pending ?? [];
  terminal.print(RESULTS[result]);
  const canAbort = interrupted(folder) === 'conflicts';
  for (const line of pendingLines(pending, named, canAbort)) terminal.print(line);
  terminal.document({ repository: folder, result, pending });
  return Promise.resolve(pending.length > 0 ? exitCode.conflicts : exitCode.done);
}
