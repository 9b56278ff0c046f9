import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { StatusReport } from '#catalog/schema/generated/types.ts';
import { statusOf } from '../../engine/update/status.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { interrupted } from '../adapters/transaction.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

import { toolboxVersion } from '../version.ts';
import { shellWord } from '#catalog/text/shell-word.ts';
import { statusLines } from './status-text.ts';

/** `toltek status [DIR]`: version, edits, open conflicts, drift from the lock, and what to run next. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [named] = operands;
  const folder = repositoryFolder(named);
  const report = await readStatus(folder, options.value('catalog'), named);
  terminal.print(statusLines(report, terminal).join('\n'));
  terminal.document(report);
  return report.ok ? exitCode.done : exitCode.findings;
}

/**
 * How the repository in a folder stands. Plans no update and starts no process, so that CI can ask at every commit.
 * @param operand what commands need to reach it, if anything.
 * @throws InputError if there is no repository, or its lock cannot be used.
 */
async function readStatus(folder: string, catalog?: string, operand?: string): Promise<StatusReport> {
  const repository = openRepository(folder);
  const { digest, templates } = await loadCatalog(catalog);
  return statusOf({
    repository: folder,
    ...(operand === undefined ? {} : { operand: shellWord(operand) }),
    lock: repository.lock,
    ours: repository.read(Object.keys(repository.lock.files)),
    baseProblems: baseProblems(repository),
    interrupted: interrupted(repository.root),
    toolbox: { version: toolboxVersion, catalogDigest: digest },
    manifests: templates.map(({ manifest }) => manifest),
  });
}

function baseProblems(repository: ClientRepository): readonly Problem[] {
  try {
    repository.base();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
