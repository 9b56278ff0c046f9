import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { clientProgram } from '../../tools/client-node.ts';
import type { Program } from './project.ts';

/** Where a program finds the engine, and what it is told. */
export interface ExecutorOptions {
  /** Address of the resource monitor and of the engine. */
  readonly address: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Runs a program as the language host does, with the Node of a client: by the executor of the SDK that the program itself uses.
 *
 * @returns what it printed, and the code it ended with
 */
export async function execute(
  program: Program,
  options: ExecutorOptions,
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const { resolve } = createRequire(path.join(program.folder, 'package.json'));
  const { node, environment } = await clientProgram();
  const child = spawn(
    node,
    [
      ...['--import', path.join(import.meta.dirname, 'plain-errors.mjs')],
      resolve('@pulumi/pulumi/cmd/run'),
      ...['--monitor', options.address, '--engine', options.address],
      ...['--project', program.project, '--stack', options.stack],
      ...['--pwd', program.folder, '--parallel', '16'],
      ...(options.dryRun ? ['--dry-run'] : []),
      program.main,
    ],
    {
      cwd: program.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...environment,
        NODE_OPTIONS: '',
        PULUMI_CONFIG: JSON.stringify(program.config),
        PULUMI_NODEJS_TYPESCRIPT: 'false',
        ...options.variables,
      },
    },
  );
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  return { code, printed: printed.join('') };
}
