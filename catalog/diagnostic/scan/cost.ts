import { convert } from '../../pricing/currency.ts';
import type { PriceBook } from '../../schema/generated/price-book.ts';
import type { Profile } from './table.ts';

const gibibyte = 1024 * 1024 * 1024;
const tebibyte = 1024 * gibibyte;
/** The history of queries covers this many months. */
const monthsOfUse = 90 / 30.4375;

/** Euros a month at list prices, free tiers left out: they are shared by a whole billing account. */
export interface MonthlyCost {
  readonly storage: number;
  readonly queries: number;
}

/** What tables cost a month, from their bytes and how they were read in the last 90 days. */
export function monthlyCost(profiles: readonly Profile[], book: PriceBook): MonthlyCost {
  const price = (id: string): number => {
    const item = book.items.find((each) => each.id === id);
    return item === undefined ? 0 : convert(item.price, item.currency, 'EUR', book);
  };
  const total = (read: (profile: Profile) => number): number =>
    profiles.reduce((sum, profile) => sum + read(profile), 0);
  const longTerm = total(({ table }) => table.longTermBytes);
  const active = total(({ table }) => table.bytes) - longTerm;
  return {
    storage:
      (active / gibibyte) * price('gcp-bigquery-storage') +
      (longTerm / gibibyte) * price('gcp-bigquery-storage-long-term'),
    queries: (total(({ use }) => use?.bytes ?? 0) / tebibyte / monthsOfUse) * price('gcp-bigquery-queries'),
  };
}
