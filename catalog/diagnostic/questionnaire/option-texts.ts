import type { Text } from '../../dated.ts';
import { isGroup } from './question.ts';
import type { Part, Question, Scalar } from './question.ts';
import { questionnaire } from './questionnaire.data.ts';

const questions = new Map(
  questionnaire.flatMap(({ parts }) => questionsIn(parts)).map((question) => [question.at, question]),
);

function questionsIn(parts: readonly Part[]): readonly Question[] {
  return parts.flatMap((part) => (isGroup(part) ? questionsIn(part.parts) : part));
}

/**
 * What a value means, in the words it was asked in; undefined for a value that nobody can choose.
 * @param at place of the answer, as the question writes it: `/infra/elt`, `/dataSources/#/system`
 */
export function optionText(at: string, value: Scalar): Text | undefined {
  const question = questions.get(at);
  if (question === undefined || !('options' in question) || typeof question.options === 'string')
    return undefined;
  return question.options.find((option) => option.value === value)?.text;
}
