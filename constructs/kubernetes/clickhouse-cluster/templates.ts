import { containerOf, podSecurity, volumesOf } from '../container.ts';
import type { ContainerArgs } from '../container.ts';
import type { ClaimTemplate, PodTemplate } from '../custom-resources/clickhouse.ts';
import type { KubernetesDeployment } from '../deployment.ts';
import { spread } from '../pod.ts';
import type { ClickHouseClusterArgs } from './args.ts';
import { backupContainer, keeperContainer, serverContainer } from './containers.ts';
import { clickHousePorts, keeperPorts, shardLabel } from './ports.ts';

/** Labels of the pods and claims of an app. */
type Labels = Readonly<Record<string, string>>;

/** What the templates of a cluster are made from. */
export interface TemplateContext {
  readonly name: string;
  readonly app: string;
  readonly labels: Labels;
  readonly deployment: KubernetesDeployment;
}

/** Pods of ClickHouse. The operator adds the volume of the data, and mounts it in every container. */
export function serverPods(
  { name, app, labels, deployment }: TemplateContext,
  args: ClickHouseClusterArgs,
): PodTemplate {
  const server = serverContainer(name, args);
  const backup = args.backup === undefined ? undefined : backupContainer(name, args, args.backup);
  const ping = { port: 'https', path: '/ping', tls: true };
  return {
    name: 'clickhouse',
    metadata: { labels },
    spec: {
      ...podBasics(app, deployment, server, [shardLabel]),
      containers: [
        containerOf(server, {
          name: 'clickhouse',
          ports: ports(clickHousePorts),
          // The operator's own would ask plain HTTP. Tables may take a while to load.
          probes: { readiness: ping, liveness: ping, startSeconds: 900 },
        }),
        ...(backup === undefined ? [] : [containerOf(backup, { name: 'clickhouse-backup' })]),
      ],
      // Queries that run are given time to end.
      terminationGracePeriodSeconds: 120,
      volumes: distinct([...volumesOf(server), ...(backup === undefined ? [] : volumesOf(backup))]),
    },
  };
}

/** Pods of Keeper. */
export function keeperPods(
  { app, labels, deployment }: TemplateContext,
  args: ClickHouseClusterArgs,
): PodTemplate {
  const keeper = keeperContainer(args);
  return {
    name: 'keeper',
    metadata: { labels },
    spec: {
      ...podBasics(app, deployment, keeper),
      containers: [
        containerOf(keeper, {
          name: 'clickhouse-keeper',
          ports: ports(keeperPorts),
          probes: { readiness: { port: 'control', path: '/ready' }, liveness: { port: 'client' } },
        }),
      ],
      volumes: volumesOf(keeper),
    },
  };
}

function podBasics(
  app: string,
  deployment: KubernetesDeployment,
  { user = 0 }: ContainerArgs,
  apartWithin: readonly string[] = [],
) {
  const { topologySpreadConstraints = [], affinity } = spread(app, deployment.zones);
  return {
    serviceAccountName: app,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(user),
    affinity,
    ...(topologySpreadConstraints.length === 0
      ? {}
      : {
          topologySpreadConstraints: topologySpreadConstraints.map((constraint) => ({
            ...constraint,
            // Copies of the same data in one zone would be lost together: better one that waits.
            whenUnsatisfiable: 'DoNotSchedule',
            ...(apartWithin.length === 0 ? {} : { matchLabelKeys: [...apartWithin] }),
          })),
        }),
  };
}

function ports(numbers: Readonly<Record<string, number>>) {
  return Object.entries(numbers).map(([name, port]) => ({ name, port }));
}

/** Containers of a pod may read the same Secret, and each has a scratch folder: one volume of each name is enough. */
function distinct<T extends { readonly name: string }>(volumes: readonly T[]): T[] {
  return volumes.filter(({ name }, index) => volumes.findIndex((other) => other.name === name) === index);
}

/** The claim of every replica: the data outlives the cluster unless it may be lost. */
export function dataClaim(
  labels: Labels,
  size: string,
  keep: boolean,
  storageClass: string | undefined,
): ClaimTemplate {
  return {
    name: 'data',
    reclaimPolicy: keep ? 'Retain' : 'Delete',
    metadata: { labels },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}
