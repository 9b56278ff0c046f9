import { isBuilt } from '../catalog.ts';
import type { CatalogIndex, Foundation } from '../catalog.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { facets } from './facets.ts';
import type { FacetId } from './facets.ts';
import { familyNames } from './labels.ts';
import type { Quality } from './quality.ts';

/** What the list knows of an entry, its texts aside: small, as all of them are loaded to filter and sort. */
export interface Row {
  readonly id: string;
  readonly built: boolean;
  readonly facets: Readonly<Record<FacetId, readonly string[]>>;
  /** Kinds of data needed: every list has to be served, by any of its kinds. */
  readonly needs: readonly (readonly string[])[];
  /** Low and high cost of delivery, euros; null for what is priced with something else. */
  readonly delivery: readonly [number, number] | null;
  /** Delivery with its foundations, most likely, euros. */
  readonly capex: number | null;
  /** Low, most likely and high running cost, euros a month. */
  readonly run: readonly [number, number, number] | null;
  /** Low, most likely and high, weeks to go-live. */
  readonly weeks: readonly [number, number, number] | null;
  /** Highest team level needed in any skill, 0–4. */
  readonly level: number;
  /** Place of its last change among all: higher is later, 0 for what was never written. */
  readonly updated: number;
}

/** Name and summary of a row in one language. */
export type RowText = readonly [name: string, summary: string];

/** Rows and their texts are handed out in pieces of so many. */
export const shardSize = 1000;

/** What is known of the templates beside the catalog. */
export interface Measured {
  /** By template. */
  readonly quality: Readonly<Record<string, Quality>>;
  /** Place of the last change of a template among all, from 1. */
  readonly updated: ReadonlyMap<string, number>;
}

/** Every entry as the list shows it, in the order of the catalog. */
export function listingOf({ entries, foundations }: CatalogIndex, measured: Measured): readonly Row[] {
  return entries.map((entry) => rowOf(entry, foundations, measured));
}

function rowOf(entry: Entry, foundations: readonly Foundation[], { quality, updated }: Measured): Row {
  const { cost, weeks, requires, modules } = entry;
  const template = entry.implementedBy?.template;
  const measuredQuality = template === undefined ? undefined : quality[template];
  const under = foundations.filter(({ id }) => modules.includes(id));
  return {
    id: entry.id,
    built: isBuilt(entry),
    facets: facetValues(entry, measuredQuality),
    needs: requires.objects.map(({ anyOf }) => anyOf),
    delivery: cost === undefined ? null : [cost.deliveryEUR.low, cost.deliveryEUR.high],
    capex:
      cost === undefined
        ? null
        : cost.deliveryEUR.mid + under.reduce((sum, { costEUR }) => sum + costEUR.mid, 0),
    run:
      cost === undefined
        ? null
        : [cost.runEURPerMonth.low, cost.runEURPerMonth.mid, cost.runEURPerMonth.high],
    weeks: weeks === undefined ? null : [weeks.low, weeks.mid, weeks.high],
    level: Math.max(0, ...Object.values(requires.skills)),
    updated: template === undefined ? 0 : (updated.get(template) ?? 0),
  };
}

function facetValues(entry: Entry, quality: Quality | undefined): Row['facets'] {
  const of = (id: FacetId): readonly string[] =>
    facets.find((facet) => facet.id === id)?.of(entry, quality) ?? [];
  return {
    status: of('status'),
    kind: of('kind'),
    package: of('package'),
    family: of('family'),
    sector: of('sector'),
    data: of('data'),
    cloud: of('cloud'),
    residency: of('residency'),
    provider: of('provider'),
    lifecycle: of('lifecycle'),
    risk: of('risk'),
    impact: of('impact'),
    tested: of('tested'),
  };
}

/** Place of each family in the order of the offer. */
export const familyOrder: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys(familyNames).map((family, index) => [family, index]),
);

/** A list cut into pieces of `shardSize`. */
export function shards<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.max(1, Math.ceil(items.length / shardSize));
  return Array.from({ length: count }, (_, index) => items.slice(index * shardSize, (index + 1) * shardSize));
}
