import { isDeepStrictEqual } from 'node:util';
import type { DocumentEdit, DocumentPath } from '../update/document-edit.ts';
import { isRecord } from './data.ts';
import { itemKeyOf } from './lists.ts';

/** How a list is changed: item by item, so that what stands between the items stays, or by writing it anew. */
export type ListEdits = 'items' | 'whole';

/** The edits that make one value of another, as small as they can be, in the order in which they are made. */
export function dataChanges(
  from: unknown,
  to: unknown,
  lists: ListEdits,
  path: DocumentPath = [],
): readonly DocumentEdit[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (isRecord(from) && isRecord(to)) {
    const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
    return [
      ...gone.map((key): DocumentEdit => ({ do: 'remove', path: [...path, key] })),
      ...Object.entries(to).flatMap(([key, value]) =>
        Object.hasOwn(from, key)
          ? dataChanges(from[key], value, lists, [...path, key])
          : [{ do: 'write' as const, path: [...path, key], value }],
      ),
    ];
  }
  const byItem = lists === 'items' && Array.isArray(from) && Array.isArray(to);
  return (byItem ? itemChanges(from, to, path) : undefined) ?? [{ do: 'write', path, value: to }];
}

/** Items taken out, changed and added at the end; `undefined` where that does not lead to the new list. */
function itemChanges(
  from: readonly unknown[],
  to: readonly unknown[],
  path: DocumentPath,
): readonly DocumentEdit[] | undefined {
  const kept = from.map((item) => to.some((other) => isSameItem(item, other)));
  const left = from.filter((_, index) => kept[index]);
  if (left.length === 0 || !left.every((item, index) => isSameItem(item, to[index]))) return undefined;
  const gone = [...kept.keys()].filter((index) => kept[index] === false).reverse();
  return [
    ...gone.map((index): DocumentEdit => ({ do: 'remove', path: [...path, index] })),
    ...to.flatMap((item, index) =>
      index < left.length
        ? dataChanges(left[index], item, 'items', [...path, index])
        : [{ do: 'write' as const, path: [...path, index], value: item }],
    ),
  ];
}

/** Whether an item is another one changed. */
function isSameItem(item: unknown, other: unknown): boolean {
  if (isDeepStrictEqual(item, other)) return true;
  const key = itemKeyOf(item);
  return isRecord(item) && key !== undefined && key === itemKeyOf(other);
}
