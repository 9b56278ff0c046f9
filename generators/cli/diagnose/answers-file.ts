import type { Text } from '#catalog/dated.ts';
import type { Interview, Reply } from '#catalog/diagnostic/questionnaire/interview.ts';
import { offered } from '#catalog/diagnostic/questionnaire/options.ts';
import { isJudged } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Choices } from '#catalog/diagnostic/questionnaire/question.ts';
import { applyReply } from '#catalog/diagnostic/questionnaire/reply.ts';
import { stepsOf } from '#catalog/diagnostic/questionnaire/steps.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { readTyped } from '#catalog/diagnostic/questionnaire/typed.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import { pointerAppend } from '#catalog/schema/pointer.ts';
import { closest } from '#catalog/text/closest.ts';
import { readConfidence, readEvidence, usualConfidence } from '#catalog/diagnostic/questionnaire/evidence.ts';
import { readLine } from './spoken.ts';

/** One answer of the file: as it would be typed, alone or with what it rests on. */
interface Written {
  readonly answer: string;
  readonly evidence?: string;
  readonly confidence?: string;
  readonly note?: string;
}

/** What reading a file of answers needs. */
export interface AnswersSetting {
  readonly choices: Choices;
  readonly language: keyof Text;
  /** Today, YYYY-MM-DD. */
  readonly today: string;
  /** Name of the file, for problems. */
  readonly file: string;
}

/**
 * The interview after all answers of a file: a JSON object from the key of a step to what somebody would type. Answers
 * are taken in the order of the questionnaire, whatever their order in the file.
 * @throws InputError with everything that is wrong; then nothing of the file counts.
 */
export function applyAnswers(start: Interview, answers: unknown, setting: AnswersSetting): Interview {
  const { choices, file } = setting;
  if (!isRecord(answers))
    throw new InputError([
      problem(file, '', 'It holds no answers.', 'a JSON object from question to answer'),
    ]);
  const problems: Problem[] = [];
  const open = new Map(Object.entries(answers));
  let interview = start;
  // An answer can call for more questions, so the steps are worked out anew after each.
  for (
    let step = withAnswer(interview, choices, open);
    step !== undefined;
    step = withAnswer(interview, choices, open)
  ) {
    const written = open.get(step.key);
    open.delete(step.key);
    const reply = replyOf(written, step, interview, setting);
    if ('expected' in reply) problems.push(problem(file, step.key, reply.message, reply.expected, written));
    else interview = applyReply(interview, step, reply);
  }
  const keys = stepsOf(interview.draft, choices).map(({ key }) => key);
  for (const key of open.keys()) {
    const near = closest(key, keys);
    const action = near === undefined ? undefined : `Did you mean '${near}'?`;
    problems.push({
      ...problem(
        file,
        key,
        `No question '${key}' is asked.`,
        'the key of a question that the other answers call for',
      ),
      ...(action !== undefined && { action }),
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return interview;
}

function withAnswer(
  interview: Interview,
  choices: Choices,
  open: ReadonlyMap<string, unknown>,
): Step | undefined {
  return stepsOf(interview.draft, choices).find(({ key }) => open.has(key));
}

function replyOf(
  written: unknown,
  step: Step,
  { draft }: Interview,
  { choices, language, today }: AnswersSetting,
): Reply | { readonly message: string; readonly expected: string } {
  const given = writtenOf(written);
  if (given === undefined)
    return {
      message: 'It is no answer.',
      expected: 'a text, or an object with answer, evidence, confidence and note',
    };
  const line = readLine(given.answer);
  const noted = given.note === undefined ? {} : { note: given.note };
  if ('command' in line) {
    const { command } = line;
    if (command === 'skip') return { status: 'skipped' };
    if (command === 'unknown' || command === 'refused' || command === 'not_applicable')
      return { status: command };
  }
  const read = readTyped(given.answer, step.question, offered(step.question, draft, choices), language);
  if ('objection' in read) return { message: read.objection.en, expected: step.question.text.en };
  if (!isJudged(step.question)) return { status: 'answered', value: read.value };
  const evidence =
    given.evidence === undefined ? undefined : readEvidence(given.evidence, { collectedAt: today });
  const confidence =
    given.confidence === undefined ? usualConfidence(evidence) : readConfidence(given.confidence);
  if (confidence === undefined) return { message: 'The confidence is none.', expected: 'A, B, C or D' };
  return {
    status: evidence?.kind === 'assumption' ? 'assumed' : 'answered',
    value: read.value,
    judgement: { confidence, evidence: evidence === undefined ? [] : [evidence], ...noted },
  };
}

function writtenOf(written: unknown): Written | undefined {
  if (typeof written === 'string' || typeof written === 'number') return { answer: String(written) };
  if (typeof written === 'boolean') return { answer: String(written) };
  if (!isRecord(written) || (typeof written['answer'] !== 'string' && typeof written['answer'] !== 'number'))
    return undefined;
  const { answer, evidence, confidence, note } = written;
  return {
    answer: String(answer),
    ...(typeof evidence === 'string' && { evidence }),
    ...(typeof confidence === 'string' && { confidence }),
    ...(typeof note === 'string' && { note }),
  };
}

function problem(file: string, key: string, message: string, expected: string, value?: unknown): Problem {
  return {
    code: 'ANSWER',
    severity: 'error',
    message,
    file,
    pointer: key === '' ? '' : pointerAppend('', key),
    expected,
    ...(value !== undefined && { value }),
    action: 'Correct the file; nothing of it was taken.',
  };
}
