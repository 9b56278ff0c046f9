import type { Evidence, MaturityAnswer } from '../../schema/generated/diagnostic.ts';
import type { Scalar } from './question.ts';

/** A diagnostic under construction: what it holds keeps the schema, what is missing is still to be asked. */
export type Draft = Readonly<Record<string, unknown>>;

/** What became of a question that has no answer in the draft. */
export type Outcome = 'skipped' | 'unknown' | 'refused' | 'not_applicable';

/** Everything an interview is: the draft, and what the draft cannot hold. */
export interface Interview {
  readonly draft: Draft;
  /** By key of the step. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** Contradictions that were asked back and stand, as `contradictionKey` names them. */
  readonly accepted: readonly string[];
}

/** Two ends of a range. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A three-point estimate; without a likely value where only the ends are known. */
export interface Estimate extends Bounds {
  readonly mid: number | null;
}

/** Numbers by option, as they are stored: shares as parts of 1. */
export type Portions = Readonly<Record<string, number>>;

/**
 * What was answered, as it is stored: a scalar for text, number, date, choice and level; a list for multi, lines and
 * items (names of the items); `Bounds` for bounds, and for a level of which only the ends are known; `Estimate` for
 * range, and for a level whose ends are known too; `Portions` for portions.
 */
export type Value = Scalar | readonly Scalar[] | Bounds | Estimate | Portions;

/** How far to trust an answer, and what it rests on. */
export interface Judgement {
  readonly confidence: MaturityAnswer['confidence'];
  readonly evidence: readonly Evidence[];
  readonly note?: string;
}

/** What the person asked said. */
export type Reply =
  | { readonly status: 'answered' | 'assumed'; readonly value: Value; readonly judgement?: Judgement }
  | { readonly status: 'unknown' | 'refused' | 'not_applicable'; readonly judgement?: Judgement }
  | { readonly status: 'skipped' };

/** Version of the schema that new diagnostics are written for. */
const schemaVersion = '1.0.0';

/** An interview of which nothing was asked yet. Clock and random are the caller's. */
export function startInterview(start: {
  /** UUID of the new diagnostic. */
  readonly diagnosticId: string;
  /** Today, YYYY-MM-DD. */
  readonly today: string;
}): Interview {
  return {
    draft: {
      meta: { schemaVersion, diagnosticId: start.diagnosticId, startedOn: start.today },
      team: { levels: {} },
    },
    outcomes: {},
    accepted: [],
  };
}
