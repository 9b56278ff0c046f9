import type { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import { Role } from '@pulumi/kubernetes/rbac/v1/role.js';
import { RoleBinding } from '@pulumi/kubernetes/rbac/v1/roleBinding.js';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { imageProblem } from '../../common/container.ts';
import { isCron } from '../../common/cron.ts';
import { selectorOf } from '../component.ts';
import { Connections } from '../connections/index.ts';
import { nameRefusal, resourcesOf, resourcesRefusal } from '../container.ts';
import { installed } from '../custom-resources/installed.ts';
import { customResource } from '../custom-resources/kind.ts';
import type {
  ObjectStoreSpec,
  PostgresClusterSpec,
  PostgresStorage,
  ScheduledBackupSpec,
} from '../custom-resources/postgres.ts';
import { objectStoreKind, postgresClusterKind, scheduledBackupKind } from '../custom-resources/postgres.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { googleApis, googleTokenPorts, googleTokens } from '../peers.ts';
import { bytesExpected, isBytes } from '../quantities.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import type { PostgresArgs, PostgresBackupArgs } from './args.ts';
import { postgresPods, postgresPorts } from './ports.ts';
import { restoreCheckScript, restoredCluster, restoredName } from './restore-check.ts';

export type { PostgresArgs, PostgresBackupArgs } from './args.ts';

const barman = 'barman-cloud.cloudnative-pg.io';
const cloudNativePg = 'CloudNativePG, which the cluster has to have';

/**
 * A PostgreSQL cluster of CloudNativePG: instances in zones of their own, no commit that only one of them has, TLS, the log
 * and copies in a bucket, and a weekly proof that they can be restored. The operator and its Barman Cloud plugin are there
 * before: nothing here installs them.
 */
export class Postgres extends NamespacedComponent {
  /** Name of the cluster. */
  readonly name: string;
  /** Host name for reading and writing. */
  readonly host: string;
  /** Secret that the operator makes for the owner of the database, with `username`, `password` and `uri`. */
  readonly ownerSecret: string;
  /** Its pods, for `Connections`. */
  readonly peer: PodPeer;
  /** The cluster. */
  readonly cluster: CustomResource;

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: PostgresArgs,
    options?: ComponentResourceOptions,
  ) {
    super('Postgres', name, namespace, options);
    this.name = args.name ?? name;
    this.check(args);
    this.host = `${this.name}-rw.${namespace.namespaceName}.svc.cluster.local`;
    this.ownerSecret = `${this.name}-app`;
    this.peer = this.podsOf(this.name);
    const store = args.backup === undefined ? [] : [this.store(args.backup)];
    const connections = this.connect(args);
    this.cluster = customResource<PostgresClusterSpec>(
      `${name}-cluster`,
      postgresClusterKind,
      {
        metadata: {
          ...this.metadata(this.name),
          annotations: { 'pulumi.com/waitFor': 'condition=Ready' },
        },
        spec: this.spec(args),
      },
      this.stateful({
        dependsOn: [installed(postgresClusterKind, cloudNativePg, this.child()), connections, ...store],
      }),
    );
    if (args.backup !== undefined) this.backUp(name, args, args.backup);
    this.registerOutputs({ host: this.host, port: postgresPorts.postgres });
  }

  private podsOf(cluster: string): PodPeer {
    return { name: cluster, namespace: this.namespace.namespaceName, labels: postgresPods(cluster) };
  }

  private volume(size: string): PostgresStorage {
    const { storageClass } = this.deployment;
    return { size, resizeInUseVolumes: true, ...(storageClass === undefined ? {} : { storageClass }) };
  }

  private spec(args: PostgresArgs): PostgresClusterSpec {
    const { instances = 3, database, backup } = args;
    return {
      instances,
      imageName: args.image,
      enablePDB: true,
      enableSuperuserAccess: false,
      primaryUpdateStrategy: 'unsupervised',
      inheritedMetadata: { labels: this.labels(this.name) },
      ...(backup === undefined
        ? {}
        : {
            serviceAccountTemplate: {
              metadata: { annotations: { 'iam.gke.io/gcp-service-account': backup.googleServiceAccount } },
            },
          }),
      bootstrap: { initdb: { database, owner: database, dataChecksums: true } },
      storage: this.volume(args.volume),
      walStorage: this.volume(args.walVolume ?? '10Gi'),
      resources: resourcesOf(args.resources),
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: this.deployment.zones.length >= instances ? 'required' : 'preferred',
        topologyKey:
          this.deployment.zones.length > 1 ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname',
      },
      postgresql: {
        parameters: { log_connections: 'on', log_disconnections: 'on', log_statement: 'ddl' },
        pg_hba: ['hostssl all all all scram-sha-256', 'hostnossl all all all reject'],
        // A commit is told once another instance has it too.
        ...(instances < 3
          ? {}
          : { synchronous: { method: 'any', number: 1, dataDurability: 'required' } as const }),
      },
      seccompProfile: { type: 'RuntimeDefault' },
      ...(backup === undefined
        ? {}
        : { plugins: [{ name: barman, isWALArchiver: true, parameters: { barmanObjectName: this.name } }] }),
    };
  }

  /** Among instances, and to the bucket; who else reaches them is for the program to say. */
  private connect({ apiServer, backup }: PostgresArgs): Connections {
    const { postgres, status } = postgresPorts;
    const restored = this.podsOf(restoredName(this.name));
    const check = this.checkPeer();
    const api = { name: 'kubernetes-api', cidrs: apiServer };
    const operator = { name: 'cnpg-operator', namespace: 'cnpg-system' };
    return new Connections(
      `${this.name}-cluster`,
      [this.namespace],
      {
        allow: [
          { from: this.peer, to: this.peer, ports: [postgres, status] },
          { from: operator, to: this.peer, ports: [postgres, status] },
          { from: this.peer, to: api, ports: [443, 6443] },
          ...(backup === undefined
            ? []
            : [
                ...[this.peer, restored].flatMap((from) => [
                  { from, to: googleApis, ports: [443] },
                  { from, to: googleTokens, ports: googleTokenPorts },
                ]),
                { from: restored, to: api, ports: [443, 6443] },
                { from: operator, to: restored, ports: [postgres, status] },
                { from: check, to: this.peer, ports: [postgres] },
                { from: check, to: restored, ports: [postgres] },
                { from: check, to: api, ports: [443, 6443] },
              ]),
        ],
      },
      { parent: this },
    );
  }

  private get checkApp(): string {
    return `${this.name}-restore`;
  }

  private checkPeer(): PodPeer {
    return {
      name: this.checkApp,
      namespace: this.namespace.namespaceName,
      labels: selectorOf(this.checkApp),
    };
  }

  private store({ bucket, keepDays = 14 }: PostgresBackupArgs): CustomResource {
    return customResource<ObjectStoreSpec>(
      `${this.name}-store`,
      objectStoreKind,
      {
        metadata: this.metadata(this.name),
        spec: {
          configuration: {
            destinationPath: `gs://${bucket}/postgres`,
            googleCredentials: { gkeEnvironment: true },
            data: { compression: 'gzip' },
            wal: { compression: 'gzip', maxParallel: 4 },
          },
          retentionPolicy: `${keepDays}d`,
        },
      },
      this.stateful(),
    );
  }

  private backUp(name: string, args: PostgresArgs, backup: PostgresBackupArgs): void {
    const [minute, ...rest] = (backup.schedule ?? '0 2 * * *').split(' ');
    customResource<ScheduledBackupSpec>(
      `${name}-backup`,
      scheduledBackupKind,
      {
        metadata: this.metadata(this.name),
        spec: {
          // The operator's lines begin with seconds.
          schedule: ['0', minute, ...rest].join(' '),
          cluster: { name: this.name },
          method: 'plugin',
          pluginConfiguration: { name: barman },
          backupOwnerReference: 'self',
          immediate: true,
        },
      },
      this.child({ dependsOn: [this.cluster] }),
    );
    this.checkRestores(name, args, backup);
  }

  private checkRestores(name: string, args: PostgresArgs, backup: PostgresBackupArgs): void {
    const app = this.checkApp;
    const { storageClass } = this.deployment;
    const files = new ConfigMap(
      `${name}-restore-check`,
      {
        metadata: this.metadata(app),
        data: {
          'check.sh': restoreCheckScript,
          'cluster.json': restoredCluster(
            this.name,
            { ...args, storageClass },
            this.labels(restoredName(this.name)),
            backup.googleServiceAccount,
          ),
        },
      },
      this.child(),
    );
    const clusters = { apiGroups: ['postgresql.cnpg.io'], resources: ['clusters'] };
    const role = new Role(
      `${name}-restore-check`,
      {
        metadata: this.metadata(app),
        rules: [
          // A name cannot be asked of what does not exist yet, nor of a list.
          { ...clusters, verbs: ['create', 'list', 'watch'] },
          { ...clusters, resourceNames: [restoredName(this.name)], verbs: ['get', 'delete'] },
        ],
      },
      this.child(),
    );
    const binding = new RoleBinding(
      `${name}-restore-check`,
      {
        metadata: this.metadata(app),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: app },
        subjects: [{ kind: 'ServiceAccount', name: app, namespace: this.namespace.namespaceName }],
      },
      this.child(),
    );
    new ScheduledJob(
      `${name}-restore-check`,
      this.namespace,
      {
        name: app,
        image: backup.checkImage,
        command: ['/bin/sh', '/scripts/check.sh'],
        environment: { CLUSTER: this.name, DATABASE: args.database, PGSSLMODE: 'require' },
        secrets: [{ secret: this.ownerSecret, mountPath: '/secrets/app' }],
        files: [{ configMap: app, mountPath: '/scripts' }],
        resources: { cpu: '100m', memory: '256Mi' },
        schedule: backup.restoreCheck ?? '0 5 * * 0',
        timeoutSeconds: 4 * 3600,
        retries: 0,
        kubernetesApi: true,
      },
      { parent: this, dependsOn: [files, role, binding] },
    );
  }

  private check(args: PostgresArgs): void {
    const { instances = 3, backup, database } = args;
    this.stopFor(nameRefusal(this.name));
    const problem = imageProblem(args.image, this.deployment.env);
    if (problem !== undefined)
      this.refuse(
        'image',
        args.image,
        problem,
        'Let the deploy workflow note tag and digest in images.lock.yaml.',
      );
    this.stopFor(resourcesRefusal(args.resources));
    for (const [prop, size] of [
      ['volume', args.volume],
      ['walVolume', args.walVolume ?? '10Gi'],
    ] as const)
      if (!isBytes(size)) this.refuse(prop, size, bytesExpected, 'Mend the quantity.');
    if (![1, 3, 5, 7].includes(instances))
      this.refuse('instances', instances, '1, 3, 5 or 7', 'With two, the loss of one stops every write.');
    if (this.deployment.env === 'prod' && instances < 3)
      this.refuse('instances', instances, '3 or more in prod', 'With one, every update is an outage.');
    if (instances > 1 && instances > this.deployment.zones.length)
      this.refuse(
        'instances',
        instances,
        `at most ${this.deployment.zones.length}, one for each zone`,
        'Lower it, or give the cluster nodes in more zones.',
      );
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(database) || ['postgres', 'template0', 'template1'].includes(database))
      this.refuse(
        'database',
        database,
        'lower-case letters, digits and underscores, and not a database of PostgreSQL itself',
        'Rename it.',
      );
    if (args.apiServer.length === 0)
      this.refuse(
        'apiServer',
        args.apiServer,
        'the addresses of the Kubernetes API',
        'List what `kubectl get endpoints kubernetes` shows, each as "192.0.2.7/32".',
      );
    if (backup === undefined && this.deployment.env === 'prod')
      this.refuse(
        'backup',
        backup,
        'a bucket for copies in prod',
        'Replicas all follow a DROP: only a copy does not.',
      );
    if (backup !== undefined) this.checkBackup(backup);
  }

  private checkBackup(backup: PostgresBackupArgs): void {
    for (const [prop, line] of [
      ['backup.schedule', backup.schedule],
      ['backup.restoreCheck', backup.restoreCheck],
    ] as const)
      if (line !== undefined && !isCron(line))
        this.refuse(prop, line, 'a cron line of five fields', 'Leave it out for the default.');
    const { keepDays = 14 } = backup;
    if (!Number.isInteger(keepDays) || keepDays < 2)
      this.refuse('backup.keepDays', keepDays, 'a whole number of days, 2 or more', 'Leave it out for 14.');
  }
}
