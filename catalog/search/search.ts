import { editDistance } from '../text/closest.ts';
import { readIndex } from './read-index.ts';
import type { ReadIndex } from './read-index.ts';
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
  const read = readIndex(index);
  const count = index.documents.length;
  const scores = new Float64Array(count);
  const matched = new Uint16Array(count);
  const unknown: string[] = [];
  let most = 0;
  for (const word of asked) {
    const found = scoreWord(read, matches(word, read.terms), count);
    if (found.having === 0) unknown.push(word);
    for (let document = 0; document < count; document += 1) {
      const score = found.scores[document] ?? 0;
      if (score === 0) continue;
      scores[document] = (scores[document] ?? 0) + score;
      const times = (matched[document] ?? 0) + 1;
      matched[document] = times;
      if (times > most) most = times;
    }
  }
  const hits =
    most === 0
      ? []
      : index.documents.flatMap((document, position) =>
          matched[position] === most
            ? { document, score: Math.round((scores[position] ?? 0) * 1e6) / 1e6 }
            : [],
        );
  hits.sort(compareHits);
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
function matches(word: string, { list, positions }: ReadIndex['terms']): Map<number, number> {
  const found = new Map<number, number>();
  if (word.length >= 3)
    for (let position = firstFrom(list, word); list[position]?.startsWith(word) === true; position += 1)
      found.set(position, likeness.prefix);
  for (const synonym of synonymsOf(word)) {
    const position = positions.get(synonym);
    if (position !== undefined) found.set(position, likeness.synonym);
  }
  const itself = positions.get(word);
  if (itself !== undefined) found.set(itself, 1);
  if (found.size > 0) return inOrder(found);
  // Two errors in a long word, one in a shorter; below four letters everything would be near.
  const allowed = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  if (allowed === 0) return found;
  list.forEach((term, position) => {
    if (Math.abs(term.length - word.length) > allowed) return;
    if (editDistance(term, word, allowed) <= allowed) found.set(position, likeness.typo);
  });
  return found;
}

/** Sums are taken in one order, whatever was found first. */
function inOrder(found: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** Position of the first term that is not before a word. */
function firstFrom(terms: readonly string[], word: string): number {
  let [low, high] = [0, terms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((terms[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The score of one asked word for each document. The terms it stands for count as one term: an entry in two languages
 * says most things twice, and a rare synonym must not outweigh the word itself.
 */
function scoreWord(
  index: ReadIndex,
  terms: ReadonlyMap<number, number>,
  count: number,
): { readonly scores: Float64Array; readonly having: number } {
  const scores = new Float64Array(count);
  for (const [position, like] of terms) {
    const { documents, weights } = index.postings(position);
    for (let place = 0; place < documents.length; place += 1) {
      const document = documents[place] ?? 0;
      scores[document] = (scores[document] ?? 0) + like * (weights[place] ?? 0);
    }
  }
  const having = scores.reduce((sum, weight) => (weight > 0 ? sum + 1 : sum), 0);
  const rarity = inverseFrequency(having, count);
  for (let document = 0; document < count; document += 1) {
    const weight = scores[document] ?? 0;
    if (weight > 0) scores[document] = (rarity * weight) / (k1 + weight);
  }
  return { scores, having };
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
