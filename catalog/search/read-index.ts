import { weightScale } from './search-index.ts';
import type { SearchIndex } from './search-index.ts';

/** The documents that have a term, and how much each has of it. */
export interface Postings {
  readonly documents: Int32Array;
  readonly weights: Float64Array;
}

/** An index made ready to search: its terms cut, and their lists decoded once they are asked for. */
export interface ReadIndex {
  readonly terms: {
    /** Sorted. */
    readonly list: readonly string[];
    readonly positions: ReadonlyMap<string, number>;
  };
  readonly postings: (position: number) => Postings;
}

const known = new WeakMap<SearchIndex<unknown>, ReadIndex>();

/** Reads an index; what was read is kept as long as the index is. */
export function readIndex(index: SearchIndex<unknown>): ReadIndex {
  const made = known.get(index) ?? read(index);
  known.set(index, made);
  return made;
}

function read({ terms, postings }: SearchIndex<unknown>): ReadIndex {
  const list = terms === '' ? [] : terms.split('\n');
  const decoded = new Map<number, Postings>();
  return {
    terms: { list, positions: new Map(list.map((term, position) => [term, position])) },
    postings: (position) => {
      const found = decoded.get(position) ?? decode(postings[position] ?? '');
      decoded.set(position, found);
      return found;
    },
  };
}

function decode(postings: string): Postings {
  const pairs = postings === '' ? [] : postings.split(' ');
  const documents = new Int32Array(pairs.length);
  const weights = new Float64Array(pairs.length);
  let document = 0;
  pairs.forEach((pair, place) => {
    const colon = pair.indexOf(':');
    document += Number(pair.slice(0, colon));
    documents[place] = document;
    weights[place] = Number(pair.slice(colon + 1)) / weightScale;
  });
  return { documents, weights };
}
