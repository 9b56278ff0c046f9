import type { AlertTargets } from '../alerts.ts';
import type { ContainerNetwork, Resources, SecretReference } from '../container.ts';
import type { Deployment } from '../deployment.ts';
import type { IamProps } from '../iam.ts';

/** How the secrets of a job are encrypted and renewed. */
export interface SecretProtection {
  /**
   * Number of the project, from `ClientFoundation.projectNumber`: the name of Secret Manager's own account holds it.
   */
  readonly projectNumber: string;
  /** Customer-managed key of the secrets, in the deployment's region. */
  readonly kmsKeyName: string;
  /** Id of the topic that is told when a secret is due, from `SecretRotation.topic`. */
  readonly rotationTopic: string;
  /**
   * Days after which a secret is due for a new value: 1 to 365.
   *
   * @default 90
   */
  readonly rotationDays?: number;
}

/** What every job has, whatever it runs. */
export interface JobProps extends Deployment, AlertTargets, IamProps {
  /** Container image with an exact tag; in `prod` with a digest. */
  readonly image: string;
  /**
   * When it runs, as a cron line, for instance `0 5 * * *`.
   *
   * @default - a `Pipeline` or a person starts it
   */
  readonly schedule?: string;
  /**
   * Time zone of the schedule.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * Environment variables; never secrets.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Secrets it reads.
   *
   * @default []
   */
  readonly secrets?: readonly SecretReference[];
  /**
   * How its secrets are encrypted and renewed.
   *
   * @default - encrypted with a key of Google's, and nobody is reminded
   */
  readonly secretProtection?: SecretProtection;
  /**
   * Processor and memory.
   *
   * @default { cpu: '1', memory: '2Gi' }
   */
  readonly resources?: Resources;
  /**
   * Seconds after which a run is stopped, at most 86400.
   *
   * @default 3600
   */
  readonly timeoutSeconds?: number;
  /**
   * How often a failed run is tried again at once: 0 to 10.
   *
   * @default 1
   */
  readonly maxRetries?: number;
  /**
   * Subnetwork through which it reaches private addresses, or everything.
   *
   * @default - the internet directly, and no private address
   */
  readonly network?: ContainerNetwork;
  /**
   * Customer-managed key for the container.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
  /**
   * Seconds after which people are told that a run takes unusually long; below `timeoutSeconds`.
   *
   * @default - 80 % of `timeoutSeconds`
   */
  readonly slowAfterSeconds?: number;
  /**
   * Hours without a successful run after which people are told, for instance 26 for a daily job: 1 to 2160.
   *
   * @default - nobody is told
   */
  readonly maxHoursWithoutSuccess?: number;
}

/** Props of {@link ScheduledJob}. */
export interface ScheduledJobProps extends JobProps {
  /** Name, unique among the jobs of the deployment, for instance `ingest-crm`. */
  readonly name: string;
  /** Arguments given to the image's entry point. */
  readonly args: readonly string[];
  /**
   * Heading of the runbook's section on its failures.
   *
   * @default 'A job fails'
   */
  readonly runbookSection?: string;
}
