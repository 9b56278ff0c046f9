import type { Text } from '../../dated.ts';
import {
  evidenceKind,
  longestReference,
  readConfidence,
  usualConfidence,
} from '../../diagnostic/questionnaire/evidence.ts';
import type { Bounds, Judgement } from '../../diagnostic/questionnaire/interview.ts';
import type { Option, Question } from '../../diagnostic/questionnaire/question.ts';
import { numberOf, readTyped } from '../../diagnostic/questionnaire/typed.ts';
import type { Typed } from '../../diagnostic/questionnaire/typed.ts';
import { objection } from '../../diagnostic/questionnaire/validate.ts';
import { say } from '../../diagnostic/questionnaire/words.ts';
import type { Evidence } from '../../schema/generated/diagnostic.ts';
import { slugOf } from '../../text/slug.ts';

/** What somebody filled into the fields of a question, by name of the field. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Names of the fields of a form. */
export const fieldNames = {
  value: 'value',
  low: 'low',
  mid: 'mid',
  high: 'high',
  /** Names of the client's own, beside options. */
  own: 'own',
  /** Ticked where the answer is that there is nothing. */
  none: 'none',
  evidenceKind: 'evidence-kind',
  evidenceRef: 'evidence-ref',
  confidence: 'confidence',
  note: 'note',
} as const;

/** Name of the field with the number of an option. */
export function portionField({ value }: Option): string {
  return `part-${String(value)}`;
}

/**
 * Reads a filled form as an answer, by the same rules as what is typed in the terminal.
 * @param options those the question offers at the moment (`offered`)
 */
export function readFilled(
  fields: Fields,
  question: Question,
  options: readonly Option[],
  language: keyof Text,
): Typed {
  const read = readValue(fields, question, options, language);
  if (read === undefined) return { objection: empty };
  if (typeof read === 'object' && 'objection' in read) return read;
  const wrong = objection(question, read.value, options);
  return wrong === undefined ? read : { objection: wrong };
}

const empty = say(
  'Give an answer, or use one of the buttons below it.',
  'Donnez une réponse, ou utilisez l’un des boutons en dessous.',
);

function readValue(
  fields: Fields,
  question: Question,
  options: readonly Option[],
  language: keyof Text,
): Typed | undefined {
  const text = textOf(fields, fieldNames.value);
  const typed = (): Typed | undefined =>
    text === '' ? undefined : readTyped(text, question, options, language);
  const isNone = fields.has(fieldNames.none);
  switch (question.kind) {
    case 'text':
    case 'date':
    case 'number':
      return typed();
    case 'lines':
      return isNone ? { value: [] } : typed();
    case 'choice': {
      const chosen = options.find(({ value }) => String(value) === text);
      return chosen === undefined ? undefined : { value: chosen.value };
    }
    case 'multi': {
      const chosen = chosenOf(fields, options);
      return chosen.length === 0 && !isNone ? undefined : { value: chosen };
    }
    case 'items': {
      const { ownPrefix } = question;
      const lines = linesOf(fields, question.options === undefined ? fieldNames.value : fieldNames.own);
      const own = ownPrefix === undefined ? lines : lines.map((line) => ownName(line, ownPrefix));
      const names = [...chosenOf(fields, options).map(String), ...own];
      return names.length === 0 && !isNone ? undefined : { value: names };
    }
    case 'bounds':
      return readEnds(fields, language);
    case 'range':
    case 'target': {
      const ends = readEnds(fields, language);
      if (ends === undefined || 'objection' in ends) return ends;
      const mid = numberIn(fields, fieldNames.mid, language);
      if (mid !== undefined && typeof mid === 'object') return mid;
      return { value: { ...ends.value, mid: mid ?? null } };
    }
    case 'level':
      return readLevel(fields, question.unit?.en === 'months', language);
    case 'portions':
      return isNone ? { value: {} } : readPortions(fields, options, question.of, language);
  }
}

