// Property values as the SDK sends them: JSON in which marked objects stand for secrets, references and unknowns.
import type { Json, JsonObject } from '../json.ts';
import { isList, isObject } from '../json.ts';

const signature = '4dabf18193072939515e22adb298388d';
const secret = '1b47061264138c4ac30d75fd1eb44270';
const resource = '5cf8f73096256a8f31e491e813e4eb8e';
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What a provider gets: secrets opened, references as ids, and nothing of what has no value. */
export function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return scalar(value);
  if (value === null) return null;
  const object = new Map(Object.entries(value));
  if (object.get(signature) === secret) return plain(object.get('value'));
  if (object.get(signature) === resource) return plain(object.get('id') ?? object.get('urn'));
  return Object.fromEntries(
    [...object]
      .filter(([name, item]) => item !== null && item !== undefined && !name.startsWith('__'))
      .map(([name, item]) => [name, plain(item)]),
  );
}

function scalar(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`A property cannot be a ${typeof value}.`);
}

/** Properties as a provider gets them. */
export function plainProperties(value: unknown): JsonObject {
  const found = plain(value ?? {});
  if (!isObject(found)) throw new Error('Properties are an object.');
  return found;
}

/** Whether a value depends on what is known only after a run. */
export function hasUnknown(value: Json | undefined): boolean {
  if (typeof value === 'string') return value === unknown;
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}
