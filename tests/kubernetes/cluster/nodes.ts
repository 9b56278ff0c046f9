import type { KubeObject } from '../json.ts';
import { objectsAt } from '../json.ts';
import type { Api } from './api.ts';

/** Zones of the simulated nodes. */
export const zones = ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'] as const;

/** Label of the nodes that are simulated; a node without it no longer reports. */
export const simulated = 'lab.example/simulated';

/** Two nodes a zone: one can be lost and its zone still has a place. */
export function nodes(): readonly KubeObject[] {
  return zones.flatMap((zone) =>
    [1, 2].map((number): KubeObject => {
      const name = `${zone}-${number}`;
      const resources = { cpu: '32', memory: '128Gi', pods: '200', 'ephemeral-storage': '500Gi' };
      return {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name,
          labels: {
            [simulated]: 'true',
            'kubernetes.io/arch': 'amd64',
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
            'topology.kubernetes.io/region': 'europe-west1',
            'topology.kubernetes.io/zone': zone,
          },
        },
        status: { allocatable: resources, capacity: resources },
      };
    }),
  );
}

/** Volumes that the controller manager itself makes: claims are bound for real. */
export const storageClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/host-path',
  reclaimPolicy: 'Delete',
  allowVolumeExpansion: true,
  volumeBindingMode: 'Immediate',
};

/** Whether all nodes report that they are ready. */
export async function allReady(api: Api): Promise<boolean> {
  const found = await api.list('/api/v1/nodes');
  return found.length === nodes().length && found.every(isReady);
}

/** Whether a node, or a pod, says that it is ready. */
export function isReady(object: KubeObject): boolean {
  return objectsAt(object, 'status', 'conditions').some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}
