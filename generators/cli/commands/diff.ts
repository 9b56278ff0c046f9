import { InputError } from '#catalog/problem.ts';
import type { DiffReport } from '#catalog/schema/generated/types.ts';
import { editDiff, updateDiff } from '../../engine/update/diff.ts';
import type { DiffFile } from '../../engine/update/diff.ts';
import { editsOf } from '../../engine/update/edits.ts';
import { ENGINE_FOLDER } from '../../engine/render/paths.ts';
import type { WorkTree } from '../../engine/update/types.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { pathsInRepository, repositoryFolder } from '../adapters/find-repository.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { patchLines, statLines } from './diff-text.ts';

/** `toltek diff [DIR]`: what people edited of the generated files, or what an update would change. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [named] = operands;
  const folder = repositoryFolder(named);
  const repository = openRepository(folder);
  const wanted = pathsInRepository(repository.root, options.list('path'));
  const { shows, to, files } = options.flag('update')
    ? await updateFiles(repository, options.value('catalog'))
    : { shows: 'edits' as const, to: null, files: editedFiles(repository) };
  const chosen = files.filter(({ path, from }) => isWanted(path, wanted) || isWanted(from, wanted));
  const report: DiffReport = {
    repository: folder,
    shows,
    from: repository.lock.toolbox.version,
    to,
    files: chosen,
    added: sum(chosen.map(({ added }) => added)),
    removed: sum(chosen.map(({ removed }) => removed)),
  };
  if (report.files.length === 0) terminal.note(emptyText(report, wanted.length > 0));
  else {
    const lines = options.flag('stat') ? statLines(report, terminal) : patchLines(report, terminal);
    terminal.print(lines.join('\n'));
  }
  terminal.document(report);
  return exitCode.done;
}

type Shown = Pick<DiffReport, 'shows' | 'to' | 'files'>;

function editedFiles(repository: ClientRepository): DiffFile[] {
  const { lock } = repository;
  const ours = repository.read(Object.keys(lock.files));
  const deleted = editsOf(lock.files, ours).some(({ kind }) => kind === 'deleted');
  return [
    ...editDiff({
      lock,
      base: repository.base(),
      ours,
      own: deleted ? ownFiles(repository) : new Map(),
    }),
  ];
}

/** The person's own files. Without git nobody says which files belong to the repository: no move is guessed then. */
export function ownFiles(repository: ClientRepository): WorkTree {
  try {
    const generated = repository.lock.files;
    const own = repository
      .list()
      .filter((path) => !Object.hasOwn(generated, path) && !path.startsWith(`${ENGINE_FOLDER}/`));
    return repository.read(own);
  } catch (error) {
    if (error instanceof InputError) return new Map();
    throw error;
  }
}

async function updateFiles(repository: ClientRepository, catalog?: string): Promise<Shown> {
  // What renders is not needed to show edits.
  const [{ loadTarget }, { planUpdate }] = await Promise.all([
    import('../target.ts'),
    import('../upkeep.ts'),
  ]);
  const update = await planUpdate({ repository, target: await loadTarget(catalog) });
  const paths = update.outcomes.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from]));
  const ours = repository.read(new Set([...paths, ...update.writes.keys()]));
  return { shows: 'update', to: update.to.version, files: [...updateDiff(update, ours)] };
}

function isWanted(path: string | undefined, wanted: readonly string[]): boolean {
  if (path === undefined) return false;
  return (
    wanted.length === 0 || wanted.some((name) => name === '' || path === name || path.startsWith(`${name}/`))
  );
}

function emptyText({ shows, from, to }: DiffReport, narrowed: boolean): string {
  const where = narrowed ? ' there' : '';
  if (shows === 'edits') return `Nothing${where} was edited: every generated file is as toltek wrote it.`;
  return from === to
    ? 'Up to date: an update would change nothing.'
    : `An update would change nothing${where}.`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
