import type { Text } from '../../dated.ts';
import { fold } from '../../search/words.ts';
import { closest } from '../../text/closest.ts';
import { slugOf } from '../../text/slug.ts';
import type { Value } from './interview.ts';
import type { ItemsQuestion, Option, PortionsQuestion, Question, Scalar } from './question.ts';
import { objection } from './validate.ts';
import { say } from './words.ts';

/** What somebody typed, read as an answer. */
export type Typed = { readonly value: Value } | { readonly objection: Text };

/**
 * Reads a typed answer: numbers with units and in either notation, options by number, by value or by the start of
 * their text. Never guesses: what can mean two things is objected to.
 * @param options those the question offers at the moment (`offered`)
 */
export function readTyped(
  typed: string,
  question: Question,
  options: readonly Option[],
  language: keyof Text,
): Typed {
  const text = typed.trim();
  const value = read(text, question, options, language);
  if (typeof value === 'object' && 'objection' in value) return value;
  const wrong = objection(question, value.value, options);
  return wrong === undefined ? value : { objection: wrong };
}

function read(text: string, question: Question, options: readonly Option[], language: keyof Text): Typed {
  switch (question.kind) {
    case 'text':
      return { value: inItsCase(text, question.pattern) };
    case 'date':
      return { value: dayOf(text) };
    case 'number': {
      const number = numberOf(text, language, months(question.unit));
      if (number === undefined) return noNumber(text);
      return { value: question.percent === true ? shareOf(number) : number };
    }
    case 'level':
      return readLevel(text, language, months(question.unit));
    case 'bounds': {
      const numbers = numbersOf(text, language);
      const [low, high = low] = numbers ?? [];
      return low === undefined || high === undefined || (numbers?.length ?? 0) > 2
        ? noNumber(text)
        : { value: { low, high } };
    }
    case 'range':
    case 'target':
      return readEstimate(text, language);
    case 'choice':
      return readChoice(text, options);
    case 'multi':
      return readMulti(text, options);
    case 'lines':
      return { value: isNone(text) ? [] : parts(text) };
    case 'portions':
      return readPortions(text, question, options, language);
    case 'items':
      return readItems(text, question, options);
  }
}

/** Codes are written in one case: `fr` is taken for `FR` where only that fits. */
function inItsCase(text: string, pattern: string | undefined): string {
  if (pattern === undefined) return text;
  const fits = [text, text.toUpperCase(), text.toLowerCase()].find((each) => new RegExp(pattern).test(each));
  return fits ?? text;
}

/** `3`, `2-4` where only the ends are known, or `3 (2-4)`. */
function readLevel(text: string, language: keyof Text, inMonths: boolean): Typed {
  const single = numberOf(text, language, inMonths);
  if (single !== undefined) return { value: single };
  const [, before = '', within = text] = /^(.*?)\s*\((.+)\)$/.exec(text) ?? [];
  const ends = /^(.+?)\s*(?:-|–|…|\.\.|to|à)\s*(.+)$/i.exec(within);
  const low = numberOf(ends?.[1] ?? '', language, inMonths);
  const high = numberOf(ends?.[2] ?? '', language, inMonths);
  if (low === undefined || high === undefined) return noNumber(text);
  if (before === '') return { value: { low, high } };
  const mid = numberOf(before, language, inMonths);
  return mid === undefined ? noNumber(text) : { value: { low, mid, high } };
}

function readEstimate(text: string, language: keyof Text): Typed {
  const [first, second, third] = numbersOf(text, language) ?? [];
  if (first === undefined) return noNumber(text);
  if (second === undefined) return { value: { low: first, mid: first, high: first } };
  if (third === undefined) return { value: { low: first, mid: null, high: second } };
  return { value: { low: first, mid: second, high: third } };
}

function readChoice(text: string, options: readonly Option[]): Typed {
  const found = optionOf(text, options);
  return found === undefined ? noOption(text, options) : { value: found.value };
}

function readMulti(text: string, options: readonly Option[]): Typed {
  const none = options.find(({ value }) => value === 'none');
  if (isNone(text)) return { value: none === undefined ? [] : [none.value] };
  const values: Scalar[] = [];
  for (const part of optionParts(text, options)) {
    const found = optionOf(part, options);
    if (found === undefined) return noOption(part, options);
    if (!values.includes(found.value)) values.push(found.value);
  }
  return { value: values };
}

function readItems(text: string, question: ItemsQuestion, options: readonly Option[]): Typed {
  if (isNone(text)) return { value: [] };
  if (question.options === undefined) return { value: parts(text) };
  const names: Scalar[] = [];
  for (const part of optionParts(text, options)) {
    const found = optionOf(part, options);
    const prefix = question.ownPrefix;
    if (found === undefined && prefix === undefined) return noOption(part, options);
    const own = part.startsWith(prefix ?? '') ? part.slice((prefix ?? '').length) : part;
    const name = found?.value ?? `${prefix ?? ''}${slugOf(own)}`;
    if (!names.includes(name)) names.push(name);
  }
  return { value: names };
}

