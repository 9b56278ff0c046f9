/** Fields of a selection that stay with us: terms of the offer, and what interviews rest on. */
const WITHHELD = new Set(['commercial', 'evidence']);

/** A selection as the client may keep it: without commercial terms and evidence, at any depth. */
export function clientView(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clientView);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !WITHHELD.has(key))
      .map(([key, item]) => [key, clientView(item)]),
  );
}
