import type { CatalogIndex } from '../catalog.ts';
import { buildSearchIndex } from '../search/search-index.ts';
import type { History } from '../schema/generated/types.ts';
import { browsePage } from './browse-page.ts';
import { comparePage } from './compare-page.ts';
import { catalogParts, dataScript, searchShards } from './data.ts';
import { diagnosticPage } from './diagnostic-page.ts';
import { entryPage } from './entry-page.ts';
import { renderPage } from './layout.ts';
import type { Imprint, Page } from './layout.ts';
import { listingOf, shards } from './listing.ts';
import type { RowText } from './listing.ts';
import { entryDocument, indexDocument, jsonText, llmsText } from './machine.ts';
import { packagePage } from './package-page.ts';
import { languages, pathOf } from './place.ts';
import type { Place } from './place.ts';
import type { Quality } from './quality.ts';
import { mostCompared } from './query.ts';

/** What the site is made from. */
export interface SiteSource {
  readonly catalog: CatalogIndex;
  /** By template. */
  readonly histories: ReadonlyMap<string, History>;
  readonly quality: Readonly<Record<string, Quality>>;
  readonly toolboxVersion: string;
  /** Style sheet, scripts and icon by name. */
  readonly assets: ReadonlyMap<string, string>;
  /** JSON Schemas by name, as they are published. */
  readonly schemas: ReadonlyMap<string, string>;
}

/** Every file of the site by its path: the same source gives the same bytes. */
export function buildSite(source: SiteSource): ReadonlyMap<string, string> {
  const { catalog, histories } = source;
  return new Map([
    ...pages(source),
    ...data(source),
    ...[...source.assets].map(([name, text]) => [`assets/${name}`, text] as const),
    ...[...source.schemas].map(([name, text]) => [`schema/${name}.schema.json`, text] as const),
    ...catalog.entries.map(
      (entry) => [`entries/${entry.id}.json`, jsonText(entryDocument(entry, catalog, histories))] as const,
    ),
    ['index.json', jsonText(indexDocument(catalog, [...source.schemas.keys()]))],
    ['llms.txt', llmsText(catalog)],
  ]);
}

function pages({ catalog, histories, quality, toolboxVersion }: SiteSource): (readonly [string, string])[] {
  const imprint: Imprint = {
    catalogVersion: catalog.version,
    priceBookDate: catalog.priceBookDate,
    toolboxVersion,
  };
  const rows = listingOf(catalog, { quality, updated: updatesOf(catalog, histories) });
  const names = new Map(catalog.entries.map(({ id, name }) => [id, name]));
  const listing = shards(rows).map((_shard, index) => `data/listing-${index}.js`);
  const written = (page: Page): readonly [string, string] => [pathOf(page.place), renderPage(page, imprint)];
  return languages.flatMap((language) => {
    const at = (path: string): Place => ({ language, path });
    const texts = textsOf(catalog, language);
    return [
      written(browsePage(at('index.html'), rows, texts, [...listing, 'assets/browse.js'])),
      written(comparePage(at('compare.html'), [...listing, 'assets/compare.js'], mostCompared)),
      written(packagePage(at('package.html'), [...listing, 'assets/package.js'])),
      written(diagnosticPage(at('diagnostic.html'), ['assets/diagnostic.js'])),
      ...catalog.entries.map((entry) => {
        const template = entry.implementedBy?.template ?? '';
        const history = histories.get(template);
        const measured = quality[template];
        return written(
          entryPage(at(`entries/${entry.id}.html`), {
            entry,
            foundations: catalog.foundations,
            templates: catalog.templates,
            names,
            priceBook: catalog.priceBook,
            ...(history && { history }),
            ...(measured && { quality: measured }),
          }),
        );
      }),
    ];
  });
}

/** What the pages load as scripts. */
function data({ catalog, histories, quality }: SiteSource): (readonly [string, string])[] {
  const rows = listingOf(catalog, { quality, updated: updatesOf(catalog, histories) });
  const { head, parts } = catalogParts(catalog);
  return [
    dataScript('catalog-head', head),
    ...parts.map((part, index) => dataScript(`catalog-${index}`, part)),
    ...shards(rows).map((shard, index) => dataScript(`listing-${index}`, shard)),
    ...languages.flatMap((language) =>
      shards(textsOf(catalog, language)).map((shard, index) =>
        dataScript(`texts-${language}-${index}`, shard),
      ),
    ),
    ...searchShards(buildSearchIndex(catalog.entries)).map((shard, index) =>
      dataScript(`search-${index}`, shard),
    ),
  ];
}

function textsOf({ entries }: CatalogIndex, language: 'en' | 'fr'): readonly RowText[] {
  return entries.map(({ name, summary }) => [name[language], summary[language]]);
}

/**
 * Templates in the order of their last change: by the version of the toolbox that brought it, what has not shipped yet
 * last. There are no dates: a catalog is made from sources alone.
 */
function updatesOf(
  { templates }: CatalogIndex,
  histories: SiteSource['histories'],
): ReadonlyMap<string, number> {
  const releaseOf = (id: string): string => histories.get(id)?.versions.at(-1)?.released ?? 'unreleased';
  const releases = [...new Set(templates.map(({ manifest }) => releaseOf(manifest.id)))].sort(
    compareReleases,
  );
  return new Map(
    templates.map(({ manifest }) => [manifest.id, releases.indexOf(releaseOf(manifest.id)) + 1]),
  );
}

function compareReleases(a: string, b: string): number {
  const parts = (release: string): readonly number[] =>
    release === 'unreleased' ? [Infinity] : release.split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? 0;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
