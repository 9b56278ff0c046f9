import { isJudged } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Choices } from '#catalog/diagnostic/questionnaire/question.ts';
import { applyReply } from '#catalog/diagnostic/questionnaire/reply.ts';
import { nextStep } from '#catalog/diagnostic/questionnaire/flow.ts';
import type { Interview, Reply, Value } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { isRecord } from '#catalog/record.ts';
import { pointerSteps, pointerValue } from '#catalog/schema/pointer.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';

/** Use cases to choose from in tests: those of a diagnostic. */
export function choicesOf(diagnostic: Diagnostic): Choices {
  return { useCases: diagnostic.useCases.map(({ id }) => ({ value: id, text: { en: id, fr: id } })) };
}

/** What somebody who knows a diagnostic by heart replies to a step. */
export function replyFrom(diagnostic: Diagnostic, step: Step): Reply {
  const { question } = step;
  const stored = pointerValue(diagnostic, placeIn(diagnostic, step));
  if (isJudged(question)) return judgedReply(stored);
  if (stored === undefined) return { status: 'refused' };
  if (question.unknownAs !== undefined && stored === question.unknownAs) return { status: 'unknown' };
  if (question.kind === 'portions' && question.asList === true && Array.isArray(stored))
    return answered(
      Object.fromEntries(stored.filter(isRecord).map(({ id, weight }) => [String(id), Number(weight)])),
    );
  if (question.kind === 'items' && Array.isArray(stored))
    return answered(stored.filter(isRecord).map((item) => String(item[question.key])));
  if (question.kind === 'target' && isRecord(stored)) {
    const { low, mid, high } = stored;
    return answered({ low: Number(low), mid: Number(mid), high: Number(high) });
  }
  return answered(stored as Value);
}

/** Replies to every step until nothing is open. */
export function interviewed(start: Interview, choices: Choices, reply: (step: Step) => Reply): Interview {
  let interview = start;
  let step = nextStep(interview, choices);
  for (let asked = 0; step !== undefined; asked += 1) {
    if (asked > 5000) throw new Error(`The interview does not end: ${step.key}`);
    interview = applyReply(interview, step, reply(step));
    step = nextStep(interview, choices, step.key);
  }
  return interview;
}

function answered(value: Value): Reply {
  return { status: 'answered', value };
}

function judgedReply(stored: unknown): Reply {
  if (!isRecord(stored)) return { status: 'skipped' };
  const {
    status = 'answered',
    confidence = 'C',
    evidence = [],
    note,
    value,
    low,
    mid,
    high,
  } = stored as {
    status?: 'answered' | 'assumed' | 'unknown' | 'refused' | 'not_applicable';
    confidence?: 'A' | 'B' | 'C' | 'D';
    evidence?: never[];
    note?: string;
    value?: number | null;
    low?: number | null;
    mid?: number | null;
    high?: number | null;
  };
  const noted = note === undefined ? {} : { note };
  if (status !== 'answered' && status !== 'assumed')
    return { status, judgement: { confidence, evidence, ...noted } };
  const ends = { low: low ?? 0, high: high ?? 0 };
  const point = mid ?? value ?? null;
  const isRange = low !== undefined && high !== undefined;
  const given: Value = isRange
    ? point === null && mid === undefined
      ? ends
      : { ...ends, mid: point }
    : Number(value);
  return { status, value: given, judgement: { confidence, evidence, ...noted } };
}

/** The place of a step in a finished diagnostic: items made by answers are looked up by their id. */
function placeIn(diagnostic: Diagnostic, { pointer, question }: Step): string {
  if (!question.at.includes('/=')) return pointer;
  const id = pointerSteps(question.at)
    .find((part) => part.startsWith('='))
    ?.slice(1);
  const position = (diagnostic.maturity?.questions ?? []).findIndex((each) => each.id === id);
  return `/maturity/questions/${position}/answer`;
}
