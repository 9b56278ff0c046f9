/** HTML or SVG that is safe to show as it is. Only `markup` makes it from text, and it escapes what it is given. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template of `markup`: text and numbers are escaped, nothing is written for the rest. */
export type MarkupValue = string | number | Markup | readonly Markup[] | undefined | false;

/**
 * Writes HTML or SVG: every value is escaped, in text and in quoted attributes alike, unless it is markup already.
 *
 * @example markup`<td title="${name}">${name}</td>`
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(strings.reduce((written, text, index) => `${written}${shown(values[index - 1])}${text}`));
}

/** Parts one after the other. */
export function joined(parts: readonly Markup[], between = ''): Markup {
  return new Markup(parts.map(({ text }) => text).join(between));
}

/** A number in markup: at most two decimals, no exponent, no minus zero. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function shown(value: MarkupValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return coordinate(value);
  if (typeof value === 'string') return escapeMarkup(value);
  return joined(value).text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as HTML, SVG and XML show it. Characters that no XML may hold, and those that turn the direction of what
 * follows, become U+FFFD.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
