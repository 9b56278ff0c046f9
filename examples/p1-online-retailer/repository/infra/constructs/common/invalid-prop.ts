/** What is wrong with one prop, in the four parts a reader needs. */
export interface InvalidProp {
  /** The construct's path, for instance `acme-dev/warehouse`. */
  readonly at: string;
  /** Name of the prop. */
  readonly prop: string;
  /** What was given. */
  readonly value: unknown;
  /** What is accepted. */
  readonly expected: string;
  /** What to do. */
  readonly remedy: string;
}

/** Thrown while a construct is made, before any Terraform runs. */
export class InvalidPropError extends Error {
  readonly problem: InvalidProp;

  constructor(problem: InvalidProp) {
    const given = problem.value === undefined ? 'missing' : JSON.stringify(problem.value);
    super(`${problem.at}: ${problem.prop} is ${given}, expected ${problem.expected}. ${problem.remedy}`);
    this.name = 'InvalidPropError';
    this.problem = problem;
  }
}

/** A prop that cannot be used: name, value, what is expected, what to do. */
export type Refusal = readonly [prop: string, value: unknown, expected: string, remedy: string];
