import type { Dated, Text } from '../dated.ts';

/** The nine criteria of the European data protection authorities, as the catalog names them. */
export const dpiaCriteria = [
  'scoring',
  'automatic',
  'monitoring',
  'sensitive',
  'large',
  'matching',
  'vulnerable',
  'innovative',
  'exclusion',
] as const;
export type DpiaCriterion = (typeof dpiaCriteria)[number];

export const dpiaSource: Dated = {
  source:
    'Guidelines WP 248 rev.01 endorsed by the EDPB; CNIL list of processing that needs an impact assessment (second-hand)',
  asOf: '2026-11-21',
  reviewedBy: null,
};

/** So many criteria make an impact assessment due. */
export const dpiaThreshold = 2;

/** From so many persons on, processing counts as large scale. No law gives a number: this is ours, to be reviewed. */
export const largeScalePersons = 10000;

export const dpiaCriterionText: Readonly<Record<DpiaCriterion, Text>> = {
  scoring: { en: 'evaluates or scores people', fr: 'évalue ou note des personnes' },
  automatic: {
    en: 'decides automatically with legal or similar effect',
    fr: 'décide automatiquement avec un effet juridique ou similaire',
  },
  monitoring: { en: 'monitors people systematically', fr: 'surveille systématiquement des personnes' },
  sensitive: {
    en: 'uses sensitive or highly personal data',
    fr: 'utilise des données sensibles ou très personnelles',
  },
  large: { en: 'concerns people on a large scale', fr: 'concerne des personnes à grande échelle' },
  matching: { en: 'joins data sets on a person', fr: 'croise des jeux de données sur une personne' },
  vulnerable: { en: 'concerns vulnerable people', fr: 'concerne des personnes vulnérables' },
  innovative: { en: 'uses new technology in a new way', fr: "fait un usage innovant d'une technologie" },
  exclusion: {
    en: 'can exclude people from a right, a service or a contract',
    fr: "peut exclure des personnes d'un droit, d'un service ou d'un contrat",
  },
};

/** Kinds of processing on the French authority's list: one is enough, whatever the criteria count. */
export const listedProcessing = {
  health_care: { en: 'health data (CNIL list)', fr: 'données de santé (liste CNIL)' },
  hr_profiling: {
    en: 'profiling of staff or candidates (CNIL list)',
    fr: 'profilage de salariés ou de candidats (liste CNIL)',
  },
  employee_monitoring: {
    en: 'constant monitoring of employees (CNIL list)',
    fr: 'surveillance constante de salariés (liste CNIL)',
  },
  contract_exclusion: {
    en: 'profiling that can lead to exclusion from a contract (CNIL list)',
    fr: "profilage pouvant exclure d'un contrat (liste CNIL)",
  },
} as const satisfies Record<string, Text>;
export type ListedProcessing = keyof typeof listedProcessing;
