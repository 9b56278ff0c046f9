import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import type { Lock } from '#catalog/schema/generated/types.ts';
import { explainPath } from '../../engine/update/explain.ts';
import type { ExplainInput } from '../../engine/update/explain.ts';
import type { BaseTree } from '../../engine/update/types.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { refused } from '../adapters/file-system.ts';
import { pathsInRepository, repositoryFolder } from '../adapters/find-repository.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { loadTarget } from '../target.ts';
import { planUpdate } from '../upkeep.ts';
import { toolboxVersion } from '../version.ts';
import { ownFiles } from './diff.ts';
import { explainLines } from './explain-text.ts';

/** `toltek explain PATH [DIR]`: which template wrote a file, what became of it, what an update would do with it. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [typed = '', named] = operands;
  const folder = repositoryFolder(named, path.resolve(typed));
  const repository = openRepository(folder);
  const { lock } = repository;
  const asked = askedPath(repository, typed, named);
  const generated = new Set(Object.keys(lock.files));
  const report = explainPath({
    repository: folder,
    path: asked,
    lock,
    base: baseOf(repository),
    ours: repository.read(asked === '' ? generated : generated.add(asked)),
    own: ownFiles(repository),
    version: toolboxVersion,
    update: await updateOf(repository, options.value('catalog')),
  });
  if (report.origin === 'person' && report.here.state === 'absent')
    throw refused(
      'NO_SUCH_PATH',
      `There is no ${asked}, and no template writes it.`,
      asked,
      `a path of the repository, for instance ${report.nearest.join(', ')}`,
      'Correct the path; toltek explain . shows what each template wrote.',
    );
  terminal.print(explainLines(report, terminal).join('\n'));
  terminal.document(report);
  return exitCode.done;
}

/** From the current folder, as files are named in a shell; else from the repository's own folder. */
function askedPath({ root, lock }: ClientRepository, typed: string, named: string | undefined): string {
  const [inside = ''] = pathsInRepository(root, [typed]);
  const above = path.posix.normalize(typed.split(path.sep).join('/')).replace(/^\.\/?|\/$/g, '');
  const known = (name: string, { files }: Lock): boolean =>
    name === '' || Object.hasOwn(files, name) || existsSync(path.join(root, name));
  const wanted = [inside, above].find((name) => !name.startsWith('..') && known(name, lock));
  if (wanted !== undefined) return wanted;
  if (!inside.startsWith('..')) return inside;
  throw refused(
    'NOT_INSIDE',
    `${typed} does not lie in the repository.`,
    typed,
    `a path below ${named ?? root}`,
    'Correct the path.',
  );
}

/** Without a base it is still known who wrote what; the update says what is wrong with the base. */
function baseOf(repository: ClientRepository): BaseTree {
  try {
    return repository.base();
  } catch (error) {
    if (error instanceof InputError) return new Map();
    throw error;
  }
}

async function updateOf(repository: ClientRepository, catalog?: string): Promise<ExplainInput['update']> {
  try {
    return await planUpdate({ repository, target: await loadTarget(catalog) });
  } catch (error) {
    if (error instanceof InputError)
      return { unknown: error.problems.map(({ message }) => message).join(' ') };
    throw error;
  }
}
