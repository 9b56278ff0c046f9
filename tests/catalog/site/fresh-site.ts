import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { buildSite } from '#catalog/site/site.ts';
import { buildSiteAssets } from '#generators/build/site-assets.ts';
import { siteSource } from './site-source.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * Writes the site of this checkout, its scripts bundled from the sources as they are now.
 * @returns the folder of the pages.
 */
export async function writeFreshSite(
  folder: string,
  change?: (catalog: CatalogIndex) => CatalogIndex,
): Promise<string> {
  const bundled = path.join(folder, 'assets');
  await buildSiteAssets(root, bundled);
  const assets = readdirSync(bundled).map(
    (name) => [name, readFileSync(path.join(bundled, name), 'utf8')] as const,
  );
  const pages = path.join(folder, 'site');
  for (const [name, text] of buildSite({ ...(await siteSource(change)), assets: new Map(assets) })) {
    mkdirSync(path.dirname(path.join(pages, name)), { recursive: true });
    writeFileSync(path.join(pages, name), text);
  }
  return pages;
}
