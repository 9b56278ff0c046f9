import type { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import { Job } from '@pulumi/kubernetes/batch/v1/job.js';
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js';
import type { ComponentResourceOptions, Resource } from '@pulumi/pulumi';
import { selectorOf } from '../component.ts';
import { Connections } from '../connections/index.ts';
import type { ContainerArgs } from '../container.ts';
import type { ClickHouseSpec, KeeperSpec } from '../custom-resources/clickhouse.ts';
import { clickHouseKind, keeperKind } from '../custom-resources/clickhouse.ts';
import type { CertificateSpec } from '../custom-resources/gateway.ts';
import { certificateKind } from '../custom-resources/gateway.ts';
import { installed } from '../custom-resources/installed.ts';
import { customResource, waitFor } from '../custom-resources/kind.ts';
import { digestOf } from '../digest.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { googleApis, googleTokenPorts, googleTokens } from '../peers.ts';
import { podTemplate } from '../pod.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import { ownAccount } from '../service-account.ts';
import type { ClickHouseBackupArgs, ClickHouseClusterArgs } from './args.ts';
import { clusterRefusal } from './check.ts';
import {
  filesOf,
  keeperSettings,
  namedCollectionsOf,
  profilesOf,
  quotasOf,
  serverSettings,
  usersOf,
} from './configuration.ts';
import {
  operationsFolder,
  operationsUserOf,
  scriptsFolder,
  scriptsName,
  tlsFolder,
  tlsSecret,
} from './containers.ts';
import { clickHousePorts, keeperPorts, shardLabel } from './ports.ts';
import { scripts } from './scripts.ts';
import { dataClaim, keeperPods, serverPods } from './templates.ts';

export type {
  ClickHouseBackupArgs,
  ClickHouseClusterArgs,
  KeeperArgs,
  NamedCollectionArgs,
  ProfileArgs,
  RetentionArgs,
  SecretKey,
  UserArgs,
} from './args.ts';

/** Who installs the kinds, for the message where they are missing. */
const installedBy = 'ClickHouseOperator in the stack operators';

/** Waits until the operator says it is done. That proves little: the check of readiness comes after it. */
const completed = 'jsonpath={.status.status}=Completed';
const untilCompleted = { [waitFor]: completed };

/** Of a change the operator goes on saying "Completed" until it begins: that it was this one that ended is told by its name. */
function untilMade(task: string): Readonly<Record<string, string>> {
  return {
    [waitFor]: JSON.stringify([`jsonpath={.status.taskIDsCompleted[0]}=${task}`, completed]),
  };
}

/**
 * The operator changes one host after the other, and gives its queries five minutes to end. Pulumi would give up after ten
 * minutes.
 */
const patience = { create: '60m', update: '60m' };

/**
 * A ClickHouse cluster: shards and replicas in zones of their own, a quorum of Keepers, users whose passwords no object
 * holds, TLS on every port, copies in a bucket and a weekly proof that they can be restored.
 */
export class ClickHouseCluster extends NamespacedComponent {
  /** Name of the installation. */
  readonly name: string;
  /** Host name that clients use, with the port `8443` (HTTPS) or `9440` (native, TLS). */
  readonly host: string;
  /** Pods of ClickHouse, for `Connections`. */
  readonly peer: PodPeer;
  /** Pods of Keeper; nobody but ClickHouse reaches them. */
  readonly keeperPeer: PodPeer;
  /** The cluster. */
  readonly installation: CustomResource;
  /** Its Keepers. */
  readonly keeper: CustomResource;
  /** Ends when every replica answers: what needs the cluster depends on it. */
  readonly ready: Job;
  private readonly app: string;
  private readonly keeperApp: string;

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: ClickHouseClusterArgs,
    options?: ComponentResourceOptions,
  ) {
    super('ClickHouseCluster', name, namespace, options);
    this.name = args.name ?? name;
    this.stopFor(clusterRefusal(this.name, args, this.deployment));
    this.app = `${this.name}-clickhouse`;
    this.keeperApp = `${this.name}-keeper`;
    this.host = `clickhouse-${this.name}.${namespace.namespaceName}.svc.cluster.local`;
    this.peer = this.peerOf(this.app);
    this.keeperPeer = this.peerOf(this.keeperApp);
    const account = args.backup?.googleServiceAccount;
    const accounts = [
      ownAccount(this.app, this.metadata(this.app), account, this.child()),
      ownAccount(this.keeperApp, this.metadata(this.keeperApp), undefined, this.child()),
    ];
    const certificate = this.certificate(args);
    const files = new ConfigMap(
      `${name}-scripts`,
      { metadata: this.metadata(scriptsName(this.name), this.app), data: { ...scripts } },
      this.child(),
    );
    const connections = this.connect(args);
    const budgets = this.limitDrains(args);
    this.keeper = this.makeKeeper(args, [...accounts, connections, ...budgets]);
    this.installation = this.makeInstallation(args, [
      ...accounts,
      certificate,
      files,
      connections,
      ...budgets,
      this.keeper,
    ]);
    this.ready = this.checkReadiness(args, [this.installation, files]);
    if (args.backup !== undefined) this.backUp(name, args, args.backup, files);
    this.registerOutputs({ host: this.host, port: clickHousePorts.https });
  }

  private peerOf(app: string): PodPeer {
    return { name: app, namespace: this.namespace.namespaceName, labels: selectorOf(app) };
  }

  private certificate({ tls }: ClickHouseClusterArgs): CustomResource {
    const domain = `${this.namespace.namespaceName}.svc`;
    return customResource<CertificateSpec>(
      `${this.name}-certificate`,
      certificateKind,
      {
        metadata: this.metadata(this.app),
        spec: {
          secretName: tlsSecret(this.name),
          dnsNames: [`*.${domain}`, `*.${domain}.cluster.local`, 'localhost'],
          duration: '2160h',
          renewBefore: '720h',
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['server auth', 'client auth'],
          issuerRef: { name: tls.issuer, kind: tls.issuerKind ?? 'ClusterIssuer' },
        },
      },
      this.child(),
    );
  }

  /** Among ClickHouse and Keeper; who else reaches ClickHouse is for the program to say. */
  private connect({ backup }: ClickHouseClusterArgs): Connections {
    const { https, native, interserver } = clickHousePorts;
    return new Connections(
      `${this.name}-cluster`,
      [this.namespace],
      {
        allow: [
          { from: this.peer, to: this.peer, ports: [https, native, interserver] },
          { from: this.peer, to: this.keeperPeer, ports: [keeperPorts.client] },
          { from: this.keeperPeer, to: this.keeperPeer, ports: [keeperPorts.client, keeperPorts.raft] },
          { from: this.peerOf(this.readyApp), to: this.peer, ports: [native] },
          ...(backup === undefined
            ? []
            : [
                { from: this.peer, to: googleApis, ports: [443] },
                { from: this.peer, to: googleTokens, ports: googleTokenPorts },
                ...[this.backupApp, this.checkApp].map((app) => ({
                  from: this.peerOf(app),
                  to: this.peer,
                  ports: [native],
                })),
              ]),
        ],
      },
      { parent: this },
    );
  }

  /**
   * Budgets that count pods: one of the Keepers, and one of the replicas of each shard, may be away. The operator's own
   * counts stateful sets, of which every host has one, and forgets the host whose pod is gone and not made again yet.
   */
  private limitDrains({ shards, replicas, keeper }: ClickHouseClusterArgs): PodDisruptionBudget[] {
    return [
      ...this.keepAllButOne(this.keeperApp, this.keeperApp, keeper.replicas),
      ...indices(shards).flatMap((shard) =>
        this.keepAllButOne(`${this.app}-${shard}`, this.app, replicas, { [shardLabel]: `${shard}` }),
      ),
    ];
  }

  /** Of a single pod there is nothing to keep: its node could never be emptied. */
  private keepAllButOne(
    name: string,
    app: string,
    pods: number,
    among: Readonly<Record<string, string>> = {},
  ): PodDisruptionBudget[] {
    if (pods < 2) return [];
    const spec = {
      minAvailable: pods - 1,
      selector: { matchLabels: { ...selectorOf(app), ...among } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    };
    return [new PodDisruptionBudget(name, { metadata: this.metadata(name, app), spec }, this.child())];
  }

  private makeKeeper(args: ClickHouseClusterArgs, dependsOn: Resource[]): CustomResource {
    const { keeper } = args;
    const labels = this.labels(this.keeperApp);
    const context = { name: this.name, app: this.keeperApp, labels, deployment: this.deployment };
    return customResource<KeeperSpec>(
      `${this.name}-keeper`,
      keeperKind,
      {
        metadata: { ...this.metadata(this.name, this.keeperApp), annotations: untilCompleted },
        spec: {
          defaults: {
            templates: { podTemplate: 'keeper', dataVolumeClaimTemplate: 'data' },
            storageManagement: { provisioner: 'Operator' },
          },
          configuration: {
            settings: keeperSettings,
            clusters: [
              {
                name: 'keeper',
                pdbManaged: 'no',
                layout: { replicasCount: keeper.replicas },
              },
            ],
          },
          templates: {
            podTemplates: [keeperPods(context, args)],
            volumeClaimTemplates: [
              dataClaim(labels, keeper.volume ?? '10Gi', this.protected, this.deployment.storageClass),
            ],
          },
        },
      },
      this.stateful({
        dependsOn: [installed(keeperKind, installedBy, this.child()), ...dependsOn],
        customTimeouts: patience,
      }),
    );
  }

  private makeInstallation(args: ClickHouseClusterArgs, dependsOn: Resource[]): CustomResource {
    const labels = this.labels(this.app);
    const context = { name: this.name, app: this.app, labels, deployment: this.deployment };
    const spec: Omit<ClickHouseSpec, 'taskID'> = {
      defaults: {
        templates: {
          podTemplate: 'clickhouse',
          dataVolumeClaimTemplate: 'data',
          serviceTemplate: 'clickhouse',
        },
        storageManagement: { provisioner: 'Operator' },
      },
      configuration: {
        zookeeper: {
          nodes: indices(args.keeper.replicas).map((replica) => ({
            host: `chk-${this.name}-keeper-0-${replica}`,
            port: keeperPorts.client,
          })),
        },
        users: usersOf(args.users),
        profiles: profilesOf(args),
        quotas: quotasOf(args.profiles),
        settings: { ...serverSettings, ...namedCollectionsOf(args.namedCollections ?? []) },
        files: filesOf(args),
        clusters: [
          {
            name: this.name,
            secure: 'yes',
            insecure: 'no',
            secret: { auto: 'yes' },
            pdbManaged: 'no',
            layout: { shardsCount: args.shards, replicasCount: args.replicas },
          },
        ],
      },
      templates: {
        podTemplates: [serverPods(context, args)],
        volumeClaimTemplates: [dataClaim(labels, args.volume, this.protected, this.deployment.storageClass)],
        serviceTemplates: [
          {
            name: 'clickhouse',
            generateName: 'clickhouse-{chi}',
            spec: {
              type: 'ClusterIP',
              ports: (['https', 'native'] as const).map((port) => ({
                name: port,
                port: clickHousePorts[port],
                targetPort: clickHousePorts[port],
              })),
            },
          },
        ],
      },
    };
    const taskID = digestOf(spec);
    return customResource<ClickHouseSpec>(
      `${this.name}-clickhouse`,
      clickHouseKind,
      {
        metadata: { ...this.metadata(this.name, this.app), annotations: untilMade(taskID) },
        spec: { taskID, ...spec },
      },
      this.stateful({
        dependsOn: [installed(clickHouseKind, installedBy, this.child()), ...dependsOn],
        customTimeouts: patience,
      }),
    );
  }

  private get readyApp(): string {
    return `${this.name}-ready`;
  }

  private get backupApp(): string {
    return `${this.name}-backup`;
  }

  private get checkApp(): string {
    return `${this.name}-restore`;
  }

  /** Every replica, or the first of each shard. */
  private hosts({ shards, replicas }: ClickHouseClusterArgs, firstOnly: boolean): string {
    const domain = `${this.namespace.namespaceName}.svc.cluster.local`;
    return indices(shards)
      .flatMap((shard) =>
        indices(firstOnly ? 1 : replicas).map(
          (replica) => `chi-${this.name}-${this.name}-${shard}-${replica}.${domain}`,
        ),
      )
      .join(' ');
  }

  private scriptContainer(args: ClickHouseClusterArgs, script: string): ContainerArgs {
    const password = operationsUserOf(args)?.password;
    return {
      image: args.image,
      command: ['/bin/sh', `${scriptsFolder}/${script}`],
      environment: {
        CLUSTER: this.name,
        HOSTS: this.hosts(args, false),
        OPERATIONS_USER: args.operationsUser,
        PASSWORD_KEY: password?.key ?? '',
        SHARD_HOSTS: this.hosts(args, true),
      },
      secrets: [
        { secret: tlsSecret(this.name), mountPath: tlsFolder },
        { secret: password?.secret ?? '', mountPath: operationsFolder },
      ],
      files: [{ configMap: scriptsName(this.name), mountPath: scriptsFolder }],
      resources: { cpu: '100m', memory: '512Mi' },
      user: 101,
    };
  }

  /** A Job never changes: another layout is asked by another. */
  private checkReadiness(args: ClickHouseClusterArgs, dependsOn: Resource[]): Job {
    const app = this.readyApp;
    const account = ownAccount(app, this.metadata(app), undefined, this.child());
    const template = podTemplate({
      app,
      labels: this.labels(app),
      serviceAccountName: app,
      container: this.scriptContainer(args, 'ready.sh'),
      restartPolicy: 'Never',
    });
    const digest = digestOf([template, scripts['ready.sh'], args.volume, args.resources]);
    return new Job(
      app,
      {
        metadata: this.metadata(`${app}-${digest}`, app),
        spec: { activeDeadlineSeconds: 3600, backoffLimit: 3, template },
      },
      this.child({ dependsOn: [account, ...dependsOn], customTimeouts: patience }),
    );
  }

  private backUp(
    name: string,
    args: ClickHouseClusterArgs,
    { schedule = '0 1 * * *', restoreCheck = '0 4 * * 0' }: ClickHouseBackupArgs,
    files: ConfigMap,
  ): void {
    const options = { parent: this, dependsOn: [this.ready, files] };
    for (const [app, script, when] of [
      [this.backupApp, 'backup.sh', schedule],
      [this.checkApp, 'restore-check.sh', restoreCheck],
    ] as const)
      new ScheduledJob(
        `${name}-${script.replace('.sh', '')}`,
        this.namespace,
        {
          ...this.scriptContainer(args, script),
          name: app,
          schedule: when,
          timeoutSeconds: 6 * 3600,
          // Half a copy is no reason to make another at once.
          retries: 0,
        },
        options,
      );
  }
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
