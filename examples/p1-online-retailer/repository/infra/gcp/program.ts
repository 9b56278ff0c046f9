import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { DataLoss, Deployment, Environment } from '#constructs/gcp/deployment.ts';
import { InvalidPropError } from '#constructs/gcp/invalid-prop.ts';
import type { Settings } from '#constructs/gcp/settings.ts';
import { SettingsError } from '#constructs/gcp/settings.ts';
import { terraformFileOf } from '#constructs/gcp/state-moves.ts';
import { App } from '#constructs/gcp/terraform.ts';
import { loadImages, loadSettings, loadStateMoves } from '../settings.ts';

/** Adds its constructs to the stack. */
export type Part = (stack: ClientStack) => void;

/** What the program is composed of. */
export interface Program {
  /** Everything the other parts stand on; alone in the first run. */
  readonly foundation: Part;
  readonly parts: readonly Part[];
}

const usage = 'Usage: node gcp/main.ts dev|prod [--only-foundation] [--state-file]';

/**
 * Writes `cdk.tf.json` and `state-moves.tf` to `cdktf.out/stacks/<client>-<env>/`, or says what is wrong and sets the exit
 * code to 2.
 */
export function run(program: Program): void {
  try {
    const { env, onlyFoundation, stateFile } = parseArguments(process.argv.slice(2));
    const repository = new URL('../../', import.meta.url);
    const settings = loadSettings(env, repository);
    const stateMoves = loadStateMoves(repository);
    const app = new App({ outdir: join(import.meta.dirname, '..', 'cdktf.out') });
    const stack = new ClientStack(app, {
      deployment: deploymentOf(env, settings),
      settings,
      images: loadImages(repository),
      state: stateFile ? 'file' : 'bucket',
    });
    program.foundation(stack);
    if (!onlyFoundation) for (const part of program.parts) part(stack);
    app.synth();
    writeFileSync(join(app.outdir, 'stacks', stack.node.id, 'state-moves.tf'), terraformFileOf(stateMoves));
    process.stdout.write(`cdktf.out/stacks/${stack.node.id}/cdk.tf.json written\n`);
  } catch (error) {
    if (!isForThePerson(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function deploymentOf(env: Environment, settings: Settings): Deployment {
  const prefix = settings.text('client.id');
  return {
    project: settings.text('gcp.project_id'),
    prefix,
    env,
    region: settings.text('gcp.region', settings.text('residency.region')),
    residency: {
      rule: settings.text('residency.rule'),
      allowedLocations: settings.texts('residency.allowed_locations'),
    },
    dataLoss: dataLossOf(settings),
  };
}

function dataLossOf(settings: Settings): DataLoss {
  const value = settings.text('gcp.data_loss', 'forbid');
  if (value === 'forbid' || value === 'allow') return value;
  throw new SettingsError(`gcp.data_loss is "${value}", expected forbid or allow.`);
}

interface Arguments {
  readonly env: Environment;
  /** Leave everything but the foundation out: the first run, when no image is built yet. */
  readonly onlyFoundation: boolean;
  /** Keep the state in a file: the first run, when the bucket is not made yet. */
  readonly stateFile: boolean;
}

function parseArguments(args: readonly string[]): Arguments {
  const flags = args.filter((argument) => argument.startsWith('--'));
  const [env, ...rest] = args.filter((argument) => !argument.startsWith('--'));
  const known = flags.every((flag) => flag === '--only-foundation' || flag === '--state-file');
  if ((env !== 'dev' && env !== 'prod') || rest.length > 0 || !known) throw new SettingsError(usage);
  return {
    env,
    onlyFoundation: flags.includes('--only-foundation'),
    stateFile: flags.includes('--state-file'),
  };
}

/** Errors a person can mend; anything else is a fault of ours and keeps its stack. */
function isForThePerson(error: unknown): error is Error {
  return (
    error instanceof SettingsError ||
    error instanceof InvalidPropError ||
    (error instanceof Error && error.message.startsWith('Validation failed'))
  );
}
