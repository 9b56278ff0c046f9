import type { Language } from '../selection/text.ts';

export const languages: readonly Language[] = ['en', 'fr'];

/** Where a page is: its links lead from there, so that the site works below any address and from a folder. */
export interface Place {
  readonly language: Language;
  /** Path from the top of its language: `index.html`, `entries/df-forecast.html`. */
  readonly path: string;
}

/** Path of a page from the top of the site. English is at the top, other languages below their name. */
export function pathOf({ language, path }: Place): string {
  return language === 'en' ? path : `${language}/${path}`;
}

/** The way from a page up to the top of the site, empty or ending in `/`. */
export function toTop(place: Place): string {
  return '../'.repeat(pathOf(place).split('/').length - 1);
}

/** The way from a page to another of the same language. */
export function toPage({ path }: Place, other: string): string {
  return '../'.repeat(path.split('/').length - 1) + other;
}

/** The way from a page to the page of an entry. */
export function toEntry(place: Place, id: string): string {
  return toPage(place, `entries/${id}.html`);
}
