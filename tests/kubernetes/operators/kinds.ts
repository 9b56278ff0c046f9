// Kinds that the cluster of a client has before anything of ours is there: cert-manager's, CloudNativePG's and so on.
import * as gateway from '#constructs/kubernetes/custom-resources/gateway.ts';
import type { ResourceKind } from '#constructs/kubernetes/custom-resources/kind.ts';
import { definitionOf } from '#constructs/kubernetes/custom-resources/kind.ts';
import * as monitoring from '#constructs/kubernetes/custom-resources/monitoring.ts';
import * as postgres from '#constructs/kubernetes/custom-resources/postgres.ts';
import type { Api } from '../cluster/api.ts';
import type { KubeObject } from '../json.ts';
import { isKubeObject, objectsAt } from '../json.ts';
import { until } from '../waiting.ts';

/** Kinds that others install. */
export const kindsOfOthers: readonly ResourceKind[] = [gateway, monitoring, postgres]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isResourceKind);

/** Installs kinds, and waits until the API server serves them. */
export async function install(api: Api, kinds: readonly ResourceKind[]): Promise<void> {
  const made = await Promise.all(kinds.map((kind) => api.put(definitionFor(kind), 'platform')));
  for (const { metadata } of made)
    await until(metadata.name, 60, async () => {
      const found = await api.get(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`);
      const isServed = objectsAt(found, 'status', 'conditions').some(
        ({ type, status }) => type === 'Established' && status === 'True',
      );
      return isServed ? { answer: undefined } : { missing: 'not served yet' };
    });
}

function definitionFor(kind: ResourceKind): KubeObject {
  const { metadata, ...definition } = definitionOf(kind);
  // Kubernetes' own groups are protected: whoever adds to them says that nobody approved it.
  const annotations = kind.group.endsWith('.k8s.io')
    ? { annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } }
    : {};
  const object: unknown = { ...definition, metadata: { ...metadata, ...annotations } };
  if (!isKubeObject(object)) throw new Error(`${kind.kind} has no definition.`);
  return object;
}

function isResourceKind(value: unknown): value is ResourceKind {
  return typeof value === 'object' && value !== null && 'plural' in value && 'spec' in value;
}
