import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';

/** The problems that a call throws; none if it throws nothing. */
export function problemsOf(call: () => unknown): readonly Problem[] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
