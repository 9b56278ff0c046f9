// What the Altinity operator makes of an installation, in short: a stateful set of one pod for each host, services, a disruption budget.
import type { Json, JsonObject, KubeObject } from '../json.ts';
import { at, isList, isObject, numberAt, objectsAt, textAt } from '../json.ts';
import type { CustomKind, Desired } from './operator.ts';

interface Kind {
  /** Group of the labels. */
  readonly group: string;
  /** First part of names, and label of the installation. */
  readonly short: 'chi' | 'chk';
  /** First part of the name of the service in front of all hosts. */
  readonly service: string;
  readonly ports: readonly JsonObject[];
}

const server: Kind = {
  group: 'clickhouse.altinity.com',
  short: 'chi',
  service: 'clickhouse',
  ports: [port('http', 8123), port('tcp', 9000)],
};
const keeper: Kind = {
  group: 'clickhouse-keeper.altinity.com',
  short: 'chk',
  service: 'keeper',
  ports: [port('zk', 2181), port('raft', 9444)],
};

/** Installations of ClickHouse and of Keeper. */
export const clickhouseKinds: readonly CustomKind[] = [
  {
    collection: '/apis/clickhouse.altinity.com/v1/clickhouseinstallations',
    operator: 'clickhouse-operator',
    finalizer: 'finalizer.clickhouseinstallation.altinity.com',
    desired: (installation) => desired(server, installation),
    claimsToDelete: (installation) => claimsToDelete(server, installation),
    status,
  },
  {
    collection: '/apis/clickhouse-keeper.altinity.com/v1/clickhousekeeperinstallations',
    operator: 'clickhouse-operator',
    finalizer: 'finalizer.clickhousekeeperinstallation.altinity.com',
    desired: (installation) => desired(keeper, installation),
    claimsToDelete: (installation) => claimsToDelete(keeper, installation),
    status,
  },
];

function port(name: string, number: number): JsonObject {
  return { name, port: number };
}

function desired(kind: Kind, installation: KubeObject): Desired {
  const clusters = objectsAt(installation, 'spec', 'configuration', 'clusters');
  const parts = clusters.map((cluster) => desiredOfCluster(kind, installation, cluster));
  return {
    objects: [serviceOfAll(kind, installation), ...parts.flatMap(({ objects }) => objects)],
    problems: [
      ...(clusters.length === 0 ? ['no cluster is asked for'] : []),
      ...parts.flatMap(({ problems }) => problems),
    ],
  };
}

function desiredOfCluster(kind: Kind, installation: KubeObject, cluster: JsonObject): Desired {
  const name = textAt(cluster, 'name') ?? '';
  const problems: string[] = [];
  const template = (list: string, use: string): JsonObject | undefined => {
    const wanted =
      textAt(cluster, 'templates', use) ?? textAt(installation, 'spec', 'defaults', 'templates', use);
    if (wanted === undefined) return undefined;
    const found = objectsAt(installation, 'spec', 'templates', list).find((one) => one['name'] === wanted);
    if (found === undefined) problems.push(`spec.templates.${list} has no ${wanted}`);
    return found;
  };
  const pod = template('podTemplates', 'podTemplate');
  const claims = ['dataVolumeClaimTemplate', 'logVolumeClaimTemplate']
    .map((use) => template('volumeClaimTemplates', use))
    .filter((claim) => claim !== undefined);
  if (pod === undefined) problems.push(`cluster ${name}: no pod template is asked for`);
  if (problems.length > 0) return { objects: [], problems };
  const hosts = hostsOf(kind, cluster).map(([shard, replica]) => ({
    name: `${kind.short}-${installation.metadata.name}-${name}-${shard}-${replica}`,
    labels: hostLabels(kind, installation, name, shard, replica),
    inherited: installation.metadata.labels ?? {},
  }));
  return {
    objects: [
      ...hosts.flatMap((host) => [
        ...claims.map((claim) => volumeClaim(host, claim)),
        statefulSet(host, pod ?? {}, claims),
        service(host.name, host.labels, kind.ports),
      ]),
      ...(textAt(cluster, 'pdbManaged') === 'no' ? [] : [budget(kind, installation, cluster, name)]),
    ],
    problems,
  };
}

function claimsToDelete(kind: Kind, installation: KubeObject): Record<string, string> | undefined {
  const claims = objectsAt(installation, 'spec', 'templates', 'volumeClaimTemplates');
  return claims.every((claim) => claim['reclaimPolicy'] === 'Delete')
    ? installationLabels(kind, installation)
    : undefined;
}