function readLevel(fields: Fields, inMonths: boolean, language: keyof Text): Typed | undefined {
  const value = numberIn(fields, fieldNames.value, language, inMonths);
  if (typeof value === 'object') return value;
  const ends = readEnds(fields, language, inMonths);
  if (ends === undefined) return value === undefined ? undefined : { value };
  if ('objection' in ends) return ends;
  return { value: value === undefined ? ends.value : { ...ends.value, mid: value } };
}

/** Both ends of a range; undefined where neither is filled in. */
function readEnds(
  fields: Fields,
  language: keyof Text,
  inMonths = false,
): { readonly value: Bounds } | { readonly objection: Text } | undefined {
  const low = numberIn(fields, fieldNames.low, language, inMonths);
  const high = numberIn(fields, fieldNames.high, language, inMonths);
  if (typeof low === 'object') return low;
  if (typeof high === 'object') return high;
  if (low === undefined && high === undefined) return undefined;
  return low === undefined || high === undefined ? { objection: bothEnds } : { value: { low, high } };
}

const bothEnds = say(
  'Both ends are needed: the lowest and the highest.',
  'Il faut les deux bornes : la plus basse et la plus haute.',
);

function readPortions(
  fields: Fields,
  options: readonly Option[],
  of: 'shares' | 'counts',
  language: keyof Text,
): Typed | undefined {
  const parts: Record<string, number> = {};
  for (const option of options) {
    const number = numberIn(fields, portionField(option), language);
    if (typeof number === 'object') return number;
    if (number !== undefined)
      parts[String(option.value)] = of === 'shares' ? Math.round(number * 1e6) / 1e8 : number;
  }
  return Object.keys(parts).length === 0 ? undefined : { value: parts };
}

/** The number in a field; undefined where it is empty. */
function numberIn(
  fields: Fields,
  name: string,
  language: keyof Text,
  inMonths = false,
): number | { readonly objection: Text } | undefined {
  const text = textOf(fields, name);
  if (text === '') return undefined;
  return (
    numberOf(text, language, inMonths) ?? {
      objection: say(`'${text}' is not a number.`, `« ${text} » n’est pas un nombre.`),
    }
  );
}

function chosenOf(fields: Fields, options: readonly Option[]): readonly Option['value'][] {
  const ticked = fields.get(fieldNames.value) ?? [];
  return options.map(({ value }) => value).filter((value) => ticked.includes(String(value)));
}

function linesOf(fields: Fields, name: string): readonly string[] {
  return textOf(fields, name)
    .split(/[;\n]+/)
    .map((line) => line.trim())
    .filter((line, index, all) => line !== '' && all.indexOf(line) === index);
}

function ownName(line: string, prefix: string): string {
  return `${prefix}${slugOf(line.startsWith(prefix) ? line.slice(prefix.length) : line)}`;
}

function textOf(fields: Fields, name: string): string {
  return (fields.get(name)?.[0] ?? '').trim();
}

/** What a judged answer rests on as it was filled in. */
export function readJudgement(
  fields: Fields,
  collected: Pick<Evidence, 'collectedAt' | 'collectedBy'>,
): Judgement {
  const kind = evidenceKind(textOf(fields, fieldNames.evidenceKind));
  const ref = textOf(fields, fieldNames.evidenceRef).slice(0, longestReference);
  const evidence = ref === '' ? [] : [{ kind: kind ?? ('interview' as const), ref, ...collected }];
  const note = textOf(fields, fieldNames.note);
  return {
    confidence: readConfidence(textOf(fields, fieldNames.confidence)) ?? usualConfidence(evidence[0]),
    evidence,
    ...(note !== '' && { note }),
  };
}

/** A value as it may be put into a field of numbers. */
export function fieldNumber(value: number, language: keyof Text): string {
  const text = String(value);
  return language === 'fr' ? text.replace('.', ',') : text;
}
