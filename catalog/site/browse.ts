import { facets } from './facets.ts';
import type { FacetId } from './facets.ts';
import { familyOrder } from './listing.ts';
import type { Row } from './listing.ts';

/** What a slider limits. */
export const sliders = ['capex', 'run', 'weeks', 'level'] as const;
export type Slider = (typeof sliders)[number];

export const sorts = ['relevance', 'fit', 'cost', 'time', 'updated'] as const;
export type Sort = (typeof sorts)[number];

/** What a visitor asks the list for; the address of the page holds all of it. */
export interface Query {
  readonly text: string;
  readonly sort: Sort;
  /** Values ticked by facet; a facet without any asks nothing. */
  readonly ticked: Readonly<Partial<Record<FacetId, readonly string[]>>>;
  /** Upper limits; one that is absent asks nothing. */
  readonly limits: Readonly<Partial<Record<Slider, number>>>;
  /** Entries to compare, at most four. */
  readonly compare: readonly string[];
}

/** How well entries fit a diagnostic that was loaded: rank by id, best 1; null for one that fails a gate. */
export type FitRanks = Readonly<Record<string, number | null>>;

/** What is found beside the query: hits of its words by id, and the fit to a diagnostic. */
export interface Found {
  /** Score by id; absent where nothing is searched for. */
  readonly scores?: ReadonlyMap<string, number>;
  readonly fit?: FitRanks;
}

export interface Listing {
  /** What can be generated today, then what is planned, each sorted. */
  readonly built: readonly Row[];
  readonly planned: readonly Row[];
  /** How many entries there would be with a value, by facet and value. */
  readonly counts: Readonly<Record<FacetId, ReadonlyMap<string, number>>>;
}

/** Filters, counts and sorts: all facets have to agree, within one any ticked value does. */
export function browse(rows: readonly Row[], query: Query, found: Found = {}): Listing {
  const tests = facets.map(({ id }) => testOf(id, query.ticked[id] ?? []));
  const counts = Object.fromEntries(facets.map(({ id }) => [id, new Map<string, number>()])) as Record<
    FacetId,
    Map<string, number>
  >;
  const matching: Row[] = [];
  for (const row of rows) {
    if (found.scores !== undefined && !found.scores.has(row.id)) continue;
    if (!sliders.every((slider) => isWithin(row, slider, query.limits[slider]))) continue;
    let failed = 0;
    let failing = -1;
    for (const [index, test] of tests.entries()) {
      if (test(row)) continue;
      failed += 1;
      failing = index;
      if (failed > 1) break;
    }
    if (failed === 0) matching.push(row);
    if (failed > 1) continue;
    for (const [index, { id }] of facets.entries()) {
      if (failed === 1 && failing !== index) continue;
      for (const value of countedFor(row, id, query.ticked[id] ?? [])) {
        counts[id].set(value, (counts[id].get(value) ?? 0) + 1);
      }
    }
  }
  const order = comparison(query.sort, found);
  const sorted = matching.sort((a, b) => order(a, b) || byOffer(a, b));
  return {
    built: sorted.filter(({ built }) => built),
    planned: sorted.filter(({ built }) => !built),
    counts,
  };
}

function testOf(id: FacetId, ticked: readonly string[]): (row: Row) => boolean {
  if (ticked.length === 0) return () => true;
  if (id === 'data') return ({ needs }) => isServed(needs, ticked);
  return ({ facets: values }) => values[id].some((value) => ticked.includes(value));
}

/** Whether everything needed is among the data there is; what needs none is not a use of it. */
function isServed(needs: Row['needs'], data: readonly string[]): boolean {
  return needs.length > 0 && needs.every((anyOf) => anyOf.some((kind) => data.includes(kind)));
}

/**
 * The values of a facet that a row counts for. Data adds up: a kind counts what can be done with it and with those
 * ticked already.
 */
function countedFor(row: Row, id: FacetId, ticked: readonly string[]): readonly string[] {
  if (id !== 'data') return row.facets[id];
  if (row.needs.length === 0) return [];
  const open = row.needs.filter((anyOf) => !anyOf.some((kind) => ticked.includes(kind)));
  if (open.length === 0) return dataKinds;
  return (open[0] ?? []).filter((kind) => open.every((anyOf) => anyOf.includes(kind)));
}

const dataKinds = Object.keys(facets.find(({ id }) => id === 'data')?.values ?? {});

/** A limit on money or time leaves out what has no figure of its own. */
function isWithin(row: Row, slider: Slider, limit: number | undefined): boolean {
  if (limit === undefined) return true;
  const value = amountOf(row, slider);
  return value !== null && value <= limit;
}

/** The most likely amount that a slider limits. */
export function amountOf({ capex, run, weeks, level }: Row, slider: Slider): number | null {
  switch (slider) {
    case 'capex':
      return capex;
    case 'run':
      return run?.[1] ?? null;
    case 'weeks':
      return weeks?.[1] ?? null;
    case 'level':
      return level;
  }
}

type Order = (a: Row, b: Row) => number;

function comparison(sort: Sort, { scores, fit }: Found): Order {
  switch (sort) {
    case 'relevance':
      return (a, b) => (scores?.get(b.id) ?? 0) - (scores?.get(a.id) ?? 0);
    case 'fit':
      return (a, b) => placeOf(a.id, fit) - placeOf(b.id, fit);
    case 'cost':
      return (a, b) => (a.capex ?? Infinity) - (b.capex ?? Infinity) || 0;
    case 'time':
      return (a, b) => (a.weeks?.[1] ?? Infinity) - (b.weeks?.[1] ?? Infinity) || 0;
    case 'updated':
      return (a, b) => b.updated - a.updated;
  }
}

/** Ranked ones first, then those that fail a gate, then those nobody asked about. */
function placeOf(id: string, fit: FitRanks | undefined): number {
  const rank = fit?.[id];
  return rank === undefined ? 2e6 : (rank ?? 1e6);
}

/** Use cases before what they are made of, then the order of the offer. */
function byOffer(a: Row, b: Row): number {
  return (
    rankOfKind(a) - rankOfKind(b) || familyOf(a) - familyOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function rankOfKind({ facets: { kind } }: Row): number {
  return kind[0] === 'use-case' ? 0 : 1;
}

function familyOf({ facets: { family } }: Row): number {
  return familyOrder[family[0] ?? ''] ?? 0;
}