/** `revenue 50, 2=30`: an option by name or number, then its number. */
function readPortions(
  text: string,
  { of }: PortionsQuestion,
  options: readonly Option[],
  language: keyof Text,
): Typed {
  if (isNone(text)) return { value: {} };
  const found: Record<string, number> = {};
  // A comma between digits is a decimal one.
  for (const part of text.split(/;|,(?!\d)|\n/).map((each) => each.trim())) {
    if (part === '') continue;
    const [, name = '', amount = ''] = /^(.+?)[\s:=]+([\d.,]+)\s*%?$/.exec(part) ?? [];
    const option = optionOf(name.trim(), options);
    if (option === undefined) return noOption(name === '' ? part : name, options);
    const number = numberOf(amount, language);
    if (number === undefined) return noNumber(part);
    found[String(option.value)] = of === 'shares' ? shareOf(number) : number;
  }
  return { value: found };
}

/** An option by its number from 1, its value, or the start of its text in either language if only one starts so. */
function optionOf(text: string, options: readonly Option[]): Option | undefined {
  const wanted = fold(text);
  if (wanted === '') return undefined;
  const exact = options.find(({ value }) => fold(String(value)) === wanted);
  if (exact !== undefined) return exact;
  if (/^\d+$/.test(wanted)) return options[Number(wanted) - 1];
  const whole = options.find(({ text: { en, fr } }) => fold(en) === wanted || fold(fr) === wanted);
  if (whole !== undefined) return whole;
  const starting = options.filter(({ text: { en, fr } }) =>
    [fold(en), fold(fr)].some((each) => each.startsWith(wanted)),
  );
  return starting.length === 1 ? starting[0] : undefined;
}

/** Several options: separated by commas, semicolons or lines; numbers and values also by blanks. */
function optionParts(text: string, options: readonly Option[]): readonly string[] {
  return text.split(/[,;\n]+/).flatMap((part) => {
    const byBlank = part.split(/\s+/).filter((word) => word !== '');
    const areShort = byBlank.every(
      (word) => /^\d+$/.test(word) || options.some(({ value }) => fold(String(value)) === fold(word)),
    );
    if (areShort) return byBlank;
    return part.trim() === '' ? [] : part.trim();
  });
}

/** Names in a list: separated by semicolons or lines where there is one, else by commas. */
function parts(text: string): readonly string[] {
  return text
    .split(/[;\n]/.test(text) ? /[;\n]+/ : /,+/)
    .map((part) => part.trim())
    .filter((part, index, all) => part !== '' && all.indexOf(part) === index);
}

function numbersOf(text: string, language: keyof Text): readonly number[] | undefined {
  const words = text
    .split(/\s*[;/–…]\s*|\s+|\s*-\s+|,\s+/)
    .filter((part) => part !== '' && !/^(-|to|à|et|and)$/i.test(part));
  const numbers = words.flatMap((word) => numberOf(word, language) ?? []);
  return numbers.length === words.length && numbers.length > 0 && numbers.length <= 3 ? numbers : undefined;
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000, md: 1e9, b: 1e9, bn: 1e9 };

/**
 * A number as people write it: 1200, 1 200, 1,200 (English), 1 200,5 (French), 1.2M, 40k, 40 %, 12 €; where months are
 * meant, 3 years too. Undefined where it is none.
 */
export function numberOf(text: string, language: keyof Text, inMonths = false): number | undefined {
  const match =
    /^([+-]?[\d.,\s\u00a0\u202f]*\d)\s*(k|m|md|b|bn)?\s*(%|€|eur|euros?|y|yrs?|years?|ans?|années?|months?|mois|weeks?|semaines?|days?|jours?|hours?|heures?|gb|go)?$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, written = '', scale = '', unit = ''] = match;
  const years = /^(y|an)/i.test(unit);
  if (years && !inMonths) return undefined;
  const digits = written.replace(/[\s\u00a0\u202f]/g, '');
  const plainDigits =
    language === 'en' && /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)
      ? digits.replaceAll(',', '')
      : digits.replace(',', '.');
  if (!/^[+-]?\d+(\.\d+)?$/.test(plainDigits)) return undefined;
  // Without the noise of binary fractions: 1.1k is 1100.
  return rounded(Number(plainDigits) * (factors[scale.toLowerCase()] ?? 1) * (years ? 12 : 1));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Percent as a share of 1. */
function shareOf(percent: number): number {
  return Math.round(percent * 1e6) / 1e8;
}

function months(unit: Text | undefined): boolean {
  return unit?.en === 'months';
}

/** 30/11/2026 and 30.11.2026 are read as 2026-11-30; anything else stays, and is objected to if it is no day. */
function dayOf(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function isNone(text: string): boolean {
  return ['', '-', '0', 'none', 'no', 'aucun', 'aucune', 'rien'].includes(fold(text));
}

function noNumber(text: string): { readonly objection: Text } {
  return {
    objection: say(
      `'${text}' is not the number that is expected.`,
      `« ${text} » n’est pas le nombre attendu.`,
    ),
  };
}

function noOption(text: string, options: readonly Option[]): { readonly objection: Text } {
  const near = closest(
    text,
    options.flatMap(({ value, text: { en, fr } }) => [String(value), en, fr]),
  );
  return {
    objection:
      near === undefined
        ? say(`'${text}' is not among the options.`, `« ${text} » ne figure pas parmi les options.`)
        : say(
            `'${text}' is not among the options. Did you mean '${near}'?`,
            `« ${text} » ne figure pas parmi les options. Vouliez-vous dire « ${near} » ?`,
          ),
  };
}
