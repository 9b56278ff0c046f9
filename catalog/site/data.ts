import type { CatalogIndex } from '../catalog.ts';
import type { Entry } from '../schema/generated/entry.ts';
import type { SearchIndex } from '../search/search-index.ts';

/** Name of the variable below which data scripts put what they hold. */
export const dataVariable = 'toltekData';

/** A data script: pages opened from a folder may load scripts, and nothing else. */
export function dataScript(name: string, value: unknown): readonly [path: string, text: string] {
  return [
    `data/${name}.js`,
    `(self.${dataVariable}??={})[${JSON.stringify(name)}]=${JSON.stringify(value)};\n`,
  ];
}

/** A part of a search index: consecutive words with their postings. */
export interface SearchShard {
  /** How many parts there are. */
  readonly of: number;
  readonly terms: string;
  readonly postings: readonly string[];
}

/** A part of a search index ends once its postings are so long. */
const shardLength = 250_000;

/** Cuts a search index into parts of bounded size; what a hit shows is left out, as the list knows it. */
export function searchShards({ terms, postings }: SearchIndex): readonly SearchShard[] {
  const words = terms === '' ? [] : terms.split('\n');
  const cuts: (readonly [from: number, to: number])[] = [];
  let from = 0;
  let length = 0;
  postings.forEach((posting, index) => {
    length += posting.length + (words[index]?.length ?? 0) + 4;
    if (length < shardLength) return;
    cuts.push([from, index + 1]);
    from = index + 1;
    length = 0;
  });
  if (from < words.length || cuts.length === 0) cuts.push([from, words.length]);
  return cuts.map(([start, end]) => ({
    of: cuts.length,
    terms: words.slice(start, end).join('\n'),
    postings: postings.slice(start, end),
  }));
}

/** The index that parts make together, with the documents they speak of. */
export function joinSearchShards<Document>(
  parts: readonly SearchShard[],
  documents: readonly Document[],
): SearchIndex<Document> {
  return {
    searchVersion: 1,
    documents,
    terms: parts.map(({ terms }) => terms).join('\n'),
    postings: parts.flatMap(({ postings }) => postings),
  };
}

/** What a page has to know of the catalog before it loads its entries. */
export type CatalogHead = Pick<CatalogIndex, 'version' | 'priceBookDate' | 'foundations'> & {
  /** The first id of every part, in order. */
  readonly firstIds: readonly string[];
};

/** Whole entries are handed out in parts of so many. */
const entriesPerPart = 200;

/** The catalog as the selector reads it, in parts; entries are sorted by id. */
export function catalogParts({ version, priceBookDate, foundations, entries }: CatalogIndex): {
  readonly head: CatalogHead;
  readonly parts: readonly (readonly Entry[])[];
} {
  const parts = Array.from({ length: Math.ceil(entries.length / entriesPerPart) }, (_, part) =>
    entries.slice(part * entriesPerPart, (part + 1) * entriesPerPart),
  );
  return {
    head: { version, priceBookDate, foundations, firstIds: parts.map(([first]) => first?.id ?? '') },
    parts,
  };
}
