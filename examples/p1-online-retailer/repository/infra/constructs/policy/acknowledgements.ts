import { InvalidPropError } from '../common/invalid-prop.ts';
import type { Finding } from './findings.ts';
import type { Rule } from './rule.ts';

/** An exception: what one rule finds at one construct is accepted for a while. Plain JSON. */
export interface Acknowledgement {
  /** Id of the rule, for instance `TLTK_GCP_052`. */
  readonly rule: string;
  /** Path of the construct, as findings give it. */
  readonly path: string;
  /** Why it is accepted: at least ten characters. */
  readonly reason: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** A finding that is accepted, and why. */
export interface AcknowledgedFinding extends Finding {
  readonly acknowledgement: Acknowledgement;
}

/** A finding that nobody accepts. */
export interface OpenFinding extends Finding {
  /** Last day of an acknowledgement that no longer holds. */
  readonly acknowledgedUntil?: string;
}

/** Findings with the acknowledgements applied. */
export interface Acknowledged {
  readonly open: readonly OpenFinding[];
  readonly acknowledged: readonly AcknowledgedFinding[];
  /** Acknowledgements that meet no finding: what they were for is mended, or they are misspelled. */
  readonly unused: readonly Acknowledgement[];
}

/**
 * Applies the acknowledgements on a given day.
 *
 * @param today `YYYY-MM-DD`; an acknowledgement still holds on its last day
 */
export function acknowledge(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  today: string,
): Acknowledged {
  const meant = (finding: Finding) =>
    acknowledgements.filter(({ rule, path }) => rule === finding.rule && path === finding.path);
  const open: OpenFinding[] = [];
  const acknowledged: AcknowledgedFinding[] = [];
  for (const finding of findings) {
    const candidates = meant(finding);
    const acknowledgement = candidates.find(({ until }) => until >= today);
    const [expired] = candidates;
    if (acknowledgement !== undefined) acknowledged.push({ ...finding, acknowledgement });
    else open.push(expired === undefined ? finding : { ...finding, acknowledgedUntil: expired.until });
  }
  const unused = acknowledgements.filter(
    ({ rule, path }) => !findings.some((finding) => finding.rule === rule && finding.path === path),
  );
  return { open, acknowledged, unused };
}

/**
 * Checks acknowledgements before they are used.
 *
 * @param rules the rules that may be meant
 * @throws InvalidPropError naming the first that cannot be used, and what is wrong with it
 */
export function checkAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  rules: readonly Rule[],
): void {
  const ids = new Set<string>(rules.map(({ id }) => id));
  acknowledgements.forEach(({ rule, path, reason, until }, index) => {
    const demand = (prop: string, value: unknown, holds: boolean, expected: string, remedy: string) => {
      if (!holds)
        throw new InvalidPropError({ at: `acknowledgements.${index}`, prop, value, expected, remedy });
    };
    demand('rule', rule, ids.has(rule), 'the id of a rule', 'Copy it from the finding.');
    demand('path', path, path !== '', 'the path of a construct', 'Copy it from the finding.');
    demand('reason', reason, reason.trim().length >= 10, 'at least 10 characters', 'Say why it is accepted.');
    demand('until', until, isDay(until), 'a day, YYYY-MM-DD', 'Say until when it is accepted.');
  });
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
