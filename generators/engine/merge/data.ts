import { isDeepStrictEqual } from 'node:util';
import type { DocumentPath } from '../update/document-edit.ts';
import { mergeLists } from './lists.ts';
import type { ItemMerge } from './lists.ts';

/** Two changed documents as one. */
export interface MergedData {
  readonly value: unknown;
  /** Places that both sides changed differently; the value there is ours. */
  readonly conflicts: readonly DocumentPath[];
}

/** Data by key. */
export type DataRecord = Readonly<Record<string, unknown>>;

/** Stands for a key or an item that is not there. */
export const ABSENT: unique symbol = Symbol('absent');

/**
 * Merges two changed versions of the same data key by key: what one side changed, added or removed and the other left
 * alone is taken over; places that both changed differently are conflicts.
 */
export function mergeData(base: unknown, ours: unknown, theirs: unknown): MergedData {
  return mergeValues(base, ours, theirs, []);
}

/** Whether a value holds keys: no list, and no date or other object of a class. */
export function isRecord(value: unknown): value is DataRecord {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function mergeValues(base: unknown, ours: unknown, theirs: unknown, path: DocumentPath): MergedData {
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(base, theirs))
    return { value: ours, conflicts: [] };
  if (isDeepStrictEqual(base, ours)) return { value: theirs, conflicts: [] };
  if (isRecord(ours) && isRecord(theirs)) {
    const from = base === ABSENT ? {} : base;
    if (isRecord(from)) return mergeRecords(from, ours, theirs, path);
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const from: unknown = base === ABSENT ? [] : base;
    if (Array.isArray(from)) return mergeItems(from, ours, theirs, path);
  }
  return { value: ours, conflicts: [path] };
}

function mergeRecords(
  base: DataRecord,
  ours: DataRecord,
  theirs: DataRecord,
  path: DocumentPath,
): MergedData {
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const merged = [...keys].map((key) => ({
    key,
    ...mergeValues(at(base, key), at(ours, key), at(theirs, key), [...path, key]),
  }));
  return {
    value: Object.fromEntries(merged.flatMap(({ key, value }) => (value === ABSENT ? [] : [[key, value]]))),
    conflicts: merged.flatMap(({ conflicts }) => conflicts),
  };
}

function at(record: DataRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : ABSENT;
}

function mergeItems(
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
  path: DocumentPath,
): MergedData {
  const conflicts: DocumentPath[] = [];
  const mergeItem: ItemMerge = (key, sides) => {
    const merged = mergeValues(sides.base, sides.ours, sides.theirs, [...path, key]);
    conflicts.push(...merged.conflicts);
    return merged.value;
  };
  const value = mergeLists({ base, ours, theirs }, mergeItem);
  return value === undefined ? { value: ours, conflicts: [path] } : { value, conflicts };
}
