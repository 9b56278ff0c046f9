import type { Text } from '#catalog/dated.ts';
import type { Progress } from '#catalog/diagnostic/questionnaire/flow.ts';
import type { Draft } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Option, Question } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { isRecord } from '#catalog/record.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import { slugOf } from '#catalog/text/slug.ts';
import { visible } from '../adapters/terminal.ts';
import { wrap } from '../commands/catalog-format.ts';
import type { Conversation } from './conversation.ts';
import { words } from './words.ts';

type Language = keyof Text;

/** The head of a section: its number, title and whom to ask. */
export function sectionHead(step: Step, progress: Progress, language: Language, talk: Conversation): string {
  const place = progress.sections.find(({ section }) => section.id === step.section.id);
  const count = `${place?.number ?? 0} ${words.of[language]} ${progress.sections.length}`;
  const head = `${words.section[language]} ${count} · ${step.section.title[language]} · ${duration(progress.minutesLeft)} ${words.left[language]}`;
  return `\n${talk.style('bold', head)}\n${wrap(step.section.intro[language], talk.width, '')}`;
}

/** A question as it is shown: where one is, what is asked, what can be answered, what is there already. */
export function questionText(
  step: Step,
  options: readonly Option[],
  draft: Draft,
  language: Language,
  talk: Conversation,
): string {
  const { question, about } = step;
  const place = about.map((each) => visible(each[language])).join(' › ');
  const how = hint(question, language);
  const asked = `${question.text[language]}${how === '' ? '' : ` (${how})`}`;
  const now = shownAnswer(pointerValue(draft, step.pointer), question, options, language);
  return [
    '',
    ...(place === '' ? [] : [talk.style('cyan', place)]),
    talk.style('bold', wrap(asked, talk.width, '')),
    ...optionLines(options, language),
    ...anchorLines(question, language),
    ...(now === ''
      ? []
      : [talk.style('dim', `${words.now[language]}: ${now} · ${words.enterKeeps[language]}`)]),
  ].join('\n');
}

/** Help for a question. */
export function helpText({ question }: Step, language: Language, width: number): string {
  const { help, example } = question;
  const lines = [
    ...(help === undefined ? [] : [help[language]]),
    ...(example === undefined ? [] : [`${words.example[language]} ${example[language]}`]),
  ];
  const said = lines.length === 0 ? [words.noHelp[language]] : lines;
  return [...said, words.commands[language]].map((line) => `  ${wrap(line, width - 2, '  ')}`).join('\n');
}

/** What Enter stands for where a question proposes an answer; undefined where it skips. */
export function proposal({ question, pointer }: Step, draft: Draft): string | undefined {
  if (question.kind !== 'text' || question.slugOf === undefined) return undefined;
  if (pointerValue(draft, pointer) !== undefined) return undefined;
  const from = pointerValue(draft, question.slugOf);
  const slug = typeof from === 'string' ? slugOf(from) : '';
  return slug === '' ? undefined : slug;
}

/** `2 h 05`, or `40 min`. */
export function duration(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, '0')}`;
}

function hint(question: Question, language: Language): string {
  switch (question.kind) {
    case 'number':
      return question.percent === true ? words.percent[language] : (question.unit?.[language] ?? '');
    case 'date':
      return words.day[language];
    case 'multi':
      return words.several[language];
    case 'lines':
      return words.separated[language];
    case 'items':
      return question.options === undefined ? words.separated[language] : words.several[language];
    case 'bounds':
      return `${words.two[language]}, ${question.unit[language]}`;
    case 'range':
      return `${words.three[language]}, ${question.unit[language]}`;
    case 'target':
      return words.three2[language];
    case 'level': {
      const unit = question.unit === undefined ? `${question.min}–${question.max}` : question.unit[language];
      return `${unit}, ${words.scale[language]} ${question.unit === undefined ? '2-3' : '24-36'}`;
    }
    case 'text':
    case 'choice':
    case 'portions':
      return '';
  }
}

function optionLines(options: readonly Option[], language: Language): readonly string[] {
  const width = String(options.length).length;
  return options.map(({ value, text }, index) => {
    const named = text[language].toLowerCase() === String(value);
    const id = typeof value === 'string' && !named ? `  [${value}]` : '';
    return `  ${String(index + 1).padStart(width)} ${visible(text[language])}${id}`;
  });
}

function anchorLines(question: Question, language: Language): readonly string[] {
  if (question.kind !== 'level') return [];
  return Object.entries(question.anchors ?? {}).map(([level, text]) => `  ${level} ${text[language]}`);
}

/** An answer as people read it; empty where there is none. */
export function shownAnswer(
  value: unknown,
  question: Question,
  options: readonly Option[],
  language: Language,
): string {
  if (value === undefined) return '';
  const name = (one: unknown): string =>
    visible(options.find((option) => option.value === one)?.text[language] ?? String(one));
  if (Array.isArray(value)) {
    const key = question.kind === 'items' ? question.key : 'id';
    const named = value.map((one: unknown) => (isRecord(one) ? portion(one, key, name) : name(one)));
    return named.length === 0 ? '–' : named.join('; ');
  }
  if (!isRecord(value))
    return question.kind === 'number' && question.percent === true ? percent(value) : name(value ?? '?');
  const status = value['status'];
  const figures = ['value', 'low', 'mid', 'high'].flatMap((part) => value[part] ?? []);
  if (figures.length === 0 && typeof status === 'string') return status;
  if (question.kind === 'portions')
    return Object.entries(value)
      .map(([id, part]) => `${id} ${question.of === 'shares' ? percent(part) : String(part)}`)
      .join(', ');
  const trust = value['confidence'];
  return `${figures.map(String).join(' … ')}${typeof trust === 'string' ? ` (${trust})` : ''}`;
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
