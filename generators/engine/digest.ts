import { hash } from 'node:crypto';
import { wellFormed } from './text.ts';

/** SHA-256 in lower-case hexadecimal; text counts as UTF-8. */
export function sha256(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}

/**
 * JSON with the keys of every object in code-unit order, so that equal data has equal bytes. Half characters, which
 * not every reader of JSON takes, become U+FFFD as in all that is written.
 */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(sorted(value), null, indent);
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** The same data with the keys of every object in the order of `canonicalJson`, so that it is written the same again. */
export function inKeyOrder<T>(data: T): T {
  // Nothing but the order of keys, and half characters, differ: of neither do types say anything.
  return sorted(data) as T;
}
