import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { convert } from '#catalog/pricing/currency.ts';
import { priceUsage } from '#catalog/pricing/usage.ts';
import { InputError } from '#catalog/problem.ts';
import type { PriceBook } from '#catalog/schema/generated/price-book.ts';

const shared = { vendor: 'V', region: 'R', source: 'S', asOf: '2026-01-01', currency: 'USD' } as const;
const book: PriceBook = {
  schemaVersion: 1,
  asOf: '2026-01-02',
  rates: [{ from: 'USD', to: 'EUR', rate: 0.5, asOf: '2026-01-01', source: 'test' }],
  items: [
    {
      ...shared,
      id: 'scan',
      sku: 'Scans',
      unit: 'TiB',
      price: 6,
      freeTier: { quantity: 1, per: 'billing-account' },
      checked: true,
    },
    { ...shared, id: 'store', sku: 'Storage', unit: 'GiB-month', price: 2, checked: false },
  ],
  statements: [],
  claims: [],
  savings: [],
  offers: [],
};

describe('priceUsage', () => {
  test('multiplies, takes the free units off low and mid, and converts', () => {
    const priced = priceUsage([{ item: 'scan', low: 0.5, mid: 3, high: 3 }], book);
    expect(priced.currency).toBe('EUR');
    expect(priced.asOf).toBe('2026-01-02');
    expect(priced.total).toEqual({ low: 0, mid: 6, high: 9 });
  });

  test('takes free units off once, however many templates use the item', () => {
    const twice = priceUsage(
      [
        { item: 'scan', low: 1, mid: 1, high: 1 },
        { item: 'scan', low: 1, mid: 1, high: 1 },
      ],
      book,
      'USD',
    );
    expect(twice.items).toHaveLength(1);
    expect(twice.total).toEqual({ low: 6, mid: 6, high: 12 });
  });

  test('names the items whose price has to be checked first', () => {
    const usage = ['store', 'scan'].map((item) => ({ item, low: 1, mid: 1, high: 1 }));
    const priced = priceUsage(usage, book);
    expect(priced.unchecked).toEqual(['store']);
    expect(priced.items.map(({ item }) => item.id)).toEqual(['scan', 'store']);
  });

  test('names every unknown item with the near one', () => {
    const usage = ['scn', 'x'].map((item) => ({ item, low: 1, mid: 1, high: 1 }));
    const error = thrownBy(() => priceUsage(usage, book));
    expect(error.problems).toMatchObject([
      { code: 'PRICE_UNKNOWN', pointer: '/0/item', action: "Did you mean 'scan'?" },
      { code: 'PRICE_UNKNOWN', pointer: '/1/item' },
    ]);
  });

  test('nothing used costs nothing', () => {
    expect(priceUsage([], book).total).toEqual({ low: 0, mid: 0, high: 0 });
  });

  test('keeps low <= mid <= high, and more use never costs less', () => {
    const quantity = fc.double({ min: 0, max: 1e6, noNaN: true });
    const ordered = fc.tuple(quantity, quantity, quantity).map((values) => values.sort((a, b) => a - b));
    fc.assert(
      fc.property(ordered, quantity, ([low, mid, high], more) => {
        const { total } = priceUsage([{ item: 'scan', low, mid, high }], book);
        expect(total.low).toBeLessThanOrEqual(total.mid);
        expect(total.mid).toBeLessThanOrEqual(total.high);
        const larger = priceUsage(
          [{ item: 'scan', low: low + more, mid: mid + more, high: high + more }],
          book,
        );
        expect(larger.total.mid).toBeGreaterThanOrEqual(total.mid);
      }),
    );
  });
});

describe('convert', () => {
  test('uses a rate either way round', () => {
    expect(convert(10, 'USD', 'EUR', book)).toBe(5);
    expect(convert(5, 'EUR', 'USD', book)).toBe(10);
    expect(convert(7, 'CHF', 'CHF', book)).toBe(7);
  });

  test('refuses a currency without a rate', () => {
    expect(thrownBy(() => convert(1, 'USD', 'CHF', book)).problems).toMatchObject([{ code: 'RATE_MISSING' }]);
  });
});

function thrownBy(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('Expected an InputError.');
}
