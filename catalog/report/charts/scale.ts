/** Round values from the lowest to the highest, about `count` of them, both ends included. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  // What is all in one place still gets a scale.
  const span = high - low > 1e-6 ? high - low : 1;
  const step = roundStep(span / count);
  const first = Math.floor(low / step);
  const last = Math.ceil((low + span) / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** The least of 1, 2 and 5 times a power of ten that is no less than what is asked. */
function roundStep(least: number): number {
  let power = 1;
  while (power * 10 <= least) power *= 10;
  while (power > least) power /= 10;
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
}
