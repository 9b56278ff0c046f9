import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { InputError } from '#catalog/problem.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import type { SearchIndex } from '#catalog/search/search-index.ts';
import { builtCatalogFile } from './package-root.ts';

/** Names of the files of a built catalog. */
const indexFile = 'index.json';
const searchFile = 'search.json';

/**
 * Loads the catalog that commands work on.
 *
 * `folder` is what `--catalog` was given; without it, the catalog this package was built with. A folder with an
 * `index.json` is a built catalog; one with `entries/` is read and checked as sources, and what it does not hold
 * (foundations, price book) comes from the built-in catalog, as the templates always do.
 * @throws InputError if the folder is no catalog or its sources are wrong.
 */
export async function loadCatalog(folder?: string): Promise<CatalogIndex> {
  if (folder === undefined) return readIndex(builtCatalogFile(indexFile));
  if (existsSync(path.join(folder, 'entries'))) {
    // YAML and validators cost more to load than the built catalog takes to read.
    const { buildCatalog } = await import('./catalog-source.ts');
    return buildCatalog(folder, readIndex(builtCatalogFile(indexFile)));
  }
  const built = path.join(folder, indexFile);
  if (existsSync(built)) return readIndex(built);
  throw new InputError([
    {
      code: 'CATALOG_MISSING',
      severity: 'error',
      message: `There is no catalog in ${folder}.`,
      file: folder,
      expected: `a folder with entries/*.yaml, or a built catalog with ${indexFile}`,
      action: 'Give --catalog the folder that holds entries/, or leave it out for the built-in catalog.',
    },
  ]);
}

/**
 * Loads what `catalog search` works on: the search index of a built catalog, else one made from its entries.
 * @throws InputError as `loadCatalog` does.
 */
export async function loadSearchIndex(folder?: string): Promise<SearchIndex> {
  const built = folder === undefined ? builtCatalogFile(searchFile) : path.join(folder, searchFile);
  const isSource = folder !== undefined && existsSync(path.join(folder, 'entries'));
  if (!isSource && existsSync(built)) {
    const index = parse(built) as Partial<SearchIndex> | null;
    if (index?.searchVersion === 1) return index as SearchIndex;
    throw unreadable(built, 'it is not a search index of this version of the toolbox');
  }
  return buildSearchIndex((await loadCatalog(folder)).entries);
}

function readIndex(file: string): CatalogIndex {
  // The document is our own build's, checked when it was made: checking it again would cost more than reading it.
  const index = parse(file) as Partial<CatalogIndex> | null;
  if (index?.indexVersion !== 1 || index.entries === undefined) {
    throw unreadable(file, 'it is not a catalog index of this version of the toolbox');
  }
  return index as CatalogIndex;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(file: string, why: string): InputError {
  return new InputError([
    {
      code: 'CATALOG_UNREADABLE',
      severity: 'error',
      message: `The catalog index cannot be read: ${why}.`,
      file,
      expected: 'the index.json that the build writes',
      action: 'Install the package again; in a checkout, run npm run generate.',
    },
  ]);
}
