import { diff3MergeRegions } from 'node-diff3';
import { isDeepStrictEqual } from 'node:util';
import { ABSENT, isRecord } from './data.ts';

/** The three versions of a list, or of an item of it. */
export interface ListSides<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/** Merges the versions of one item, `ABSENT` standing for a version that lacks it; may return `ABSENT`. */
export type ItemMerge = (key: string, sides: ListSides<unknown>) => unknown;

/**
 * Merges two changed versions of a list. Items are known by their `id`, else their `name`, where all have one; scalars
 * by their value. In any other list items are what lines are in a text.
 * @returns `undefined` where both sides changed the same place, or put the items in different orders.
 */
export function mergeLists(
  sides: ListSides<readonly unknown[]>,
  mergeItem: ItemMerge,
): readonly unknown[] | undefined {
  const keyOf = KEYS.find((key) =>
    [sides.base, sides.ours, sides.theirs].every((list) => hasUniqueKeys(list, key)),
  );
  return keyOf === undefined ? mergedAsLines(sides) : mergedByKey(sides, keyOf, mergeItem);
}

type ItemKey = (item: unknown) => string | undefined;

/** Ways to know an item again, the better first. */
const KEYS: readonly ItemKey[] = [scalarKey, fieldKey('id'), fieldKey('name')];

function scalarKey(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null ? undefined : `${typeof item} ${String(item)}`;
}

function fieldKey(field: string): ItemKey {
  return (item) => (isRecord(item) && Object.hasOwn(item, field) ? scalarKey(item[field]) : undefined);
}

/** What an item is known by, whatever list it is in. */
export function itemKeyOf(item: unknown): string | undefined {
  return KEYS.map((keyOf) => keyOf(item)).find((key) => key !== undefined);
}

function hasUniqueKeys(list: readonly unknown[], keyOf: ItemKey): boolean {
  const keys = list.map(keyOf);
  return !keys.includes(undefined) && new Set(keys).size === keys.length;
}

/** Items by what they are known by, in their order. */
export type Keyed<T> = ReadonlyMap<string, T>;

function mergedByKey(
  lists: ListSides<readonly unknown[]>,
  keyOf: ItemKey,
  mergeItem: ItemMerge,
): readonly unknown[] | undefined {
  const keyed = (list: readonly unknown[]): Keyed<unknown> =>
    new Map(list.map((item) => [keyOf(item) ?? '', item]));
  const sides = { base: keyed(lists.base), ours: keyed(lists.ours), theirs: keyed(lists.theirs) };
  const version = (side: Keyed<unknown>, key: string): unknown => (side.has(key) ? side.get(key) : ABSENT);
  return mergedOrder(sides)
    ?.map((key) =>
      mergeItem(key, {
        base: version(sides.base, key),
        ours: version(sides.ours, key),
        theirs: version(sides.theirs, key),
      }),
    )
    .filter((item) => item !== ABSENT);
}

/**
 * The keys of both sides in one order: that of the side that put items in another order, else ours. `undefined` where
 * both did, and not alike.
 */
export function mergedOrder({
  base,
  ours,
  theirs,
}: ListSides<Keyed<unknown>>): readonly string[] | undefined {
  const moved = (side: Keyed<unknown>): boolean => !isDeepStrictEqual(common(base, side), common(side, base));
  if (!moved(theirs)) return withInsertions(ours, theirs);
  if (!moved(ours)) return withInsertions(theirs, ours);
  return isDeepStrictEqual(common(ours, theirs), common(theirs, ours))
    ? withInsertions(ours, theirs)
    : undefined;
}

/** The keys of a list that another has too. */
function common(list: Keyed<unknown>, other: Keyed<unknown>): readonly string[] {
  return [...list.keys()].filter((key) => other.has(key));
}

/** The keys of a list with those that only another has, each behind its neighbour there and what already follows that. */
function withInsertions(list: Keyed<unknown>, other: Keyed<unknown>): readonly string[] {
  const order = [...list.keys()];
  let behind = 0;
  for (const key of other.keys()) {
    if (list.has(key)) {
      behind = order.indexOf(key) + 1;
      while (behind < order.length && !other.has(order[behind] ?? '')) behind += 1;
    } else {
      order.splice(behind, 0, key);
      behind += 1;
    }
  }
  return order;
}

function mergedAsLines({
  base,
  ours,
  theirs,
}: ListSides<readonly unknown[]>): readonly unknown[] | undefined {
  const regions = diff3MergeRegions(texts(ours), texts(base), texts(theirs));
  const merged: unknown[] = [];
  for (const region of regions) {
    if (region.stable) {
      const from = { a: ours, o: base, b: theirs }[region.buffer];
      merged.push(...from.slice(region.bufferStart, region.bufferStart + region.bufferLength));
    } else if (isDeepStrictEqual(region.aContent, region.bContent)) {
      merged.push(...ours.slice(region.aStart, region.aStart + region.aLength));
    } else return undefined;
  }
  return merged;
}

/** Items as texts that are equal where the items are. */
function texts(list: readonly unknown[]): string[] {
  return list.map((item) =>
    JSON.stringify(item, (_, value: unknown) => (isRecord(value) ? sortedRecord(value) : value)),
  );
}

function sortedRecord(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
