import type { LimitName } from './edits.ts';
import { decide, eligibleOf, sameAdvice } from './decide.ts';
import type { Decision } from './decide.ts';
import { comparePackages, goTogether, isWithin, pair, single } from './packages.ts';
import type { Package } from './packages.ts';
import type { Limits } from './profile.ts';
import type { World } from './world.ts';

/** What is advised from one value of a limit up to the next step. */
export interface Step {
  readonly from: number;
  /** Absent at the top. */
  readonly to?: number;
  readonly decision: Decision;
}

const unlimited: Limits = { capex: Infinity, opex: Infinity, weeks: Infinity };

/** Every pair that could be bought with no limit at all, the forced package name kept. */
export function allPairs({ candidates, rules }: World): Package[] {
  const open = eligibleOf(candidates, unlimited);
  return open.flatMap((a, index) =>
    open
      .slice(index + 1)
      .filter((b) => goTogether(a, b))
      .map((b) => pair(a, b))
      .filter(({ name }) => rules.force === undefined || name === rules.force),
  );
}

/**
 * What would be advised at every value of one limit, the others as they are. The advice can change only where a
 * package becomes affordable that beats all cheaper ones of its kind, so only there is the rule run again.
 */
export function ladder(world: World, name: LimitName, pairs: readonly Package[]): Step[] {
  const { limits } = world.profile;
  const need = ({ cost, opex, path }: Package): number => ({ capex: cost, opex, weeks: path })[name];
  const others: Limits = { ...limits, [name]: Infinity };
  const singles = eligibleOf(world.candidates, unlimited)
    .filter(({ needs }) => needs.length === 0)
    .map(single);
  const thresholds = new Set([0]);
  const named = pairs.filter((each) => each.name !== 'custom');
  const custom = pairs.filter((each) => each.name === 'custom');
  for (const kind of [named, custom, singles]) {
    for (const each of records(
      kind.filter((candidate) => isWithin(candidate, others)),
      need,
    ))
      thresholds.add(each);
  }
  if (name === 'capex') for (const { cost } of world.shelf.modules.values()) thresholds.add(cost.mid);
  const steps: Step[] = [];
  for (const from of [...thresholds].sort((a, b) => a - b)) {
    const decision = decide(world.candidates, { ...limits, [name]: from }, world.rules);
    const last = steps.at(-1);
    if (last !== undefined && sameAdvice(last.decision, decision)) continue;
    if (last !== undefined) steps[steps.length - 1] = { ...last, to: from };
    steps.push({ from, decision });
  }
  return steps;
}

/** What each package needs that beats all that need less. */
function records(packages: readonly Package[], need: (each: Package) => number): number[] {
  const found: number[] = [];
  let best: Package | undefined;
  for (const each of [...packages].sort((a, b) => need(a) - need(b) || comparePackages(a, b))) {
    if (best !== undefined && comparePackages(each, best) > 0) continue;
    best = each;
    found.push(need(each));
  }
  return found;
}
