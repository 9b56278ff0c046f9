// What an operator is, for the tests: it looks at its custom resources again and again and makes what they ask for.
import type { Api } from '../cluster/api.ts';
import { Refused } from '../cluster/api.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { at, isList, numberAt, objectsAt, same, textAt } from '../json.ts';
import { missingReferences } from '../engine/references.ts';
import { pause } from '../waiting.ts';

/** What a custom resource asks for, and what stands in its way. */
export interface Desired {
  readonly objects: readonly KubeObject[];
  readonly problems: readonly string[];
}

/** A kind of custom resource, and what is made of it. */
export interface CustomKind {
  /** Collection in all namespaces, for instance `/apis/postgresql.cnpg.io/v1/clusters`. */
  readonly collection: string;
  /**
   * Name of the Deployment that must run for the kind to be looked after: there is no operator without it.
   *
   * @default - none: the cluster of the client has the operator, and it watches all namespaces
   */
  readonly operator?: string;
  /** What is there for a resource while the operator looks after it, and must be taken off for it to go. */
  readonly finalizer?: string;
  /** Labels of the claims that go with a resource; undefined when its data is kept. */
  readonly claimsToDelete?: (resource: KubeObject) => Readonly<Record<string, string>> | undefined;
  readonly desired: (resource: KubeObject) => Desired;
  /** The status to write. */
  readonly status: (
    resource: KubeObject,
    made: readonly KubeObject[],
    problems: readonly string[],
  ) => JsonObject;
}

/** Stands in for operators whose images cannot run here. Pod and claim templates meet the real API server and scheduler; no program starts. */
export class StandInOperators {
  private readonly api: Api;
  private readonly kinds: readonly CustomKind[];
  private running: Promise<void> | undefined;
  private stopped = false;
  /** What was applied last, by path: it is not applied again and again. */
  private readonly applied = new Map<string, string>();
  /** What went wrong: a test looks here when it waits in vain. */
  readonly problems: string[] = [];

  constructor(api: Api, kinds: readonly CustomKind[]) {
    this.api = api;
    this.kinds = kinds;
  }

  /** Starts to look after the kinds. */
  start(): void {
    this.stopped = false;
    this.running = this.run();
  }

  /** Stops; what was made stays. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      for (const kind of this.kinds)
        await this.look(kind).catch((error: unknown) => {
          this.problems.push(error instanceof Error ? error.message : String(error));
        });
      await pause(300);
    }
  }

  private async look(kind: CustomKind): Promise<void> {
    const watched = await this.watched(kind.operator);
    if (watched.length === 0) return;
    const resources = await this.api.list(kind.collection).catch((error: unknown) => {
      // Not served, or just about to be.
      if (error instanceof Refused && [404, 429].includes(error.answer.status)) return [];
      throw error;
    });
    for (const resource of resources) {
      const { namespace = '' } = resource.metadata;
      if (watched.includes(namespace) || watched.includes('*')) await this.reconcile(kind, resource);
    }
  }

  /** Namespaces that the operator watches: those its Deployment names, once that runs. */
  private async watched(operator: string | undefined): Promise<readonly string[]> {
    if (operator === undefined) return ['*'];
    const deployments = await this.api.list(
      `/apis/apps/v1/deployments?fieldSelector=metadata.name%3D${operator}`,
    );
    return deployments
      .filter((deployment) => numberAt(deployment, 'status', 'availableReplicas') > 0)
      .flatMap((deployment) => namespacesOf(deployment));
  }

  private async reconcile(kind: CustomKind, resource: KubeObject): Promise<void> {
    const path = await this.api.pathOf(resource);
    if (path === undefined) return;
    if (resource.metadata.deletionTimestamp !== undefined) return this.letGo(kind, resource, path);
    if (kind.finalizer !== undefined && !finalizersOf(resource).includes(kind.finalizer))
      await this.api.merge(path, {
        metadata: { finalizers: [...finalizersOf(resource), kind.finalizer] },
      });
    const { objects, problems } = kind.desired(resource);
    const found = [...problems];
    const made: KubeObject[] = [];
    for (const object of objects.map((one) => owned(one, resource))) {
      const lost = await this.missing(object);
      if (lost.length > 0) found.push(`${object.metadata.name} names what is not there: ${lost.join(', ')}`);
      const put = await this.put(object);
      if (typeof put === 'string') found.push(put);
      else made.push(put);
    }
    await this.removeOthers(resource, objects);
    const status = kind.status(resource, made, found);
    if (!same(resource['status'], status)) await this.api.merge(`${path}/status`, { status });
  }

