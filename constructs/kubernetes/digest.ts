import { createHash } from 'node:crypto';

/** A short name for what is asked for: another for anything else. */
export function digestOf(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 8);
}
