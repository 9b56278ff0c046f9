/** Whether a value read from somewhere is an object with fields: no list, and not `null`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two records as one: what both have as records is merged in the same way, anything else is that of `right`. */
export function mergeRecords(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [a, b] = [left[key], right[key]];
      if (isRecord(a) && isRecord(b)) return [key, mergeRecords(a, b)];
      return [key, Object.hasOwn(right, key) ? b : a];
    }),
  );
}
