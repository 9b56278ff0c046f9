import { bitsOf, columnsOf } from './columns.ts';
import type { Columns } from './columns.ts';
import type { FacetId } from './facets.ts';
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
  const columns = columnsOf(rows);
  const asked = columns.facets.map(({ id, values }) => bitsOf(values, query.ticked[id] ?? []));
  const tallies = columns.facets.map(({ values }) => values.map(() => 0));
  const matching: Row[] = [];
  const count = (index: number, position: number): void => {
    const column = columns.facets[index];
    const tally = tallies[index];
    if (column === undefined || tally === undefined) return;
    const { id, bits } = column;
    const isData = id === 'data';
    add(
      tally,
      isData ? countedData(columns.needs[position] ?? [], asked[index] ?? 0) : (bits[position] ?? 0),
    );
  };
  const limited = sliders.filter((slider) => query.limits[slider] !== undefined);
  // In the order of the offer, which is kept among rows that sort alike.
  for (const position of columns.offer) {
    const row = rows[position];
    if (row === undefined) continue;
    if (found.scores !== undefined && !found.scores.has(row.id)) continue;
    if (!limited.every((slider) => isWithin(row, slider, query.limits[slider]))) continue;
    const failing = failingFacet(columns, position, asked);
    if (failing === several) continue;
    if (failing === none) matching.push(row);
    // A facet counts what the others let through.
    if (failing !== none) count(failing, position);
    else for (let index = 0; index < tallies.length; index += 1) count(index, position);
  }
  const sorted = sortedBy(matching, sortKey(query.sort, found));
  return {
    built: sorted.filter(({ built }) => built),
    planned: sorted.filter(({ built }) => !built),
    counts: countsOf(columns, tallies),
  };
}

/** Rows by a key, those with the same as they were; the key of each is worked out once. */
function sortedBy(rows: readonly Row[], key: ((row: Row) => number) | undefined): readonly Row[] {
  if (key === undefined) return rows;
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ row }) => row);
}

const none = -1;
const several = -2;

/** The one facet that leaves a row out, by its place; `none` or `several`. */
function failingFacet(
  { facets: columns, needs }: Columns,
  position: number,
  asked: readonly number[],
): number {
  let failing = none;
  for (let index = 0; index < columns.length; index += 1) {
    const ticked = asked[index] ?? 0;
    const column = columns[index];
    if (ticked === 0 || column === undefined) continue;
    const passes =
      column.id === 'data'
        ? isServed(needs[position] ?? [], ticked)
        : ((column.bits[position] ?? 0) & ticked) !== 0;
    if (passes) continue;
    if (failing !== none) return several;
    failing = index;
  }
  return failing;
}

/** Whether everything needed is among the data there is; what needs none is not a use of it. */
function isServed(needs: readonly number[], data: number): boolean {
  return needs.length > 0 && needs.every((anyOf) => (anyOf & data) !== 0);
}

/**
 * The kinds of data that a row counts for. Data adds up: a kind counts what can be done with it and with those ticked
 * already.
 */
function countedData(needs: readonly number[], ticked: number): number {
  if (needs.length === 0) return 0;
  return needs.reduce((kinds, anyOf) => ((anyOf & ticked) === 0 ? kinds & anyOf : kinds), allBits);
}

const allBits = 0x7fffffff;

function add(tally: number[], bits: number): void {
  for (let left = bits, place = 0; left !== 0 && place < tally.length; left >>= 1, place += 1)
    if ((left & 1) !== 0) tally[place] = (tally[place] ?? 0) + 1;
}

function countsOf({ facets: columns }: Columns, tallies: readonly (readonly number[])[]): Listing['counts'] {
  const pairs = columns.map(({ id, values }, index) => {
    const counted = values.map((value, place) => [value, tallies[index]?.[place] ?? 0] as const);
    return [id, new Map(counted.filter(([, count]) => count > 0))] as const;
  });
  return Object.fromEntries(pairs) as Record<FacetId, Map<string, number>>;
}

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

/** What rows are sorted by, least first; undefined where they stay as they are. */
function sortKey(sort: Sort, { scores, fit }: Found): ((row: Row) => number) | undefined {
  switch (sort) {
    case 'relevance':
      return scores && (({ id }) => -(scores.get(id) ?? 0));
    case 'fit':
      return ({ id }) => placeOf(id, fit);
    case 'cost':
      return ({ capex }) => capex ?? unpriced;
    case 'time':
      return ({ weeks }) => weeks?.[1] ?? unpriced;
    case 'updated':
      return ({ updated }) => -updated;
  }
}

/** More than any amount or time: what has none comes last. */
const unpriced = 1e12;

/** Ranked ones first, then those that fail a gate, then those nobody asked about. */
function placeOf(id: string, fit: FitRanks | undefined): number {
  const rank = fit?.[id];
  return rank === undefined ? 2e6 : (rank ?? 1e6);
}
