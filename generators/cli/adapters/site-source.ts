import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { SiteSource } from '#catalog/site/site.ts';
import { toolboxVersion } from '../version.ts';
import { historyFolder, readHistory } from './history.ts';
import { builtCatalogFile, packageRoot } from './package-root.ts';
import { readQuality } from './quality-file.ts';

/**
 * Everything the site of a catalog is made from: what this package was built with, and the histories of its templates.
 * @throws InputError if a history cannot be read.
 */
export function readSiteSource(catalog: CatalogIndex): SiteSource {
  const histories = catalog.templates.flatMap(({ manifest }) => {
    const history = readHistory(historyFolder(packageRoot()), manifest.id);
    return history === undefined ? [] : [[manifest.id, history] as const];
  });
  return {
    catalog,
    histories: new Map(histories),
    quality: readQuality().templates,
    toolboxVersion,
    assets: readTexts(builtCatalogFile('site'), ''),
    schemas: readTexts(path.join(packageRoot(), 'catalog/schema'), '.schema.json'),
  };
}

/** Texts of a folder by name, those with an ending without it, sorted. */
function readTexts(folder: string, ending: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(ending) && name.includes('.'))
      .sort()
      .map((name) => [
        name.slice(0, name.length - ending.length),
        readFileSync(path.join(folder, name), 'utf8'),
      ]),
  );
}
