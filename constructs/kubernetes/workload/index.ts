import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Deployment } from '@pulumi/kubernetes/apps/v1/deployment.js';
import { StatefulSet } from '@pulumi/kubernetes/apps/v1/statefulSet.js';
import { HorizontalPodAutoscaler } from '@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js';
import { Service } from '@pulumi/kubernetes/core/v1/service.js';
import type { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js';
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js';
import { selectorOf } from '../component.ts';
import type { ContainerArgs, ContainerPort, Probes } from '../container.ts';
import { containerRefusal, nameRefusal } from '../container.ts';
import type { Metadata } from '../namespaced-component.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { podTemplate } from '../pod.ts';
import { bytesExpected, isBytes } from '../quantities.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import { ownAccount } from '../service-account.ts';

/** How many replicas there are, as their processors are used. */
export interface AutoscalingArgs {
  /** Fewest replicas: at least 3, so that one may fail while another is replaced. */
  readonly min: number;
  /** Most replicas. */
  readonly max: number;
  /**
   * Share of the processors kept for it that is to be used on average, in percent.
   *
   * @default 70
   */
  readonly cpuPercent?: number;
}

/** A volume of each replica, kept when the replica goes. */
export interface VolumeArgs {
  /** How large, for instance `50Gi`. */
  readonly size: string;
  /** Folder it is in, for instance `/data`. */
  readonly mountPath: string;
}

/** Args of {@link Workload}. */
export interface WorkloadArgs extends ContainerArgs {
  /**
   * Name of everything it is made of, unique in its namespace.
   *
   * @default - the name of the component
   */
  readonly name?: string;
  /** Ports it listens on. */
  readonly ports: readonly ContainerPort[];
  /** How it is asked whether it works. */
  readonly probes: Probes;
  /**
   * How many there are. Exclusive of `autoscaling`.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Lets the number of replicas follow the use of their processors. Exclusive of `replicas` and `volume`.
   *
   * @default - the number is fixed
   */
  readonly autoscaling?: AutoscalingArgs;
  /**
   * A volume for each replica, which then keep their names.
   *
   * @default - replicas keep nothing
   */
  readonly volume?: VolumeArgs;
  /**
   * Google service account that it acts as, without a key, for instance
   * `reader@acme-prod-4711.iam.gserviceaccount.com`.
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
  /**
   * Seconds it is given to finish what it does before it is stopped.
   *
   * @default 30
   */
  readonly stopSeconds?: number;
}

/**
 * A program that runs all the time: the one place where the secure defaults of pods live. It runs as a user of its own
 * with no privilege, on a read-only disk, spread over zones and nodes, and never loses more than one replica at a time.
 */
export class Workload extends NamespacedComponent {
  /** Name of everything it is made of. */
  readonly name: string;
  /** Account it runs as. */
  readonly account: ServiceAccount;
  /** The pods, where they keep nothing. */
  readonly pods: Deployment | StatefulSet;
  /** The address it is reached at within the cluster. */
  readonly service: Service;
  /** Its pods, for `Connections`. */
  readonly peer: PodPeer;

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: WorkloadArgs,
    options?: ComponentResourceOptions,
  ) {
    super('Workload', name, namespace, options);
    this.name = args.name ?? name;
    this.check(args);
    const metadata = this.metadata(this.name);
    this.peer = {
      name: this.name,
      namespace: namespace.namespaceName,
      labels: selectorOf(this.name),
    };
    this.account = ownAccount(name, metadata, args.googleServiceAccount, this.child());
    // Made before the pods: a StatefulSet names its pods by it.
    this.service = new Service(
      name,
      {
        metadata,
        spec: {
          ...(args.volume === undefined ? { type: 'ClusterIP' } : { clusterIP: 'None' }),
          selector: selectorOf(this.name),
          ports: args.ports.map(({ name: port, port: number }) => ({
            name: port,
            port: number,
            targetPort: port,
            protocol: 'TCP',
          })),
        },
      },
      this.child(),
    );
    const selector = { matchLabels: selectorOf(this.name) };
    const template = this.template(args);
    this.pods =
      args.volume === undefined
        ? new Deployment(
            name,
            {
              metadata,
              spec: {
                ...(args.autoscaling === undefined ? { replicas: args.replicas ?? 2 } : {}),
                revisionHistoryLimit: 5,
                selector,
                strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
                template,
              },
            },
            this.child({ dependsOn: [this.account] }),
          )
        : new StatefulSet(
            name,
            {
              metadata,
              spec: {
                replicas: args.replicas ?? 2,
                revisionHistoryLimit: 5,
                selector,
                serviceName: this.name,
                template,
                persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
                volumeClaimTemplates: [this.claim(args.volume)],
              },
            },
            this.stateful({ dependsOn: [this.account] }),
          );
    new PodDisruptionBudget(
      name,
      { metadata, spec: { maxUnavailable: 1, selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
      this.child(),
    );
    if (args.autoscaling !== undefined) this.scale(name, metadata, args.autoscaling);
    this.registerOutputs({ service: this.service.metadata.name });
  }

  private template(args: WorkloadArgs) {
    return podTemplate({
      app: this.name,
      labels: this.labels(this.name),
      serviceAccountName: this.name,
      container: args,
      place: {
        ports: args.ports,
        probes: args.probes,
        ...(args.volume === undefined
          ? {}
          : { mounts: [{ name: 'data', mountPath: args.volume.mountPath }] }),
      },
      spreadOver: this.deployment.zones,
      terminationGracePeriodSeconds: args.stopSeconds ?? 30,
      kubernetesApi: args.kubernetesApi ?? false,
    });
  }

  private claim({ size }: VolumeArgs) {
    const { storageClass } = this.deployment;
    return {
      metadata: { name: 'data', labels: this.labels(this.name) },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: size } },
        ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      },
    };
  }

  private scale(name: string, metadata: Metadata, { min, max, cpuPercent = 70 }: AutoscalingArgs): void {
    new HorizontalPodAutoscaler(
      name,
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: this.name },
          minReplicas: min,
          maxReplicas: max,
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
            },
          ],
          behavior: {
            scaleUp: { policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }] },
            // A minute of calm is not yet an end: replicas go one by one.
            scaleDown: {
              stabilizationWindowSeconds: 300,
              policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
            },
          },
        },
      },
      this.child({ dependsOn: [this.pods] }),
    );
  }

  private check(args: WorkloadArgs): void {
    const { replicas = 2, autoscaling, volume } = args;
    this.stopFor(nameRefusal(this.name));
    if (args.ports.length === 0)
      this.refuse('ports', args.ports, 'at least one port', 'Use ScheduledJob for what answers nobody.');
    this.stopFor(containerRefusal(args, this.deployment.env, args));
    if (!Number.isInteger(replicas) || replicas < 1)
      this.refuse('replicas', replicas, 'a whole number above 0', 'Leave it out for 2.');
    if (this.deployment.env === 'prod' && replicas < 2 && volume === undefined)
      this.refuse(
        'replicas',
        replicas,
        '2 or more in prod',
        'With one, every update and every lost node is an outage.',
      );
    if (volume !== undefined && !isBytes(volume.size))
      this.refuse('volume.size', volume.size, bytesExpected, 'Mend the quantity.');
    if (autoscaling === undefined) return;
    if (args.replicas !== undefined || volume !== undefined)
      this.refuse(
        'autoscaling',
        autoscaling,
        'neither replicas nor volume beside it',
        'The autoscaler decides how many there are, and none of them may keep anything.',
      );
    const { min, max, cpuPercent = 70 } = autoscaling;
    if (!Number.isInteger(min) || min < 3)
      this.refuse('autoscaling.min', min, '3 or more', 'One may fail while another is replaced.');
    if (!Number.isInteger(max) || max < min)
      this.refuse('autoscaling.max', max, `${min} or more`, 'Raise it, or lower min.');
    if (cpuPercent < 10 || cpuPercent > 95)
      this.refuse('autoscaling.cpuPercent', cpuPercent, 'from 10 to 95', 'Leave it out for 70.');
  }
}
