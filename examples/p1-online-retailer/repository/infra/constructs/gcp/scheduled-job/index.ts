import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job/index.js';
import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member/index.js';
import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job/index.js';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { SecretReference } from '../container.ts';
import { environment, imageProblem } from '../../common/container.ts';
import { vpcAccessOf } from '../container.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { grantConfig, grantsOf } from '../iam.ts';
import { isNamedMember } from '../members.ts';
import { isWholeWithin } from '../messaging.ts';
import { schedulerRegion } from '../scheduler-region.ts';
import type { Construct } from '../terraform.ts';
import type { JobAlerts } from './alerts.ts';
import { jobAlerts } from './alerts.ts';
import type { ScheduledJobProps } from './props.ts';
import { keyRight, replica, rotationOf } from './secrets.ts';

export type { JobProps, ScheduledJobProps, SecretProtection } from './props.ts';

/**
 * A container that runs to its end: a Cloud Run job with an account of its own, its secrets, and alerts. With a
 * schedule, a Cloud Scheduler job whose account may start this job and nothing else.
 */
export class ScheduledJob extends GcpConstruct {
  /** The job. */
  readonly job: CloudRunV2Job;
  /** The schedule, where there is one. */
  readonly scheduler: CloudSchedulerJob | undefined;
  /** The account the container runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The account that starts the job, where there is a schedule. */
  readonly schedulerAccount: ServiceAccount | undefined;
  /** The secrets, in the order of the props. */
  readonly secrets: readonly SecretManagerSecret[];
  /** The account the container runs as, as a member of IAM bindings. */
  readonly member: string;
  /** What people are told about it. */
  readonly alerts: JobAlerts;
  /** Name of the job, known before it is made. */
  readonly jobName: string;
  /** Name as the API knows it: `projects/…/locations/…/jobs/…`. */
  readonly resourceName: string;
  /** Seconds after which all tries of a run are over. */
  readonly longestRunSeconds: number;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id, props);
    this.checkJob(props);
    this.serviceAccount = this.account('runner', props.name, `Runs ${props.name}`);
    this.member = this.serviceAccount.member;
    const grants: SecretManagerSecretIamMember[] = [];
    this.secrets = (props.secrets ?? []).map((reference) => {
      const secret = this.secret(reference, props);
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
    this.jobName = this.named(props.name, 63);
    this.resourceName = `projects/${props.project}/locations/${props.region}/jobs/${this.jobName}`;
    this.longestRunSeconds = (props.timeoutSeconds ?? 3600) * ((props.maxRetries ?? 1) + 1);
    const started = props.schedule === undefined ? undefined : this.cron(props, props.schedule);
    this.schedulerAccount = started?.account;
    this.scheduler = started?.scheduler;
    for (const grant of grantsOf(this, props))
      new CloudRunV2JobIamMember(this, grant.id, {
        project: props.project,
        location: props.region,
        name: this.job.name,
        ...grantConfig(grant),
      });
    this.alerts = jobAlerts(this, {
      ...props,
      title: this.named(props.name, 63),
      labels: this.labels({ component: props.name }),
    });
  }

  /** Lets `member` start the job and see how its runs end. `name` keeps the addresses stable. */
  grantRun(member: string, name: string): readonly CloudRunV2JobIamMember[] {
    if (!isNamedMember(member))
      this.refuse('member', member, 'a named principal such as "serviceAccount:…"', 'Name who starts it.');
    return [
      this.allow(`starter-${name}`, 'roles/run.invoker', member),
      this.allow(`viewer-${name}`, 'roles/run.viewer', member),
    ];
  }

  private allow(id: string, role: string, member: string): CloudRunV2JobIamMember {
    const { project, region } = this.deployment;
    return new CloudRunV2JobIamMember(this, id, {
      project,
      location: region,
      name: this.job.name,
      role,
      member,
    });
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
    if (props.schedule !== undefined && props.schedule.trim().split(/\s+/).length !== 5)
      this.refuse(
        'schedule',
        props.schedule,
        'a cron line of five fields',
        'For instance "0 5 * * *", daily at 5.',
      );
    const timeout = props.timeoutSeconds ?? 3600;
    this.checkWhole('timeoutSeconds', timeout, 1, 86_400, 'Split longer work into parts.');
    this.checkWhole('maxRetries', props.maxRetries, 0, 10, 'Leave it out for 1.');
    this.checkWhole(
      'slowAfterSeconds',
      props.slowAfterSeconds,
      60,
      timeout,
      'Leave it out for 80 % of the timeout.',
    );
    this.checkWhole(
      'maxHoursWithoutSuccess',
      props.maxHoursWithoutSuccess,
      1,
      2160,
      'For instance 26 for a daily job.',
    );
    this.checkWhole(
      'secretProtection.rotationDays',
      props.secretProtection?.rotationDays,
      1,
      365,
      'Leave it out for 90.',
    );
  }

  private checkWhole(prop: string, value: number | undefined, least: number, most: number, remedy: string) {
    if (value !== undefined && !isWholeWithin(value, least, most))
      this.refuse(prop, value, `a whole number from ${least} to ${most}`, remedy);
  }

  private account(id: string, name: string, displayName: string): ServiceAccount {
    return new ServiceAccount(this, id, {
      project: this.deployment.project,
      accountId: this.named(name, 30),
      displayName,
    });
  }

  private secret(reference: SecretReference, { secretProtection }: ScheduledJobProps): SecretManagerSecret {
    const secret = new SecretManagerSecret(this, `secret-${reference.name}`, {
      project: this.deployment.project,
      secretId: this.named(reference.name, 255),
      replication: { userManaged: { replicas: [replica(this.deployment.region, secretProtection)] } },
      // Seven days to notice that a version was destroyed by mistake.
      versionDestroyTtl: '604800s',
      // Kept in the state: holds even when a source is taken out of the settings, and prevent_destroy with it.
      deletionProtection: this.protected,
      labels: this.labels(),
      ...(secretProtection === undefined
        ? { lifecycle: { preventDestroy: this.protected } }
        : {
            topics: [{ name: secretProtection.rotationTopic }],
            rotation: rotationOf(secretProtection),
            lifecycle: {
              preventDestroy: this.protected,
              ignoreChanges: ['rotation[0].next_rotation_time'],
            },
            dependsOn: [keyRight(this, secretProtection)],
          }),
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
          ...(props.network === undefined ? {} : { vpcAccess: vpcAccessOf(props.network) }),
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

  private cron(props: ScheduledJobProps, schedule: string) {
    const { project, region } = props;
    const account = this.account('scheduler', `${props.name}-cron`, `Starts ${props.name}`);
    const invoker = this.allow('invoker', 'roles/run.invoker', account.member);
    const scheduler = new CloudSchedulerJob(this, 'schedule', {
      project,
      region: schedulerRegion(region),
      name: this.named(props.name, 500),
      schedule,
      timeZone: props.timeZone ?? 'Etc/UTC',
      attemptDeadline: '320s',
      retryConfig: { retryCount: 3, minBackoffDuration: '30s', maxBackoffDuration: '300s' },
      httpTarget: {
        httpMethod: 'POST',
        uri: `https://run.googleapis.com/v2/projects/${project}/locations/${region}/jobs/${this.job.name}:run`,
        oauthToken: { serviceAccountEmail: account.email },
      },
      dependsOn: [invoker],
    });
    return { account, scheduler };
  }
}
