// The client's own program and Terraform, run to learn what a repository would deploy.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fields } from '../../engine/eject/schema.ts';
import { refusal, wrong } from '../../engine/problems.ts';

/** An environment of a client repository. */
export type Environment = 'dev' | 'prod';

/** Runs `node gcp/main.ts ENV` in infra/, which writes the configuration below cdktf.out/. */
export function runProgram(root: string, env: Environment): void {
  const command = `node gcp/main.ts ${env}`;
  const { status, stderr, error } = spawnSync('node', ['gcp/main.ts', env], {
    cwd: path.join(root, 'infra'),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (error === undefined && status === 0) return;
  throw refusal(
    wrong('PROGRAM_FAILED', `${command} ended with an error: ${lastLines(stderr, error)}`, {
      file: path.join(root, 'infra/gcp/main.ts'),
      expected: 'the configuration in infra/cdktf.out/',
      action:
        'Run npm ci and npm run synth in infra/, with Node 24, and mend what it says. ' +
        'With --synthesized, what lies in infra/cdktf.out/ is taken as it is.',
    }),
  );
}

/** The folder of an environment's configuration, below infra/cdktf.out/. */
export function synthesizedFolder(root: string, client: string, env: Environment): string {
  const folder = path.join(root, 'infra/cdktf.out/stacks', `${client}-${env}`);
  if (existsSync(path.join(folder, 'cdk.tf.json'))) return folder;
  throw refusal(
    wrong('NOT_SYNTHESIZED', `There is no configuration for ${env}.`, {
      file: path.join(folder, 'cdk.tf.json'),
      expected: 'what the program of infra/ writes',
      action: `Run npm run synth -- ${env} in infra/, or eject without --synthesized.`,
    }),
  );
}

/** A configuration in JSON. */
export function readConfiguration(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8'));
}

/**
 * The schemas of a configuration's providers, as `terraform providers schema -json` gives them. Asked for in a folder of its
 * own: the backend of the configuration is not touched, and no credentials are needed.
 */
export function providerSchemas(configuration: unknown): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-eject-'));
  try {
    const { required_providers: providers } = fields(fields(configuration)['terraform']);
    writeFileSync(
      path.join(folder, 'providers.tf.json'),
      JSON.stringify({ terraform: { required_providers: providers } }),
    );
    const known = terraform(folder, 'providers', 'schema', '-json');
    if (known.status === 0) return JSON.parse(known.stdout);
    const init = terraform(folder, 'init', '-input=false');
    const asked = init.status === 0 ? terraform(folder, 'providers', 'schema', '-json') : init;
    if (asked.status !== 0) throw noSchema(lastLines(asked.stderr, asked.error));
    return JSON.parse(asked.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function terraform(folder: string, ...words: string[]) {
  return spawnSync(process.env['TERRAFORM'] ?? 'terraform', words, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
  });
}

function noSchema(message: string) {
  return refusal(
    wrong('NO_PROVIDER_SCHEMA', `Terraform did not give the schema of the providers: ${message}`, {
      expected: 'Terraform or OpenTofu on the path, and a way to its provider',
      action: 'Install it, or name it in TERRAFORM; behind a proxy, make terraform init work first.',
    }),
  );
}

function lastLines(text: string, error: Error | undefined): string {
  return error?.message ?? text.trim().split('\n').slice(-8).join('\n');
}
