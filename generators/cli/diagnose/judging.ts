import type { Evidence } from '#catalog/schema/generated/diagnostic.ts';
import type { Judgement } from '#catalog/diagnostic/questionnaire/interview.ts';
import { fold } from '#catalog/search/words.ts';

type Confidence = Judgement['confidence'];

/** Names of the kinds of evidence, English then French. */
const kinds: readonly (readonly [Evidence['kind'], ...string[]])[] = [
  ['interview', 'interview', 'entretien'],
  ['document', 'document', 'doc'],
  ['export', 'export', 'extraction'],
  ['system_scan', 'scan', 'system_scan', 'analyse'],
  ['invoice', 'invoice', 'facture'],
  ['benchmark', 'benchmark', 'reference'],
  ['assumption', 'assumption', 'hypothese'],
];

/** How far evidence of a kind is usually to be trusted. */
const usual: Readonly<Record<Evidence['kind'], Confidence>> = {
  system_scan: 'A',
  document: 'B',
  export: 'B',
  invoice: 'B',
  benchmark: 'C',
  interview: 'C',
  assumption: 'D',
};

/** The confidence that is proposed for evidence; without any, somebody said it. */
export function usualConfidence(evidence: Evidence | undefined): Confidence {
  return evidence === undefined ? 'C' : usual[evidence.kind];
}

/** `document: plan 2027, page 4` as evidence; without a kind, it is of an interview. */
export function readEvidence(
  text: string,
  collected: Pick<Evidence, 'collectedAt' | 'collectedBy'>,
): Evidence {
  const [, name = '', after = ''] = /^([^\s:]+)\s*:\s*(.+)$/.exec(text) ?? [];
  const kind = kinds.find(([, ...names]) => names.includes(fold(name)))?.[0];
  const ref = (kind === undefined ? text : after).slice(0, 300);
  return { kind: kind ?? 'interview', ref, ...collected };
}

/** Evidence as it would be typed. */
export function typedEvidence({ kind, ref }: Evidence, language: 'en' | 'fr'): string {
  const names = kinds.find(([each]) => each === kind);
  const name = language === 'en' ? names?.[1] : names?.[names.length - 1];
  return `${name ?? kind}: ${ref}`;
}

/** A, B, C or D; undefined for anything else. */
export function readConfidence(text: string): Confidence | undefined {
  return (['A', 'B', 'C', 'D'] as const).find((each) => each === text.trim().toUpperCase());
}
