import { createHash } from 'node:crypto';

/**
 * Joins name parts with `-` and keeps the result within `maxLength` characters.
 *
 * A name that is too long keeps its beginning and ends in six hexadecimal digits of the SHA-256 of the
 * full name: the same parts always give the same name, and two long names do not meet.
 *
 * @param parts lower-case parts, most general first, for instance `['acme', 'dev', 'transform']`
 * @param maxLength the service's own limit, for instance 30 for a service account
 */
export function boundedName(parts: readonly string[], maxLength: number): string {
  const full = parts.join('-');
  if (full.length <= maxLength) return full;
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 6);
  return `${full.slice(0, maxLength - 7).replace(/-+$/, '')}-${digest}`;
}
