import { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { DataLoss, Deployment, Environment } from '#constructs/gcp/deployment.ts';
import { InvalidPropError } from '#constructs/gcp/invalid-prop.ts';
import type { Settings } from '#constructs/gcp/settings.ts';
import { SettingsError } from '#constructs/gcp/settings.ts';
import { App } from '#constructs/gcp/terraform.ts';
import { loadImages, loadSettings } from '../settings.ts';

/** Adds its constructs to the stack. */
export type Part = (stack: ClientStack) => void;

/** What the program is composed of. */
export interface Program {
  /** Everything the other parts stand on; alone in the first run. */
  readonly foundation: Part;
  readonly parts: readonly Part[];
}

const usage = 'Usage: node gcp/main.ts dev|prod [--bootstrap]';

/** Writes `cdktf.out/stacks/<client>-<env>/cdk.tf.json`, or says what is wrong and sets the exit code to 2. */
export function run(program: Program): void {
  try {
    const { env, bootstrap } = parseArguments(process.argv.slice(2));
    const repository = new URL('../../', import.meta.url);
    const settings = loadSettings(env, repository);
    const app = new App({ outdir: new URL('../cdktf.out', import.meta.url).pathname });
    const stack = new ClientStack(app, {
      deployment: deploymentOf(env, settings),
      settings,
      images: loadImages(repository),
      state: bootstrap ? 'file' : 'bucket',
    });
    program.foundation(stack);
    if (!bootstrap) for (const part of program.parts) part(stack);
    app.synth();
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

function parseArguments(args: readonly string[]): { env: Environment; bootstrap: boolean } {
  const [env, ...rest] = args.filter((argument) => argument !== '--bootstrap');
  if ((env !== 'dev' && env !== 'prod') || rest.length > 0) throw new SettingsError(usage);
  return { env, bootstrap: args.includes('--bootstrap') };
}

/** Errors a person can mend; anything else is a fault of ours and keeps its stack. */
function isForThePerson(error: unknown): error is Error {
  return (
    error instanceof SettingsError ||
    error instanceof InvalidPropError ||
    (error instanceof Error && error.message.startsWith('Validation failed'))
  );
}
