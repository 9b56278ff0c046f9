import type { Foundation } from '../../catalog.ts';
import type { Entry } from '../../schema/generated/entry.ts';
import type { Catalog } from '../../selection/assess.ts';
import type { CatalogHead } from '../data.ts';
import type { Pickable } from '../entry-picker.ts';
import type { Row, RowText } from '../listing.ts';
import type { Place } from '../place.ts';
import { dataOf, heldParts } from './page.ts';

/** The whole catalog, as the selector reads it. */
export async function wholeCatalog(): Promise<Catalog> {
  const { version, priceBookDate, foundations, firstIds } = await head();
  const parts = await Promise.all(firstIds.map((_id, part) => dataOf<readonly Entry[]>(`catalog-${part}`)));
  return { version, priceBookDate, foundations, entries: parts.flat() };
}

/** Some entries, in the order asked for, from the parts that hold them; an id that is in none is left out. */
export async function entriesOf(ids: readonly string[]): Promise<readonly Entry[]> {
  const { firstIds } = await head();
  const found = await Promise.all(
    ids.map(async (id) => {
      const part = firstIds.findLastIndex((first) => first <= id);
      const entries = part === -1 ? [] : await dataOf<readonly Entry[]>(`catalog-${part}`);
      return entries.find((entry) => entry.id === id) ?? [];
    }),
  );
  return found.flat();
}

export async function foundationsOfCatalog(): Promise<readonly Foundation[]> {
  return (await head()).foundations;
}

function head(): Promise<CatalogHead> {
  return dataOf<CatalogHead>('catalog-head');
}

/** What a field can pick, with the names of this page's language. The listing is loaded with the page. */
export async function pickables(
  { language }: Place,
  wanted: (row: Row) => boolean,
): Promise<readonly Pickable[]> {
  const parts = heldParts<readonly Row[]>('listing');
  const texts = await Promise.all(
    parts.map((_rows, part) => dataOf<readonly RowText[]>(`texts-${language}-${part}`)),
  );
  return parts.flatMap((rows, part) =>
    rows.flatMap((row, index) =>
      wanted(row) ? [{ id: row.id, built: row.built, name: texts[part]?.[index]?.[0] ?? row.id }] : [],
    ),
  );
}
