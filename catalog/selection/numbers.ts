/** Numbers that are compared or printed, so that the last bits of a sum never decide. */

/** Rounded to 1e-9: every score and every amount is, before it is compared. */
export function round9(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Rounded to 1e-6: every number of a document is. Never -0. */
export function round6(value: number): number {
  const rounded = Math.round(value * 1e6) / 1e6;
  return rounded === 0 ? 0 : rounded;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Order of code units: the same in every runtime, unlike a locale's. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The parts rounded to 1e-6 so that they add up to the rounded total: what is missing goes to the parts that
 * lost most by rounding.
 */
export function roundParts(parts: readonly number[], total: number): number[] {
  const micro = parts.map((part) => Math.round(part * 1e6));
  let rest = Math.round(total * 1e6) - micro.reduce((sum, part) => sum + part, 0);
  const order = parts
    .map((part, index) => ({ index, lost: part * 1e6 - Math.round(part * 1e6) }))
    .sort((a, b) => (rest > 0 ? b.lost - a.lost : a.lost - b.lost) || a.index - b.index);
  for (const { index } of order) {
    if (rest === 0) break;
    const step = Math.sign(rest);
    micro[index] = (micro[index] ?? 0) + step;
    rest -= step;
  }
  return micro.map((part) => (part === 0 ? 0 : part / 1e6));
}
