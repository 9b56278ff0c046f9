// What the Kubernetes provider does with one object, in short: create, update, replace, read and delete.
import type { Answer, Api } from '../cluster/api.ts';
import { notServed, Refused } from '../cluster/api.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { isKubeObject, isObject, objectsAt, same, textAt } from '../json.ts';
import { until } from '../waiting.ts';
import { ready } from './readiness.ts';
import { inShapeOf } from './shape.ts';
import type { ResourceState } from './state.ts';

/** What happens to a resource. */
export type Operation = 'create' | 'delete' | 'read' | 'replace' | 'same' | 'update';

/** How objects are applied. */
export interface ObjectOptions {
  readonly api: Api;
  /** Who owns the fields. */
  readonly manager: string;
  /** Whether nothing is changed. */
  readonly dryRun: boolean;
  /** Whether an object that exists already is taken over; else it is an error to create it. */
  readonly upsert: boolean;
  /** Whether fields that others own are taken over; else that is an error, but for some of kubectl's. */
  readonly force: boolean;
  /** How long an object may take to become ready, or to go, in seconds. */
  readonly patience: number;
}

/** What came of an object. */
export interface Applied {
  readonly operation: Operation;
  /** The object as the server has it, or would have it. */
  readonly object: KubeObject;
  /** Why a preview could not ask the server. */
  readonly note?: string;
}

/** Brings an object to what is asked for. */
export async function bring(
  wanted: KubeObject,
  before: ResourceState | undefined,
  options: ObjectOptions,
): Promise<Applied> {
  if (before?.object === undefined) return create(wanted, options);
  if (!sameIdentity(wanted, before.object)) return replaceByNew(wanted, before, options);
  if (nothingAsked(wanted, before)) return { operation: 'same', object: before.live ?? wanted };
  return update(wanted, before, options);
}

function sameIdentity(one: KubeObject, other: KubeObject): boolean {
  return (
    one.kind === other.kind &&
    one.metadata.name === other.metadata.name &&
    one.metadata.namespace === other.metadata.namespace
  );
}

/**
 * Whether there is nothing to do, judged as the provider does: by what is asked for and by the state of the last look at
 * the cluster, not by the cluster. Of custom resources it knows no schema: an empty map that the server drops differs for ever.
 */
function nothingAsked(wanted: KubeObject, before: ResourceState): boolean {
  if (isCustom(wanted)) return same(seen(before), wanted);
  return same(wanted, before.object) && !hasDrifted(before);
}

/** Whether somebody changed, at the last look, what was asked for. */
function hasDrifted(resource: ResourceState): boolean {
  return !same(seen(resource), resource.applied);
}

/** What was there at the last look of what was asked for. */
function seen({ live, object }: ResourceState): JsonObject {
  return live === undefined || object === undefined ? {} : inShapeOf(live, object);
}

function isCustom({ apiVersion }: KubeObject): boolean {
  const [group = ''] = apiVersion.split('/');
  return group.includes('.') && !group.endsWith('.k8s.io');
}

async function create(wanted: KubeObject, options: ObjectOptions): Promise<Applied> {
  const { api, dryRun, upsert } = options;
  const path = await api.pathOf(wanted, dryRun ? 0 : 6);
  const operation = 'create';
  if (path === undefined) {
    if (dryRun) return { operation, object: wanted, note: 'its kind is not served yet' };
    throw refused(wanted, notServed(wanted));
  }
  if (!upsert && (await api.get(path)) !== undefined) throw alreadyThere(wanted);
  const answer = await send(wanted, options, dryRun);
  if (answer.status === 404 && dryRun)
    return { operation, object: wanted, note: 'its namespace is not there yet' };
  return { operation, object: await settled(accepted(wanted, answer), options) };
}

function alreadyThere({ kind, metadata }: KubeObject): Error {
  return new Error(
    `${kind} ${metadata.name} already exists in the cluster, and the provider does not say upsertExistingObjects.`,
  );
}

async function update(wanted: KubeObject, before: ResourceState, options: ObjectOptions): Promise<Applied> {
  const trial = await send(wanted, options, true);
  if (trial.status === 422 && isImmutable(trial)) return replaceInPlace(wanted, before, options);
  const tried = accepted(wanted, trial);
  // For instance a quantity that is written in another way.
  if (
    !isCustom(wanted) &&
    before.live !== undefined &&
    same(withoutTraces(before.live), withoutTraces(tried))
  )
    return { operation: 'same', object: tried };
  if (options.dryRun) return { operation: 'update', object: tried };
  const answer = accepted(wanted, await send(wanted, options, false));
  return { operation: 'update', object: await settled(answer, options) };
}

