import type { Entry } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import { compareText, round9 } from './numbers.ts';
import type { Limits } from './profile.ts';

export type PackageName = 'analytics' | 'genai' | 'custom';

/** What sharing one foundation adds to a pair's score, and the most that sharing can add. */
const bonusPerModule = 0.05;
const bonusCap = 0.1;

/** Use cases bought together, or one alone. */
export interface Package {
  /** In order of id. */
  readonly items: readonly Candidate[];
  /** The package they form; null for one alone. */
  readonly name: PackageName | null;
  /** Sum of the items' scores and the bonus, with what the answers leave open. */
  readonly Z: number;
  readonly ZLow: number;
  readonly ZHigh: number;
  /** What the shared foundations add to Z. */
  readonly bonus: number;
  /** Delivery of items and foundations, each foundation once, in euros. */
  readonly cost: number;
  /** Euros a month. */
  readonly opex: number;
  /** Longest chain in weeks: items run side by side unless one depends on the other. */
  readonly path: number;
}

/** Best first: Z, then the Z that is sure, then cost, then ids. A total order. */
export function comparePackages(a: Package, b: Package): number {
  return b.Z - a.Z || b.ZLow - a.ZLow || a.cost - b.cost || compareIds(a, b);
}

function compareIds(a: Package, b: Package): number {
  const left = a.items.map(({ id }) => id);
  const right = b.items.map(({ id }) => id);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareText(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Whether a package keeps the limits, inclusive. */
export function isWithin({ cost, opex, path }: Package, limits: Limits): boolean {
  return cost <= limits.capex && opex <= limits.opex && path <= limits.weeks;
}

/** One use case alone. */
export function single(item: Candidate): Package {
  return {
    items: [item],
    name: null,
    Z: item.U,
    ZLow: item.ULow,
    ZHigh: item.UHigh,
    bonus: 0,
    cost: item.alone,
    opex: item.run,
    path: item.path,
  };
}

/** Two use cases together. The caller makes sure that they go together (`goTogether`). */
export function pair(a: Candidate, b: Candidate): Package {
  const shared = sharedModules(a, b);
  const bonus = bonusOf(shared.count);
  return {
    items: compareText(a.id, b.id) <= 0 ? [a, b] : [b, a],
    name: packageName(a.entry, b.entry),
    Z: round9(a.U + b.U + bonus),
    ZLow: round9(a.ULow + b.ULow + bonus),
    ZHigh: round9(a.UHigh + b.UHigh + bonus),
    bonus,
    cost: round9(a.alone + b.alone - shared.cost),
    opex: round9(a.run + b.run - shared.run),
    path: round9(pairPath(a, b)),
  };
}

/** Whether two use cases may be in one package: no conflict, and what one depends on is the other. */
export function goTogether(a: Candidate, b: Candidate): boolean {
  if (a.conflicts.has(b.id) || b.conflicts.has(a.id)) return false;
  return a.needs.every((id) => id === b.id) && b.needs.every((id) => id === a.id);
}

/**
 * The package two entries form. Analytics and GenAI are what the entries say they are sold in, and two leaves
 * of one family are one sold use case, so never a named package; any other pair is Custom.
 */
export function packageName(a: Entry, b: Entry): PackageName {
  if (a.family !== b.family) {
    for (const name of ['analytics', 'genai'] as const) {
      if (a.packages.includes(name) && b.packages.includes(name)) return name;
    }
  }
  return 'custom';
}

/** What sharing this many foundations adds to a pair's score. */
export function bonusOf(sharedCount: number): number {
  return Math.min(bonusCap, sharedCount * bonusPerModule);
}

function sharedModules(a: Candidate, b: Candidate): { count: number; cost: number; run: number } {
  let count = 0;
  let cost = 0;
  let run = 0;
  for (const module of a.toBuild) {
    if (!b.toBuild.includes(module)) continue;
    count += 1;
    cost += module.cost.mid;
    run += module.run.mid;
  }
  return { count, cost, run };
}

function pairPath(a: Candidate, b: Candidate): number {
  if (a.needs.includes(b.id)) return Math.max(b.path, a.path - a.weeks) + a.weeks;
  if (b.needs.includes(a.id)) return Math.max(a.path, b.path - b.weeks) + b.weeks;
  return Math.max(a.path, b.path);
}

/**
 * The best pairs within the limits, best first, at most `keep`. Exact: pairs are visited in falling order of
 * what they can reach at most, until none can enter the list.
 *
 * @param candidates eligible ones.
 * @param floor only pairs with a higher Z.
 */
export function bestPairs(
  candidates: readonly Candidate[],
  limits: Limits,
  keep: number,
  accept: (candidate: Package) => boolean = () => true,
  floor = -1,
): Package[] {
  const sorted = [...candidates].sort((a, b) => b.U - a.U);
  const best: Package[] = [];
  for (const [index, a] of sorted.entries()) {
    for (let other = index + 1; other < sorted.length; other++) {
      const b = sorted[other];
      const last = best.length === keep ? best.at(-1) : undefined;
      if (b === undefined || a.U + b.U + bonusCap < Math.max(floor, last?.Z ?? -1) - 1e-9) break;
      if (!couldFit(a, b, limits) || !goTogether(a, b)) continue;
      const candidate = pair(a, b);
      if (candidate.Z <= floor || !isWithin(candidate, limits) || !accept(candidate)) continue;
      if (last !== undefined && comparePackages(candidate, last) >= 0) continue;
      insert(best, candidate, keep);
    }
  }
  return best;
}

/** A quick look that needs no shared cost: spares building most pairs that are over a limit. */
function couldFit(a: Candidate, b: Candidate, limits: Limits): boolean {
  return a.delivery + b.delivery <= limits.capex + 1e-6 && a.path <= limits.weeks && b.path <= limits.weeks;
}

function insert(best: Package[], candidate: Package, keep: number): void {
  const place = best.findIndex((each) => comparePackages(candidate, each) < 0);
  best.splice(place === -1 ? best.length : place, 0, candidate);
  if (best.length > keep) best.pop();
}

/**
 * The candidates among which the `keep` best pairs of every package name are: of each set of modules, those
 * dominated on score, cost, run cost and weeks by more than `keep` others are dropped. One that a pair could
 * lose for more than its figures (a dependency, a conflict, a place in a named package) is kept and dominates
 * none.
 */
export function prune(candidates: readonly Candidate[], keep: number): Candidate[] {
  const rivals = new Set(candidates.flatMap(({ conflicts }) => [...conflicts]));
  const needed = new Set(candidates.flatMap(({ needs }) => needs));
  const kept: Candidate[] = [];
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { id, needs, conflicts, entry, toBuild } = candidate;
    const special =
      needs.length > 0 || needed.has(id) || conflicts.size > 0 || rivals.has(id) || isNamed(entry);
    if (special) {
      kept.push(candidate);
      continue;
    }
    const key = toBuild.map((module) => module.id).join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [candidate]);
    else group.push(candidate);
  }
  for (const group of groups.values()) kept.push(...pruneGroup(group, keep));
  return kept;
}

function isNamed(entry: Entry): boolean {
  return entry.packages.some((name) => name !== 'custom');
}

/** Dominance is transitive, so it is enough to compare with those kept so far, best first. */
function pruneGroup(group: readonly Candidate[], keep: number): Candidate[] {
  const sorted = [...group].sort(
    (a, b) => b.U - a.U || b.ULow - a.ULow || a.delivery - b.delivery || compareText(a.id, b.id),
  );
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    let dominators = 0;
    for (const other of kept) {
      if (dominates(other, candidate)) dominators += 1;
      if (dominators > keep) break;
    }
    if (dominators <= keep) kept.push(candidate);
  }
  return kept;
}

/** Whether every pair with `a` comes before the same pair with `b`, which is later in the sorted group. */
function dominates(a: Candidate, b: Candidate): boolean {
  return a.delivery <= b.delivery && a.run <= b.run && a.weeks <= b.weeks;
}
