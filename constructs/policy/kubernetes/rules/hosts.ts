import type { PolicyResource } from '../../resource.ts';
import { objectOf } from '../../resource.ts';
import { numbers, select } from '../../values.ts';
import { installationTypes, podLabels } from './objects.ts';

/** A host of an installation of the ClickHouse operator: one pod, with a stateful set of its own. */
export interface Host {
  /** Labels of the pod: those of its template, and the operator's. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** How many hosts hold the same data, itself among them. */
  readonly replicas: number;
}

/** Short names of the installations in labels, in the order of `installationTypes`. */
const shortNames = ['chi', 'chk'];

/** The hosts that an installation asks for; none for any other object. */
export function hostsOf(resource: PolicyResource): Host[] {
  const { type, body } = resource;
  const short = shortNames[installationTypes.indexOf(type)];
  if (short === undefined) return [];
  const group = type.replace(/\/.*$/, '');
  const { name, namespace } = objectOf(body['metadata']);
  const common = {
    ...objectOf(podLabels(resource)),
    [`${group}/app`]: 'chop',
    [`${group}/${short}`]: name,
    [`${group}/namespace`]: namespace,
  };
  return select(body, 'spec.configuration.clusters').flatMap((cluster) => {
    const count = (what: string) => Math.max(1, numbers(cluster.value, `layout.${what}`)[0]?.value ?? 1);
    const replicas = count('replicasCount');
    return indices(count('shardsCount')).flatMap((shard) =>
      indices(replicas).map((replica) => ({
        labels: {
          ...common,
          [`${group}/cluster`]: objectOf(cluster.value)['name'],
          [`${group}/shard`]: String(shard),
          [`${group}/replica`]: String(replica),
        },
        replicas,
      })),
    );
  });
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
