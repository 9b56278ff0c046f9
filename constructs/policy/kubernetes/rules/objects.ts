import type { PolicyResource } from '../../resource.ts';
import { objectOf } from '../../resource.ts';
import type { Check, Violation } from '../../rule.ts';
import type { Place } from '../../values.ts';
import { isUnknown, select, selectIn } from '../../values.ts';

/** Where the pod specifications of a kind are. */
const podPaths: Readonly<Record<string, string>> = {
  'v1/Pod': 'spec',
  'apps/v1/Deployment': 'spec.template.spec',
  'apps/v1/StatefulSet': 'spec.template.spec',
  'apps/v1/DaemonSet': 'spec.template.spec',
  'batch/v1/Job': 'spec.template.spec',
  'batch/v1/CronJob': 'spec.jobTemplate.spec.template.spec',
  'clickhouse.altinity.com/v1/ClickHouseInstallation': 'spec.templates.podTemplates.spec',
  'clickhouse-keeper.altinity.com/v1/ClickHouseKeeperInstallation': 'spec.templates.podTemplates.spec',
};

/** The kinds that hold pod specifications. */
export const podTypes = Object.keys(podPaths);

/** The kinds whose pods run all the time. */
export const lastingTypes = podTypes.filter((type) => !type.startsWith('batch/'));

/** Installations of the ClickHouse operator: their templates are taken as they are. */
export const installationTypes = podTypes.filter((type) => type.includes('altinity'));

/** The pod specifications of an object. */
export function podsOf({ type, body }: PolicyResource): Place[] {
  return select(body, podPaths[type] ?? '').filter(({ value }) => !isUnknown(value));
}

/** The containers of an object's pods, those that run first too. */
export function containersOf(resource: PolicyResource): Place[] {
  return podsOf(resource)
    .flatMap((pod) => [...selectIn(pod, 'containers'), ...selectIn(pod, 'initContainers')])
    .filter(({ value }) => !isUnknown(value));
}

/** A check of every pod specification. */
export function everyPod(check: (pod: Place, resource: PolicyResource) => readonly Violation[]): Check {
  return (resource) => podsOf(resource).flatMap((pod) => check(pod, resource));
}

/** A check of every container. */
export function everyContainer(check: (container: Place) => readonly Violation[]): Check {
  return (resource) => containersOf(resource).flatMap(check);
}

/** `value` has to stand at `path` below a place. */
export function must(
  place: Place,
  path: string,
  value: unknown,
  expected = JSON.stringify(value),
): Violation[] {
  const found = selectIn(place, path);
  if (found.length === 0) return [{ at: `${place.at}.${path}`, value: undefined, expected }];
  return found
    .filter((one) => one.value !== value && !isUnknown(one.value))
    .map((one) => ({ at: one.at, value: one.value, expected }));
}

/** Something has to stand at `path` below a place. */
export function mustBeSet(place: Place, path: string, expected: string): Violation[] {
  return selectIn(place, path).length > 0 ? [] : [{ at: `${place.at}.${path}`, value: undefined, expected }];
}

/** Namespace of an object: a text, or what Pulumi learns only when it runs. */
export function namespaceOf({ body }: PolicyResource): unknown {
  return objectOf(body['metadata'])['namespace'];
}

/** Whether two objects may be in one namespace. */
export function inSameNamespace(one: PolicyResource, other: PolicyResource): boolean {
  const [first, second] = [namespaceOf(one), namespaceOf(other)];
  return first === second || isUnknown(first) || isUnknown(second);
}

/** Whether all `wanted` labels are among `labels`. */
export function hasLabels(labels: unknown, wanted: unknown): boolean {
  const own = objectOf(labels);
  return Object.entries(objectOf(wanted)).every(
    ([name, value]) => own[name] === value || isUnknown(own[name]) || isUnknown(value),
  );
}

/** As {@link hasLabels}, and none of them is learnt only when Pulumi runs. */
export function hasSurely(labels: unknown, wanted: unknown): boolean {
  const own = objectOf(labels);
  return Object.entries(objectOf(wanted)).every(([name, value]) => own[name] === value && !isUnknown(value));
}

/** Labels that the pods of an object have. */
export function podLabels({ type, body }: PolicyResource): unknown {
  if (type === 'v1/Pod') return objectOf(body['metadata'])['labels'];
  const template = (podPaths[type] ?? '').replace(/spec$/, 'metadata.labels');
  return select(body, template)[0]?.value;
}
