import type { PriceBook } from '../schema/generated/price-book.ts';

export type Statement = PriceBook['statements'][number];

/** Lowest and highest amount. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** A total as a roadmap prints it, beside the sum of its own rows. */
export interface StatedAndComputed {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** Missing where the roadmap prints no total. */
  readonly stated?: Span;
  /** The sum that counts. */
  readonly computed: Span;
  /** The sum with every row's alternative; a row without a priced one keeps its own amount. Missing where none has. */
  readonly alternatives?: Span;
  /** Conditions that did not hold, so that their rows are left out. Missing where all hold. */
  readonly without?: readonly string[];
  /** `equal`, `consistent` where one range lies in the other, else `different`. Missing without a stated total. */
  readonly verdict?: 'equal' | 'consistent' | 'different';
}

/**
 * Adds up the rows of a statement and compares the sum with the stated total.
 * @param without conditions (`onlyIf`) that do not hold: their rows are left out. Default: all hold.
 */
export function compareStatement(statement: Statement, without: readonly string[] = []): StatedAndComputed {
  const rows = statement.rows.filter(({ onlyIf }) => onlyIf === undefined || !without.includes(onlyIf));
  const computed = total(rows.map(({ amount }) => amount));
  const { id, title, unit, stated } = statement;
  const shown = {
    id,
    title,
    unit,
    computed,
    ...(rows.some(({ alternative }) => alternative !== undefined) && {
      alternatives: total(rows.map(({ amount, alternative }) => alternative?.amount ?? amount)),
    }),
    ...(without.length > 0 && { without }),
  };
  return stated === undefined ? shown : { ...shown, stated, verdict: verdict(stated, computed) };
}

function total(spans: readonly Span[]): Span {
  return spans.reduce<Span>((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), {
    low: 0,
    high: 0,
  });
}

function verdict(stated: Span, computed: Span): 'equal' | 'consistent' | 'different' {
  if (stated.low === computed.low && stated.high === computed.high) return 'equal';
  return within(stated, computed) || within(computed, stated) ? 'consistent' : 'different';
}

function within(inner: Span, outer: Span): boolean {
  return inner.low >= outer.low && inner.high <= outer.high;
}
