import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deriveSchema } from './derive-schema.ts';

/** What a run of Terraform gave. */
export interface Outcome {
  readonly status: number | null;
  /** Both streams: what a person would see. */
  readonly output: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache/terraform');
const schemaFile = path.join(cache, 'schema.json');
const configFile = path.join(cache, 'terraform.rc');

/**
 * Builds the stand-in provider and the schema it serves, below `.cache/terraform/`. Go's own cache makes
 * the second time quick.
 */
export function prepareProvider(): void {
  mkdirSync(cache, { recursive: true });
  replace(schemaFile, (file) => {
    writeFileSync(file, JSON.stringify(deriveSchema(usedBindings())));
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

/** Folders of the bindings that the sources name: the whole schema would cost every run of Terraform half a second. */
function usedBindings(): Set<string> {
  const used = new Set(['provider']);
  for (const folder of ['constructs', 'templates', 'tests/constructs'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|hbs)$/.test(name)) continue;
      const text = readFileSync(path.join(root, folder, name), 'utf8');
      for (const [, binding = ''] of text.matchAll(/provider-google\/lib\/([\w-]+)\/index\.js/g))
        used.add(binding);
      for (const [, type = ''] of text.matchAll(/\bgoogle_(\w+)/g)) used.add(type.replaceAll('_', '-'));
    }
  return used;
}

/** Another test file may be using what is replaced. */
function replace(target: string, write: (file: string) => void): void {
  const fresh = `${target}.${process.pid}`;
  write(fresh);
  renameSync(fresh, target);
}

/** Takes the backend out of a configuration: its state is then a file beside it, with no `init` needed. */
export function keepStateHere(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name === 'cdk.tf.json') {
      const withoutBackend: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
        key === 'backend' ? undefined : value,
      );
      // In lines: Terraform shows the line of each error, which would else be the whole file.
      writeFileSync(file, JSON.stringify(withoutBackend, null, 2));
    } else if (name.endsWith('.tf'))
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}backend "\w+" \{[^}]*\}\n/m, ''));
  }
}

const calls = 'provider-calls.log';

/** What the provider was asked to do by all runs in a folder so far, for instance `delete google_storage_bucket`. */
export function providerCalls(folder: string): readonly string[] {
  const file = path.join(folder, calls);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

/** Environment variables with which Terraform takes the stand-in for the provider; what it is asked is noted in `folder`. */
export function terraformVariables(folder: string): Readonly<Record<string, string>> {
  return {
    CHECKPOINT_DISABLE: '1',
    // A fifth of Terraform's time with some hundred resources goes into collecting garbage at once.
    GOGC: '400',
    SCHEMA_STUB_JSON: schemaFile,
    SCHEMA_STUB_LOG: path.join(folder, calls),
    TF_CLI_CONFIG_FILE: configFile,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
}

/** Runs Terraform in the folder of a synthesized stack, without a network. */
export function terraform(folder: string, ...args: string[]): Outcome {
  const { status, stdout, stderr, error } = spawnSync(
    process.env['TERRAFORM'] ?? 'terraform',
    [...args, '-no-color'],
    {
      cwd: folder,
      encoding: 'utf8',
      // A plan of the largest stack prints more than Node's default of 1 MiB.
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, ...terraformVariables(folder) },
    },
  );
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}` };
}
