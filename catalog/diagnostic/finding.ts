import type { Text } from '../dated.ts';
import type { Problem } from '../problem.ts';

/** Codes of the contradiction checks. */
export type FindingCode =
  | 'C01'
  | 'C02'
  | 'C03'
  | 'C04'
  | 'C05'
  | 'C06'
  | 'C07'
  | 'C08'
  | 'C09'
  | 'C10'
  | 'C11'
  | 'C12'
  | 'C13'
  | 'C14'
  | 'C15'
  | 'C16'
  | 'C17';

/** One change of a diagnostic. Without a value the field or item is removed. */
export interface Edit {
  /** JSON pointer; missing objects on the way are made. */
  readonly pointer: string;
  readonly value?: unknown;
}

/** Two answers of a diagnostic that do not fit together. */
export interface Finding extends Problem {
  readonly code: FindingCode;
  /** The answer it was noticed at. */
  readonly pointer: string;
  /** The answer it disagrees with. */
  readonly other: string;
  /** What was found there. */
  readonly otherValue?: unknown;
  /** What to ask the client, so that one of the two can be corrected. */
  readonly question: Text;
  /**
   * Present when a gate or a criterion reads the answers: what changes if the first answer is right, and what
   * changes if the other one is. No edits: that reading is the diagnostic as it stands.
   */
  readonly alternatives?: readonly [readonly Edit[], readonly Edit[]];
}

/** Looks for one kind of contradiction; empty when there is none. */
export type Check<D> = (diagnostic: D) => readonly Finding[];
