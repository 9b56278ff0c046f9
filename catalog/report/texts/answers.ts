import type { Text } from '../../dated.ts';

/** Names of what a diagnostic asks. */
export const answerWords = {
  colon: { en: ': ', fr: ' : ' },
  maturity: { en: 'Maturity', fr: 'Maturité' },
  team: { en: 'Team level', fr: "Niveau de l'équipe" },
  access: { en: 'access', fr: 'accès' },
  pii: { en: 'personal data', fr: 'données personnelles' },
  legalBasis: { en: 'legal basis', fr: 'base légale' },
  volume: { en: 'volume (GB)', fr: 'volume (Go)' },
  history: { en: 'months of history', fr: "mois d'historique" },
  quality: { en: 'quality (0–4)', fr: 'qualité (0–4)' },
  benefit: { en: 'benefit a year', fr: 'bénéfice par an' },
  decisionEffect: { en: 'effect on decisions', fr: 'effet sur les décisions' },
  affectsPersons: { en: 'persons concerned', fr: 'personnes concernées' },
  capex: { en: 'Budget to build', fr: 'Budget de réalisation' },
  opex: { en: 'Budget to run, a month', fr: "Budget d'exploitation par mois" },
  weeks: { en: 'Weeks available', fr: 'Semaines disponibles' },
} as const satisfies Record<string, Text>;
