import { number } from '../text/number.ts';
import type { Language } from '../text/number.ts';

export type { Text } from '../dated.ts';

export { number, quoted, text } from '../text/number.ts';
export type { Language } from '../text/number.ts';

/** An amount in whole euros: €62,000 in English, 62 000 € in French. */
export function euros(value: number, language: Language): string {
  if (language === 'fr') return `${number(value, language)}\u00a0€`;
  const text = number(value, language);
  return text.startsWith('-') ? `-€${text.slice(1)}` : `€${text}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[], language: Language): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return `${items.slice(0, -1).join(', ')} ${language === 'en' ? 'and' : 'et'} ${last}`;
}
