import type { Text } from '../dated.ts';

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

/** One text from a sentence per language. */
export function text(write: (language: Language) => string): Text {
  return { en: write('en'), fr: write('fr') };
}

/** What stands between a heading and what it heads: French has a space before it. */
export const colon: Readonly<Record<Language, string>> = { en: ': ', fr: '\u00a0: ' };

/** A name that somebody gave, marked as one. */
export function quoted(name: string, language: Language): string {
  return language === 'en' ? `"${name}"` : `« ${name} »`;
}
