import type { Cell } from '#catalog/report/document.ts';
import type { Language } from '#catalog/selection/text.ts';

/** A number as it was read off a page. */
interface Printed {
  readonly value: number;
  /** Half of its last digit: what rounding may have taken or added. */
  readonly rounding: number;
}

const patterns: Readonly<Record<Language, RegExp>> = {
  en: /(-?)€?(\d+(?:,\d{3})*)(?:\.(\d+))?(%?)/g,
  fr: /(-?)(\d+(?:\u00a0\d{3})*)(?:,(\d+))?((?:\u00a0%)?)/g,
};

/** The text of a cell. */
export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Every number of a text as its reader understands it: thousands, decimals, shares as percent. */
export function printedIn(text: string, language: Language): readonly Printed[] {
  return [...text.matchAll(patterns[language])].map(
    ([, sign = '', whole = '', decimals = '', percent = '']) => {
      const unit = percent === '' ? 1 : 100;
      const size = Number(`${whole.replace(/\D/g, '')}.${decimals}`);
      return {
        value: (sign === '-' ? -size : size) / unit,
        rounding: 0.5 / 10 ** decimals.length / unit,
      };
    },
  );
}

/** What differs between the numbers of a text and those it should have; empty where it says just them. */
export function wrongNumbers(
  text: string,
  expected: readonly number[],
  language: Language,
): readonly string[] {
  const found = printedIn(text, language);
  if (found.length !== expected.length)
    return [`"${text}" has ${found.length} numbers, expected ${expected.join(' ')}`];
  return found.flatMap(({ value, rounding }, index) => {
    const wanted = expected[index] ?? NaN;
    return Math.abs(value - wanted) <= rounding + 1e-9 ? [] : [`"${text}" says ${value}, not ${wanted}`];
  });
}
