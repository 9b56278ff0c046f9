import type { Text } from '../../dated.ts';

/** Words that several sections use. */
export const common = {
  unknown: { en: 'unknown', fr: 'inconnu' },
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
  none: { en: 'none', fr: 'aucun' },
  useCase: { en: 'Use case', fr: "Cas d'usage" },
  weeks: { en: 'weeks', fr: 'semaines' },
  months: { en: 'months', fr: 'mois' },
  perMonth: { en: 'a month', fr: 'par mois' },
  perYear: { en: 'a year', fr: 'par an' },
  to: { en: 'to', fr: 'à' },
  built: { en: 'available', fr: 'disponible' },
  planned: { en: 'planned', fr: 'en projet' },
  notReviewed: { en: 'Not legally reviewed', fr: 'Non revu par un juriste' },
  source: { en: 'Source', fr: 'Source' },
  asOf: { en: 'as of', fr: 'au' },
  total: { en: 'Total', fr: 'Total' },
  low: { en: 'Low', fr: 'Bas' },
  mid: { en: 'Likely', fr: 'Probable' },
  high: { en: 'High', fr: 'Haut' },
} as const satisfies Record<string, Text>;

/** States of an answer. */
export const statusNames = {
  answered: { en: 'answered', fr: 'répondu' },
  unknown: { en: 'unknown', fr: 'inconnu' },
  refused: { en: 'refused', fr: 'refusé' },
  not_applicable: { en: 'not applicable', fr: 'sans objet' },
  assumed: { en: 'assumed', fr: 'supposé' },
} as const satisfies Record<string, Text>;

export const evidenceNames = {
  interview: { en: 'interview', fr: 'entretien' },
  document: { en: 'document', fr: 'document' },
  export: { en: 'export', fr: 'export' },
  system_scan: { en: 'system scan', fr: 'analyse du système' },
  invoice: { en: 'invoice', fr: 'facture' },
  benchmark: { en: 'benchmark', fr: 'référence' },
  assumption: { en: 'assumption', fr: 'hypothèse' },
} as const satisfies Record<string, Text>;

export const confidenceNames = {
  A: { en: 'A, measured', fr: 'A, mesuré' },
  B: { en: 'B, documented', fr: 'B, documenté' },
  C: { en: 'C, stated', fr: 'C, déclaré' },
  D: { en: 'D, guessed', fr: 'D, estimé' },
} as const satisfies Record<string, Text>;

export const dpiaNames = {
  not_required: { en: 'not required', fr: 'non requise' },
  unclear: { en: 'to be screened', fr: 'à examiner' },
  required: { en: 'required', fr: 'requise' },
  done: { en: 'done', fr: 'faite' },
} as const satisfies Record<string, Text>;
