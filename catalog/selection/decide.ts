import type { Candidate } from './candidate.ts';
import type { GateCode } from './gates.ts';
import type { Module } from './modules.ts';
import { compareText, round9 } from './numbers.ts';
import { bestPairs, comparePackages, isWithin, prune, single } from './packages.ts';
import type { Package, PackageName } from './packages.ts';
import type { Limits } from './profile.ts';

/** A named package wins up to this far behind the best Custom one: repeatable delivery is worth it. */
export const namedTolerance = 0.02;

/** From so many candidates on, those that cannot be in a best pair are dropped before pairs are built. */
const pruneFrom = 200;

export type Answer = 'package' | 'single' | 'foundation' | 'not_yet';

/** What is advised. */
export interface Decision {
  readonly answer: Answer;
  /** The package, or the one use case; absent for `foundation` and `not_yet`. */
  readonly chosen?: Package;
  /** The module to begin with, for `foundation`. */
  readonly foundation?: Module;
  /** A named package that won within the tolerance although a Custom one scores higher. */
  readonly byTolerance: boolean;
}

/** What narrows the choice. */
export interface Rules {
  /** Only packages of this name. */
  readonly force?: PackageName;
}

/**
 * The whole rule: the best feasible pair, a named one where it is close to the best; else the best single use
 * case; else a foundation to begin with; else not yet.
 *
 * @param candidates everything assessed, eligible or not.
 */
export function decide(candidates: readonly Candidate[], limits: Limits, rules: Rules = {}): Decision {
  const eligible = eligibleOf(candidates, limits);
  const pairs = choosePair(eligible, limits, rules);
  if (pairs !== undefined) return pairs;
  const alone = eligible
    .filter(({ needs }) => needs.length === 0)
    .map(single)
    .filter((each) => isWithin(each, limits))
    .sort(comparePackages)[0];
  if (alone !== undefined) return { answer: 'single', chosen: alone, byTolerance: false };
  const foundation = chooseFoundation(candidates, limits);
  return foundation === undefined
    ? { answer: 'not_yet', byTolerance: false }
    : { answer: 'foundation', foundation, byTolerance: false };
}

/** The candidates that fail no gate, their own limits and dependencies included. */
export function eligibleOf(candidates: readonly Candidate[], limits: Limits): Candidate[] {
  let eligible = candidates.filter(
    (candidate) =>
      candidate.gates.every(({ status }) => status !== 'fail') &&
      limitsFailed(candidate, limits).length === 0,
  );
  for (;;) {
    const ids = new Set(eligible.map(({ id }) => id));
    const next = eligible.filter(({ needs }) => needs.every((id) => ids.has(id)));
    if (next.length === eligible.length) return eligible;
    eligible = next;
  }
}

/** The limits that a use case breaks by itself. */
export function limitsFailed({ alone, run, path }: Candidate, limits: Limits): GateCode[] {
  const failed: GateCode[] = [];
  if (alone > limits.capex) failed.push('CAPEX');
  if (run > limits.opex) failed.push('OPEX');
  if (path > limits.weeks) failed.push('TIME');
  return failed;
}

function choosePair(eligible: readonly Candidate[], limits: Limits, { force }: Rules): Decision | undefined {
  const pool = eligible.length >= pruneFrom ? prune(eligible, 1) : eligible;
  const best = (name: PackageName, among: readonly Candidate[]): Package | undefined =>
    force === undefined || force === name
      ? bestPairs(among, limits, 1, (each) => each.name === name)[0]
      : undefined;
  const named = (['analytics', 'genai'] as const)
    .flatMap((name) => {
      const sold = pool.filter(({ entry }) => entry.packages.includes(name));
      return best(name, sold) ?? [];
    })
    .sort(comparePackages)[0];
  const custom = best('custom', pool);
  if (named === undefined) return custom && { answer: 'package', chosen: custom, byTolerance: false };
  if (custom === undefined || comparePackages(named, custom) <= 0)
    return { answer: 'package', chosen: named, byTolerance: false };
  return named.Z >= round9(custom.Z - namedTolerance)
    ? { answer: 'package', chosen: named, byTolerance: true }
    : { answer: 'package', chosen: custom, byTolerance: false };
}

/** Gates that building a foundation, or waiting, can still open. */
const curable: readonly GateCode[] = ['DATA_MISSING', 'CAPEX', 'OPEX', 'TIME', 'DEPENDENCY'];

/** The cheapest module within the budget that a use case stands on which fails only what can be cured. */
function chooseFoundation(candidates: readonly Candidate[], limits: Limits): Module | undefined {
  const modules = new Set(
    candidates
      .filter(({ gates }) => gates.every(({ status, code }) => status !== 'fail' || curable.includes(code)))
      .flatMap(({ toBuild }) => toBuild),
  );
  return [...modules]
    .filter(({ cost }) => round9(cost.mid) <= limits.capex)
    .sort((a, b) => a.cost.mid - b.cost.mid || compareText(a.id, b.id))[0];
}

/** Whether two decisions advise the same. */
export function sameAdvice(a: Decision, b: Decision): boolean {
  return (
    a.answer === b.answer &&
    a.foundation?.id === b.foundation?.id &&
    itemIds(a).join(' ') === itemIds(b).join(' ')
  );
}

/** Ids of the use cases a decision advises, in order. */
export function itemIds({ chosen }: Decision): string[] {
  return chosen?.items.map(({ id }) => id) ?? [];
}
