import type { Text } from '../dated.ts';
import type { Language } from './number.ts';

const months: readonly Text[] = [
  { en: 'January', fr: 'janvier' },
  { en: 'February', fr: 'février' },
  { en: 'March', fr: 'mars' },
  { en: 'April', fr: 'avril' },
  { en: 'May', fr: 'mai' },
  { en: 'June', fr: 'juin' },
  { en: 'July', fr: 'juillet' },
  { en: 'August', fr: 'août' },
  { en: 'September', fr: 'septembre' },
  { en: 'October', fr: 'octobre' },
  { en: 'November', fr: 'novembre' },
  { en: 'December', fr: 'décembre' },
];

/** A day, YYYY-MM-DD, as it is read: 2 October 2026, 2 octobre 2026. */
export function dayText(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = months[Number(month) - 1]?.[language] ?? month;
  const ordinal = language === 'fr' && Number(date) === 1 ? '1er' : String(Number(date));
  return `${ordinal} ${name} ${year}`;
}

/** A month of a plan: Oct 26, oct. 26. */
export function monthText(firstDay: string, language: Language): string {
  const [year = '', month = ''] = firstDay.split('-');
  const name = months[Number(month) - 1]?.[language] ?? month;
  return `${name.slice(0, name.startsWith('jui') ? 4 : 3)} ${year.slice(2)}`;
}
