// What CloudNativePG makes of a cluster, in short: a pod and its claims for each instance, services, a disruption budget, a secret for the application.
import type { JsonObject, KubeObject } from '../json.ts';
import { at, isObject, numberAt, objectsAt, textAt } from '../json.ts';
import type { CustomKind, Desired } from './operator.ts';

/** Clusters of PostgreSQL. */
export const postgresKinds: readonly CustomKind[] = [
  {
    collection: '/apis/postgresql.cnpg.io/v1/clusters',
    desired,
    status,
  },
];

function desired(cluster: KubeObject): Desired {
  const instances = Array.from({ length: numberAt(cluster, 'spec', 'instances') }, (_, index) => index + 1);
  const { name } = cluster.metadata;
  return {
    objects: [
      applicationSecret(cluster),
      ...instances.flatMap((number) => [...claims(cluster, number), pod(cluster, number)]),
      ...['rw', 'ro', 'r'].map((role) => service(cluster, role)),
      ...(at(cluster, 'spec', 'enablePDB') === false || instances.length < 2
        ? []
        : [budget(name, { ...labels(cluster), role: 'replica' }, instances.length - 2)]),
    ],
    problems: [],
  };
}

function labels({ metadata }: KubeObject): Record<string, string> {
  return { 'cnpg.io/cluster': metadata.name, 'cnpg.io/podRole': 'instance' };
}

function applicationSecret({ metadata, ...cluster }: KubeObject): KubeObject {
  const owner = textAt(cluster, 'spec', 'bootstrap', 'initdb', 'owner') ?? 'app';
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${metadata.name}-app` },
    type: 'kubernetes.io/basic-auth',
    data: { username: base64(owner), password: base64('made-by-the-operator') },
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function claims(cluster: KubeObject, number: number): readonly KubeObject[] {
  const name = `${cluster.metadata.name}-${number}`;
  const claim = (suffix: string, size: string | undefined): readonly KubeObject[] =>
    size === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: `${name}${suffix}`, labels: labels(cluster) },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
          },
        ];
  return [
    ...claim('', textAt(cluster, 'spec', 'storage', 'size')),
    ...claim('-wal', textAt(cluster, 'spec', 'walStorage', 'size')),
  ];
}

function pod(cluster: KubeObject, number: number): KubeObject {
  const name = `${cluster.metadata.name}-${number}`;
  const resources = at(cluster, 'spec', 'resources');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: {
        ...labels(cluster),
        'cnpg.io/instanceName': name,
        role: number === 1 ? 'primary' : 'replica',
      },
    },
    spec: {
      affinity: { podAntiAffinity: antiAffinity(cluster) },
      securityContext: { runAsNonRoot: true, runAsUser: 26, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'postgres',
          image: textAt(cluster, 'spec', 'imageName') ?? 'ghcr.io/cloudnative-pg/postgresql',
          ...(isObject(resources) ? { resources } : {}),
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
          },
          volumeMounts: [{ name: 'pgdata', mountPath: '/var/lib/postgresql/data' }],
        },
      ],
      volumes: [{ name: 'pgdata', persistentVolumeClaim: { claimName: name } }],
    },
  };
}

function antiAffinity(cluster: KubeObject): JsonObject {
  const topologyKey = textAt(cluster, 'spec', 'affinity', 'topologyKey') ?? 'kubernetes.io/hostname';
  const term = { topologyKey, labelSelector: { matchLabels: labels(cluster) } };
  return textAt(cluster, 'spec', 'affinity', 'podAntiAffinityType') === 'required'
    ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
    : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] };
}

function service(cluster: KubeObject, role: string): KubeObject {
  const selector =
    role === 'r' ? labels(cluster) : { ...labels(cluster), role: role === 'rw' ? 'primary' : 'replica' };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${cluster.metadata.name}-${role}` },
    spec: { selector, ports: [{ name: 'postgres', port: 5432 }] },
  };
}

function budget(
  name: string,
  matchLabels: Readonly<Record<string, string>>,
  minAvailable: number,
): KubeObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { minAvailable, selector: { matchLabels } },
  };
}

function status(cluster: KubeObject, made: readonly KubeObject[], problems: readonly string[]): JsonObject {
  const instances = numberAt(cluster, 'spec', 'instances');
  const ready = made.filter(isReadyPod).length;
  const isHealthy = problems.length === 0 && ready === instances;
  return {
    instances,
    readyInstances: ready,
    conditions: [{ type: 'Ready', status: isHealthy ? 'True' : 'False' }],
    phase: isHealthy ? 'Cluster in healthy state' : 'Setting up primary',
    ...(problems.length === 0 ? {} : { phaseReason: problems.join('; ') }),
  };
}

function isReadyPod(object: KubeObject): boolean {
  return (
    object.kind === 'Pod' &&
    objectsAt(object, 'status', 'conditions').some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    )
  );
}
