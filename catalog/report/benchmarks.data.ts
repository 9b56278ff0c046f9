import type { Dated, Text } from '../dated.ts';

/** A published figure to hold a client's maturity against. */
export interface PublishedBenchmark extends Dated {
  readonly name: Text;
  /** ISO country it is about; absent where it is about no single one. */
  readonly country?: string;
  readonly text: Text;
}

/** Second-hand figures of public surveys: context, not a measure of the client. */
export const publishedBenchmarks: readonly PublishedBenchmark[] = [
  {
    name: { en: 'MIT CISR, enterprise AI maturity', fr: 'MIT CISR, maturité IA des entreprises' },
    text: {
      en: 'Share of companies by stage 1 to 4: 28, 34, 31 and 7 % in 2022; 13, 23, 46 and 18 % in 2025 (46 derived). The financial break lies between stages 2 and 3.',
      fr: 'Part des entreprises par étape de 1 à 4 : 28, 34, 31 et 7 % en 2022 ; 13, 23, 46 et 18 % en 2025 (46 par déduction). La rupture financière se situe entre les étapes 2 et 3.',
    },
    source: 'MIT CISR, public summaries of the surveys of 2022 and 2025',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    name: {
      en: 'France, use of AI by small and mid-sized companies',
      fr: "France, usage de l'IA par les PME et ETI",
    },
    country: 'FR',
    text: {
      en: '13 % of small and mid-sized companies and 8 % of very small ones use AI; 43 % do no data analysis.',
      fr: "13 % des PME et ETI et 8 % des TPE utilisent l'IA ; 43 % ne font aucune analyse de données.",
    },
    source: 'French public survey, July 2025 (second-hand)',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
];
