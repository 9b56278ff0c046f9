import type { Company } from '../schema/generated/diagnostic.ts';

/**
 * How a company fits whom we serve. `primary`: 10–100 staff and 1–20 million of revenue; `secondary`: funded by a
 * series A, B or C; `platform`: 10–500 million, large enough for a data platform; `outside`: none of these.
 */
export type IcpFit = 'primary' | 'secondary' | 'platform' | 'outside';

const million = 1_000_000;

/**
 * The first fit that holds. Revenue is the middle of the stated range; where it is not stated, staff alone decides.
 * The roadmaps state the bands in dollars: they are bands, so euros are read the same.
 */
export function icpFit(company: Pick<Company, 'employees' | 'revenueEUR' | 'stage'>): IcpFit {
  const { employees, revenueEUR, stage } = company;
  const revenue = revenueEUR === undefined ? undefined : (revenueEUR.low + revenueEUR.high) / 2;
  const within = (low: number, high: number): boolean =>
    revenue === undefined || (revenue >= low && revenue <= high);
  if (employees >= 10 && employees <= 100 && within(million, 20 * million)) return 'primary';
  if (stage === 'series_a' || stage === 'series_b' || stage === 'series_c') return 'secondary';
  if (revenue !== undefined && within(10 * million, 500 * million)) return 'platform';
  return 'outside';
}
