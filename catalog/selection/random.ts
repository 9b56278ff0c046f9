import type { Scores } from './criteria.ts';
import { criteria, perCriterion } from './criteria.ts';

/** A source of numbers in [0, 1), the same sequence for the same seed in every runtime. */
export type Uniform = () => number;

/** Generator sfc32 (PractRand's small fast counter, 32 bits), warmed up: integer arithmetic only. */
export function seeded(seed: number): Uniform {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return (result >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** A draw of the standard normal distribution: twelve uniforms have mean 6 and variance 1 exactly. */
export function normal(uniform: Uniform): number {
  let sum = -6;
  for (let count = 0; count < 12; count++) sum += uniform();
  return sum;
}

/** The parameter of the Dirichlet distribution adds up to this: how firmly the stated weights are meant. */
const firmness = 20;

/**
 * Draws weights around the stated ones, from Dirichlet(20·w) with 20·w rounded to integers that add up to 20.
 * Twenty gaps between nineteen sorted uniforms are Dirichlet(1, …, 1); grouping them adds the parameters up. So
 * no function is needed that differs between runtimes.
 */
export function weightDraws(weights: Scores, uniform: Uniform): () => Scores {
  const gaps = apportion(criteria.map((criterion) => weights[criterion] * firmness));
  const cuts = new Float64Array(firmness - 1);
  const ends = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, count) => sum + count, 0));
  const upTo = (end: number): number => (end === 0 ? 0 : end === firmness ? 1 : (cuts[end - 1] ?? 1));
  return () => {
    for (let index = 0; index < cuts.length; index++) cuts[index] = uniform();
    cuts.sort();
    let from = 0;
    return perCriterion((criterion) => {
      const to = upTo(ends[criteria.indexOf(criterion)] ?? 0);
      const share = to - from;
      from = to;
      return share;
    });
  };
}

/** Integers near the shares that add up to 20: largest remainders first, earlier criteria first among equals. */
function apportion(shares: readonly number[]): number[] {
  const counts = shares.map(Math.floor);
  const missing = firmness - counts.reduce((sum, count) => sum + count, 0);
  const order = shares
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order.slice(0, missing)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}
