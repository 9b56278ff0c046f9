/** Adds one step to a JSON pointer (RFC 6901); no step gives the pointer back. */
export function pointerAppend(pointer: string, step: string | number | undefined): string {
  if (step === undefined) return pointer;
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The steps of a JSON pointer, unescaped. */
export function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a JSON pointer leads to; undefined when it leads nowhere. Own properties only. */
export function pointerValue(data: unknown, pointer: string): unknown {
  let value: unknown = data;
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
