import type { Target } from '../cli/target.ts';
import type { UpdateRequest } from '../cli/upkeep.ts';
import { answerQuestions, questionsOf } from '../engine/plan/inputs.ts';
import type { AnsweredQuestion } from '../engine/plan/inputs.ts';
import { resolvePlan } from '../engine/plan/plan.ts';
import { answersOf } from '../engine/update/replan.ts';
import type { UpdateSource } from '../engine/update/update.ts';

/** Questions that a change brings and the repository was never asked, with the answers known without asking. */
export function newQuestions(
  { lock }: UpdateSource,
  { templates }: Target,
  { changed, diagnostic }: Pick<UpdateRequest, 'changed' | 'diagnostic'>,
): readonly AnsweredQuestion[] {
  const locked = answersOf(lock);
  const { templates: chosen } = resolvePlan({
    facts: changed?.facts ?? lock.facts,
    templates,
    earlier: { pins: new Map(Object.entries(lock.capabilities)), answers: locked },
    ...(diagnostic && { diagnostic }),
  });
  const questions = questionsOf(chosen.map(({ manifest }) => manifest));
  const known = { given: {}, locked, ...(diagnostic && { diagnostic }) };
  return answerQuestions(questions, known).filter(({ name }) => !Object.hasOwn(lock.answers, name));
}
