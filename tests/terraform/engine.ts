import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
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
const mirror = path.join(cache, 'mirror');
/** Of the provider that the bindings were made from. */
const providerVersion = '6.50.0';
let stateServer: number | undefined;

/**
 * Builds the stand-in provider and the schema it serves, below `.cache/terraform/`, as a mirror that `terraform init` finds it
 * in, and starts the server that keeps states. Go's own cache makes the second time quick.
 */
export async function prepareProvider(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  replace(schemaFile, (file) => {
    writeFileSync(file, JSON.stringify(deriveSchema(usedBindings())));
  });
  writeFileSync(
    configFile,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  const built = placeInMirror();
  mkdirSync(path.dirname(built), { recursive: true });
  replace(built, (file) => {
    execFileSync('go', ['build', '-p', '2', '-o', file, '.'], {
      cwd: path.join(import.meta.dirname, 'schema-stub'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  });
  stateServer ??= await startStateServer();
}

/** Where Terraform, or OpenTofu, looks for this version of the provider; each has a name of its own for it. */
function placeInMirror(): string {
  const folder = path.join(cache, 'asked');
  mkdirSync(folder, { recursive: true });
  const required = { google: { source: 'hashicorp/google', version: providerVersion } };
  writeFileSync(
    path.join(folder, 'providers.tf.json'),
    JSON.stringify({ terraform: { required_providers: required } }),
  );
  const asked = terraform(folder, 'providers');
  const address = /provider\[([^\]]+)\]/.exec(asked.output)?.[1];
  const platform = /^on (\w+)$/m.exec(terraform(folder, 'version').output)?.[1];
  if (address === undefined || platform === undefined)
    throw new Error(`Terraform does not say where it finds the provider:\n${asked.output}`);
  return path.join(
    mirror,
    address,
    providerVersion,
    platform,
    `terraform-provider-google_v${providerVersion}`,
  );
}

/** The port of a server that keeps states, until this process ends. */
async function startStateServer(): Promise<number> {
  const server = new Worker(path.join(import.meta.dirname, 'state-server.mjs'));
  const port = await new Promise<unknown>((resolve, reject) => {
    server.once('message', resolve).once('error', reject);
  });
  server.unref();
  return Number(port);
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

/**
 * Initializes the folder of a configuration, with its state in `terraform.tfstate` there in place of the backend that it names.
 * The one configuration in JSON is put in lines: Terraform shows the line of each error, which would else be the whole file.
 */
export function keepStateHere(folder: string): void {
  const configuration = path.join(folder, 'cdk.tf.json');
  if (existsSync(configuration))
    writeFileSync(configuration, JSON.stringify(JSON.parse(readFileSync(configuration, 'utf8')), null, 2));
  if (stateServer === undefined) throw new Error('prepareProvider() comes first.');
  const address = `http://127.0.0.1:${stateServer}${path.join(realpathSync(folder), 'terraform.tfstate')}`;
  writeFileSync(
    path.join(folder, 'backend_override.tf.json'),
    JSON.stringify({ terraform: { backend: { http: { address } } } }),
  );
  const { status, output } = terraform(folder, 'init', '-reconfigure');
  if (status !== 0) throw new Error(`${folder} cannot be initialized:\n${output}`);
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
