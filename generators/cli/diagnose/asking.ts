import type { Text } from '#catalog/dated.ts';
import type { Progress } from '#catalog/diagnostic/questionnaire/flow.ts';
import type { Draft } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Option, Question } from '#catalog/diagnostic/questionnaire/question.ts';
import { duration, shownAnswer } from '#catalog/diagnostic/questionnaire/shown.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
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
  const now = visible(shownAnswer(pointerValue(draft, step.pointer), question, options, language));
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
