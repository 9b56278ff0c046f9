/** 90th percentile of the standard normal distribution. */
export const z90 = 1.28155;

/**
 * Share of a normal distribution below `x` standard deviations from its mean: Abramowitz and Stegun 26.2.19, a
 * polynomial to the power -16. Absolute error below 1.5e-7.
 */
export function cumulative(x: number): number {
  const t = Math.abs(x);
  const polynomial =
    1 +
    t *
      (0.049867347 +
        t * (0.0211410061 + t * (0.0032776263 + t * (0.0000380036 + t * (0.0000488906 + t * 0.000005383)))));
  const square = polynomial * polynomial;
  const fourth = square * square;
  const eighth = fourth * fourth;
  const tail = 0.5 / (eighth * eighth);
  return x < 0 ? tail : 1 - tail;
}
