import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pointerSteps } from '#catalog/schema/pointer.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A diagnostic of the repository by its path, checked against the schema. */
export function readDiagnostic(file: string): Diagnostic {
  const data: unknown = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  return parseWithSchema(validateDiagnostic, data, file);
}

/** Client A (retailer), B (accountants) or C (software) of the worked example. */
export function client(name: 'a' | 'b' | 'c'): Diagnostic {
  return readDiagnostic(`tests/catalog/fixtures/client-${name}.json`);
}

/** A deep copy with one value set, missing objects on the way made; `-` as last step appends to a list. */
export function withValue<T>(document: T, pointer: string, value: unknown): T {
  return edit(document, pointer, (parent, key) => {
    if (Array.isArray(parent) && key === '-') parent.push(value);
    else Reflect.set(parent, key, value);
  });
}

/** A deep copy without one field or item. */
export function without<T>(document: T, pointer: string): T {
  return edit(document, pointer, (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else Reflect.deleteProperty(parent, key);
  });
}

/** A deep copy with several values set. */
export function withValues<T>(document: T, values: Readonly<Record<string, unknown>>): T {
  return Object.entries(values).reduce((copy, [pointer, value]) => withValue(copy, pointer, value), document);
}

function edit<T>(document: T, pointer: string, change: (parent: object, key: string) => void): T {
  const copy = structuredClone(document);
  const steps = [...pointerSteps(pointer)];
  const key = steps.pop();
  if (key === undefined) throw new Error('The root cannot be edited.');
  let parent: unknown = copy;
  for (const step of steps) {
    if (!isObject(parent)) throw new Error(`${pointer} leads nowhere.`);
    if (Reflect.get(parent, step) === undefined) Reflect.set(parent, step, {});
    parent = Reflect.get(parent, step);
  }
  if (!isObject(parent)) throw new Error(`${pointer} leads nowhere.`);
  change(parent, key);
  return copy;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
