import type { AlertTargets } from './alerts.ts';
import type { Deployment } from './deployment.ts';
import type { Residency } from '../common/deployment.ts';

/** What everything made of Pub/Sub topics and subscriptions is told. */
export interface MessagingProps extends Deployment, AlertTargets {
  /**
   * Name, unique among the topics of the deployment, for instance `orders`: lower-case letters, digits and hyphens, a
   * letter first.
   */
  readonly name: string;
  /** Number of the project, from `ClientFoundation.projectNumber`: the name of Pub/Sub's own account holds it. */
  readonly projectNumber: string;
  /**
   * Customer-managed key for everything stored.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
  /**
   * Regions in which messages may be stored; each one that the residency rule allows.
   *
   * @default - all regions the residency rule allows
   */
  readonly storageRegions?: readonly string[];
  /**
   * How often a message is tried before it is put aside as a dead letter: 5 to 100.
   *
   * @default 20 (with the other defaults about two hours: a short outage puts nothing aside)
   */
  readonly maxDeliveryAttempts?: number;
  /**
   * Seconds until a failed message is tried again, doubled every time: 0 to 600.
   *
   * @default 10
   */
  readonly minBackoffSeconds?: number;
  /**
   * Most seconds until a failed message is tried again: `minBackoffSeconds` to 600.
   *
   * @default 600
   */
  readonly maxBackoffSeconds?: number;
  /**
   * Days for which a message waits to be handled: 1 to 31.
   *
   * @default 7
   */
  readonly retentionDays?: number;
  /**
   * Days for which a dead letter waits to be looked at: 1 to 31.
   *
   * @default 31
   */
  readonly deadLetterRetentionDays?: number;
  /**
   * Minutes the oldest message may have waited before people are told: 1 to 1440.
   *
   * @default 30
   */
  readonly backlogAlertMinutes?: number;
}

/** The regions among the allowed locations: multi-regions cannot hold messages. */
export function regionsOf({ allowedLocations }: Residency): string[] {
  return allowedLocations.filter((location) => /^[a-z]+-[a-z]+\d+$/.test(location));
}

/** A number of days as Pub/Sub writes it. */
export function durationOfDays(days: number): string {
  return `${days * 86_400}s`;
}

/** Whether `value` is a whole number between two bounds. */
export function isWholeWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
