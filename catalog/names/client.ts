import type { Diagnostic } from '../schema/generated/types.ts';
import { capital } from '../text/capital.ts';
import type { Language } from '../text/number.ts';
import { name } from './names.ts';
import type { Names } from './names.ts';

export const sectorNames: Names<Diagnostic['company']['sector']> = {
  manufacturing: name('manufacturing', 'industrie'),
  retail: name('retail in shops', 'commerce en magasin'),
  ecommerce: name('online retail', 'commerce en ligne'),
  services: name('services', 'services'),
  healthcare: name('health care', 'santé'),
  saas: name('software as a service', 'logiciel en ligne (SaaS)'),
  fintech: name('financial technology', 'technologie financière'),
  public: name('public sector', 'secteur public'),
  other: name('another sector', 'autre secteur'),
};

/** What a client wants to reach; also where a benefit comes from. */
export const objectiveNames: Names<Diagnostic['strategy']['objectives'][number]['id']> = {
  revenue: name('more revenue', "plus de chiffre d'affaires"),
  cost: name('lower cost', 'moins de coûts'),
  customer_experience: name('a better customer experience', 'une meilleure expérience client'),
  risk: name('lower risk', 'moins de risques'),
  innovation: name('new products or ways of working', 'de nouveaux produits ou façons de travailler'),
  sustainability: name('a lower footprint', 'une empreinte réduite'),
};

export const skillNames: Names<keyof Diagnostic['team']['levels']> = {
  sql: name('SQL', 'SQL'),
  python: name('Python', 'Python'),
  cloud: name('cloud', 'cloud'),
  ml: name('machine learning', 'apprentissage automatique'),
  genai: name('generative AI', 'IA générative'),
  ops: name('operations', 'exploitation'),
};

type Cloud = NonNullable<NonNullable<Diagnostic['infra']>['clouds']>[number];

export const cloudNames: Names<Exclude<Cloud, 'none'>> = {
  gcp: name('Google Cloud', 'Google Cloud'),
  aws: name('Amazon Web Services', 'Amazon Web Services'),
  azure: name('Microsoft Azure', 'Microsoft Azure'),
  ovh: name('OVHcloud', 'OVHcloud'),
  scaleway: name('Scaleway', 'Scaleway'),
  onprem: name('servers of its own', 'serveurs internes'),
};

/** What a client's limits are on. */
export const limitNames: Names<'capex' | 'opex' | 'weeks'> = {
  capex: name('budget', 'budget'),
  opex: name('running budget', "budget d'exploitation"),
  weeks: name('time', 'temps'),
};

/** Sectors in a row, the first one beginning a cell. */
export function sectorsText(sectors: readonly (keyof typeof sectorNames)[], language: Language): string {
  return capital(sectors.map((sector) => sectorNames[sector][language]).join(', '));
}
