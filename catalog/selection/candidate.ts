import type { Entry } from '../schema/generated/types.ts';
import type { Gate } from './gates.ts';
import type { Module } from './modules.ts';
import type { Served } from './readiness.ts';
import type { Risk } from './risk.ts';
import type { Scores } from './criteria.ts';
import type { UseCaseReading } from './profile.ts';

/** An entry the client was asked about, with everything the choice needs to know of it. */
export interface Candidate {
  readonly id: string;
  readonly entry: Entry;
  readonly asked: UseCaseReading;
  /** Every module it stands on, in order of id. */
  readonly modules: readonly Module[];
  /** Those that have to be built. */
  readonly toBuild: readonly Module[];
  readonly served: readonly Served[];
  readonly risk: Risk;
  /** Scores at the lowest, the stated and the highest answers. */
  readonly low: Scores;
  readonly mid: Scores;
  readonly high: Scores;
  /** Weighted sums of the three, rounded to 1e-9. */
  readonly U: number;
  readonly ULow: number;
  readonly UHigh: number;
  /** Euros: the item, and the item with its foundations. */
  readonly delivery: number;
  readonly alone: number;
  /** Euros a month, platforms included. */
  readonly run: number;
  /** Weeks of the item, and with what has to be built before. */
  readonly weeks: number;
  readonly path: number;
  /** Use cases that have to be chosen with it, and that cannot be. */
  readonly needs: readonly string[];
  readonly conflicts: ReadonlySet<string>;
  /** Gates it does not simply pass, limits and dependencies aside. */
  readonly gates: readonly Gate[];
}
