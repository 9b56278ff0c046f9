import type { Acknowledgement } from './acknowledgements.ts';
import type { PolicyScope } from './findings.ts';

/** What a stack is judged by. Plain JSON. */
export interface PolicySettings extends PolicyScope {
  /** The day acknowledgements are judged by, `YYYY-MM-DD`: given, so that the same inputs give the same report. */
  readonly today: string;
  /**
   * Exceptions, each with a reason and a last day.
   *
   * @default []
   */
  readonly acknowledgements?: readonly Acknowledgement[];
}
