import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job/index.js';
import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member/index.js';
import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job/index.js';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { Resources, SecretReference } from '../container.ts';
import { environment, imageProblem } from '../container.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { schedulerRegion } from '../scheduler-region.ts';
import type { Construct } from '../terraform.ts';

/** What every job has, whatever it runs. */
export interface JobProps extends Deployment {
  /** Container image with an exact tag; in `prod` with a digest. */
  readonly image: string;
  /** When it runs, as a cron line, for instance `0 5 * * *`. */
  readonly schedule: string;
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
   * How often a failed run is tried again at once.
   *
   * @default 1
   */
  readonly maxRetries?: number;
  /**
   * Customer-managed key for the container.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/** Props of {@link ScheduledJob}. */
export interface ScheduledJobProps extends JobProps {
  /** Name, unique among the jobs of the deployment, for instance `ingest-crm`. */
  readonly name: string;
  /** Arguments given to the image's entry point. */
  readonly args: readonly string[];
}

/**
 * A container that runs on a schedule: a Cloud Run job with an account of its own, its secrets, and a
 * Cloud Scheduler job whose account may start this job and nothing else.
 */
export class ScheduledJob extends GcpConstruct {
  /** The job. */
  readonly job: CloudRunV2Job;
  /** The schedule. */
  readonly scheduler: CloudSchedulerJob;
  /** The account the container runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The account that starts the job. */
  readonly schedulerAccount: ServiceAccount;
  /** The secrets, in the order of the props. */
  readonly secrets: readonly SecretManagerSecret[];
  /** The account the container runs as, as a member of IAM bindings. */
  readonly member: string;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id, props);
    this.checkJob(props);
    this.serviceAccount = this.account('runner', props.name, `Runs ${props.name}`);
    this.schedulerAccount = this.account('scheduler', `${props.name}-cron`, `Starts ${props.name}`);
    this.member = this.serviceAccount.member;
    const grants: SecretManagerSecretIamMember[] = [];
    this.secrets = (props.secrets ?? []).map((reference) => {
      const secret = this.secret(reference);
      grants.push(
        new SecretManagerSecretIamMember(this, `read-${reference.name}`, {
          project: props.project,
          secretId: secret.secretId,
          role: 'roles/secretmanager.secretAccessor',
          member: this.member,
        }),
      );
      return secret;
    });
    this.job = this.cloudRunJob(props, grants);
    const invoker = new CloudRunV2JobIamMember(this, 'invoker', {
      project: props.project,
      location: props.region,
      name: this.job.name,
      role: 'roles/run.invoker',
      member: this.schedulerAccount.member,
    });
    this.scheduler = this.cron(props, invoker);
  }

  private checkJob(props: ScheduledJobProps): void {
    const expected = imageProblem(props.image, props.env);
    if (expected !== undefined)
      this.refuse(
        'image',
        props.image,
        expected,
        'Build and push the image, then note it in images.lock.yaml.',
      );
    if (props.schedule.trim().split(/\s+/).length !== 5)
      this.refuse(
        'schedule',
        props.schedule,
        'a cron line of five fields',
        'For instance "0 5 * * *", daily at 5.',
      );
    const timeout = props.timeoutSeconds ?? 3600;
    if (!Number.isInteger(timeout) || timeout < 1 || timeout > 86_400)
      this.refuse(
        'timeoutSeconds',
        timeout,
        'a whole number from 1 to 86400',
        'Split longer work into parts.',
      );
  }

  private account(id: string, name: string, displayName: string): ServiceAccount {
    return new ServiceAccount(this, id, {
      project: this.deployment.project,
      accountId: this.named(name, 30),
      displayName,
    });
  }

  private secret(reference: SecretReference): SecretManagerSecret {
    const secret = new SecretManagerSecret(this, `secret-${reference.name}`, {
      project: this.deployment.project,
      secretId: this.named(reference.name, 255),
      replication: { userManaged: { replicas: [{ location: this.deployment.region }] } },
      // Seven days to notice that a version was destroyed by mistake.
      versionDestroyTtl: '604800s',
      // Kept in the state: holds even when a source is taken out of the settings, and prevent_destroy with it.
      deletionProtection: this.protected,
      labels: this.labels(),
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(secret, reference.name);
  }

  private cloudRunJob(props: ScheduledJobProps, dependsOn: SecretManagerSecretIamMember[]): CloudRunV2Job {
    const resources = props.resources ?? { cpu: '1', memory: '2Gi' };
    const secretEnvironment = (props.secrets ?? []).flatMap((reference, index) => {
      const secret = this.secrets[index];
      return reference.version === undefined || secret === undefined
        ? []
        : [
            {
              name: reference.env,
              valueSource: { secretKeyRef: { secret: secret.secretId, version: reference.version } },
            },
          ];
    });
    return new CloudRunV2Job(this, 'job', {
      project: props.project,
      location: props.region,
      name: this.named(props.name, 63),
      deletionProtection: this.protected,
      labels: this.labels(),
      template: {
        taskCount: 1,
        template: {
          serviceAccount: this.serviceAccount.email,
          maxRetries: props.maxRetries ?? 1,
          timeout: `${props.timeoutSeconds ?? 3600}s`,
          ...(props.encryption === undefined ? {} : { encryptionKey: props.encryption.kmsKeyName }),
          containers: [
            {
              image: props.image,
              args: [...props.args],
              env: [...environment(props.environment ?? {}), ...secretEnvironment],
              resources: { limits: { cpu: resources.cpu, memory: resources.memory } },
            },
          ],
        },
      },
      dependsOn,
    });
  }

  private cron(props: ScheduledJobProps, invoker: CloudRunV2JobIamMember): CloudSchedulerJob {
    const { project, region } = props;
    return new CloudSchedulerJob(this, 'schedule', {
      project,
      region: schedulerRegion(region),
      name: this.named(props.name, 500),
      schedule: props.schedule,
      timeZone: props.timeZone ?? 'Etc/UTC',
      attemptDeadline: '320s',
      retryConfig: { retryCount: 3, minBackoffDuration: '30s', maxBackoffDuration: '300s' },
      httpTarget: {
        httpMethod: 'POST',
        uri: `https://run.googleapis.com/v2/projects/${project}/locations/${region}/jobs/${this.job.name}:run`,
        oauthToken: { serviceAccountEmail: this.schedulerAccount.email },
      },
      dependsOn: [invoker],
    });
  }
}
