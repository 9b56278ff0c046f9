import { InputError } from '#catalog/problem.ts';
import { shownSize } from './byte-size.ts';

/** Thrown before a query that would pass the cap. */
export class CapReached extends InputError {
  constructor(needed: number, left: number, cap: number) {
    super([
      {
        code: 'BYTE_CAP',
        severity: 'error',
        message: `The next query would read ${shownSize(needed)}; ${shownSize(left)} of ${shownSize(cap)} are left.`,
        expected: `at most ${shownSize(cap)} in all`,
        action: 'Raise --max-bytes, or name single datasets with --dataset. Nothing more was read.',
      },
    ]);
    this.name = 'CapReached';
  }
}

/** Bytes that may be read in all, and how many were. */
export class ByteBudget {
  readonly cap: number;
  #spent = 0;

  constructor(cap: number) {
    this.cap = cap;
  }

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return Math.max(0, this.cap - this.#spent);
  }

  /** @throws CapReached if that many bytes are no longer left. */
  require(bytes: number): void {
    if (bytes > this.left) throw new CapReached(bytes, this.left, this.cap);
  }

  spend(bytes: number): void {
    this.#spent += bytes;
  }
}
