import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { entryProblems } from '#catalog/entry-checks.ts';
import type { EntrySurroundings } from '#catalog/entry-checks.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import type { Foundations } from '#catalog/schema/generated/foundations.ts';
import type { PriceBook } from '#catalog/schema/generated/price-book.ts';
import {
  validateEntry,
  validateFoundations,
  validatePriceBook,
} from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import type { Validator } from '#catalog/schema/validate.ts';
import { adviceDigest, catalogDigest } from './catalog-digest.ts';
import { readYamlDocument } from './yaml-document.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A valid document and the file it is from. */
export interface Checked<T> {
  readonly data: T;
  readonly document: YamlDocument;
}

/** What a folder of catalog sources holds: valid documents, and the problems of the others. */
export interface CatalogSource {
  /** Sorted by file name. */
  readonly entries: readonly Checked<Entry>[];
  readonly foundations?: Checked<Foundations>;
  readonly priceBook?: Checked<PriceBook>;
  readonly problems: readonly Problem[];
}

/** What an index is made of. */
export type CatalogContent = Pick<CatalogIndex, 'entries' | 'foundations' | 'priceBook' | 'templates'>;

/**
 * Builds the catalog of a folder of sources. Foundations and price book that the folder does not have, and all
 * templates, are those of `builtIn`.
 * @throws InputError with every problem of the sources.
 */
export async function buildCatalog(folder: string, builtIn: CatalogIndex): Promise<CatalogIndex> {
  const source = await readCatalogSource(folder);
  const content = contentOf(source, builtIn);
  const problems = [...source.problems, ...checkEntries(source, content)];
  if (problems.length > 0) throw new InputError(problems);
  return indexOf(content);
}

/** The content of a source, completed from another catalog. */
export function contentOf(source: CatalogSource, rest: Omit<CatalogContent, 'entries'>): CatalogContent {
  return {
    entries: source.entries.map(({ data }) => data).sort((a, b) => (a.id < b.id ? -1 : 1)),
    foundations: source.foundations?.data.foundations ?? rest.foundations,
    priceBook: source.priceBook?.data ?? rest.priceBook,
    templates: rest.templates,
  };
}

/** Problems of the entries of a source among each other and with what they refer to. */
export function checkEntries(
  source: CatalogSource,
  content: CatalogContent,
  templates?: EntrySurroundings['templates'],
): Problem[] {
  const surroundings: EntrySurroundings = {
    entries: new Map(content.entries.map((entry) => [entry.id, entry])),
    foundations: content.foundations,
    ...(templates && { templates }),
  };
  return source.entries.flatMap(({ data, document }) =>
    entryProblems(data, path.basename(document.file, '.yaml'), surroundings).map(document.locate),
  );
}

/** Puts the parts of a catalog together and adds their digests. */
export function indexOf(content: CatalogContent): CatalogIndex {
  const { entries, foundations, priceBook, templates } = content;
  const advice = adviceDigest(content);
  return {
    indexVersion: 1,
    version: advice.slice(0, 12),
    digest: catalogDigest(advice, templates),
    priceBookDate: priceBook.asOf,
    entries,
    foundations,
    priceBook,
    templates,
  };
}

/** Reads entries/*.yaml, foundations.yaml and pricing/price-book.yaml of a folder, each checked against its schema. */
export async function readCatalogSource(folder: string): Promise<CatalogSource> {
  const problems: Problem[] = [];
  const keep = <T>(read: Checked<T> | readonly Problem[]): Checked<T> | undefined => {
    if ('data' in read) return read;
    problems.push(...read);
    return undefined;
  };

  const entries: Checked<Entry>[] = [];
  for (const file of await entryFiles(folder)) {
    const entry = keep(await readChecked(file, validateEntry));
    if (entry !== undefined) entries.push(entry);
  }
  const foundations = keep(await readOptional(path.join(folder, 'foundations.yaml'), validateFoundations));
  const priceBook = keep(await readOptional(path.join(folder, 'pricing/price-book.yaml'), validatePriceBook));
  return { entries, ...(foundations && { foundations }), ...(priceBook && { priceBook }), problems };
}

async function entryFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, 'entries'));
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => path.join(folder, 'entries', name));
}

async function readOptional<T>(
  file: string,
  validate: Validator<T>,
): Promise<Checked<T> | readonly Problem[]> {
  return existsSync(file) ? readChecked(file, validate) : [];
}

/** A YAML file that keeps a schema; otherwise its problems, with their lines. */
export async function readChecked<T>(
  file: string,
  validate: Validator<T>,
): Promise<Checked<T> | readonly Problem[]> {
  try {
    const document = await readYamlDocument(file);
    const { data } = document;
    if (validate(data)) return { data, document };
    return schemaProblems(validate, data, file).map(document.locate);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
