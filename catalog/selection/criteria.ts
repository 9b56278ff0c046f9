import { round9 } from './numbers.ts';

/**
 * What an entry is scored on, each in [0, 1] on fixed anchors:
 * V value, D data readiness, S strategic fit, T team, Q quickness, R regulatory ease.
 */
export const criteria = ['V', 'D', 'S', 'T', 'Q', 'R'] as const;
export type Criterion = (typeof criteria)[number];

/** One number per criterion: a score, or a weight. */
export type Scores = Readonly<Record<Criterion, number>>;

/** A score with what the answers leave open: `low` ≤ `mid` ≤ `high`. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** Weights where the client stated none. */
export const defaultWeights: Scores = { V: 0.3, D: 0.25, S: 0.15, T: 0.1, Q: 0.1, R: 0.1 };

/** Σ w·v. */
export function weighted(weights: Scores, scores: Scores): number {
  return (
    weights.V * scores.V +
    weights.D * scores.D +
    weights.S * scores.S +
    weights.T * scores.T +
    weights.Q * scores.Q +
    weights.R * scores.R
  );
}

/** Σ w·v as it is compared: rounded to 1e-9. */
export function utility(weights: Scores, scores: Scores): number {
  return round9(weighted(weights, scores));
}

/** One record with a value per criterion. */
export function perCriterion<T>(value: (criterion: Criterion) => T): Record<Criterion, T> {
  return { V: value('V'), D: value('D'), S: value('S'), T: value('T'), Q: value('Q'), R: value('R') };
}

/**
 * The weights with one of them set to `to` and the others scaled so that all add up to 1.
 * Where the one weighs everything, the others share the rest equally.
 */
export function reweighted(weights: Scores, criterion: Criterion, to: number): Scores {
  const others = 1 - weights[criterion];
  return perCriterion((each) => {
    if (each === criterion) return to;
    return others === 0 ? (1 - to) / (criteria.length - 1) : (weights[each] * (1 - to)) / others;
  });
}
