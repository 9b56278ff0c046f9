import { InputError } from '../problem.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';

/**
 * An amount in another currency, at the rate of the price book (either way round).
 * @throws InputError if the book has no rate between the two.
 */
export function convert(
  amount: number,
  from: string,
  to: string,
  { rates }: Pick<PriceBook, 'rates'>,
): number {
  const factor = rateBetween(from, to, rates);
  if (factor !== undefined) return amount * factor;
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

/** Whether the rates lead from one currency to the other. */
export function isConvertible(from: string, to: string, rates: PriceBook['rates']): boolean {
  return rateBetween(from, to, rates) !== undefined;
}

function rateBetween(from: string, to: string, rates: PriceBook['rates']): number | undefined {
  if (from === to) return 1;
  for (const rate of rates) {
    if (rate.from === from && rate.to === to) return rate.rate;
    if (rate.from === to && rate.to === from) return 1 / rate.rate;
  }
  return undefined;
}
