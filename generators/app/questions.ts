import { misfit, parseAnswer } from '../engine/plan/answers.ts';
import type { AnsweredQuestion } from '../engine/plan/inputs.ts';
import { textOf } from '../engine/text.ts';

interface Asked {
  readonly name: string;
  readonly message: string;
}

/** A question in the form that Yeoman's prompts take. */
export type Prompt =
  | (Asked & { readonly type: 'confirm'; readonly default?: boolean })
  | (Asked & {
      readonly type: 'select';
      readonly default?: unknown;
      readonly choices: { readonly name: string; readonly value: unknown }[];
    })
  | (Asked & {
      readonly type: 'input';
      readonly default?: string;
      readonly validate: (typed: string) => true | string;
    });

/** Prompts for what the diagnostic did not answer; defaults are offered, not taken silently. */
export function promptsFor(questions: readonly AnsweredQuestion[]): readonly Prompt[] {
  return questions.filter(({ origin }) => origin === 'default' || origin === 'nobody').map(promptFor);
}

function promptFor(question: AnsweredQuestion): Prompt {
  const { name, schema, value } = question;
  const message = schema.description === undefined ? schema.title : `${schema.title} (${schema.description})`;
  const asked = { name, message };
  if (schema.enum !== undefined) {
    const choices = schema.enum.map((choice) => ({ name: String(choice), value: choice }));
    return { ...asked, type: 'select', choices, ...(value === null ? {} : { default: value }) };
  }
  if (schema.type === 'boolean') return { ...asked, type: 'confirm', default: value === true };
  return {
    ...asked,
    type: 'input',
    validate: (words) => objection(words, question),
    ...(value === null ? {} : { default: typed(value) }),
  };
}

/** A value as a person would type it. */
function typed(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
}

function objection(words: string, { schema, required }: AnsweredQuestion): true | string {
  if (words === '') return required ? 'This has to be answered.' : true;
  const expected = misfit(parseAnswer(words, schema), schema);
  return expected === undefined ? true : `Expected ${expected}.`;
}

/** Answers worth passing on: an empty line means that nobody knows. */
export function givenAnswers(answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answers).filter(([, answer]) => answer !== '' && answer !== undefined),
  );
}
