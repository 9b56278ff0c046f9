import { existsSync } from 'node:fs';
import path from 'node:path';
import { LOCK_PATH, openRepository } from '../adapters/client-repository.ts';
import { pathsInRepository, repositoryFolder } from '../adapters/find-repository.ts';
import { withRunLock } from '../adapters/run-lock.ts';
import { interrupted } from '../adapters/transaction.ts';
import { wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { refuseUnfinished } from '../guards.ts';
import { resolveConflicts } from '../resolution.ts';
import type { ResolutionRequest } from '../resolution.ts';
import { counted } from './counted.ts';
import { pendingLines } from './pending-text.ts';

/** `toltek resolve [DIR] [PATH...]`: ends conflicts that a person has decided. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [first] = operands;
  const named = first !== undefined && existsSync(path.join(first, LOCK_PATH)) ? first : undefined;
  const folder = repositoryFolder(named);
  const take = sideOption(options);
  const { root } = openRepository(folder);
  const { resolved, pending, problems } = await withRunLock(root, () => {
    const repository = openRepository(root);
    if (interrupted(root) === 'applying') refuseUnfinished(root, {});
    const paths = pathsInRepository(root, named === undefined ? operands : operands.slice(1));
    return resolveConflicts(repository, { paths, ...(take && { take }) });
  });
  terminal.problems(problems);
  terminal.print(
    resolved.length === 0 && pending.length === 0
      ? 'No conflicts are open.'
      : `${counted(resolved.length, 'conflict')} resolved${resolved.length === 0 ? '.' : ':'}`,
  );
  for (const file of resolved) terminal.print(`  ${file}`);
  const canAbort = interrupted(root) === 'conflicts';
  for (const line of pendingLines(pending, named, canAbort)) terminal.print(line);
  if (resolved.length > 0 && pending.length === 0) terminal.print('Next: git add --all && git commit');
  terminal.document({ repository: folder, resolved, pending, problems });
  return pending.length > 0 ? exitCode.conflicts : exitCode.done;
}

function sideOption(options: CallOptions): ResolutionRequest['take'] {
  const side = options.value('take');
  if (side === undefined || side === 'ours' || side === 'theirs') return side;
  throw wrongCall(`'${side}' is no side.`, 'ours or theirs', 'Write --take ours or --take theirs.');
}
