import type { Diagnostic } from '../schema/generated/diagnostic.ts';
import { applyEdits } from './edits.ts';
import type { Finding, FindingCode } from './finding.ts';

/** The diagnostic under one way of settling a contradiction. */
export interface Reading {
  readonly code: FindingCode;
  /** `first`: the answers the findings were noticed at are right; `other`: the answers they disagree with. */
  readonly takes: 'first' | 'other';
  /** The findings it settles, all of one code. */
  readonly findings: readonly Finding[];
  readonly diagnostic: Diagnostic;
}

/**
 * Both ways of settling every contradiction that a gate or a criterion reads, one kind at a time: two readings per
 * code among the findings, whatever their number, in the order of the codes. Everything else stays as stated.
 * What is advised under all of them holds whoever turns out to be right; nothing is picked silently.
 * Empty when no such contradiction was found.
 */
export function readings(diagnostic: Diagnostic, findings: readonly Finding[]): readonly Reading[] {
  const byCode = new Map<FindingCode, Finding[]>();
  for (const finding of findings) {
    if (finding.alternatives === undefined) continue;
    byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding]);
  }
  return [...byCode.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([code, group]) => [
      { code, takes: 'first', findings: group, diagnostic: settle(diagnostic, group, 0) },
      { code, takes: 'other', findings: group, diagnostic: settle(diagnostic, group, 1) },
    ]);
}

function settle(diagnostic: Diagnostic, findings: readonly Finding[], side: 0 | 1): Diagnostic {
  return applyEdits(
    diagnostic,
    findings.flatMap(({ alternatives }) => alternatives?.[side] ?? []),
  );
}
