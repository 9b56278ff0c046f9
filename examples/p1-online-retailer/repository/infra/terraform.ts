/**
 * Runs Terraform (or OpenTofu, by `TERRAFORM=tofu`) on the synthesized configuration:
 *
 *     node terraform.ts bootstrap dev     once: project, network, keys, state bucket, image repository, identity
 *     node terraform.ts plan dev          what would change
 *     node terraform.ts apply dev         change it
 *     node terraform.ts github dev        the commands that tell GitHub who its workflows are
 *     node terraform.ts teardown dev      take the state out of its bucket, then destroy everything
 *
 * Arguments behind the environment go to Terraform, for instance `-auto-approve`.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '#constructs/common/deployment.ts';
import { Settings, SettingsError } from '#constructs/common/settings.ts';
import { loadSettings } from './settings.ts';

const infra = import.meta.dirname;
const usage =
  'Usage: node terraform.ts bootstrap|plan|apply|github|teardown dev|prod [arguments for Terraform]\n';

const [command = '', env = '', ...rest] = process.argv.slice(2);
const commands: Readonly<Record<string, (env: Environment) => void>> = {
  bootstrap,
  plan: planOrApply,
  apply: planOrApply,
  github,
  teardown,
};
const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (run === undefined || (env !== 'dev' && env !== 'prod')) end(usage);

const settings = readSettings(env);
const stack = join(infra, 'cdktf.out', 'stacks', `${settings.text('client.id')}-${env}`);
const pinned = join(infra, '.terraform.lock.hcl');
const used = join(stack, '.terraform.lock.hcl');
run(env);

function bootstrap(env: Environment): void {
  if (stateIsInBucket())
    end(`The state of ${env} is in its bucket already: run npm run apply -- ${env}, which does the rest.\n`);
  synthesize(env, '--only-foundation', '--state-file');
  initialize();
  terraform('apply', ...rest);
  // The bucket exists now: move the state there. Nothing else is changed.
  synthesize(env, '--only-foundation');
  initialize('-migrate-state');
  github(env);
}

function planOrApply(env: Environment): void {
  synthesize(env);
  initialize();
  terraform(command, ...rest);
}

/** Writes the commands that tell GitHub who its workflows are; needs the state, so it comes after `bootstrap`. */
function github(env: Environment): void {
  const outputs = outputsOf();
  if (!outputs.has('github_planner.value')) {
    process.stdout.write(
      'The workflows have no identity yet: set github.owner_id and github.repository_id in settings/common.yaml, ' +
        `then run npm run apply -- ${env}.\n`,
    );
    return;
  }
  const value = (name: string): string => outputs.text(`${name}.value`);
  const repository = settings.text('github.repository');
  const suffix = env.toUpperCase();
  process.stdout.write(
    [
      `Tell GitHub who the workflows of ${env} are:`,
      '',
      `gh api --silent --method PUT repos/${repository}/environments/${env}`,
      `gh variable set GCP_PROVIDER_${suffix} --repo ${repository} --body ${value('github_workload_identity_provider')}`,
      `gh variable set GCP_PLANNER_${suffix} --repo ${repository} --body ${value('github_planner')}`,
      `gh variable set GCP_DEPLOYER --env ${env} --repo ${repository} --body ${value('github_deployer')}`,
      '',
    ].join('\n'),
  );
}

/** The state's bucket goes with the rest, so the state comes here first. */
function teardown(env: Environment): void {
  if (settings.text('gcp.data_loss', 'forbid') !== 'allow')
    end(
      `settings/${env}.yaml: gcp.data_loss is not allow: what holds data is protected, and Terraform would stop at it. ` +
        'infra/README.md says what to do.\n',
    );
  synthesize(env, '--state-file');
  initialize('-migrate-state');
  // Buckets and datasets learn that they may be deleted with what they hold, if they do not know it yet.
  terraform('apply', ...rest);
  terraform('destroy', ...rest);
}

function readSettings(env: Environment): Settings {
  try {
    return loadSettings(env, new URL('../', import.meta.url));
  } catch (error) {
    if (error instanceof SettingsError) end(`${error.message}\n`);
    throw error;
  }
}

/** Whether the stack's folder was last initialized with the state in its bucket. */
function stateIsInBucket(): boolean {
  const file = join(stack, '.terraform', 'terraform.tfstate');
  return existsSync(file) && readFileSync(file, 'utf8').includes('"gcs"');
}

function outputsOf(): Settings {
  const { status, stdout } = spawnSync(engine(), [`-chdir=${stack}`, 'output', '-json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0)
    end(
      `The state of ${env} cannot be read: run npm run bootstrap -- ${env} or npm run plan -- ${env} first.\n`,
    );
  const outputs: unknown = JSON.parse(stdout);
  return new Settings(outputs, 'the outputs of Terraform');
}

/** Initializes with the provider builds noted in `.terraform.lock.hcl`, which is kept in version control. */
function initialize(...args: string[]): void {
  if (existsSync(pinned)) copyFileSync(pinned, used);
  terraform('init', ...args);
  if (existsSync(used)) copyFileSync(used, pinned);
}

function synthesize(...args: string[]): void {
  execute('node', ['--import', './lean-loading.js', 'gcp/main.ts', ...args]);
}

function engine(): string {
  return process.env['TERRAFORM'] ?? 'terraform';
}

function terraform(...args: string[]): void {
  execute(engine(), [`-chdir=${stack}`, ...args]);
}

/** Runs a program in infra/ and ends with its exit code when it fails. */
function execute(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: infra, stdio: 'inherit' });
  if (error !== undefined)
    end(`${program} cannot be started: ${error.message}. Install it, or set TERRAFORM.\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function end(message: string): never {
  process.stderr.write(message);
  process.exit(2);
}
