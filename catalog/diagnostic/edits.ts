import { pointerSteps } from '../schema/pointer.ts';
import type { Edit } from './finding.ts';

/**
 * A copy of a document with edits applied; the document itself stays as it is. Items are removed from lists last to
 * first, so that every pointer means its place in the original.
 */
export function applyEdits<T>(document: T, edits: readonly Edit[]): T {
  const copy = structuredClone(document);
  const removals = new Set<string>();
  for (const edit of edits) {
    if (edit.value === undefined) removals.add(edit.pointer);
    else set(copy, edit);
  }
  for (const pointer of [...removals].sort((a, b) => byPlace(b, a))) remove(copy, pointer);
  return copy;
}

function set(document: unknown, { pointer, value }: Edit): void {
  const steps = pointerSteps(pointer);
  const parent = parentOf(document, steps, true);
  const key = steps.at(-1);
  if (parent !== undefined && key !== undefined) Reflect.set(parent, key, value);
}

function remove(document: unknown, pointer: string): void {
  const steps = pointerSteps(pointer);
  const parent = parentOf(document, steps, false);
  const key = steps.at(-1);
  if (parent === undefined || key === undefined) return;
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function parentOf(document: unknown, steps: readonly string[], make: boolean): object | undefined {
  let parent: unknown = document;
  for (const step of steps.slice(0, -1)) {
    if (!isObject(parent)) return undefined;
    if (make && Reflect.get(parent, step) === undefined) Reflect.set(parent, step, {});
    parent = Reflect.get(parent, step);
  }
  return isObject(parent) ? parent : undefined;
}

/** Order of places in a document: numeric steps by value, others by code unit. */
function byPlace(a: string, b: string): number {
  const left = pointerSteps(a);
  const right = pointerSteps(b);
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [x, y] = [left[index] ?? '', right[index] ?? ''];
    if (x === y) continue;
    const difference = Number(x) - Number(y);
    return Number.isNaN(difference) ? (x < y ? -1 : 1) : difference;
  }
  return left.length - right.length;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
