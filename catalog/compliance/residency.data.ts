import type { Dated, Text } from '../dated.ts';

/** One region of Google Cloud inside the European Economic Area. */
export interface Region {
  readonly id: string;
  /** ISO country it stands in. */
  readonly country: string;
  readonly city: string;
}

export const residencySource: Dated = {
  source: 'Google Cloud documentation: geography and regions; BigQuery locations',
  asOf: '2026-11-21',
  reviewedBy: null,
};

/** All regions inside the EEA; each lies in a member state of the EU. The default of a wider rule is the first. */
export const eeaRegions: readonly Region[] = [
  { id: 'europe-west1', country: 'BE', city: 'Saint-Ghislain' },
  { id: 'europe-west3', country: 'DE', city: 'Frankfurt' },
  { id: 'europe-west4', country: 'NL', city: 'Eemshaven' },
  { id: 'europe-west8', country: 'IT', city: 'Milan' },
  { id: 'europe-west9', country: 'FR', city: 'Paris' },
  { id: 'europe-west10', country: 'DE', city: 'Berlin' },
  { id: 'europe-west12', country: 'IT', city: 'Turin' },
  { id: 'europe-north1', country: 'FI', city: 'Hamina' },
  { id: 'europe-north2', country: 'SE', city: 'Stockholm' },
  { id: 'europe-central2', country: 'PL', city: 'Warsaw' },
  { id: 'europe-southwest1', country: 'ES', city: 'Madrid' },
];

/** BigQuery location that spans member states of the EU. */
export const euMultiRegion = 'EU';

/** A product that a region does not offer, and what to do instead. */
export interface NotOffered extends Dated {
  readonly region: string;
  readonly product: string;
  readonly instead: Text;
}

export const notOffered: readonly NotOffered[] = [
  {
    region: 'europe-west9',
    product: 'Cloud Scheduler',
    instead: {
      en: 'Schedule from europe-west1: a job holds a cron line and an address, no client data. Check the list of locations first; it grows.',
      fr: "Planifier depuis europe-west1 : une tâche contient un horaire et une adresse, aucune donnée du client. Vérifier d'abord la liste des régions, elle s'étend.",
    },
    source:
      'GitHub, terraform-google-cloud-workflows pull request 37 (2024); location list of Cloud Scheduler',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    region: 'europe-west9',
    product: 'Cloud Run domain mapping',
    instead: {
      en: 'Put an external Application Load Balancer before the service.',
      fr: "Placer un équilibreur de charge d'application externe devant le service.",
    },
    source: 'Google Cloud documentation: mapping custom domains',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    region: 'europe-west9',
    product: 'BigQuery ML: boosted trees, deep networks, AutoML, hyperparameter tuning',
    instead: {
      en: 'Train in the model service instead of in SQL, as our templates do.',
      fr: 'Entraîner dans le service de modèle plutôt qu’en SQL, comme le font nos gabarits.',
    },
    source: 'Google Cloud documentation: BigQuery locations, BigQuery ML regional table',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
];

/** Where Google Cloud holds a French certification, by certification of the diagnostic. */
export const certifications: Readonly<
  Record<'hds' | 'secnumcloud' | 'iso27001' | 'soc2' | 'pci_dss', boolean>
> = {
  hds: true,
  secnumcloud: false,
  iso27001: true,
  soc2: true,
  pci_dss: true,
};