  private async missing(object: KubeObject): Promise<readonly string[]> {
    const pod = object.kind === 'Pod' ? object['spec'] : at(object, 'spec', 'template', 'spec');
    if (typeof pod !== 'object' || pod === null || isList(pod)) return [];
    return missingReferences(this.api, object.metadata.namespace ?? '', pod);
  }

  private async put(object: KubeObject): Promise<KubeObject | string> {
    try {
      const path = await this.api.pathOf(object);
      const text = JSON.stringify(object);
      const there = path === undefined ? undefined : await this.api.get(path);
      // A pod is made once; what it is cannot be changed.
      const isDone = object.kind === 'Pod' || this.applied.get(path ?? '') === text;
      if (there !== undefined && isDone) return there;
      const made = await this.api.put(object, 'stand-in-operator');
      this.applied.set(path ?? '', text);
      return made;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Stateful sets of hosts that are no longer asked for. */
  private async removeOthers(resource: KubeObject, objects: readonly KubeObject[]): Promise<void> {
    const { namespace = '', uid } = resource.metadata;
    const names = new Set(objects.map(({ metadata }) => metadata.name));
    const sets = await this.api.list(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
    for (const set of sets)
      if (objectsAt(set, 'metadata', 'ownerReferences').some((owner) => owner['uid'] === uid))
        if (!names.has(set.metadata.name))
          await this.api.call(
            'DELETE',
            `/apis/apps/v1/namespaces/${namespace}/statefulsets/${set.metadata.name}`,
          );
  }

  /** What is kept is said by the resource: without it nothing but a person deletes the data. */
  private async removeClaims(kind: CustomKind, resource: KubeObject): Promise<void> {
    const labels = kind.claimsToDelete?.(resource);
    if (labels === undefined) return;
    const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const claims = `/api/v1/namespaces/${resource.metadata.namespace ?? ''}/persistentvolumeclaims`;
    await this.api.call('DELETE', `${claims}?labelSelector=${encodeURIComponent(selector.join(','))}`);
  }

  private async letGo(kind: CustomKind, resource: KubeObject, path: string): Promise<void> {
    if (kind.finalizer === undefined || !finalizersOf(resource).includes(kind.finalizer)) return;
    await this.removeClaims(kind, resource);
    const finalizers = finalizersOf(resource).filter((one) => one !== kind.finalizer);
    await this.api.merge(path, { metadata: { finalizers } });
  }
}

function namespacesOf(deployment: KubeObject): readonly string[] {
  const variables = objectsAt(deployment, 'spec', 'template', 'spec', 'containers').flatMap((container) =>
    objectsAt(container, 'env'),
  );
  const named = variables.find((one) => /^WATCH_NAMESPACES?$/.test(textAt(one, 'name') ?? ''));
  return named === undefined ? ['*'] : (textAt(named, 'value') ?? '').split(',').map((name) => name.trim());
}

function finalizersOf({ metadata }: KubeObject): readonly string[] {
  const found = metadata['finalizers'];
  return isList(found) ? found.filter((one) => typeof one === 'string') : [];
}

/** Claims belong to nobody: what they hold outlives who made them, unless {@link CustomKind.claimsToDelete} says otherwise. */
function owned(object: KubeObject, { apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace = '', uid = '' } = metadata;
  if (object.kind === 'PersistentVolumeClaim')
    return { ...object, metadata: { ...object.metadata, namespace } };
  const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  return { ...object, metadata: { ...object.metadata, namespace, ownerReferences: [owner] } };
}
