import type { Diagnostic } from '../../schema/generated/diagnostic.ts';
import { validateDiagnostic } from '../../schema/generated/validators/diagnostic.js';
import { pointerValue } from '../../schema/pointer.ts';
import { schemaProblems } from '../../schema/validate.ts';
import type { Problem } from '../../problem.ts';
import type { Draft, Interview } from './interview.ts';
import type { Choices } from './question.ts';
import { stepAt, stepsOf } from './steps.ts';
import type { Step } from './steps.ts';

/** Either the diagnostic, or what stands in its way: steps that need an answer, and places nobody is asked about. */
export type Finished =
  | { readonly diagnostic: Diagnostic }
  | { readonly unanswered: readonly Step[]; readonly problems: readonly Problem[] };

/** The diagnostic that a draft is, if it is one; a draft that breaks the schema says at which questions. */
export function finish(draft: Draft, choices: Choices): Finished {
  const data: unknown = structuredClone(draft);
  const problems = schemaProblems(validateDiagnostic, data);
  if (validateDiagnostic(data)) return { diagnostic: data };
  const steps = stepsOf(draft, choices);
  const required = steps.filter(
    ({ question, pointer }) => question.required === true && pointerValue(draft, pointer) === undefined,
  );
  const others = problems.filter(
    ({ pointer = '' }) => !required.some((step) => step.pointer.startsWith(pointer)),
  );
  const wrong = others.flatMap(({ pointer = '' }) => stepAt(steps, pointer) ?? []);
  const unanswered = steps.filter((step) => required.includes(step) || wrong.includes(step));
  return {
    unanswered,
    problems: others.filter(({ pointer = '' }) => stepAt(steps, pointer) === undefined),
  };
}

/** The questions without whose answer there is no diagnostic. */
export function stillNeeded({ draft }: Pick<Interview, 'draft'>, choices: Choices): readonly Step[] {
  const finished = finish(draft, choices);
  return 'diagnostic' in finished ? [] : finished.unanswered;
}
