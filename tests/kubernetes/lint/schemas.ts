// JSON Schemas of everything an API server serves, for kubeconform: the custom resources too, once their definitions are there.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Api } from '../cluster/api.ts';
import type { Json, JsonObject } from '../json.ts';
import { isList, isObject, objectsAt, textAt } from '../json.ts';

/** What kubeconform is told with `-schema-location`, below the folder of the schemas. */
export const schemaLocation = '{{.ResourceKind}}{{.KindSuffix}}.json';

/** Writes a schema for each kind; gives how many. */
export async function writeSchemas(api: Api, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const { status, body } = await api.call('GET', '/openapi/v2');
  if (status !== 200) throw new Error(`/openapi/v2 answered ${status}.`);
  const definitions = isObject(body['definitions']) ? body['definitions'] : {};
  const write = (name: string, schema: JsonObject): void => {
    writeFileSync(path.join(folder, name), JSON.stringify(schema));
  };
  write(shared, {
    definitions: {
      ...Object.fromEntries(Object.entries(definitions).map(([name, one]) => [name, schemaOf(one)])),
      'io.k8s.apimachinery.pkg.api.resource.Quantity': { anyOf: [{ type: 'string' }, { type: 'number' }] },
    },
  });
  let count = 0;
  for (const definition of Object.values(definitions)) {
    const kinds = objectsAt(definition, 'x-kubernetes-group-version-kind');
    const [kind] = kinds;
    // What has several is no kind of its own: DeleteOptions and the like.
    if (kinds.length !== 1 || kind === undefined) continue;
    write(fileOf(kind), ofKind(schemaOf(definition), kind));
    count++;
  }
  return count;
}

const shared = '_definitions.json';

function fileOf(kind: JsonObject): string {
  const [group = ''] = (textAt(kind, 'group') ?? '').split('.');
  const suffix = [group, textAt(kind, 'version') ?? ''].filter((part) => part !== '').join('-');
  return `${textAt(kind, 'kind')?.toLowerCase() ?? ''}-${suffix}.json`;
}

function ofKind(schema: Json, kind: JsonObject): JsonObject {
  const object = isObject(schema) ? schema : {};
  const properties = isObject(object['properties']) ? object['properties'] : {};
  const [group = '', version = ''] = [textAt(kind, 'group'), textAt(kind, 'version')];
  return {
    ...object,
    required: ['apiVersion', 'kind', 'metadata'],
    properties: {
      ...properties,
      apiVersion: { enum: [group === '' ? version : `${group}/${version}`] },
      kind: { enum: [kind['kind'] ?? ''] },
    },
  };
}

/** A schema that refuses what it does not know. What the API server says beside JSON Schema is left out. */
function schemaOf(value: Json | undefined): Json {
  if (isList(value)) return value.map(schemaOf);
  if (!isObject(value)) return value ?? null;
  if (value['x-kubernetes-int-or-string'] === true || value['format'] === 'int-or-string')
    return { anyOf: [{ type: 'string' }, { type: 'integer' }] };
  const kept = Object.entries(value).filter(
    ([name]) => !name.startsWith('x-kubernetes') && !['default', 'description', 'format'].includes(name),
  );
  const schema = Object.fromEntries(kept.map(([name, part]) => [name, partOf(name, part)]));
  const isOpen =
    value['x-kubernetes-preserve-unknown-fields'] === true || value['additionalProperties'] !== undefined;
  return value['properties'] === undefined || isOpen ? schema : { ...schema, additionalProperties: false };
}

function partOf(name: string, part: Json | undefined): Json {
  if (name === '$ref' && typeof part === 'string') return part.replace('#/', `${shared}#/`);
  // Names of properties are no words of the schema.
  if (name === 'properties' && isObject(part))
    return Object.fromEntries(Object.entries(part).map(([property, one]) => [property, schemaOf(one)]));
  return schemaOf(part);
}
