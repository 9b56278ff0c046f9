import path from 'node:path';
import { indexOf, contentOf, readCatalogSource } from '#generators/cli/adapters/catalog-source.ts';
import type { CatalogIndex } from '#catalog/catalog.ts';

export const catalogFolder = path.resolve(import.meta.dirname, '../../../catalog');

/** The catalog of this checkout, read from its sources and not from a build that may be old. */
export async function readCatalog(): Promise<CatalogIndex> {
  const source = await readCatalogSource(catalogFolder);
  const { foundations, priceBook, problems } = source;
  if (foundations === undefined || priceBook === undefined || problems.length > 0) {
    throw new Error(JSON.stringify(problems, null, 2));
  }
  return indexOf(
    contentOf(source, {
      foundations: foundations.data.foundations,
      priceBook: priceBook.data,
      templates: [],
    }),
  );
}
