/**
 * Runs Terraform (or OpenTofu, by `TERRAFORM=tofu`) on the synthesized configuration:
 *
 *     node terraform.ts bootstrap dev     once: project services, keys, state bucket, image repository
 *     node terraform.ts plan dev          what would change
 *     node terraform.ts apply dev         change it
 *
 * Arguments behind the environment go to Terraform, for instance `-auto-approve`.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from './settings.ts';

const infra = import.meta.dirname;
const usage = 'Usage: node terraform.ts bootstrap|plan|apply dev|prod [arguments for Terraform]\n';

const [command = '', env = '', ...rest] = process.argv.slice(2);
if (!['bootstrap', 'plan', 'apply'].includes(command) || (env !== 'dev' && env !== 'prod')) {
  process.stderr.write(usage);
  process.exit(2);
}

const client = loadSettings(env, new URL('../', import.meta.url)).text('client.id');
const stack = join(infra, 'cdktf.out', 'stacks', `${client}-${env}`);
const pinned = join(infra, '.terraform.lock.hcl');
const used = join(stack, '.terraform.lock.hcl');

if (command === 'bootstrap') {
  execute('node', ['gcp/main.ts', env, '--only-foundation', '--state-file']);
  initialize();
  terraform('apply', ...rest);
  // The bucket exists now: move the state there. Nothing else is changed.
  execute('node', ['gcp/main.ts', env, '--only-foundation']);
  initialize('-migrate-state');
} else {
  execute('node', ['gcp/main.ts', env]);
  initialize();
  terraform(command, ...rest);
}

/** Initializes with the provider builds noted in `.terraform.lock.hcl`, which is kept in version control. */
function initialize(...args: string[]): void {
  if (existsSync(pinned)) copyFileSync(pinned, used);
  terraform('init', ...args);
  if (existsSync(used)) copyFileSync(used, pinned);
}

function terraform(...args: string[]): void {
  execute(process.env['TERRAFORM'] ?? 'terraform', [`-chdir=${stack}`, ...args]);
}

/** Runs a program in infra/ and ends with its exit code when it fails. */
function execute(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: infra, stdio: 'inherit' });
  if (error !== undefined) {
    process.stderr.write(`${program} cannot be started: ${error.message}. Install it, or set TERRAFORM.\n`);
    process.exit(2);
  }
  if (status !== 0) process.exit(status ?? 1);
}
