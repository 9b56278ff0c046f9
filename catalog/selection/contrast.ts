import type { Selection } from '../schema/generated/types.ts';
import type { Criterion, Scores } from './criteria.ts';
import { criteria } from './criteria.ts';
import { lead } from './contest.ts';
import { roundParts } from './numbers.ts';
import type { Package } from './packages.ts';

export type Contrast = NonNullable<Selection['explanation']['contrast']>;
type Term = Criterion | 'shared';

/** Why one package and not another: what it leads by, term by term, and which advantages settle it. */
export function contrast(chosen: Package, rival: Package, weights: Scores): Contrast {
  const { byCriterion, shared, total } = lead(chosen, rival, weights);
  const names: Term[] = [...criteria, 'shared'];
  const leads = roundParts(
    names.map((name) => (name === 'shared' ? shared : byCriterion[name])),
    total,
  );
  const terms = names
    .map((criterion, index) => ({ criterion, lead: leads[index] ?? 0 }))
    .filter((term) => term.lead !== 0)
    .sort((a, b) => b.lead - a.lead || names.indexOf(a.criterion) - names.indexOf(b.criterion));
  return { rival: rival.items.map(({ id }) => id), total, terms, dominatingSet: dominatingSet(terms) };
}

/**
 * The smallest set of advantages that outweighs all disadvantages: the largest ones, until they do. Empty where
 * they do not, which happens when a named package wins by tolerance.
 */
function dominatingSet(terms: Contrast['terms']): Term[] {
  const against = terms.reduce((sum, term) => sum + Math.max(0, -term.lead), 0);
  const set: Term[] = [];
  let weight = 0;
  for (const { criterion, lead: size } of terms) {
    if (size <= 0) break;
    set.push(criterion);
    weight += size;
    if (weight > against) return set;
  }
  return [];
}
