import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  replace(schemaFile, (file) => {
    writeFileSync(file, JSON.stringify(deriveSchema()));
  });
  writeFileSync(
    configFile,
    `provider_installation {\n  dev_overrides {\n    "hashicorp/google" = ${JSON.stringify(cache)}\n  }\n}\n`,
  );
  replace(path.join(cache, 'terraform-provider-google'), (file) => {
    execFileSync('go', ['build', '-p', '2', '-o', file, '.'], {
      cwd: path.join(import.meta.dirname, 'schema-stub'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  });
}

/** Another test file may be using what is replaced. */
function replace(target: string, write: (file: string) => void): void {
  const fresh = `${target}.${process.pid}`;
  write(fresh);
  renameSync(fresh, target);
}

/** Takes the backend out of a synthesized stack: its state is then a file beside it, with no `init` needed. */
export function keepStateHere(folder: string): void {
  const file = path.join(folder, 'cdk.tf.json');
  const withoutBackend: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
    key === 'backend' ? undefined : value,
  );
  // In lines: Terraform shows the line of each error, which would else be the whole file.
  writeFileSync(file, JSON.stringify(withoutBackend, null, 2));
}

const calls = 'provider-calls.log';

/** What the provider was asked to do by all runs in a folder so far, for instance `delete google_storage_bucket`. */
export function providerCalls(folder: string): readonly string[] {
  const file = path.join(folder, calls);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
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
        SCHEMA_STUB_LOG: path.join(folder, calls),
        TF_CLI_CONFIG_FILE: configFile,
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
      },
    },
  );
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}
