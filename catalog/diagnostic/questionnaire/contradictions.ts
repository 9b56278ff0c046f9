import { checkReadable } from '../check.ts';
import type { Finding } from '../finding.ts';
import { readablePart } from '../readable-part.ts';
import { pointerValue } from '../../schema/pointer.ts';
import type { Draft, Interview } from './interview.ts';
import { withUnknowns } from './open-answers.ts';
import type { Choices } from './question.ts';
import { stepAt, stepsOf } from './steps.ts';
import type { Step } from './steps.ts';

/** A contradiction with the steps that can mend it. */
export interface Contradiction {
  readonly key: string;
  readonly finding: Finding;
  /** Steps of the two answers, the one it was noticed at first; none for an answer that nobody is asked for. */
  readonly mends: readonly Step[];
}

/** What `Interview.accepted` keeps of a contradiction that stands. */
export function contradictionKey({ code, pointer, other }: Finding): string {
  return `${code} ${pointer} ${other}`;
}

/** The contradictions among the answers so far that nobody has accepted. */
export function contradictionsOf(
  { draft, accepted }: Pick<Interview, 'draft' | 'accepted'>,
  choices: Choices,
): readonly Contradiction[] {
  const steps = stepsOf(draft, choices);
  return findingsOf(draft)
    .map((finding) => ({ key: contradictionKey(finding), finding }))
    .filter(({ key }) => !accepted.includes(key))
    .map(({ key, finding }) => {
      const mends = [finding.pointer, finding.other].flatMap((pointer) => stepAt(steps, pointer) ?? []);
      return { key, finding, mends: mends.filter((step, index) => mends.indexOf(step) === index) };
    });
}

/** Objectives are needed by the checks, and are the one list of theirs that cannot be unknown. */
const noObjectives = { strategy: { objectives: [] }, company: {} };

function findingsOf(draft: Draft): readonly Finding[] {
  const readable = readablePart({ ...noObjectives, ...withUnknowns(draft) });
  if (readable === undefined) return [];
  // Only what somebody said can contradict something.
  return checkReadable(readable).filter(
    ({ pointer, other }) =>
      pointerValue(draft, pointer) !== undefined && pointerValue(draft, other) !== undefined,
  );
}
