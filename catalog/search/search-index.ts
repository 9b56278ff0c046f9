import { isBuilt } from '../catalog.ts';
import { methodsInFrench, termText } from '../names/terms.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { words } from './words.ts';

/** What a hit shows without loading the catalog. */
export interface SearchDocument {
  readonly id: string;
  readonly name: Entry['name'];
  readonly kind: Entry['kind'];
  readonly family: Entry['family'];
  readonly built: boolean;
}

/**
 * An inverted index in a form that is fast to read: of 10,000 entries it is some megabytes, of which a search decodes
 * only the lists of the words asked for.
 */
export interface SearchIndex<Document = SearchDocument> {
  /** Changes when the shape of this document does. */
  readonly searchVersion: 1;
  readonly documents: readonly Document[];
  /** Every word, sorted, one per line. */
  readonly terms: string;
  /** For each word: `document:weight` separated by spaces, the document as step from the one before. */
  readonly postings: readonly string[];
}

/** Weights and length normalisation of BM25F (Robertson and Zaragoza, 2009): weight by field, b by all. */
const fieldWeights = { name: 4, aliases: 3, keywords: 3, summary: 2, details: 1 } as const;
const b = 0.3;
/** Weights are kept as whole numbers of this part. */
export const weightScale = 100;

type Field = keyof typeof fieldWeights;
const fields = Object.keys(fieldWeights) as Field[];

/** Builds the index of a catalog. The order of the entries does not change what a search finds, only its numbers. */
export function buildSearchIndex(entries: readonly Entry[]): SearchIndex {
  const texts = entries.map(fieldWords);
  const averages = averageLengths(texts);
  const postings = new Map<string, string[]>();
  const last = new Map<string, number>();
  texts.forEach((text, document) => {
    for (const [term, weight] of termWeights(text, averages)) {
      const list = postings.get(term) ?? [];
      list.push(`${document - (last.get(term) ?? 0)}:${Math.max(1, Math.round(weight * weightScale))}`);
      postings.set(term, list);
      last.set(term, document);
    }
  });
  const terms = [...postings.keys()].sort();
  return {
    searchVersion: 1,
    documents: entries.map((entry) => ({
      id: entry.id,
      name: entry.name,
      kind: entry.kind,
      family: entry.family,
      built: isBuilt(entry),
    })),
    terms: terms.join('\n'),
    postings: terms.map((term) => (postings.get(term) ?? []).join(' ')),
  };
}

function fieldWords(entry: Entry): Record<Field, string[]> {
  const { id, name, aliases, keywords, family, summary, kpis, models, stack } = entry;
  return {
    name: words(`${name.en} ${name.fr}`),
    aliases: [...aliases.en, ...aliases.fr].flatMap(words),
    keywords: [id, ...keywords].flatMap(words),
    summary: words(`${summary.en} ${summary.fr}`),
    details: [
      family,
      ...kpis.flatMap((kpi) => [kpi.name.en, kpi.name.fr]),
      ...models.flatMap((model) => [...new Set([model, termText(methodsInFrench, model, 'fr')])]),
      ...stack,
    ].flatMap(words),
  };
}

function averageLengths(texts: readonly Record<Field, string[]>[]): Record<Field, number> {
  const average = (field: Field): number =>
    texts.reduce((sum, text) => sum + text[field].length, 0) / Math.max(1, texts.length);
  return {
    name: average('name'),
    aliases: average('aliases'),
    keywords: average('keywords'),
    summary: average('summary'),
    details: average('details'),
  };
}

/** Weighted and length-normalised frequency of every word of one entry, over all its fields. */
function termWeights(text: Record<Field, string[]>, averages: Record<Field, number>): Map<string, number> {
  const weights = new Map<string, number>();
  for (const field of fields) {
    const length = text[field].length;
    const normal = 1 - b + (b * length) / Math.max(1, averages[field]);
    for (const word of text[field])
      weights.set(word, (weights.get(word) ?? 0) + fieldWeights[field] / normal);
  }
  return weights;
}
