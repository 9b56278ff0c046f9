import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { CronJob } from '@pulumi/kubernetes/batch/v1/cronJob.js';
import type { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js';
import { isCron } from '../../common/cron.ts';
import { selectorOf } from '../component.ts';
import type { ContainerArgs } from '../container.ts';
import { containerRefusal, nameRefusal } from '../container.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { podTemplate } from '../pod.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import { ownAccount } from '../service-account.ts';

/** Args of {@link ScheduledJob}. */
export interface ScheduledJobArgs extends ContainerArgs {
  /**
   * Name of everything it is made of, unique in its namespace.
   *
   * @default - the name of the component
   */
  readonly name?: string;
  /** When it runs, as a cron line. */
  readonly schedule: string;
  /**
   * Time zone of the schedule.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * Seconds after which a run is stopped.
   *
   * @default 3600
   */
  readonly timeoutSeconds?: number;
  /**
   * How often a run that failed is tried again.
   *
   * @default 2
   */
  readonly retries?: number;
  /**
   * Google service account that it acts as, without a key.
   *
   * @default - none
   */
  readonly googleServiceAccount?: string;
  /**
   * Whether it talks to the API of Kubernetes: it is given a token of its account, whose roles are for the program to say.
   *
   * @default false
   */
  readonly kubernetesApi?: boolean;
}

/**
 * A program that runs on a schedule and ends: never twice at a time, stopped when it takes too long, and gone a week
 * after its end.
 */
export class ScheduledJob extends NamespacedComponent {
  /** Name of everything it is made of. */
  readonly name: string;
  /** Account it runs as. */
  readonly account: ServiceAccount;
  /** The schedule. */
  readonly job: CronJob;
  /** Its pods, for `Connections`. */
  readonly peer: PodPeer;

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: ScheduledJobArgs,
    options?: ComponentResourceOptions,
  ) {
    super('ScheduledJob', name, namespace, options);
    this.name = args.name ?? name;
    this.check(args);
    const metadata = this.metadata(this.name);
    this.peer = { name: this.name, namespace: namespace.namespaceName, labels: selectorOf(this.name) };
    this.account = ownAccount(name, metadata, args.googleServiceAccount, this.child());
    this.job = new CronJob(
      name,
      {
        metadata,
        spec: {
          schedule: args.schedule,
          timeZone: args.timeZone ?? 'Etc/UTC',
          concurrencyPolicy: 'Forbid',
          // A run that could not start within ten minutes, of a cluster that was away, waits for its next turn.
          startingDeadlineSeconds: 600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: metadata.labels },
            spec: {
              activeDeadlineSeconds: args.timeoutSeconds ?? 3600,
              backoffLimit: args.retries ?? 2,
              ttlSecondsAfterFinished: 604_800,
              template: podTemplate({
                app: this.name,
                labels: metadata.labels,
                serviceAccountName: this.name,
                container: args,
                restartPolicy: 'Never',
                kubernetesApi: args.kubernetesApi ?? false,
              }),
            },
          },
        },
      },
      this.child({ dependsOn: [this.account] }),
    );
    this.registerOutputs({ job: this.job.metadata.name });
  }

  private check(args: ScheduledJobArgs): void {
    const { schedule, timeZone = 'Etc/UTC', timeoutSeconds = 3600, retries = 2 } = args;
    this.stopFor(nameRefusal(this.name));
    this.stopFor(containerRefusal(args, this.deployment.env));
    if (!isCron(schedule))
      this.refuse(
        'schedule',
        schedule,
        'a cron line of five fields, for instance "0 5 * * *"',
        'Mend the line.',
      );
    if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(timeZone))
      this.refuse('timeZone', timeZone, 'a time zone such as "Europe/Paris"', 'Leave it out for Etc/UTC.');
    if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1)
      this.refuse('timeoutSeconds', timeoutSeconds, 'a whole number above 0', 'Leave it out for 3600.');
    if (!Number.isInteger(retries) || retries < 0 || retries > 10)
      this.refuse('retries', retries, 'a whole number from 0 to 10', 'Leave it out for 2.');
  }
}
