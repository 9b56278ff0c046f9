/** A value of a document with its JSON pointer. */
export interface Located {
  readonly pointer: string;
  readonly value: unknown;
}

/**
 * Everything a JSON pointer (RFC 6901) reaches in a document; `*` stands for every element of a list or object.
 * What is not there is not returned.
 */
export function lookUp(document: unknown, pointer: string): readonly Located[] {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return tokens.reduce<readonly Located[]>(
    (found, token) => found.flatMap((at) => (token === '*' ? children(at) : child(at, token))),
    [{ pointer: '', value: document }],
  );
}

function children(at: Located): readonly Located[] {
  if (typeof at.value !== 'object' || at.value === null) return [];
  return Object.keys(at.value).flatMap((key) => child(at, key));
}

function child(at: Located, key: string): readonly Located[] {
  if (typeof at.value !== 'object' || at.value === null) return [];
  const property = Object.getOwnPropertyDescriptor(at.value, key);
  if (property === undefined || (Array.isArray(at.value) && key === 'length')) return [];
  const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return [{ pointer: `${at.pointer}/${escaped}`, value: property.value }];
}

/** The value inside a judged answer (`{value, status, …}`); anything else as it is. */
export function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return 'value' in value && 'status' in value ? value.value : value;
}
