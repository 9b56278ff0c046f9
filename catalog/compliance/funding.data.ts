import type { Dated, Text } from '../dated.ts';

/** A public aid a client may ask for. Figures are starting points for a conversation, never a promise. */
export interface FundingScheme extends Dated {
  readonly id: string;
  readonly name: string;
  /** What it pays for. */
  readonly pays: 'diagnostic' | 'project';
  /** ISO country the company has to be in. */
  readonly country: string;
  /** Employees, both included. */
  readonly employees: { readonly min: number; readonly max: number };
  /** Least age of the company in months. */
  readonly minAgeMonths: number;
  /** Share of the cost it pays, 0–1; null where it is set case by case. */
  readonly rate: number | null;
  readonly text: Text;
}

export const fundingSchemes: readonly FundingScheme[] = [
  {
    id: 'bpifrance-diag-data-ia',
    name: 'Diag Data IA',
    pays: 'diagnostic',
    country: 'FR',
    employees: { min: 10, max: 2000 },
    minAgeMonths: 12,
    rate: 0.4,
    text: {
      en: 'Up to 10 expert days on data and AI uses, co-financed; the body decides and its conditions change.',
      fr: "Jusqu'à 10 jours d'expert sur les usages data et IA, cofinancés ; l'organisme décide et ses conditions évoluent.",
    },
    source: 'Bpifrance, public pages on Diag Data IA ("Osez l\'IA", since July 2025)',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    id: 'regional-project-aid',
    name: 'Aide régionale à la transformation numérique',
    pays: 'project',
    country: 'FR',
    employees: { min: 1, max: 250 },
    minAgeMonths: 12,
    rate: null,
    text: {
      en: 'Several regions help with projects that follow a diagnostic (production tool, customer relation, internal processes, product or service). Ask the region.',
      fr: "Plusieurs régions aident les projets issus d'un diagnostic (outil de production, relation client, processus internes, produit ou service). Se renseigner auprès de la région.",
    },
    source: 'Région Grand Est, public pages on the aid that follows a diagnostic',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
];
