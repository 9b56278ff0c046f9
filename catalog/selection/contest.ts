import type { Candidate } from './candidate.ts';
import type { Criterion, Scores } from './criteria.ts';
import { criteria, perCriterion, reweighted, utility, weighted } from './criteria.ts';
import { round9 } from './numbers.ts';
import type { Package } from './packages.ts';
import { comparePackages } from './packages.ts';
import { seeded, weightDraws } from './random.ts';

/** Finds the package with the highest Z under other weights, the tolerance for named packages aside. */
export type Contest = (weights: Scores) => Package | undefined;

/** A contest among packages; ties go as always, by the sure Z, then cost, then ids. */
export function contest(packages: readonly Package[]): Contest {
  // In the order of the last two tie-breaks, so that the first of equals is the winner.
  const sorted = [...packages].sort((a, b) =>
    comparePackages({ ...a, Z: 0, ZLow: 0 }, { ...b, Z: 0, ZLow: 0 }),
  );
  const items = [...new Set(sorted.flatMap((each) => each.items))];
  const place = new Map(items.map((item, index) => [item, index]));
  const entrants = sorted.map((each) => ({
    each,
    first: placeOf(each.items[0], place, items.length),
    second: placeOf(each.items[1], place, items.length),
    bonus: each.bonus,
  }));
  const scores = new Float64Array(items.length + 1); // the last place stays 0: the partner of a single
  return (weights) => {
    items.forEach((item, index) => {
      scores[index] = utility(weights, item.mid);
    });
    let best: Package | undefined;
    let bestZ = -1;
    let bestLow = -1;
    for (const { each, first, second, bonus } of entrants) {
      const raw = (scores[first] ?? 0) + (scores[second] ?? 0) + bonus;
      if (raw < bestZ - 1e-9) continue;
      const Z = round9(raw);
      if (Z < bestZ) continue;
      const low = sureZ(each, weights);
      if (Z === bestZ && low <= bestLow) continue;
      best = each;
      bestZ = Z;
      bestLow = low;
    }
    return best;
  };
}

function placeOf(item: Candidate | undefined, place: ReadonlyMap<Candidate, number>, none: number): number {
  return item === undefined ? none : (place.get(item) ?? none);
}

function sureZ({ items, bonus }: Package, weights: Scores): number {
  return round9(items.reduce((sum, { low }) => sum + utility(weights, low), bonus));
}

/** What the winner is when one weight changes and the others make room. */
export interface WeightChange {
  readonly criterion: Criterion;
  readonly factor: number;
  readonly weight: number;
  readonly winner: Package | undefined;
  readonly held: boolean;
}

const factors = [0.5, 0.8, 1.2, 1.5];

/** The 24 changes: each of six weights at four factors. */
export function weightChanges(chosen: Package, weights: Scores, run: Contest): WeightChange[] {
  return criteria.flatMap((criterion) =>
    factors.map((factor) => {
      const weight = Math.min(1, factor * weights[criterion]);
      const winner = run(reweighted(weights, criterion, weight));
      return { criterion, factor, weight, winner, held: winner === chosen };
    }),
  );
}

export const acceptabilityDraws = 4096;
export const acceptabilitySeed = 20261121;

/** Share of random weights around the stated ones under which the package wins; standard error below .008. */
export function acceptability(chosen: Package, weights: Scores, run: Contest): number {
  const draw = weightDraws(weights, seeded(acceptabilitySeed));
  let won = 0;
  for (let count = 0; count < acceptabilityDraws; count++) if (run(draw()) === chosen) won += 1;
  return won / acceptabilityDraws;
}

/** The weights of one criterion, the others in proportion, at which a package has the highest Z. */
export interface StableRange {
  readonly criterion: Criterion;
  readonly weight: number;
  /** Ends of the range within [0, 1]; null where it wins nowhere. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Exact: Z is linear in one weight, so every rival gives one bound. */
export function stableRanges(chosen: Package, rivals: readonly Package[], weights: Scores): StableRange[] {
  return criteria.map((criterion) => {
    const without = reweighted(weights, criterion, 0);
    let low = 0;
    let high = 1;
    for (const rival of rivals) {
      if (rival === chosen) continue;
      // What the chosen one leads by is `level` at weight 0 and changes by `slope` up to weight 1.
      const level = sumOf(chosen, without) - sumOf(rival, without) + chosen.bonus - rival.bonus;
      const own = scoreOn(chosen, criterion) - scoreOn(rival, criterion);
      const slope = own - (sumOf(chosen, without) - sumOf(rival, without));
      if (slope > 1e-12) low = Math.max(low, -level / slope);
      else if (slope < -1e-12) high = Math.min(high, -level / slope);
      else if (level < -1e-9) low = Infinity;
    }
    const wins = low <= high + 1e-12;
    return {
      criterion,
      weight: weights[criterion],
      low: wins ? low : null,
      high: wins ? high : null,
    };
  });
}

function sumOf({ items }: Package, weights: Scores): number {
  return items.reduce((sum, { mid }) => sum + weighted(weights, mid), 0);
}

function scoreOn({ items }: Package, criterion: Criterion): number {
  return items.reduce((sum, { mid }) => sum + mid[criterion], 0);
}

/** What a package leads another by, criterion by criterion and through shared foundations. */
export interface Lead {
  readonly byCriterion: Readonly<Record<Criterion, number>>;
  readonly shared: number;
  readonly total: number;
}

export function lead(chosen: Package, rival: Package, weights: Scores): Lead {
  return {
    byCriterion: perCriterion(
      (criterion) => weights[criterion] * (scoreOn(chosen, criterion) - scoreOn(rival, criterion)),
    ),
    shared: chosen.bonus - rival.bonus,
    total: chosen.Z - rival.Z,
  };
}
