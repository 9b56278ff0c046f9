import type { Entry } from './schema/generated/entry.ts';
import type { Foundation } from './schema/generated/foundations.ts';
import type { PriceBook } from './schema/generated/price-book.ts';
import type { Template } from './schema/generated/template.ts';

export type { Foundation } from './schema/generated/foundations.ts';

/** Everything we can advise and write, as built from the catalog's sources. */
export interface CatalogIndex {
  /** Changes when the shape of this document does. */
  readonly indexVersion: 1;
  /** First 12 hexadecimal digits of the digest of entries, foundations and price book. */
  readonly version: string;
  /** sha256 of the whole content, templates included, in hexadecimal. */
  readonly digest: string;
  /** Day of the price book, YYYY-MM-DD. */
  readonly priceBookDate: string;
  /** Sorted by id. */
  readonly entries: readonly Entry[];
  readonly foundations: readonly Foundation[];
  readonly priceBook: PriceBook;
  /** Sorted by id. */
  readonly templates: readonly IndexedTemplate[];
}

/** A template as the index knows it: its manifest and what its folder holds. */
export interface IndexedTemplate {
  readonly manifest: Template;
  /** sha256 over the manifest and every file's path and content, in hexadecimal. */
  readonly digest: string;
  /** Files below `files/`, sorted by path. */
  readonly files: readonly TemplateFile[];
}

export interface TemplateFile {
  /** Path below `files/`, with `/`. */
  readonly path: string;
  /** Size in bytes, before rendering. */
  readonly bytes: number;
  readonly executable: boolean;
}

/** An entry with all that ranking needs; the schema demands it of every entry of kind `use-case`. */
export type UseCaseEntry = Entry &
  Required<Pick<Entry, 'businessDomain' | 'drivers' | 'cost' | 'weeks'>> & { kind: 'use-case' };

/** Whether an entry is ranked. */
export function isUseCase(entry: Entry): entry is UseCaseEntry {
  return (
    entry.kind === 'use-case' &&
    entry.businessDomain !== undefined &&
    entry.drivers !== undefined &&
    entry.cost !== undefined &&
    entry.weeks !== undefined
  );
}

/** Whether a client can get it generated today; otherwise it is planned. */
export function isBuilt(entry: Entry): boolean {
  return entry.implementedBy !== undefined;
}
