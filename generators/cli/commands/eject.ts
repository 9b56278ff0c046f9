import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EjectReport } from '#catalog/schema/generated/types.ts';
import { schemasOf } from '../../engine/eject/schema.ts';
import { terraformFiles } from '../../engine/eject/terraform-files.ts';
import type { TerraformFile } from '../../engine/eject/terraform-files.ts';
import { refusal, wrong } from '../../engine/problems.ts';
import { openRepository } from '../adapters/client-repository.ts';
import type { ClientRepository } from '../adapters/client-repository.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import type { Terminal } from '../adapters/terminal.ts';
import type { Environment } from '../adapters/terraform-program.ts';
import {
  providerSchemas,
  readConfiguration,
  runProgram,
  synthesizedFolder,
} from '../adapters/terraform-program.ts';
import { applyTransaction } from '../adapters/transaction.ts';
import { wrongCall } from '../call-options.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { refuseUnfinished } from '../guards.ts';

const foundation = 'stacks/gcp-foundation';

/** `toltek eject [DIR]`: the Google Cloud infrastructure as plain Terraform files, which are the client's from then on. */
export function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [named] = operands;
  const folder = repositoryFolder(named);
  const repository = openRepository(folder);
  refuseUnfinished(repository.root, repository.lock);
  refuseWithoutGoogle(repository);
  const environments = environmentsOf(options.value('env'));
  const ejected = environments.map((env) => ejectedEnvironment(repository, env, options.flag('synthesized')));
  const isDry = options.flag('dry-run');
  if (!isDry) write(repository, ejected);
  report(folder, ejected, isDry, terminal);
  return Promise.resolve(exitCode.done);
}

/** One environment as Terraform files. */
interface Ejected {
  readonly env: Environment;
  /** Below the root of the repository, for instance `infra/terraform/dev`. */
  readonly folder: string;
  readonly files: readonly TerraformFile[];
}

function environmentsOf(given: string | undefined): readonly Environment[] {
  if (given === undefined) return ['dev', 'prod'];
  if (given === 'dev' || given === 'prod') return [given];
  throw wrongCall(`--env is "${given}".`, 'dev or prod', 'Leave it out for both.');
}

function refuseWithoutGoogle({ root, lock }: ClientRepository): void {
  if (Object.values(lock.files).some(({ template }) => template === foundation)) return;
  throw refusal(
    wrong('NOTHING_TO_EJECT', 'This repository has no infrastructure on Google Cloud.', {
      file: root,
      expected: `the template ${foundation}`,
      action: `Add it with: toltek add ${foundation}`,
    }),
  );
}

function ejectedEnvironment(
  { root, lock }: ClientRepository,
  env: Environment,
  isSynthesized: boolean,
): Ejected {
  const folder = `infra/terraform/${env}`;
  if (existsSync(path.join(root, folder)))
    throw refusal(
      wrong('ALREADY_EJECTED', `${folder} is there already.`, {
        file: path.join(root, folder),
        expected: 'no Terraform files yet: what people write in them would be lost',
        action: 'Go on with what is there. To eject again, move it away first.',
      }),
    );
  if (!isSynthesized) runProgram(root, env);
  const synthesized = synthesizedFolder(root, lock.facts.client.id, env);
  const configuration = readConfiguration(synthesized);
  const files = terraformFiles({
    configuration,
    file: path.join(synthesized, 'cdk.tf.json'),
    schemas: schemasOf(providerSchemas(configuration)),
  });
  return { env, folder, files: [...files, ...besides(root, synthesized)] };
}

/** What lies beside the configuration: moves of addresses with the version of Terraform, and the pinned provider build. */
function besides(root: string, synthesized: string): TerraformFile[] {
  const files = [path.join(synthesized, 'state-moves.tf'), path.join(root, 'infra/.terraform.lock.hcl')];
  return files
    .filter((file) => existsSync(file))
    .map((file) => ({ name: path.basename(file), text: readFileSync(file, 'utf8'), resources: 0 }));
}

function write({ root }: ClientRepository, ejected: readonly Ejected[]): void {
  const encoder = new TextEncoder();
  applyTransaction(root, {
    title: 'toltek eject',
    writes: new Map(
      ejected.flatMap(({ folder, files }) =>
        files.map(({ name, text }) => [
          `${folder}/${name}`,
          { bytes: encoder.encode(text), executable: false },
        ]),
      ),
    ),
    last: [],
    before: new Map(),
    stages: [],
    keepUndo: false,
  });
}

function report(folder: string, ejected: readonly Ejected[], isDry: boolean, terminal: Terminal): void {
  for (const { folder: target, files } of ejected) {
    terminal.print(`${target}/`);
    for (const { name, resources } of files)
      terminal.print(`  ${name.padEnd(28)}${resources === 0 ? '' : `  ${resources} resources`}`.trimEnd());
  }
  if (isDry) terminal.print('\nNothing was written.');
  else for (const line of next(ejected)) terminal.note(line);
  terminal.document(documentOf(folder, ejected, isDry));
}

function next(ejected: readonly Ejected[]): string[] {
  const [first] = ejected;
  const target = first?.folder ?? 'infra/terraform/dev';
  return [
    '\nWritten. These files are yours: no update touches them. The state stays where it is.',
    'Next:',
    `  cd ${target} && terraform init && terraform plan   shows no changes`,
    '  git rm the program (infra/gcp, infra/constructs) once the workflows use the new folders: docs/leaving.md',
  ];
}

function documentOf(folder: string, ejected: readonly Ejected[], isDry: boolean): EjectReport {
  return {
    repository: folder,
    written: !isDry,
    environments: ejected.map(({ env, folder: target, files }) => ({
      environment: env,
      folder: target,
      files: files.map(({ name, resources }) => ({ name, resources })),
    })),
  };
}
