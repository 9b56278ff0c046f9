/** A value found in a resource, and where: `template.containers.0.image`. */
export interface Place<T = unknown> {
  readonly at: string;
  readonly value: T;
}

/**
 * The values at a dotted path, through lists and blocks. A block that is a reference stands for everything below it.
 * Nothing is found where an argument is left out or null.
 */
export function select(value: unknown, path: string, at = ''): Place[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => select(item, path, join(at, `${index}`)));
  if (path === '' || isUnknown(value)) return [{ at, value }];
  if (typeof value !== 'object') return [];
  const [key = '', ...rest] = path.split('.');
  const found: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  return select(found, rest.join('.'), join(at, key));
}

/** As {@link select}, below a value that was found. */
export function selectIn(place: Place, path: string): Place[] {
  return select(place.value, path, place.at);
}

/** Whether Terraform learns the value only when it runs: it refers to something. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.replaceAll('$${', '').includes('${');
}

/** The literal texts at a path; references are left out. */
export function texts(value: unknown, path: string): Place<string>[] {
  return select(value, path).filter(
    (place): place is Place<string> => typeof place.value === 'string' && !isUnknown(place.value),
  );
}

/** The literal numbers at a path, also those written as text. */
export function numbers(value: unknown, path: string): Place<number>[] {
  return select(value, path)
    .filter(({ value: found }) => found !== '' && !isUnknown(found) && !Number.isNaN(Number(found)))
    .map(({ at, value: found }) => ({ at, value: Number(found) }));
}

/** Whether there is anything at the path, a reference included. */
export function isSet(value: unknown, path: string): boolean {
  return select(value, path).length > 0;
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}
