import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { ProvenanceReport } from '#catalog/schema/generated/types.ts';
import { COSTS_NAME, PROVENANCE_NAME, SBOM_NAME, SELECTION_NAME } from '../../engine/provenance/names.ts';
import { unverifiable, verifyProvenance } from '../../engine/provenance/verify.ts';
import { ENGINE_FOLDER } from '../../engine/render/paths.ts';
import type { BaseTree } from '../../engine/update/types.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { loadTarget } from '../target.ts';
import { toolboxVersion } from '../version.ts';
import { provenanceLines } from './verify-provenance-text.ts';

/** `toltek verify-provenance [DIR]`: whether what a repository says of its origin fits together. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const report = await readProvenance(repositoryFolder(operands[0]), options.value('catalog'));
  terminal.print(provenanceLines(report, terminal).join('\n'));
  terminal.document(report);
  return report.ok ? exitCode.done : exitCode.findings;
}

async function readProvenance(folder: string, catalog: string | undefined): Promise<ProvenanceReport> {
  const repository = opened(folder);
  if (!('lock' in repository)) return unverifiable(folder, toolboxVersion, repository);
  const { toolbox, reader } = await loadTarget(catalog);
  const { lock } = repository;
  const own = [PROVENANCE_NAME, COSTS_NAME, SBOM_NAME, SELECTION_NAME].map(
    (name) => `${ENGINE_FOLDER}/${name}`,
  );
  return verifyProvenance({
    repository: folder,
    lock,
    base: baseOf(repository),
    ours: repository.read([...Object.keys(lock.files), ...own]),
    toolbox: { ...toolbox, filesOf: reader.filesOf },
  });
}

/** A lock that cannot be used is what we are asked to find; a folder without one is a wrong call. */
function opened(folder: string): ClientRepository | readonly Problem[] {
  try {
    return openRepository(folder);
  } catch (error) {
    if (error instanceof InputError && error.problems.every(({ code }) => code !== 'NO_REPOSITORY'))
      return error.problems;
    throw error;
  }
}

function baseOf(repository: ClientRepository): BaseTree | readonly Problem[] {
  try {
    return repository.base();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
