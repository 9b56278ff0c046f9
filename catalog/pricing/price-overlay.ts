import type { Problem } from '../problem.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';
import type { PriceOverlay } from '../schema/generated/price-overlay.ts';
import { closest } from '../text/closest.ts';

type Item = PriceBook['items'][number];
type Change = NonNullable<PriceOverlay['items']>[number];

/** A price book with a partner's prices in it, and what stands in the way of using it. */
export interface Overlaid {
  readonly prices: PriceBook;
  /** Ids of items whose price or free units are the partner's. */
  readonly overridden: readonly string[];
  /** Pointers lead into the overlay. */
  readonly problems: readonly Problem[];
}

/**
 * Lays a partner's prices over a book: field by field where the book has the item, else the item whole. A price that a
 * partner gives counts as checked, unless the partner says otherwise.
 */
export function overlayPrices(book: PriceBook, { items: changes = [], rates = [] }: PriceOverlay): Overlaid {
  const known = book.items.map(({ id }) => id);
  const incomplete = changes.flatMap((change, index) =>
    known.includes(change.id) ? [] : missingFields(change, index, known),
  );
  const twice = changes.flatMap(({ id }, index) =>
    changes.findIndex((other) => other.id === id) === index ? [] : [duplicate(id, index)],
  );
  return {
    prices: {
      ...book,
      rates: [...rates, ...book.rates.filter((rate) => !rates.some((own) => pair(own) === pair(rate)))],
      items: [
        ...book.items.map((item) =>
          changed(
            item,
            changes.find(({ id }) => id === item.id),
          ),
        ),
        ...changes.filter((change): change is Item => !known.includes(change.id)),
      ],
    },
    overridden: changes
      .filter(({ price, freeTier }) => price !== undefined || freeTier !== undefined)
      .map(({ id }) => id),
    problems: [...incomplete, ...twice],
  };
}

function changed(item: Item, change: Change | undefined): Item {
  if (change === undefined) return item;
  const vouched = change.price === undefined ? item.checked : true;
  return { ...item, checked: vouched, reviewedBy: null, ...change };
}

/** The two currencies of a rate, either way round. */
function pair({ from, to }: PriceBook['rates'][number]): string {
  return [from, to].sort().join(' ');
}

const wholeItem = [
  'vendor',
  'sku',
  'region',
  'unit',
  'price',
  'currency',
  'checked',
  'reviewedBy',
  'resources',
] as const;

function missingFields(change: Change, index: number, known: readonly string[]): readonly Problem[] {
  const missing = wholeItem.filter((field) => change[field] === undefined);
  if (missing.length === 0) return [];
  const near = closest(change.id, known);
  return [
    {
      code: 'PRICE_INCOMPLETE',
      severity: 'error',
      message: `The price book has no item '${change.id}', and this one is not whole.`,
      pointer: `/items/${index}`,
      value: change.id,
      expected: `the id of an item of the book, or also: ${missing.join(', ')}`,
      action: near === undefined ? 'Complete the item.' : `Did you mean '${near}'? Else complete the item.`,
    },
  ];
}

function duplicate(id: string, index: number): Problem {
  return {
    code: 'PRICE_TWICE',
    severity: 'error',
    message: `The item '${id}' is there twice.`,
    pointer: `/items/${index}/id`,
    value: id,
    expected: 'each item once',
    action: 'Keep one of the two.',
  };
}
