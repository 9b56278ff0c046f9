import { selectorOf } from './component.ts';
import type { ContainerArgs } from './container.ts';
import { containerOf, ordinaryUser, podSecurity, volumesOf } from './container.ts';

/** What a pod adds to the container in it. */
export interface Pod {
  /** Name of the container, and of the app the pod belongs to. */
  readonly app: string;
  /** Labels of the pod. */
  readonly labels: Readonly<Record<string, string>>;
  /** Service account it runs as. */
  readonly serviceAccountName: string;
  readonly container: ContainerArgs;
  readonly place?: Omit<Parameters<typeof containerOf>[1], 'name'>;
  /** Zones of the cluster, for pods that are spread over them. */
  readonly spreadOver?: readonly string[];
  readonly terminationGracePeriodSeconds?: number;
  readonly restartPolicy?: 'Never' | 'OnFailure';
  /** Whether a token of its account is mounted. */
  readonly kubernetesApi?: boolean;
}

/** The template of a pod with one container: the one place where the secure defaults of pods are. */
export function podTemplate(pod: Pod) {
  const { app, labels, container, place = {}, spreadOver } = pod;
  const volumes = volumesOf(container);
  return {
    metadata: { labels: { ...labels } },
    spec: {
      serviceAccountName: pod.serviceAccountName,
      automountServiceAccountToken: pod.kubernetesApi ?? false,
      enableServiceLinks: false,
      securityContext: podSecurity(container.user ?? ordinaryUser),
      containers: [containerOf(container, { name: app, ...place })],
      ...(volumes.length === 0 ? {} : { volumes }),
      ...(spreadOver === undefined ? {} : spread(app, spreadOver)),
      ...(pod.terminationGracePeriodSeconds === undefined
        ? {}
        : { terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds }),
      ...(pod.restartPolicy === undefined ? {} : { restartPolicy: pod.restartPolicy }),
    },
  };
}

/** Keeps pods of an app apart: evenly over the zones, and on different nodes where there are enough. */
export function spread(app: string, zones: readonly string[]) {
  const labelSelector = { matchLabels: selectorOf(app) };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector } },
        ],
      },
    },
    ...(zones.length < 2
      ? {}
      : {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              // A zone that is lost must not keep its pods from starting elsewhere.
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector,
            },
          ],
        }),
  };
}
