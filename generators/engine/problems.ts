import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';

/** An error with the fields given. */
export function wrong(code: string, message: string, more: Partial<Problem> = {}): Problem {
  return { code, severity: 'error', message, ...more };
}

/** What to throw for one problem. */
export function refusal(problem: Problem): InputError {
  return new InputError([problem]);
}

/** Throws all problems at once, so that an author mends them in one go. */
export function refuseAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}
