import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { readSiteSource } from '#generators/cli/adapters/site-source.ts';
import type { SiteSource } from '#catalog/site/site.ts';

/** The source of the site of this checkout, its catalog changed as a test needs it. */
export async function siteSource(
  change: (catalog: CatalogIndex) => CatalogIndex = (catalog) => catalog,
): Promise<SiteSource> {
  return readSiteSource(change(await loadCatalog()));
}

/** A catalog whose first entry has other texts. */
export function withEntry(catalog: CatalogIndex, change: (entry: Entry) => Entry): CatalogIndex {
  return {
    ...catalog,
    entries: catalog.entries.map((entry, index) => (index === 0 ? change(entry) : entry)),
  };
}
