import type { Api } from '../cluster/api.ts';
import type { Json, JsonObject, KubeObject } from '../json.ts';
import { at, isObject, numberAt, objectsAt, textAt } from '../json.ts';
import { until } from '../waiting.ts';
import { missingReferences } from './references.ts';
import { conditionsOf } from './wait-for.ts';

/** Says why an object is not ready; nothing when it is. */
type Rule = (object: KubeObject, api: Api) => string | undefined | Promise<string | undefined>;

/** What the Kubernetes provider waits for by itself, in short. Custom resources are waited for only with `pulumi.com/waitFor`. */
const rules: Readonly<Record<string, Rule>> = {
  'apps/v1/DaemonSet': (object) =>
    counted(object, 'numberReady', numberAt(object, 'status', 'desiredNumberScheduled')),
  'apps/v1/Deployment': (object) =>
    counted(object, 'availableReplicas', numberAt(object, 'spec', 'replicas')) ??
    counted(object, 'updatedReplicas', numberAt(object, 'spec', 'replicas')),
  'apps/v1/StatefulSet': (object) =>
    counted(object, 'readyReplicas', numberAt(object, 'spec', 'replicas')) ??
    (textAt(object, 'status', 'updateRevision') === textAt(object, 'status', 'currentRevision')
      ? undefined
      : 'pods of before the change are left'),
  'batch/v1/Job': (object) => conditionIs(object, 'Complete'),
  'v1/PersistentVolumeClaim': (object) => phaseIs(object, 'Bound'),
  'v1/Pod': (object) => conditionIs(object, 'Ready'),
  'v1/Service': serviceHasPods,
};

function counted(object: KubeObject, count: string, wanted: number): string | undefined {
  if (numberAt(object, 'status', 'observedGeneration') < (object.metadata.generation ?? 0))
    return 'its controller has not seen it';
  const found = numberAt(object, 'status', count);
  return found === wanted ? undefined : `${count} ${found} of ${wanted}`;
}

function conditionIs(object: KubeObject, type: string): string | undefined {
  const condition = objectsAt(object, 'status', 'conditions').find((one) => one['type'] === type);
  return condition?.['status'] === 'True' ? undefined : `not ${type}`;
}

function phaseIs(object: KubeObject, phase: string): string | undefined {
  const found = textAt(object, 'status', 'phase') ?? 'none';
  return found === phase ? undefined : `phase ${found}, not ${phase}`;
}

async function serviceHasPods(object: KubeObject, api: Api): Promise<string | undefined> {
  const { name, namespace = 'default' } = object.metadata;
  if (at(object, 'spec', 'selector') === undefined || textAt(object, 'spec', 'clusterIP') === 'None')
    return undefined;
  if (textAt(object, 'spec', 'type') === 'LoadBalancer')
    if (objectsAt(object, 'status', 'loadBalancer', 'ingress').length === 0)
      return 'no address of a load balancer';
  const slices = await api.list(
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D${name}`,
  );
  const ready = slices
    .flatMap((slice) => objectsAt(slice, 'endpoints'))
    .some((endpoint) => at(endpoint, 'conditions', 'ready') === true);
  return ready ? undefined : 'no pod that is ready stands behind it';
}

/**
 * Waits until an object that was applied is ready.
 *
 * @throws when it is not in time, and at once when its pods name what is not there
 */
export async function ready(api: Api, object: KubeObject, seconds: number): Promise<KubeObject> {
  const what = `${object.kind} ${object.metadata.name}`;
  if (object.metadata.annotations?.['pulumi.com/skipAwait'] === 'true') return object;
  await refuseMissing(api, what, object);
  const path = await api.pathOf(object);
  const asked = conditionsOf(object);
  const rule = rules[`${object.apiVersion}/${object.kind}`];
  return until(what, seconds, async () => {
    const found = path === undefined ? undefined : await api.get(path);
    if (found === undefined) return { missing: 'it is gone' };
    const missing =
      asked.length > 0
        ? asked.map((condition) => condition(found)).find((reason) => reason !== undefined)
        : await rule?.(found, api);
    if (missing === undefined) return { answer: found };
    return { missing: [missing, ...(await unplaced(api, found))].join('; ') };
  });
}

async function refuseMissing(api: Api, what: string, object: KubeObject): Promise<void> {
  const pod = podOf(object);
  if (pod === undefined) return;
  // Resources are made side by side, and some by operators: what a pod names may be a moment away.
  await until(what, 20, async () => {
    const missing = await missingReferences(api, object.metadata.namespace ?? 'default', pod);
    return missing.length === 0
      ? { answer: undefined }
      : { missing: `its pods name what is not there: ${missing.join(', ')}` };
  });
}

function podOf(object: KubeObject): JsonObject | undefined {
  const candidates: readonly (Json | undefined)[] = [
    at(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
    at(object, 'spec', 'template', 'spec'),
    object.kind === 'Pod' ? object['spec'] : undefined,
  ];
  return candidates.filter(isObject).find((spec) => objectsAt(spec, 'containers').length > 0);
}

/** What the scheduler says of pods of a workload that it cannot place, and the server of those it does not accept. */
async function unplaced(api: Api, object: KubeObject): Promise<readonly string[]> {
  const { namespace } = object.metadata;
  const labels = at(object, 'spec', 'selector', 'matchLabels');
  if (namespace === undefined || !isObject(labels)) return [];
  const selector = Object.entries(labels)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : ''}`)
    .join(',');
  const pods = await api.list(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`,
  );
  const scheduling = pods
    .flatMap((pod) => objectsAt(pod, 'status', 'conditions'))
    .filter((one) => one['type'] === 'PodScheduled' && one['status'] === 'False')
    .map((one) => textAt(one, 'message') ?? '');
  const events = await api.list(`/api/v1/namespaces/${namespace}/events?fieldSelector=reason%3DFailedCreate`);
  const refusals = events
    .filter((event) => textAt(event, 'involvedObject', 'name')?.startsWith(object.metadata.name))
    .map((event) => textAt(event, 'message') ?? '');
  return [...new Set([...scheduling, ...refusals])];
}
