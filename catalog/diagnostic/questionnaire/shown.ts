import type { Text } from '../../dated.ts';
import { isRecord } from '../../record.ts';
import { pointerValue } from '../../schema/pointer.ts';
import { slugOf } from '../../text/slug.ts';
import type { Draft } from './interview.ts';
import type { Option, Question } from './question.ts';
import type { Step } from './steps.ts';
import { words } from './texts.ts';

/** An answer as people read it; empty where there is none. What the client wrote in it is as it was written. */
export function shownAnswer(
  value: unknown,
  question: Question,
  options: readonly Option[],
  language: keyof Text,
): string {
  if (value === undefined) return '';
  const name = (one: unknown): string =>
    options.find((option) => option.value === one)?.text[language] ?? String(one);
  if (Array.isArray(value)) {
    const key = question.kind === 'items' ? question.key : 'id';
    const named = value.map((one: unknown) => (isRecord(one) ? portion(one, key, name) : name(one)));
    return named.length === 0 ? '–' : named.join('; ');
  }
  if (!isRecord(value))
    return question.kind === 'number' && question.percent === true ? percent(value) : name(value ?? '?');
  const status = value['status'];
  const figures = ['value', 'low', 'mid', 'high'].flatMap((part) => value[part] ?? []);
  if (figures.length === 0 && typeof status === 'string') return statusText(status, language);
  if (question.kind === 'portions')
    return Object.entries(value)
      .map(([id, part]) => `${name(id)} ${question.of === 'shares' ? percent(part) : String(part)}`)
      .join(', ');
  const trust = value['confidence'];
  return `${figures.map(String).join(' … ')}${typeof trust === 'string' ? ` (${trust})` : ''}`;
}

/** What became of a question without an answer, in words. */
export function statusText(status: string, language: keyof Text): string {
  switch (status) {
    case 'skipped':
    case 'unknown':
    case 'refused':
    case 'not_applicable':
      return words[status][language];
    default:
      return status;
  }
}

function portion(
  item: Readonly<Record<string, unknown>>,
  key: string,
  name: (one: unknown) => string,
): string {
  const weight = item['weight'];
  return `${name(item[key])}${typeof weight === 'number' ? ` ${percent(weight)}` : ''}`;
}

function percent(share: unknown): string {
  return typeof share === 'number' ? `${Math.round(share * 1e6) / 1e4} %` : String(share);
}

/** What is proposed for an answer that is not there yet; undefined where nothing is. */
export function proposal({ question, pointer }: Step, draft: Draft): string | undefined {
  if (question.kind !== 'text' || question.slugOf === undefined) return undefined;
  if (pointerValue(draft, pointer) !== undefined) return undefined;
  const from = pointerValue(draft, question.slugOf);
  const slug = typeof from === 'string' ? slugOf(from) : '';
  return slug === '' ? undefined : slug;
}

/** What a question is about, outermost first, then the question. */
export function placeOf({ section, about, question }: Step, language: keyof Text): string {
  const place = [section.title[language], ...about.map((each) => each[language])].join(' › ');
  return `${place}: ${question.text[language]}`;
}

/** `2 h 05`, or `40 min`. */
export function duration(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, '0')}`;
}
