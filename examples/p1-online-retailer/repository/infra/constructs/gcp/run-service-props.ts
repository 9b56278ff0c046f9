import type { ContainerNetwork, Resources } from './container.ts';
import { imageProblem } from '../common/container.ts';
import type { Deployment } from './deployment.ts';
import type { IamProps } from './iam.ts';
import type { Refusal } from '../common/invalid-prop.ts';

/** Part of the calls that goes to the newest revision; the rest stays with one that is known to be good. */
export interface Canary {
  /** Name of the revision that keeps the other calls, as `gcloud run revisions list` shows it. */
  readonly stableRevision: string;
  /** Percent of the calls that go to the newest revision: 0 to 99. At 0 it is reached by its tag only. */
  readonly percent: number;
}

/** What every Cloud Run service of this folder can be told. */
export interface RunServiceProps extends Deployment, IamProps {
  /** Name, unique among the services of the deployment, for instance `demand-forecasting`. */
  readonly name: string;
  /** Container image with an exact tag; in `prod` with a digest. */
  readonly image: string;
  /** Arguments that make the image serve requests, for instance `["serve"]`. */
  readonly args: readonly string[];
  /**
   * Who may call it, as IAM members, for instance `group:planners@example.com`. Everyone and every
   * signed-in user are refused.
   *
   * @default [] (nobody but the project's owners)
   */
  readonly invokers?: readonly string[];
  /**
   * From where it can be reached: within the project's networks, or also through an internal or external
   * load balancer. Never directly from the internet.
   *
   * @default 'internal'
   */
  readonly ingress?: 'internal' | 'load-balancer';
  /**
   * Environment variables; never secrets.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Processor and memory of one instance.
   *
   * @default { cpu: '1', memory: '2Gi' }
   */
  readonly resources?: Resources;
  /**
   * Instances kept warm; 0 costs nothing while nobody calls.
   *
   * @default 0
   */
  readonly minInstances?: number;
  /**
   * Most instances at a time: the ceiling of what it can cost.
   *
   * @default 3
   */
  readonly maxInstances?: number;
  /**
   * Requests one instance answers at a time: 1 to 1000.
   *
   * @default 20
   */
  readonly concurrency?: number;
  /**
   * Seconds after which a request is stopped: 1 to 3600.
   *
   * @default 60
   */
  readonly timeoutSeconds?: number;
  /**
   * Path that answers 200 while the process is alive. It must not depend on data or a trained model: a
   * service that is not alive is not deployed, and the first model is trained after the first deployment.
   *
   * @default '/health'
   */
  readonly healthPath?: string;
  /**
   * Audience that callers may ask identity tokens for, beside the service's own address.
   *
   * @default - the service's address only
   */
  readonly audience?: string;
  /**
   * Customer-managed key for the containers and what the service stores.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
  /**
   * The network it reaches private addresses through.
   *
   * @default - none: it reaches Google's services and the internet
   */
  readonly network?: ContainerNetwork;
  /**
   * Whether only images that the project's Binary Authorization policy admits may run. The policy is the project's own,
   * and its API has to be on.
   *
   * @default false
   */
  readonly binaryAuthorization?: boolean;
  /**
   * Who deploys images: Terraform with the configuration, or a pipeline of the client (`gcloud run deploy`), after
   * which Terraform leaves image, revision and the division of calls as they are.
   *
   * @default 'terraform'
   */
  readonly deploys?: 'terraform' | 'ci';
  /**
   * Gives the newest revision a part of the calls only. Not with `deploys` `ci`.
   *
   * @default - all calls go to the newest revision
   */
  readonly canary?: Canary;
}

/** The first thing that is wrong with the props of a service, or `undefined`. */
export function serviceProblem(props: RunServiceProps): Refusal | undefined {
  return nameProblem(props) ?? limitProblem(props) ?? networkProblem(props) ?? deployProblem(props);
}

function nameProblem({ name, image, env, healthPath }: RunServiceProps): Refusal | undefined {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name))
    return ['name', name, 'lower-case letters, digits and hyphens, a letter first', 'Mend the name.'];
  const expected = imageProblem(image, env);
  if (expected !== undefined)
    return ['image', image, expected, 'Build and push the image, then note it in images.lock.yaml.'];
  return healthPath === undefined ? undefined : pathProblem('healthPath', healthPath, '/health');
}

/** What is wrong with a path of the service, or `undefined`. */
export function pathProblem(prop: string, path: string, example: string): Refusal | undefined {
  return /^\/[\w/.~-]*$/.test(path)
    ? undefined
    : [prop, path, `a path such as "${example}"`, 'Begin it with a slash.'];
}

function limitProblem(props: RunServiceProps): Refusal | undefined {
  const { minInstances = 0, maxInstances = 3, concurrency = 20, timeoutSeconds = 60 } = props;
  for (const [prop, value, most] of [
    ['maxInstances', maxInstances, 1000],
    ['concurrency', concurrency, 1000],
    ['timeoutSeconds', timeoutSeconds, 3600],
  ] as const)
    if (!isWhole(value, 1, most))
      return [prop, value, `a whole number from 1 to ${most}`, 'Leave it out for the default.'];
  return isWhole(minInstances, 0, maxInstances)
    ? undefined
    : [
        'minInstances',
        minInstances,
        `a whole number from 0 to maxInstances, ${maxInstances}`,
        'Mend the settings of this service.',
      ];
}

function networkProblem({ network, region }: RunServiceProps): Refusal | undefined {
  const place = /\/regions\/([a-z0-9-]+)\/subnetworks\//.exec(network?.subnetwork ?? '')?.[1];
  return place === undefined || place === region
    ? undefined
    : [
        'network.subnetwork',
        network?.subnetwork,
        `a subnetwork in ${region}`,
        'Cloud Run uses a subnetwork of its own region only.',
      ];
}

function deployProblem({ name, prefix, env, deploys, canary }: RunServiceProps): Refusal | undefined {
  if (canary === undefined) return undefined;
  if (deploys === 'ci')
    return [
      'canary and deploys',
      [canary, deploys],
      'one of the two',
      'Where a pipeline deploys, it also divides the calls: gcloud run services update-traffic.',
    ];
  if (!isWhole(canary.percent, 0, 99))
    return [
      'canary.percent',
      canary.percent,
      'a whole number from 0 to 99',
      'For all calls leave canary out.',
    ];
  if (!/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(canary.stableRevision))
    return [
      'canary.stableRevision',
      canary.stableRevision,
      `the name of a revision, such as "${prefix}-${env}-${name}-00007-abc"`,
      'gcloud run revisions list shows the names.',
    ];
  return undefined;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
