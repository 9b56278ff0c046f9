/** How grave a finding is: an `error` stops the job, a `warning` is shown and kept. */
export type Severity = 'error' | 'warning';

/** One thing that is wrong with an input, said so that its author can mend it. */
export interface Problem {
  /** Stable identifier, for instance `SCHEMA`, `C03` or `TEMPLATE_COLLISION`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** The file as the caller named it. */
  readonly file?: string;
  /** Where in the file: a JSON pointer (`/meta/clientId`), or `line 3, column 5`. */
  readonly pointer?: string;
  /** What was found there. */
  readonly value?: unknown;
  /** What was expected there. */
  readonly expected?: string;
  /** What to do, or the question to ask the client. */
  readonly action?: string;
}

/** Thrown when an input cannot be used. The command line prints every problem and exits with 2. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}
