import type { Text } from '../dated.ts';

export type { Text } from '../dated.ts';

export type Language = keyof Text;

/** A number with thousands separated: 62,000 in English, 62 000 in French. At most `decimals` decimals. */
export function number(value: number, language: Language, decimals = 0): string {
  if (!Number.isFinite(value)) return '∞';
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : '\u00a0');
  const point = language === 'en' ? '.' : ',';
  const sign = value < 0 && (whole !== '0' || /[1-9]/.test(fraction)) ? '-' : '';
  return `${sign}${grouped}${fraction === '' ? '' : point + fraction}`;
}

/** An amount in whole euros: €62,000 in English, 62 000 € in French. */
export function euros(value: number, language: Language): string {
  if (language === 'fr') return `${number(value, language)}\u00a0€`;
  const text = number(value, language);
  return text.startsWith('-') ? `-€${text.slice(1)}` : `€${text}`;
}

/** One text from a sentence per language. */
export function text(write: (language: Language) => string): Text {
  return { en: write('en'), fr: write('fr') };
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[], language: Language): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return `${items.slice(0, -1).join(', ')} ${language === 'en' ? 'and' : 'et'} ${last}`;
}
