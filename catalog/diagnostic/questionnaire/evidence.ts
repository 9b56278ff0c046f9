import type { Evidence } from '../../schema/generated/diagnostic.ts';
import { fold } from '../../search/words.ts';
import type { Judgement } from './interview.ts';
import { option } from './words.ts';

type Confidence = Judgement['confidence'];

/** What an answer can rest on, as people call it; the first word is what one types. */
export const evidenceKinds = [
  option('interview', 'Interview', 'Entretien'),
  option('document', 'Document', 'Document'),
  option('export', 'Export', 'Extraction'),
  option('system_scan', 'Scan', 'Analyse'),
  option('invoice', 'Invoice', 'Facture'),
  option('benchmark', 'Benchmark', 'Référence'),
  option('assumption', 'Assumption', 'Hypothèse'),
] as const satisfies readonly { readonly value: Evidence['kind'] }[];

/** How far an answer can be trusted. */
export const confidences = [
  option('A', 'Measured', 'Mesuré'),
  option('B', 'Documented', 'Documenté'),
  option('C', 'Said by someone who knows', 'Dit par qui sait'),
  option('D', 'Guessed', 'Estimé'),
] as const satisfies readonly { readonly value: Confidence }[];

/** Other words for the kinds. */
const otherWords: Readonly<Partial<Record<string, Evidence['kind']>>> = {
  doc: 'document',
  system_scan: 'system_scan',
};

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
export function usualConfidence(evidence: Pick<Evidence, 'kind'> | undefined): Confidence {
  return evidence === undefined ? 'C' : usual[evidence.kind];
}

/** `document: plan 2027, page 4` as evidence; without a kind, it is of an interview. */
export function readEvidence(
  text: string,
  collected: Pick<Evidence, 'collectedAt' | 'collectedBy'>,
): Evidence {
  const [, name = '', after = ''] = /^([^\s:]+)\s*:\s*(.+)$/.exec(text) ?? [];
  const kind = kindNamed(fold(name));
  const ref = (kind === undefined ? text : after).slice(0, longestReference);
  return { kind: kind ?? 'interview', ref, ...collected };
}

/** Longest reference to evidence, in characters. */
export const longestReference = 300;

function kindNamed(name: string): Evidence['kind'] | undefined {
  const named = evidenceKinds.find(({ text }) => fold(text.en) === name || fold(text.fr) === name);
  return named?.value ?? otherWords[name];
}

/** The kind of evidence with this value; undefined for any other text. */
export function evidenceKind(value: unknown): Evidence['kind'] | undefined {
  return evidenceKinds.find((each) => each.value === value)?.value;
}

/** Evidence as it would be typed. */
export function typedEvidence({ kind, ref }: Evidence, language: 'en' | 'fr'): string {
  const name = evidenceKinds.find(({ value }) => value === kind)?.text[language];
  return `${(name ?? kind).toLowerCase()}: ${ref}`;
}

/** A, B, C or D; undefined for anything else. */
export function readConfidence(text: string): Confidence | undefined {
  return confidences.find(({ value }) => value === text.trim().toUpperCase())?.value;
}
