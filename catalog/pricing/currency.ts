import { InputError } from '../problem.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';

/**
 * An amount in another currency, at the rate of the price book (either way round).
 * @throws InputError if the book has no rate between the two.
 */
export function convert(amount: number, from: string, to: string, book: PriceBook): number {
  if (from === to) return amount;
  for (const rate of book.rates) {
    if (rate.from === from && rate.to === to) return amount * rate.rate;
    if (rate.from === to && rate.to === from) return amount / rate.rate;
  }
  throw new InputError([
    {
      code: 'RATE_MISSING',
      severity: 'error',
      message: `The price book has no rate from ${from} to ${to}.`,
      pointer: '/rates',
      expected: `a rate between ${from} and ${to}`,
      action: 'Add one with its day and source to the price book.',
    },
  ]);
}
