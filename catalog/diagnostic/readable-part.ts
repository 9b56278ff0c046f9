import type { Diagnostic } from '../schema/generated/types.ts';
import { validateDiagnostic } from '../schema/generated/validators/diagnostic.js';
import { pointerAppend, pointerSteps, pointerValue } from '../schema/pointer.ts';
import { schemaProblems } from '../schema/validate.ts';

/** Taking out a field can leave its block without something it needs, and so on; five rounds settle it. */
const mostRounds = 5;

/**
 * A diagnostic without the fields that break its schema, so that contradictions among its other answers can be
 * asked about in the same breath. Required fields may be missing from it: give it to `checkReadable` only. Items of
 * lists stay where they are, so that pointers keep their meaning. `undefined` where what is left is no diagnostic.
 */
export function readablePart(data: unknown): Diagnostic | undefined {
  const rest: unknown = structuredClone(data);
  for (let round = 0; round < mostRounds; round += 1) {
    if (isSoundWhereItSpeaks(rest)) return rest;
    const removed = schemaProblems(validateDiagnostic, rest).filter(({ pointer = '' }) =>
      remove(rest, pointer),
    );
    if (removed.length === 0) return undefined;
  }
  return undefined;
}

/** Whether everything that is there keeps the schema; what is not there may be required. */
function isSoundWhereItSpeaks(data: unknown): data is Diagnostic {
  if (validateDiagnostic(data)) return true;
  return (validateDiagnostic.errors ?? []).every(({ keyword }) => keyword === 'required');
}

/** Takes a field out of its object. Returns whether there was one. */
function remove(data: unknown, pointer: string): boolean {
  const steps = pointerSteps(pointer);
  const field = steps.at(-1);
  const holder = pointerValue(data, steps.slice(0, -1).reduce<string>(pointerAppend, ''));
  if (field === undefined || typeof holder !== 'object' || holder === null || Array.isArray(holder))
    return false;
  return Object.hasOwn(holder, field) && Reflect.deleteProperty(holder, field);
}
