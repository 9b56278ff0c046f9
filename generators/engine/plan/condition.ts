import type { Template } from '#catalog/schema/generated/types.ts';
import { lookUp, unwrap } from './pointer.ts';

type Condition = NonNullable<NonNullable<Template['chosenWhen']>[number]['and']>[number];

/** Whether something a condition points to in a document fits all the condition says of it. */
export function holds({ pointer, differs, ...fits }: Condition, document: unknown): boolean {
  const values = lookUp(document, pointer).map(({ value }) => unwrap(value));
  if (differs !== undefined) return values.every((value) => value !== differs);
  return values.some((value) => isFitting(value, fits));
}

function isFitting(
  value: unknown,
  { equals, in: choices, atLeast }: Omit<Condition, 'pointer' | 'differs'>,
): boolean {
  return (
    (equals === undefined || value === equals) &&
    (choices === undefined || choices.some((choice) => choice === value)) &&
    (atLeast === undefined || (typeof value === 'number' && value >= atLeast))
  );
}
