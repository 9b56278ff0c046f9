import { openRepository } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { abortTransaction, interrupted } from '../adapters/transaction.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { refusal, wrong } from '../../engine/problems.ts';

const RESULTS = {
  undone: 'Everything is as it was before the change.',
  finished: 'The interrupted change had been applied already; what it left is removed.',
  dropped: 'The interrupted run had changed nothing; what it left is removed.',
  nothing: 'There is no change to take back.',
} as const;

/** `toltek abort [DIR]`: takes back a change that was interrupted, or left conflicts. */
export function run({ operands: [named], options, terminal }: Call): Promise<ExitCode> {
  const folder = repositoryFolder(named);
  const root = interrupted(folder) === 'none' ? withoutUndo(folder) : folder;
  const result = abortTransaction(root, { discard: options.flag('discard') });
  terminal.print(RESULTS[result]);
  terminal.document({ repository: folder, result });
  return Promise.resolve(exitCode.done);
}

/** Where conflicts are open but what undoes them was never here: another clone, or a branch. */
function withoutUndo(folder: string): string {
  const { root, lock } = openRepository(folder);
  if (lock.pending === undefined) return root;
  throw refusal(
    wrong('NOTHING_KEPT', 'What takes this change back is kept only where it was made.', {
      file: folder,
      expected: 'the work tree in which the change was made',
      action: 'Take the commit back with git revert, or decide the conflicts and run toltek resolve.',
    }),
  );
}
