import type { Candidate } from './candidate.ts';
import type { Module, ThreePoint } from './modules.ts';
import { cumulative, z90 } from './normal.ts';
import { compareText } from './numbers.ts';
import type { Package } from './packages.ts';
import { normal, seeded } from './random.ts';

/** Years looked ahead and the rate a year they are discounted at. */
export const horizonYears = 3;
export const discountRate = 0.1;

/** Present value of one euro a year over the horizon: 2.486852. */
export const annuity = [1, 2, 3].reduce((sum, year) => {
  let factor = 1;
  for (let count = 0; count < year; count++) factor /= 1 + discountRate;
  return sum + factor;
}, 0);

/** Share of the smaller benefit counted twice where the catalog names no other. */
const usualOverlap = 0.1;

/** The smallest managed-service retainer on offer, euros a month. */
export const leastRetainer = 5000;

export const monteCarloDraws = 2048;
export const monteCarloSeed = 20261122;

/** An amount that is not known for sure. */
export interface Estimate {
  readonly mean: number;
  readonly sd: number;
}

/** What is earned and spent under one set of commercial terms. Euros. */
export interface Scenario {
  readonly retainerEURPerMonth: number;
  /** Share of the benefit paid away, 0–1. */
  readonly successFee: number;
  readonly runPerYear: number;
  readonly npv: Estimate & { readonly p10: number; readonly p50: number; readonly p90: number };
  /** Months; null where benefits never cover the running costs. */
  readonly paybackMonths: number | null;
  /** Benefit over cost in three years. */
  readonly bcr3: number;
  readonly probabilityOfLoss: number;
  /** Benefit a year at which NPV is 0, and at which benefit over cost is 3. */
  readonly breakEven: { readonly npvZero: number; readonly threefold: number };
}

export interface Roi {
  /** Benefit a year of the items together, what they count twice taken off. */
  readonly benefit: Estimate;
  readonly investment: Estimate & ThreePoint;
  /** Share of the smaller benefit that is counted twice. */
  readonly overlap: number;
  readonly scenarios: readonly Scenario[];
  /** The same NPV drawn at random, without retainer: a check of the formula. */
  readonly monteCarlo: Estimate & { readonly draws: number; readonly agrees: boolean };
}

/** Commercial terms to show beside bare delivery. */
export interface Terms {
  readonly retainerEURPerMonth: number;
  readonly successFee: number;
}

/**
 * What a package earns. All amounts are three-point estimates read as PERT; everything is linear, so means and
 * deviations are exact.
 * @returns undefined where the benefit of an item is unknown.
 */
export function computeRoi(chosen: Package, terms: readonly Terms[]): Roi | undefined {
  const benefits = discounted(chosen.items);
  if (benefits === undefined) return undefined;
  const investment = investmentOf(chosen);
  const benefit = {
    mean: benefits.parts.reduce((sum, { mean }) => sum + mean, 0),
    sd: Math.sqrt(benefits.parts.reduce((sum, { sd }) => sum + sd * sd, 0)),
  };
  const cost = { ...investment, ...pert(investment) };
  const scenarios = terms.map((each) => scenario(benefit, cost, chosen.opex, each));
  return {
    benefit,
    investment: cost,
    overlap: benefits.overlap,
    scenarios,
    monteCarlo: drawn(benefits.parts, cost, chosen.opex * 12),
  };
}

/** Delivery of the items and of what has to be built under them, each foundation once. */
export function investmentOf({ items }: Package): ThreePoint {
  const amounts = [
    ...items.flatMap(({ entry }) => entry.cost?.deliveryEUR ?? []),
    ...foundationsOf(items).map(({ cost }) => cost),
  ];
  return {
    low: amounts.reduce((sum, { low }) => sum + low, 0),
    mid: amounts.reduce((sum, { mid }) => sum + mid, 0),
    high: amounts.reduce((sum, { high }) => sum + high, 0),
  };
}

