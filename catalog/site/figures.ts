import { euros, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';

/** `€25,000–38,000`, or one amount where both ends are the same. */
export function euroSpan(low: number, high: number, language: Language): string {
  if (low === high) return euros(low, language);
  return language === 'en'
    ? `${euros(low, 'en')}–${number(high, 'en')}`
    : `${number(low, 'fr')}–${euros(high, 'fr')}`;
}

/** The same by the month. */
export function monthSpan(low: number, high: number, language: Language): string {
  return `${euroSpan(low, high, language)}${language === 'en' ? ' a month' : ' par mois'}`;
}

/** `7–10 weeks`. */
export function weekSpan(low: number, high: number, language: Language): string {
  const span =
    low === high
      ? number(low, language, decimals(low))
      : `${number(low, language, decimals(low))}–${number(high, language, decimals(high))}`;
  return `${span} ${language === 'en' ? (high === 1 ? 'week' : 'weeks') : high < 2 ? 'semaine' : 'semaines'}`;
}

function decimals(value: number): number {
  return Number.isInteger(value) ? 0 : 1;
}

/** `1 entry`, `89 entries`. */
export function entryCount(count: number, language: Language): string {
  const one = language === 'en' ? 'entry' : 'fiche';
  const many = language === 'en' ? 'entries' : 'fiches';
  return `${number(count, language)} ${count === 1 || (language === 'fr' && count === 0) ? one : many}`;
}
