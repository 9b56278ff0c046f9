import type { Text } from '../../dated.ts';

/** Titles of the sections, in the order of the report. */
export const sectionTitles = {
  summary: { en: 'In short', fr: "L'essentiel" },
  company: { en: 'The company and its objectives', fr: "L'entreprise et ses objectifs" },
  maturity: { en: 'AI maturity', fr: 'Maturité IA' },
  data: { en: 'Data and infrastructure', fr: 'Données et infrastructure' },
  priorities: { en: 'Use cases by priority', fr: "Cas d'usage par priorité" },
  choice: { en: 'What we advise', fr: 'Notre recommandation' },
  roi: { en: 'Return on investment', fr: 'Retour sur investissement' },
  cost: { en: 'Cost to build and to run', fr: 'Coûts de réalisation et d’exploitation' },
  stack: { en: 'Technology and architecture', fr: 'Technologies et architecture' },
  roadmap: { en: 'Roadmap', fr: 'Feuille de route' },
  obligations: { en: 'Legal obligations', fr: 'Obligations légales' },
  risks: { en: 'Risks and conditions', fr: 'Risques et conditions' },
  unknowns: { en: 'Assumptions and open questions', fr: 'Hypothèses et questions ouvertes' },
  changes: { en: 'What would change this advice', fr: 'Ce qui changerait cet avis' },
  funding: { en: 'Public funding to ask about', fr: 'Aides publiques à étudier' },
  evidence: { en: 'Appendix: evidence', fr: 'Annexe : éléments de preuve' },
  method: { en: 'Appendix: method', fr: 'Annexe : méthode' },
} as const satisfies Record<string, Text>;

export const summaryWords = {
  invest: { en: 'Investment', fr: 'Investissement' },
  run: { en: 'Running cost', fr: 'Exploitation' },
  time: { en: 'Time to deliver', fr: 'Délai' },
  benefit: { en: 'Expected benefit', fr: 'Bénéfice attendu' },
  payback: { en: 'Payback', fr: 'Retour en' },
  npv: { en: 'Net value over 3 years', fr: 'Valeur nette sur 3 ans' },
  noRetainer: { en: 'without a retainer', fr: 'hors contrat de services' },
  perMonth: { en: 'a month', fr: 'par mois' },
  perYear: { en: 'a year', fr: 'par an' },
  start: { en: 'start on', fr: 'début le' },
  notComputed: { en: 'not computed', fr: 'non calculé' },
  benefitUnknown: { en: 'a benefit is unknown', fr: 'un bénéfice est inconnu' },
  robust: { en: 'This advice is robust', fr: 'Cet avis est robuste' },
  sensitive: { en: 'This advice is sensitive', fr: 'Cet avis est sensible' },
  fragile: { en: 'This advice is fragile', fr: 'Cet avis est fragile' },
  provisional: { en: 'Provisional', fr: 'Provisoire' },
  provisionalText: {
    en: 'Answers contradict each other, so only what holds under every reading is advised. Settle the questions under "Assumptions and open questions" first.',
    fr: "Des réponses se contredisent : seul ce qui vaut quelle que soit la lecture est recommandé. Régler d'abord les questions de « Hypothèses et questions ouvertes ».",
  },
  before: { en: 'To settle before it starts', fr: 'À régler avant de commencer' },
  next: { en: 'Next steps', fr: 'Prochaines étapes' },
  decide: {
    en: 'Decide on this advice with the sponsor; the figures are computed by fixed rules, the decision is yours.',
    fr: 'Décider de cet avis avec le parrain du projet ; les chiffres suivent des règles fixes, la décision vous appartient.',
  },
  legal: {
    en: 'Have the legal classes and dates reviewed: they are not legally reviewed.',
    fr: 'Faire revoir les classes et dates légales : elles ne sont pas revues par un juriste.',
  },
  missing: { en: 'What is missing', fr: 'Ce qui manque' },
  unlock: { en: 'What would open the way', fr: 'Ce qui ouvrirait la voie' },
  notYet: {
    en: 'No use case fits the budget, the data and the rules today. That is a result too: it tells what to prepare first, and saves a project that would fail.',
    fr: "Aucun cas d'usage ne tient aujourd'hui dans le budget, les données et les règles. C'est aussi un résultat : il dit quoi préparer d'abord et évite un projet voué à l'échec.",
  },
} as const satisfies Record<string, Text>;