interface Host {
  readonly name: string;
  /** Labels of the installation, which its parts have, too. */
  readonly inherited: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

function hostsOf(kind: Kind, cluster: JsonObject): readonly (readonly [number, number])[] {
  const count = (what: string): number => Math.max(1, numberAt(cluster, 'layout', what));
  const shards = kind.short === 'chi' ? count('shardsCount') : 1;
  const replicas = count('replicasCount');
  return Array.from({ length: shards * replicas }, (_, index) => [
    Math.floor(index / replicas),
    index % replicas,
  ]);
}

function installationLabels(kind: Kind, { metadata }: KubeObject): Record<string, string> {
  return {
    [`${kind.group}/app`]: 'chop',
    [`${kind.group}/${kind.short}`]: metadata.name,
    [`${kind.group}/namespace`]: metadata.namespace ?? '',
  };
}

function hostLabels(
  kind: Kind,
  installation: KubeObject,
  cluster: string,
  shard: number,
  replica: number,
): Record<string, string> {
  return {
    ...installationLabels(kind, installation),
    [`${kind.group}/cluster`]: cluster,
    [`${kind.group}/shard`]: String(shard),
    [`${kind.group}/replica`]: String(replica),
  };
}

function statefulSet(host: Host, pod: JsonObject, claims: readonly JsonObject[]): KubeObject {
  const labels = at(pod, 'metadata', 'labels');
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: host.name, labels: { ...host.inherited, ...host.labels } },
    spec: {
      replicas: 1,
      serviceName: host.name,
      selector: { matchLabels: host.labels },
      template: {
        metadata: {
          labels: { ...(isObject(labels) ? labels : {}), ...host.labels },
          ...defined('annotations', at(pod, 'metadata', 'annotations')),
        },
        spec: withClaims(host, pod['spec'], claims),
      },
    },
  };
}

/** Claims are the operator's own: a stateful set could not change the size of what its templates made. */
function volumeClaim(host: Host, claim: JsonObject): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claimName(host, claim), labels: host.labels },
    spec: claim['spec'] ?? {},
  };
}

function withClaims(host: Host, spec: Json | undefined, claims: readonly JsonObject[]): JsonObject {
  const volumes = claims.map((claim) => ({
    name: claim['name'] ?? '',
    persistentVolumeClaim: { claimName: claimName(host, claim) },
  }));
  return { ...(isObject(spec) ? spec : {}), volumes: [...objectsAt(spec, 'volumes'), ...volumes] };
}

function claimName(host: Host, claim: JsonObject): string {
  return `${textAt(claim, 'name') ?? ''}-${host.name}-0`;
}

function defined(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function serviceOfAll(kind: Kind, installation: KubeObject): KubeObject {
  const use = textAt(installation, 'spec', 'defaults', 'templates', 'serviceTemplate');
  const template = objectsAt(installation, 'spec', 'templates', 'serviceTemplates').find(
    (one) => one['name'] === use,
  );
  const ports = objectsAt(template, 'spec', 'ports');
  return service(
    `${kind.service}-${installation.metadata.name}`,
    installationLabels(kind, installation),
    ports.length === 0 ? kind.ports : ports,
  );
}

function service(
  name: string,
  selector: Readonly<Record<string, string>>,
  ports: readonly JsonObject[],
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector, ports },
  };
}

function budget(kind: Kind, installation: KubeObject, cluster: JsonObject, name: string): KubeObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `${kind.short}-${installation.metadata.name}-${name}` },
    spec: {
      maxUnavailable: Math.max(1, numberAt(cluster, 'pdbMaxUnavailable')),
      selector: {
        matchLabels: { ...installationLabels(kind, installation), [`${kind.group}/cluster`]: name },
      },
    },
  };
}

/** The operator's own words. It writes no observed generation: a wait may find the word of before a change. */
function status(
  installation: KubeObject,
  made: readonly KubeObject[],
  problems: readonly string[],
): JsonObject {
  const sets = made.filter(({ kind }) => kind === 'StatefulSet');
  const ready = sets.filter(isReady).length;
  const state = problems.length > 0 ? 'Aborted' : ready === sets.length ? 'Completed' : 'InProgress';
  return {
    status: state,
    hosts: sets.length,
    hostsCompleted: ready,
    errors: problems,
    taskIDsCompleted: tasksEnded(installation, state !== 'InProgress'),
  };
}

/** Names of what was made, the last first. One that was given up is among them: the real operator does so, too. */
function tasksEnded(installation: KubeObject, hasEnded: boolean): readonly Json[] {
  const before = at(installation, 'status', 'taskIDsCompleted');
  const ended = isList(before) ? before : [];
  // Of Keeper the operator fills in none.
  const task = textAt(installation, 'spec', 'taskID') ?? '';
  return hasEnded && ended[0] !== task ? [task, ...ended].slice(0, 10) : ended;
}

function isReady(set: KubeObject): boolean {
  return (
    numberAt(set, 'status', 'readyReplicas') === 1 &&
    numberAt(set, 'status', 'observedGeneration') >= (set.metadata.generation ?? 0) &&
    textAt(set, 'status', 'currentRevision') === textAt(set, 'status', 'updateRevision')
  );
}