/** What an object is, without what the server notes of each change to it. */
function withoutTraces(object: KubeObject): JsonObject {
  const traces = ['managedFields', 'resourceVersion', 'generation', 'status'];
  const cleaned = (from: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(from).filter(([name]) => !traces.includes(name)));
  return { ...cleaned(object), metadata: cleaned(object.metadata) };
}

function isImmutable({ body }: Answer): boolean {
  return /immutable|Forbidden: updates to|may not change once set/.test(textAt(body, 'message') ?? '');
}

async function replaceInPlace(
  wanted: KubeObject,
  before: ResourceState,
  options: ObjectOptions,
): Promise<Applied> {
  refuseProtected(before, 'replaced');
  if (options.dryRun) return { operation: 'replace', object: wanted };
  await remove(wanted, options);
  return { ...(await create(wanted, options)), operation: 'replace' };
}

async function replaceByNew(
  wanted: KubeObject,
  before: ResourceState,
  options: ObjectOptions,
): Promise<Applied> {
  refuseProtected(before, 'replaced');
  const made = await create(wanted, options);
  if (!options.dryRun && before.object !== undefined && !before.retain) await remove(before.object, options);
  return { ...made, operation: 'replace' };
}

/** @throws when a resource is protected: it must be unprotected first, by its owner's decision */
export function refuseProtected(resource: ResourceState, what: 'deleted' | 'replaced'): void {
  if (resource.protect) throw new Error(`${resource.urn} is protected: it cannot be ${what}.`);
}

async function send(wanted: KubeObject, options: ObjectOptions, dryRun: boolean): Promise<Answer> {
  const { api, manager, force } = options;
  const answer = await api.apply(wanted, { manager, dryRun, force });
  // What a person applied with kubectl is taken back, as the provider does; what `kubectl scale` or a controller owns is a
  // conflict.
  return answer.status === 409 && isByKubectl(answer)
    ? api.apply(wanted, { manager, dryRun, force: true })
    : answer;
}

function isByKubectl({ body }: Answer): boolean {
  const causes = objectsAt(body, 'details', 'causes');
  return (
    causes.length > 0 &&
    causes.every((cause) => /with "kubectl"(?! with subresource)/.test(textAt(cause, 'message') ?? ''))
  );
}

function accepted(wanted: KubeObject, answer: Answer): KubeObject {
  if (answer.status >= 300 || !isKubeObject(answer.body)) throw refused(wanted, answer);
  return answer.body;
}

function refused({ kind, metadata }: KubeObject, answer: Answer): Refused {
  return new Refused(`${kind} ${metadata.name}`, answer);
}

function settled(object: KubeObject, { api, dryRun, patience }: ObjectOptions): Promise<KubeObject> {
  return dryRun ? Promise.resolve(object) : ready(api, object, patience);
}

/** Deletes an object and waits until it is gone. */
export async function remove(object: KubeObject, { api, patience }: ObjectOptions): Promise<void> {
  const path = await api.pathOf(object);
  // Its definition is gone, so it is.
  if (path === undefined) return;
  const answer = await api.call('DELETE', `${path}?propagationPolicy=Foreground`);
  if (answer.status === 404) return;
  if (answer.status >= 300) throw refused(object, answer);
  await until(`${object.kind} ${object.metadata.name}`, patience, async () => {
    const left = await api.get(path);
    if (left === undefined) return { answer: undefined };
    const finalizers = left.metadata['finalizers'];
    return {
      missing: `it is still there${finalizers === undefined ? '' : `, held by ${JSON.stringify(finalizers)}`}`,
    };
  });
}

/** The object that a resource asks for: a name of its own when it gave none, and `stringData` as the server keeps it. */
export function objectOf(inputs: JsonObject, name: string): KubeObject {
  const { stringData, data, metadata, ...rest } = inputs;
  const encoded = new Map(
    Object.entries(isObject(stringData) ? stringData : {}).map(([key, value]) => [
      key,
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
    ]),
  );
  const kept = isObject(data) ? data : undefined;
  const object = {
    ...rest,
    metadata: { name, ...(isObject(metadata) ? metadata : {}) },
    ...(isObject(stringData) ? { data: { ...kept, ...Object.fromEntries(encoded) } } : {}),
    ...(!isObject(stringData) && data !== undefined ? { data } : {}),
  };
  if (!isKubeObject(object)) throw new Error(`${name} is no Kubernetes object: ${JSON.stringify(inputs)}`);
  return object;
}
