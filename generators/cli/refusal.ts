import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { ExitCode } from './exit-codes.ts';

/** Thrown where what stands in the way is no wrong input: conflicts that are left, or data that could be lost. */
export class Refusal extends InputError {
  /** What the command line ends with. */
  readonly exit: ExitCode;

  constructor(problems: readonly Problem[], exit: ExitCode) {
    super(problems);
    this.exit = exit;
  }
}
