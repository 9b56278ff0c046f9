import { InputError } from '../problem.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';
import { closest } from '../text/closest.ts';
import { convert } from './currency.ts';

export type PriceItem = PriceBook['items'][number];

/** Lowest, most likely and highest amount. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** Units of a price book item used in a month. */
export interface Usage extends Range {
  readonly item: string;
}

export interface PricedItem {
  readonly item: PriceItem;
  /** Units a month. */
  readonly quantity: Range;
  /** Cost a month, in the currency of the whole. */
  readonly cost: Range;
}

export interface PricedUsage {
  readonly currency: string;
  /** Day of the price book. */
  readonly asOf: string;
  /** One per item, sorted by id. */
  readonly items: readonly PricedItem[];
  readonly total: Range;
  /** Items whose price has to be checked before it is quoted. */
  readonly unchecked: readonly string[];
}

/**
 * Monthly cost of a usage. Quantities of the same item are added before its free units are taken off, because a
 * billing account has them once. The high value takes none off: other projects of the client may use them up.
 * @throws InputError naming every item the book does not have, or a currency without a rate.
 */
export function priceUsage(usage: readonly Usage[], book: PriceBook, currency = 'EUR'): PricedUsage {
  const quantities = addByItem(usage, book);
  const items = [...quantities.keys()]
    .sort()
    .flatMap((id) => book.items.filter((item) => item.id === id))
    .map((item) => priceItem(item, quantities.get(item.id) ?? none, book, currency));
  return {
    currency,
    asOf: book.asOf,
    items,
    total: items.reduce((total, { cost }) => add(total, cost), none),
    unchecked: items.filter(({ item }) => !item.checked).map(({ item }) => item.id),
  };
}

const none: Range = { low: 0, mid: 0, high: 0 };

function add(a: Range, b: Range): Range {
  return { low: a.low + b.low, mid: a.mid + b.mid, high: a.high + b.high };
}

function addByItem(usage: readonly Usage[], book: PriceBook): Map<string, Range> {
  const known = book.items.map(({ id }) => id);
  const unknown = usage.flatMap(({ item }, index) => (known.includes(item) ? [] : [{ item, index }]));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map(({ item, index }) => {
        const near = closest(item, known);
        return {
          code: 'PRICE_UNKNOWN',
          severity: 'error',
          message: `The price book has no item '${item}'.`,
          pointer: `/${index}/item`,
          value: item,
          expected: 'the id of a price book item',
          action: near === undefined ? 'Add the item to the price book.' : `Did you mean '${near}'?`,
        };
      }),
    );
  }
  const sums = new Map<string, Range>();
  for (const { item, low, mid, high } of usage)
    sums.set(item, add(sums.get(item) ?? none, { low, mid, high }));
  return sums;
}

function priceItem(item: PriceItem, quantity: Range, book: PriceBook, currency: string): PricedItem {
  const free = item.freeTier?.quantity ?? 0;
  const cost = (units: number): number => convert(units * item.price, item.currency, currency, book);
  return {
    item,
    quantity,
    cost: {
      low: cost(Math.max(0, quantity.low - free)),
      mid: cost(Math.max(0, quantity.mid - free)),
      high: cost(quantity.high),
    },
  };
}
