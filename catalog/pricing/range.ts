import { number } from '../text/number.ts';
import type { Language } from '../text/number.ts';

/** Lowest, most likely and highest amount. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export const nothing: Range = { low: 0, mid: 0, high: 0 };

/** The same amount three times: it is known. */
export function exactly(value: number): Range {
  return { low: value, mid: value, high: value };
}

export function add(a: Range, b: Range): Range {
  return { low: a.low + b.low, mid: a.mid + b.mid, high: a.high + b.high };
}

export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce(add, nothing);
}

export function times(a: Range, b: Range): Range {
  return { low: a.low * b.low, mid: a.mid * b.mid, high: a.high * b.high };
}

/** Each of the three amounts by a function that keeps their order. */
export function each(range: Range, change: (value: number, end: keyof Range) => number): Range {
  return { low: change(range.low, 'low'), mid: change(range.mid, 'mid'), high: change(range.high, 'high') };
}

/** Amounts of money to the cent. */
export function toCents(range: Range): Range {
  return each(range, (value) => Math.round(value * 100) / 100);
}

/** Quantities to six decimals, as in every document. */
export function toMillionths(range: Range): Range {
  return each(range, (value) => Math.round(value * 1e6) / 1e6);
}

/** `5`, or `5 / 30 / 300` where the three differ: at most three digits behind the point that say something. */
export function rangeText({ low, mid, high }: Range, language: Language): string {
  const ends = low === mid && mid === high ? [mid] : [low, mid, high];
  return ends.map((value) => amount(value, language)).join(' / ');
}

/** A quantity for people: whole from a hundred on, small ones with the digits that say something. */
export function amount(value: number, language: Language): string {
  const decimals = value >= 100 || value === 0 ? 0 : value >= 1 ? 1 : value >= 0.01 ? 3 : 6;
  const text = number(value, language, decimals);
  return decimals === 0 ? text : text.replace(/[.,]?0+$/, '');
}
