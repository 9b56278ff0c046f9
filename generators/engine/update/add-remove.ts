import type { Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { manifestsOf } from '../repository.ts';
import { forgottenAfter } from '../state/forgotten.ts';
import { movesOf } from '../state/moves.ts';
import { statefulResources } from '../state/resources.ts';
import type { Resources } from '../state/resources.ts';
import type { FileOutcome } from './types.ts';

/** A plan for more or for less than before, with the data in the cloud that nothing of it manages any more. */
export function withForgotten(plan: Plan, before: Lock, templates: readonly Template[]): Plan {
  const manifests = manifestsOf(plan, templates);
  const old = templates.filter(({ id }) => before.selection.some(({ template }) => template === id));
  const forgotten = forgottenAfter({
    forgotten: before.facts.forgotten,
    // Not simply those of the lock: what a newer version of a template lost is for the state check to refuse.
    before: { ...leaving(before, plan), ...statefulResources(before.facts, old) },
    next: statefulResources(plan, manifests),
    moved: [...movesOf(before.facts, old), ...plan.moved],
  });
  return { ...plan, forgotten };
}

/** The resources of templates that the new plan does without. */
function leaving({ resources }: Lock, { templates }: Plan): Resources {
  return Object.fromEntries(
    Object.entries(resources).filter(([, template]) => templates.every(({ id }) => id !== template)),
  );
}

/** Removing something keeps what people changed in its files: nobody has to decide about those. */
export function afterRemoval(outcomes: readonly FileOutcome[]): readonly FileOutcome[] {
  return outcomes.map(({ conflict, ...outcome }) => {
    if (conflict === undefined) return outcome;
    if (conflict.kind !== 'edited-and-removed') return { ...outcome, conflict };
    return {
      ...outcome,
      status: 'kept',
      note: 'You changed it, so it stays, as your own file; delete it if nothing needs it.',
    };
  });
}
