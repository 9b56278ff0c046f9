import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deriveSchema } from './derive-schema.ts';

/** What a run of Terraform gave. */
export interface Outcome {
  readonly status: number | null;
  /** Both streams: what a person would see. */
  readonly output: string;
}

const cache = path.resolve(import.meta.dirname, '../../.cache/terraform');
const schemaFile = path.join(cache, 'schema.json');
const configFile = path.join(cache, 'terraform.rc');

/**
 * Builds the stand-in provider and the schema it serves, below `.cache/terraform/`. Go's own cache makes
 * the second time quick.
 */
export function prepareProvider(): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(schemaFile, JSON.stringify(deriveSchema()));
  writeFileSync(
    configFile,
    `provider_installation {\n  dev_overrides {\n    "hashicorp/google" = ${JSON.stringify(cache)}\n  }\n}\n`,
  );
  execFileSync('go', ['build', '-p', '2', '-o', path.join(cache, 'terraform-provider-google'), '.'], {
    cwd: path.join(import.meta.dirname, 'schema-stub'),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Takes the backend out of a synthesized stack: its state is then a file beside it, with no `init` needed. */
export function keepStateHere(folder: string): void {
  const file = path.join(folder, 'cdk.tf.json');
  const withoutBackend: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
    key === 'backend' ? undefined : value,
  );
  writeFileSync(file, JSON.stringify(withoutBackend));
}

/** Runs Terraform in the folder of a synthesized stack, without a network. */
export function terraform(folder: string, ...args: string[]): Outcome {
  const { status, stdout, stderr, error } = spawnSync(
    process.env['TERRAFORM'] ?? 'terraform',
    [...args, '-no-color'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        SCHEMA_STUB_JSON: schemaFile,
        TF_CLI_CONFIG_FILE: configFile,
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
      },
    },
  );
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}
