/** The value at a JSON pointer, `undefined` where there is none. Own properties only. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value: unknown = document;
  for (const key of keysOf(pointer)) value = child(value, key);
  return value;
}

/**
 * A copy of the document with another value at a JSON pointer; what lies beside the way is shared, not copied.
 * The parent has to exist.
 */
export function withValue<T>(document: T, pointer: string, value: unknown): T {
  // The copy has the shape of the document but for the value, which the caller answers for.
  return replace(document, keysOf(pointer), value) as T;
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function replace(document: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = replace(child(document, key), rest, value);
  if (Array.isArray(document)) return document.with(Number(key), inner) as unknown;
  return { ...(isRecord(document) ? document : {}), [key]: inner };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
