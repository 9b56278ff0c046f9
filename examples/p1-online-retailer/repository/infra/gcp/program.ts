import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CiIdentity } from '#constructs/gcp/ci-identity/index.ts';
import { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Deployment } from '#constructs/gcp/deployment.ts';
import type { Environment } from '#constructs/common/deployment.ts';
import { InvalidPropError } from '#constructs/common/invalid-prop.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { SettingsError } from '#constructs/common/settings.ts';
import { terraformFileOf } from '#constructs/gcp/state-moves.ts';
import { App, Aspects } from '#constructs/gcp/terraform.ts';
import { accessMarkdown } from '#constructs/policy/gcp/access.ts';
import { PolicyAspect } from '#constructs/policy/gcp/policy-aspect.ts';
import type { PolicyReport } from '#constructs/policy/gcp/report.ts';
import type { PolicySettings } from '#constructs/policy/settings.ts';
import { reportMarkdown } from '#constructs/policy/gcp/report.ts';
import { loadAcknowledgements } from '../acknowledgements.ts';
import { loadImages, loadSettings, residencyOf } from '../settings.ts';
import { loadStateMoves } from './state-moves.ts';

/** Adds its constructs to the stack. */
export type Part = (stack: ClientStack) => void;

/** What the program is composed of. */
export interface Program {
  /** Everything the other parts stand on; alone with the identity in the first run. */
  readonly foundation: Part;
  /** How the workflows sign in, once the repository on GitHub is known. */
  readonly identity: (stack: ClientStack) => CiIdentity | undefined;
  readonly parts: readonly Part[];
}

const usage =
  'Usage: node gcp/main.ts dev|prod [--only-foundation] [--state-file] [--today YYYY-MM-DD]\n' +
  '  --only-foundation  leave everything but the foundation out: the first run, when no image is built yet\n' +
  '  --state-file       keep the state in a file: the first run, when the bucket is not made yet\n' +
  '  --today            the day acknowledgements are judged by; the day it is, where it is left out';

/**
 * Writes `cdk.tf.json`, `state-moves.tf`, the policy report (`policy.md`, `policy.json`) and who may do what (`access.md`) to
 * `cdktf.out/stacks/<client>-<env>/`, or says what is wrong and sets the exit code to 2.
 */
export function run(program: Program): void {
  try {
    const args = parseArguments(process.argv.slice(2));
    const repository = new URL('../../', import.meta.url);
    const settings = loadSettings(args.env, repository);
    const stateMoves = loadStateMoves(repository);
    const policy: PolicySettings = {
      env: args.env,
      residency: residencyOf(settings),
      today: args.today,
      acknowledgements: loadAcknowledgements(repository),
    };
    const app = new App({ outdir: join(import.meta.dirname, '..', 'cdktf.out') });
    const stack = new ClientStack(app, {
      deployment: deploymentOf(args.env, settings),
      settings,
      images: loadImages(repository),
      state: args.stateFile ? 'file' : 'bucket',
    });
    program.foundation(stack);
    const identity = program.identity(stack);
    if (!args.onlyFoundation) for (const part of program.parts) part(stack);
    identity?.grantDeployBelow(stack);
    const rules = new PolicyAspect(policy);
    Aspects.of(stack).add(rules);
    app.synth();
    const folder = join(app.outdir, 'stacks', stack.node.id);
    writeFileSync(join(folder, 'state-moves.tf'), terraformFileOf(stateMoves));
    const written: unknown = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
    const report = rules.reportOf(stack);
    writeFileSync(join(folder, 'policy.md'), reportMarkdown(report));
    writeFileSync(join(folder, 'policy.json'), `${JSON.stringify(report, null, 2)}\n`);
    writeFileSync(join(folder, 'access.md'), accessMarkdown(stack.node.id, written));
    process.stdout.write(`cdktf.out/stacks/${stack.node.id}/cdk.tf.json written. ${inShort(report)}\n`);
  } catch (error) {
    if (!isForThePerson(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** The report in a sentence: errors cannot be left, they stop the program. */
function inShort({ stack, counts }: PolicyReport): string {
  const unused = counts.unused === 0 ? '' : `, ${counts.unused} exceptions without a finding`;
  return `Policy: ${counts.warning} warnings, ${counts.acknowledged} accepted${unused} (cdktf.out/stacks/${stack}/policy.md).`;
}

function deploymentOf(env: Environment, settings: Settings): Deployment {
  return {
    project: settings.text('gcp.project_id'),
    prefix: settings.text('client.id'),
    env,
    region: settings.text('gcp.region', settings.text('residency.region')),
    residency: residencyOf(settings),
    dataLoss: settings.oneOf('gcp.data_loss', ['forbid', 'allow'], 'forbid'),
    exposure: settings.oneOf('gcp.exposure', ['private', 'public'], 'private'),
  };
}

interface Arguments {
  readonly env: Environment;
  readonly onlyFoundation: boolean;
  readonly stateFile: boolean;
  readonly today: string;
}

function parseArguments(args: readonly string[]): Arguments {
  const rest = [...args];
  const take = (flag: string, length: number): string[] => {
    const at = rest.indexOf(flag);
    return at === -1 ? [] : rest.splice(at, length);
  };
  const onlyFoundation = take('--only-foundation', 1).length > 0;
  const stateFile = take('--state-file', 1).length > 0;
  const [, today = new Date().toISOString().slice(0, 10)] = take('--today', 2);
  const [env, ...more] = rest;
  if ((env !== 'dev' && env !== 'prod') || more.length > 0) throw new SettingsError(usage);
  return { env, onlyFoundation, stateFile, today };
}

/** Errors a person can mend; anything else is a fault of ours and keeps its stack. */
function isForThePerson(error: unknown): error is Error {
  return (
    error instanceof SettingsError ||
    error instanceof InvalidPropError ||
    (error instanceof Error && error.message.startsWith('Validation failed'))
  );
}
