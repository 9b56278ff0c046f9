import { expect } from '@jest/globals';
import { InvalidPropError } from '#constructs/common/invalid-prop.ts';
import { collect } from './collect.ts';

/** Runs a program that is to be refused; gives the prop, and what the message says of value, expectation and remedy. */
export async function refusal(program: () => void): Promise<string> {
  const thrown: unknown = await collect(program).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof InvalidPropError)) throw new Error(`not refused: ${String(thrown)}`);
  const { prop, expected, remedy } = thrown.problem;
  expect(expected).not.toBe('');
  expect(remedy).toMatch(/\.$/);
  expect(thrown.message).toContain(expected);
  return prop;
}
