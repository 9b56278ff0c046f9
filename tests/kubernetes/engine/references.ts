// What pods name and must find. A real kubelet would not start such a pod; the simulated nodes call it ready.
import type { Api } from '../cluster/api.ts';
import type { Json, JsonObject } from '../json.ts';
import { at, isObject, objectsAt, textAt } from '../json.ts';

interface Reference {
  readonly collection: 'configmaps' | 'persistentvolumeclaims' | 'secrets' | 'serviceaccounts';
  readonly name: string;
  readonly key?: string;
}

/** Secrets, config maps, keys of them, claims and service accounts that a pod names and its namespace lacks. */
export async function missingReferences(
  api: Api,
  namespace: string,
  pod: JsonObject,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { collection, name, key } of referencesOf(pod)) {
    const object = await api.get(`/api/v1/namespaces/${namespace}/${collection}/${name}`);
    if (object === undefined) missing.push(`${collection}/${name}`);
    else if (key !== undefined && !keysOf(object).includes(key))
      missing.push(`${collection}/${name}, key ${key}`);
  }
  return [...new Set(missing)];
}

function keysOf(object: JsonObject): readonly string[] {
  return ['data', 'binaryData'].flatMap((part) => Object.keys(isObject(object[part]) ? object[part] : {}));
}

function referencesOf(pod: JsonObject): readonly Reference[] {
  const containers = [...objectsAt(pod, 'initContainers'), ...objectsAt(pod, 'containers')];
  return [
    ...containers.flatMap(ofContainer),
    ...objectsAt(pod, 'volumes').flatMap(ofVolume),
    ...objectsAt(pod, 'imagePullSecrets').flatMap((one) => reference('secrets', one, 'name')),
    ...reference('serviceaccounts', pod, 'serviceAccountName'),
  ];
}

function ofContainer(container: JsonObject): readonly Reference[] {
  return [
    ...objectsAt(container, 'envFrom').flatMap((from) => [
      ...reference('secrets', from['secretRef'], 'name'),
      ...reference('configmaps', from['configMapRef'], 'name'),
    ]),
    ...objectsAt(container, 'env').flatMap((variable) => [
      ...reference('secrets', at(variable, 'valueFrom', 'secretKeyRef'), 'name', 'key'),
      ...reference('configmaps', at(variable, 'valueFrom', 'configMapKeyRef'), 'name', 'key'),
    ]),
  ];
}

function ofVolume(volume: JsonObject): readonly Reference[] {
  return [
    ...fileReferences('secrets', volume['secret'], 'secretName'),
    ...fileReferences('configmaps', volume['configMap'], 'name'),
    ...reference('persistentvolumeclaims', volume['persistentVolumeClaim'], 'claimName'),
    ...objectsAt(volume, 'projected', 'sources').flatMap((source) => [
      ...fileReferences('secrets', source['secret'], 'name'),
      ...fileReferences('configmaps', source['configMap'], 'name'),
    ]),
  ];
}

function fileReferences(
  collection: Reference['collection'],
  from: Json | undefined,
  name: string,
): readonly Reference[] {
  const [whole] = reference(collection, from, name);
  if (whole === undefined) return [];
  const items = objectsAt(from, 'items').map((item) => textAt(item, 'key') ?? '');
  return items.length === 0 ? [whole] : items.map((key) => ({ ...whole, key }));
}

function reference(
  collection: Reference['collection'],
  from: Json | undefined,
  nameProperty: string,
  keyProperty?: string,
): readonly Reference[] {
  const name = textAt(from, nameProperty);
  if (name === undefined || at(from, 'optional') === true) return [];
  const key = keyProperty === undefined ? undefined : textAt(from, keyProperty);
  return [{ collection, name, ...(key === undefined ? {} : { key }) }];
}
