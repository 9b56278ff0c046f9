import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic, Plan, Template } from '#catalog/schema/generated/types.ts';
import { closest } from '#catalog/text/closest.ts';
import { refuseAny, wrong } from '../problems.ts';
import { misfit, parseAnswer } from './answers.ts';
import type { InputSchema } from './answers.ts';
import { manifestFile } from './capabilities.ts';
import { lookUp, unwrap } from './pointer.ts';

/** One question that the templates of a plan ask together. */
export interface Question {
  readonly name: string;
  readonly schema: InputSchema;
  /** Whether some template cannot do without an answer. */
  readonly required: boolean;
  /** The first template that asks. */
  readonly template: Template;
}

/** Where an answer came from. */
export type AnswerOrigin = 'given' | 'locked' | 'diagnostic' | 'default' | 'nobody';

/** Where answers are looked for, in this order, before the default. */
export interface KnownAnswers {
  /** By input name: text as typed after `--set name=`, or values of the right type. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Of an earlier plan; `null` counts as no answer. Default: none. */
  readonly locked?: Readonly<Record<string, unknown>>;
  /** Default: it is not at hand. */
  readonly diagnostic?: Diagnostic;
}

/** A question with the answer found for it; `null` where nobody gave one. */
export interface AnsweredQuestion extends Question {
  readonly value: unknown;
  readonly origin: AnswerOrigin;
}

/**
 * What the templates ask, by name. Two templates may ask the same question if they say the same.
 * @throws InputError where they do not.
 */
export function questionsOf(templates: readonly Template[]): readonly Question[] {
  const questions = new Map<string, Question>();
  const problems: Problem[] = [];
  for (const template of templates) {
    for (const [name, schema] of Object.entries(template.inputs?.properties ?? {})) {
      const required = template.inputs?.required?.includes(name) ?? false;
      const known = questions.get(name);
      if (known === undefined) questions.set(name, { name, schema, required, template });
      else if (JSON.stringify(known.schema) !== JSON.stringify(schema))
        problems.push(ambiguous(name, known.template, template));
      else questions.set(name, { ...known, required: known.required || required });
    }
  }
  refuseAny(problems);
  return [...questions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ambiguous(name: string, first: Template, second: Template): Problem {
  return wrong('AMBIGUOUS_INPUT', `${first.id} and ${second.id} declare the input '${name}' differently.`, {
    file: manifestFile(second),
    pointer: `/inputs/properties/${name}`,
    expected: 'one name to mean one thing everywhere',
    action: 'Copy the declaration, or choose another name.',
  });
}

/**
 * The best answer to each question: given, else of an earlier plan, else read from the diagnostic, else the default,
 * else `null`. What does not fit the question is left for `planInputs` to report.
 */
export function answerQuestions(
  questions: readonly Question[],
  known: KnownAnswers,
): readonly AnsweredQuestion[] {
  return questions.map((question) => ({ ...question, ...answerOf(question, known) }));
}

function answerOf(
  { name, schema }: Question,
  { given, locked = {}, diagnostic }: KnownAnswers,
): { readonly value: unknown; readonly origin: AnswerOrigin } {
  if (Object.hasOwn(given, name)) {
    const value = given[name];
    return { value: typeof value === 'string' ? parseAnswer(value, schema) : value, origin: 'given' };
  }
  if (Object.hasOwn(locked, name) && locked[name] !== null) return { value: locked[name], origin: 'locked' };
  const pointer = schema['x-fromDiagnostic'];
  const read = pointer === undefined ? undefined : unwrap(lookUp(diagnostic, pointer)[0]?.value);
  if (read !== undefined && read !== null) return { value: read, origin: 'diagnostic' };
  if (schema.default !== undefined) return { value: schema.default, origin: 'default' };
  return { value: null, origin: 'nobody' };
}

/**
 * The answers to all inputs of the templates.
 * @throws InputError naming every input that is unknown, missing or of the wrong kind, with the `--set` to use.
 */
export function planInputs(templates: readonly Template[], known: KnownAnswers): Plan['inputs'] {
  const answered = answerQuestions(questionsOf(templates), known);
  const names = answered.map(({ name }) => name);
  refuseAny([
    ...Object.keys(known.given)
      .filter((name) => !names.includes(name))
      .map((name) => unknownInput(name, names)),
    ...answered.flatMap(answerProblems),
  ]);
  return Object.fromEntries(answered.map(({ name, value }) => [name, value]));
}

function unknownInput(name: string, names: readonly string[]): Problem {
  const near = closest(name, names);
  return wrong('UNKNOWN_INPUT', `No template of this plan asks for '${name}'.`, {
    pointer: `--set ${name}`,
    expected: names.length === 0 ? 'no --set: these templates ask nothing' : `one of: ${names.join(', ')}`,
    action: near === undefined ? 'Leave it out.' : `Did you mean '${near}'?`,
  });
}

function answerProblems(answer: AnsweredQuestion): readonly Problem[] {
  const { name, schema, value, origin } = answer;
  if (origin === 'nobody') return answer.required ? [missing(answer)] : [];
  const expected = schema['x-secret'] === true ? secretMisfit(value) : misfit(value, schema);
  if (expected === undefined) return [];
  const place = {
    given: { pointer: `--set ${name}` },
    locked: { file: '.toltek/lock.json', pointer: `/answers/${name}` },
    diagnostic: { pointer: schema['x-fromDiagnostic'] ?? '' },
    default: { file: manifestFile(answer.template), pointer: `/inputs/properties/${name}/default` },
  }[origin];
  return [
    wrong('INPUT', `The answer to '${schema.title}' does not fit.`, {
      ...place,
      value,
      expected,
      action: `Give another with ${setOption(answer)}.`,
    }),
  ];
}

function missing(question: Question): Problem {
  const { schema } = question;
  return wrong('MISSING_INPUT', `Nobody answered '${schema.title}', which ${question.template.id} needs.`, {
    ...(schema['x-fromDiagnostic'] === undefined ? {} : { pointer: schema['x-fromDiagnostic'] }),
    expected: schema.description ?? schema.title,
    action: `Give it with ${setOption(question)}.`,
  });
}

function setOption({ name, schema }: Question): string {
  const example: unknown = schema.examples?.[0] ?? schema.enum?.[0];
  return `--set ${name}=${typeof example === 'string' || typeof example === 'number' ? example : '…'}`;
}

/** A repository never holds a secret: the answer is the name of the environment variable that will. */
function secretMisfit(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value)
    ? undefined
    : 'the name of an environment variable, not the secret itself';
}
