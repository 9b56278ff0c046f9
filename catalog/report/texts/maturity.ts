import type { Text } from '../../dated.ts';

export const maturityWords = {
  intro: {
    en: 'Nine axes, each from 0 (absent) to 5 (optimised). A first use case in production needs about level 3. What nobody could answer stays open and never counts as zero.',
    fr: "Neuf axes, chacun de 0 (absent) à 5 (optimisé). Un premier cas d'usage en production demande environ le niveau 3. Ce à quoi personne n'a su répondre reste ouvert et ne compte jamais pour zéro.",
  },
  caption: { en: 'Maturity by axis', fr: 'Maturité par axe' },
  figure: {
    en: 'Maturity by axis: filled, the level; dashed, level 3; bars, what is left open',
    fr: 'Maturité par axe : en plein, le niveau ; en tirets, le niveau 3 ; en barres, ce qui reste ouvert',
  },
  axis: { en: 'Axis', fr: 'Axe' },
  level: { en: 'Level', fr: 'Niveau' },
  range: { en: 'Left open', fr: 'Plage' },
  gap: { en: 'To level 3', fr: 'Écart au niveau 3' },
  now: { en: 'Today', fr: "Aujourd'hui" },
  nextLevel: { en: 'The next level looks like', fr: 'Le niveau suivant' },
  confidence: { en: 'Confidence', fr: 'Confiance' },
  percentile: { en: 'Percentile', fr: 'Centile' },
  overall: { en: 'Overall level', fr: "Niveau d'ensemble" },
  others: { en: 'Read in other maturity models', fr: "Lecture dans d'autres modèles de maturité" },
  othersNote: {
    en: 'Correspondences are by content and not official.',
    fr: 'Correspondances par le contenu, non officielles.',
  },
  model: { en: 'Model', fr: 'Modèle' },
  stage: { en: 'Stage', fr: 'Étape' },
  benchmarks: { en: 'Benchmarks', fr: 'Points de comparaison' },
  benchmark: { en: 'Benchmark', fr: 'Comparaison' },
  says: { en: 'What it says', fr: 'Ce que cela dit' },
  percentiles: { en: 'percentiles in the table by axis', fr: 'centiles dans le tableau par axe' },
  noPercentile: { en: 'no position by axis', fr: 'sans position par axe' },
} as const satisfies Record<string, Text>;
