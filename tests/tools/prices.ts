import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { PriceBook } from '#catalog/schema/generated/types.ts';
import { validatePriceBook } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';

/** A small price book, for templates that use nothing of the real one. */
export const toyPrices: PriceBook = {
  schemaVersion: 1,
  asOf: '2026-01-02',
  rates: [{ from: 'USD', to: 'EUR', rate: 0.5, asOf: '2026-01-01', source: 'test', reviewedBy: null }],
  items: [
    {
      ...toyItem('scan', 'TiB', 6),
      freeTier: { quantity: 1, per: 'billing-account' },
    },
    { ...toyItem('store', 'GiB-month', 2), checked: false },
    { ...toyItem('log', 'GiB', 1), freeTier: { quantity: 10, per: 'project' } },
  ],
  statements: [],
  claims: [],
  savings: [],
  offers: [],
  targets: [],
};

function toyItem(id: string, unit: string, price: number): PriceBook['items'][number] {
  return {
    id,
    vendor: 'Vendor',
    sku: `SKU of ${id}`,
    region: 'global',
    unit,
    price,
    currency: 'USD',
    source: 'test',
    asOf: '2026-01-01',
    checked: true,
    reviewedBy: null,
    resources: [],
  };
}

/** The price book of the catalog. */
export function realPrices(): PriceBook {
  const file = path.resolve(import.meta.dirname, '../../catalog/pricing/price-book.yaml');
  return parseWithSchema(validatePriceBook, parse(readFileSync(file, 'utf8')) as unknown, file);
}