/** What has to be built under the items, each module once, in order of id. */
export function foundationsOf(items: readonly Candidate[]): Module[] {
  return [...new Set(items.flatMap(({ toBuild }) => toBuild))].sort((a, b) => compareText(a.id, b.id));
}

/** PERT: mean (a + 4m + b)/6, deviation (b − a)/6. */
export function pert({ low, mid, high }: ThreePoint): Estimate {
  return { mean: (low + 4 * mid + high) / 6, sd: (high - low) / 6 };
}

/** The share of benefit that two entries both count. */
function overlapOf(a: Candidate, b: Candidate): number {
  const named =
    a.entry.overlaps.find((overlap) => overlap.with === b.id) ??
    b.entry.overlaps.find((overlap) => overlap.with === a.id);
  return named?.omega ?? usualOverlap;
}

/** Benefits of the items, what the smaller one counts twice taken off. Fixed before anything is drawn. */
function discounted(
  items: readonly Candidate[],
): { readonly parts: readonly Estimate[]; readonly overlap: number } | undefined {
  const parts: { item: Candidate; estimate: Estimate }[] = [];
  for (const item of items) {
    const { value, low, high } = item.asked.benefit;
    if (value === null) return undefined;
    parts.push({ item, estimate: pert({ low, mid: value, high }) });
  }
  parts.sort((a, b) => b.estimate.mean - a.estimate.mean || compareText(a.item.id, b.item.id));
  const [larger, smaller] = parts;
  if (larger === undefined || smaller === undefined) {
    return { parts: parts.map(({ estimate }) => estimate), overlap: 0 };
  }
  const overlap = overlapOf(larger.item, smaller.item);
  const { mean, sd } = smaller.estimate;
  return { parts: [larger.estimate, { mean: (1 - overlap) * mean, sd: (1 - overlap) * sd }], overlap };
}

function scenario(
  benefit: Estimate,
  investment: Estimate,
  opex: number,
  { retainerEURPerMonth, successFee }: Terms,
): Scenario {
  const runPerYear = (opex + retainerEURPerMonth) * 12;
  const kept = benefit.mean * (1 - successFee);
  const mean = annuity * (kept - runPerYear) - investment.mean;
  const spread = annuity * benefit.sd * (1 - successFee);
  const sd = Math.sqrt(investment.sd * investment.sd + spread * spread);
  const cost3 = investment.mean + horizonYears * runPerYear;
  return {
    retainerEURPerMonth,
    successFee,
    runPerYear,
    npv: { mean, sd, p10: mean - z90 * sd, p50: mean, p90: mean + z90 * sd },
    paybackMonths: kept > runPerYear ? (12 * investment.mean) / (kept - runPerYear) : null,
    bcr3: cost3 === 0 ? 0 : (horizonYears * kept) / cost3,
    probabilityOfLoss: sd === 0 ? (mean < 0 ? 1 : 0) : cumulative(-mean / sd),
    breakEven: {
      npvZero: (runPerYear + investment.mean / annuity) / (1 - successFee),
      threefold: cost3 / (1 - successFee),
    },
  };
}

function drawn(parts: readonly Estimate[], investment: Estimate, runPerYear: number): Roi['monteCarlo'] {
  const uniform = seeded(monteCarloSeed);
  let sum = 0;
  let squares = 0;
  for (let count = 0; count < monteCarloDraws; count++) {
    let perYear = -runPerYear;
    for (const { mean, sd } of parts) perYear += mean + sd * normal(uniform);
    const npv = annuity * perYear - (investment.mean + investment.sd * normal(uniform));
    sum += npv;
    squares += npv * npv;
  }
  const mean = sum / monteCarloDraws;
  const sd = Math.sqrt(Math.max(0, squares / monteCarloDraws - mean * mean));
  const exact =
    annuity * (parts.reduce((total, part) => total + part.mean, 0) - runPerYear) - investment.mean;
  const tolerance = (3 / Math.sqrt(monteCarloDraws)) * Math.max(sd, 1e-9);
  return { mean, sd, draws: monteCarloDraws, agrees: Math.abs(mean - exact) <= tolerance };
}
