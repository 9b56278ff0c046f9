import { editDistance } from '../text/closest.ts';
import { weightScale } from './search-index.ts';
import type { SearchDocument, SearchIndex } from './search-index.ts';
import { synonymsOf } from './synonyms.ts';
import { words } from './words.ts';

/** What a search has to know of a document; what else a hit shows is its caller's. */
type Searchable = Pick<SearchDocument, 'id' | 'built'>;

export interface SearchHit<Document extends Searchable = SearchDocument> {
  readonly document: Document;
  /** BM25F score; comparable within one search only. */
  readonly score: number;
}

export interface SearchResult<Document extends Searchable = SearchDocument> {
  /** Best first; of equally good ones, those that can be generated today. */
  readonly hits: readonly SearchHit<Document>[];
  /** How many entries were found before `limit` cut the list. */
  readonly found: number;
  /** Words of the query that no entry has, not even nearly. */
  readonly unknown: readonly string[];
}

/** Saturation of BM25: how soon more occurrences stop to matter. */
const k1 = 1.2;
/** How much a word that is not exactly the one asked for counts. */
const likeness = { synonym: 0.8, prefix: 0.6, typo: 0.5 } as const;

/**
 * Finds entries by words, in English or French. Entries that have most of the words come alone: a second word narrows
 * the search. A word matches itself, its synonyms, words it begins, and, if there are none, words a typing error away.
 */
export function search<Document extends Searchable>(
  index: SearchIndex<Document>,
  query: string,
  limit = 20,
): SearchResult<Document> {
  const asked = [...new Set(words(query))];
  const terms = index.terms.split('\n');
  const scores = new Map<number, { matched: number; score: number }>();
  const unknown: string[] = [];
  for (const word of asked) {
    const found = scoreWord(index, matches(word, terms));
    if (found.size === 0) unknown.push(word);
    for (const [document, score] of found) {
      const known = scores.get(document) ?? { matched: 0, score: 0 };
      scores.set(document, { matched: known.matched + 1, score: known.score + score });
    }
  }
  const most = Math.max(0, ...[...scores.values()].map(({ matched }) => matched));
  const hits = [...scores]
    .filter(([, { matched }]) => matched === most)
    .flatMap(([position, { score }]) => {
      const document = index.documents[position];
      return document === undefined ? [] : [{ document, score: Math.round(score * 1e6) / 1e6 }];
    })
    .sort(compareHits);
  return { hits: hits.slice(0, limit), found: hits.length, unknown };
}

/** By score to a tenth; of equally good hits those that can be generated first, then the exact score, then the id. */
function compareHits(x: SearchHit<Searchable>, y: SearchHit<Searchable>): number {
  return (
    Math.round(y.score * 10) - Math.round(x.score * 10) ||
    Number(y.document.built) - Number(x.document.built) ||
    y.score - x.score ||
    (x.document.id < y.document.id ? -1 : 1)
  );
}

/** Positions of the terms that a word stands for, with how much they count. */
function matches(word: string, terms: readonly string[]): Map<number, number> {
  const found = new Map<number, number>();
  const synonyms = synonymsOf(word);
  terms.forEach((term, position) => {
    if (term === word) found.set(position, 1);
    else if (synonyms.has(term)) found.set(position, likeness.synonym);
    else if (word.length >= 3 && term.startsWith(word)) found.set(position, likeness.prefix);
  });
  if (found.size > 0) return found;
  // Two errors in a long word, one in a shorter; below four letters everything would be near.
  const allowed = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  terms.forEach((term, position) => {
    if (allowed === 0 || Math.abs(term.length - word.length) > allowed) return;
    if (editDistance(term, word) <= allowed) found.set(position, likeness.typo);
  });
  return found;
}

/**
 * The score of one asked word for each document. The terms it stands for count as one term: an entry in two languages
 * says most things twice, and a rare synonym must not outweigh the word itself.
 */
function scoreWord(index: SearchIndex<unknown>, terms: ReadonlyMap<number, number>): Map<number, number> {
  const weights = new Map<number, number>();
  for (const [position, like] of terms) {
    for (const [document, weight] of decode(index.postings[position] ?? '')) {
      weights.set(document, (weights.get(document) ?? 0) + like * weight);
    }
  }
  const rarity = inverseFrequency(weights.size, index.documents.length);
  for (const [document, weight] of weights) weights.set(document, (rarity * weight) / (k1 + weight));
  return weights;
}

function decode(postings: string): [document: number, weight: number][] {
  let document = 0;
  return postings.split(' ').map((posting) => {
    const [step, weight] = posting.split(':');
    document += Number(step);
    return [document, Number(weight) / weightScale];
  });
}

/** How much a word says that `having` of `all` documents have: BM25's inverse document frequency, base 2. */
function inverseFrequency(having: number, all: number): number {
  return log2(1 + (all - having + 0.5) / (having + 0.5));
}

/**
 * Base 2 logarithm of a number of at least 1, exact at powers of two and straight between them (at most .09 too low):
 * `Math.log2` differs between runtimes, and a ranking needs no more.
 */
function log2(value: number): number {
  let exponent = 0;
  let power = 1;
  while (power * 2 <= value) {
    power *= 2;
    exponent += 1;
  }
  return exponent + value / power - 1;
}
