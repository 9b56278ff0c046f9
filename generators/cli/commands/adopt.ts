import { openFolder, openRepository } from '../adapters/client-repository.ts';
import type { ClientFolder } from '../adapters/client-repository.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { pathsInRepository, repositoryFolder } from '../adapters/find-repository.ts';
import { withRunLock } from '../adapters/run-lock.ts';
import { InputError } from '#catalog/problem.ts';
import { planAdoption, planFirstAdoption } from '../adoption.ts';
import { givenAnswers } from '../answers.ts';
import { wrongCall } from '../call-options.ts';
import { applyUpdate } from '../change.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { generate, prepare } from '../generation.ts';
import { refuseUncleanWorkTree, refuseUnfinished } from '../guards.ts';
import { sameClient } from '../same-client.ts';
import { agreed, asks, reportChange, runChange } from './change-command.ts';
import type { ChangeCommand, Outcome } from './change-command.ts';

const title = 'Adopt what toltek generates';

/** `toltek adopt [DIR]`: makes a base to merge with where there is none, and leaves every file as it is. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, options } = call;
  const [named] = operands;
  const folder = repositoryFolder(named);
  const file = options.value('diagnostic');
  const { root } = openFolder(folder);
  const take = pathsInRepository(root, options.list('take'));
  const command: ChangeCommand = {
    command: 'adopt',
    named,
    folder,
    title: () => title,
    request: ({ lock }) => {
      const diagnostic = file === undefined ? undefined : readDiagnostic(file);
      sameClient(lock, diagnostic, file);
      return { given: givenAnswers(options), ...(diagnostic && { diagnostic }) };
    },
    plan: (request) => Promise.resolve(planAdoption(request, take)),
    nothing: () => 'The base is as the lock says: nothing to adopt.',
  };
  if (hasLock(folder)) return runChange(command, call);
  if (file !== undefined) return adoptFolder(command, file, take, call);
  throw wrongCall(
    `${folder} has no lock that can be used.`,
    '--diagnostic FILE',
    "Take .toltek/lock.json back from git, or name the client's diagnostic.",
  );
}

function hasLock(folder: string): boolean {
  try {
    openRepository(folder);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** A folder that toltek did not write, or whose lock is lost. */
async function adoptFolder(
  command: ChangeCommand,
  diagnosticFile: string,
  take: readonly string[],
  { options, terminal }: Call,
): Promise<ExitCode> {
  const catalog = options.value('catalog');
  const prepared = await prepare({
    diagnosticFile,
    useCases: options.list('use-case'),
    onlyBuilt: options.flag('only-built'),
    ...(catalog === undefined ? {} : { catalog }),
  });
  const generation = generate(prepared, givenAnswers(options));
  const work = async (folder: ClientFolder): Promise<Outcome> => {
    const update = planFirstAdoption(folder, generation, take);
    const changed = { update, title, written: false, declined: false };
    if (options.flag('dry-run') || update.upToDate) return changed;
    if (!(await agreed(update, command.folder, options, terminal))) return { ...changed, declined: true };
    applyUpdate(folder.root, 'toltek adopt', update);
    return { ...changed, written: true };
  };
  const opened = openFolder(command.folder);
  refuseUnfinished(opened.root, {});
  // Before the run lock, which would be the first thing git does not know in this folder.
  if (!options.flag('dry-run'))
    refuseUncleanWorkTree(opened.root, { allowUntracked: options.flag('allow-untracked') });
  const changed = options.flag('dry-run')
    ? await work(opened)
    : await withRunLock(opened.root, () => work(opened));
  return reportChange(command, changed, undefined, terminal, asks(options, terminal));
}
