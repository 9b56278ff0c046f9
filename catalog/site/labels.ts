import type { Text } from '../dated.ts';
export { domainNames } from '../report/diagram/words.ts';
export { skillNames } from '../report/texts/common.ts';
import type { Entry } from '../schema/generated/entry.ts';

/** Names of the values that entries hold, for people. A value without a name is shown as it is. */
type Names<Value extends string> = Readonly<Record<Value, Text>>;

function text(en: string, fr: string): Text {
  return { en, fr };
}

export const kindNames: Names<Entry['kind']> = {
  'use-case': text('Use case', "Cas d'usage"),
  platform: text('Platform', 'Plateforme'),
  'building-block': text('Building block', 'Brique'),
  service: text('Service', 'Service'),
  model: text('Foundation model', 'Modèle de fondation'),
};

/** In the order of the offer. */
export const familyNames: Names<Entry['family']> = {
  'demand-forecasting': text('Demand forecasting', 'Prévision de la demande'),
  'customer-analytics': text('Customer analytics', 'Analyse clients'),
  'financial-analytics': text('Financial analytics', 'Analyse financière'),
  'content-generation': text('Content generation', 'Génération de contenus'),
  'document-intelligence': text('Document intelligence', 'Intelligence documentaire'),
  'conversational-ai': text('Conversational AI', 'IA conversationnelle'),
  'data-agents': text('Data agents', 'Agents de données'),
  'agent-roles': text('Agent roles', "Rôles d'agents"),
  tokenizer: text('Domain tokenizer', 'Tokeniseur métier'),
  reservoir: text('Automation reservoir', "Réservoir d'automatisations"),
  'data-platform': text('Data platform', 'Plateforme de données'),
  'building-blocks': text('Building blocks', 'Briques communes'),
  'foundation-models': text('Foundation models', 'Modèles de fondation'),
  'developer-experience': text('Developer tools', 'Outils de développement'),
  marketplace: text('Marketplace', 'Place de marché'),
  services: text('Services', 'Services'),
  offers: text('Offers', 'Offres'),
};

export const sectorNames: Names<Entry['sectors'][number]> = {
  manufacturing: text('Manufacturing', 'Industrie'),
  retail: text('Retail', 'Commerce de détail'),
  ecommerce: text('Online retail', 'Commerce en ligne'),
  services: text('Professional services', 'Services aux entreprises'),
  healthcare: text('Healthcare', 'Santé'),
  saas: text('Software (SaaS)', 'Logiciel (SaaS)'),
  fintech: text('Fintech', 'Fintech'),
  public: text('Public sector', 'Secteur public'),
  other: text('Other', 'Autre'),
};

export type ObjectKind = Entry['requires']['objects'][number]['anyOf'][number];

export const objectNames: Names<ObjectKind> = {
  sales: text('Sales', 'Ventes'),
  transactions: text('Transactions', 'Transactions'),
  customers: text('Customers', 'Clients'),
  product_catalog: text('Product catalog', 'Catalogue produits'),
  stock: text('Stock', 'Stocks'),
  suppliers: text('Suppliers', 'Fournisseurs'),
  invoices: text('Invoices', 'Factures'),
  cash: text('Cash and bank lines', 'Trésorerie et banque'),
  contracts: text('Contracts', 'Contrats'),
  tickets: text('Support tickets', 'Tickets de support'),
  kb_articles: text('Knowledge articles', 'Base de connaissances'),
  content: text('Content', 'Contenus'),
  feedback: text('Customer feedback', 'Avis clients'),
  events: text('Events', 'Événements'),
  logs: text('Logs', 'Journaux'),
  hr: text('Staff records', 'Données RH'),
  health: text('Health records', 'Données de santé'),
  other: text('Other', 'Autre'),
};

export type Cloud = Entry['requires']['clouds'][number];

export const cloudNames: Names<Cloud> = {
  gcp: text('Google Cloud', 'Google Cloud'),
  aws: text('AWS', 'AWS'),
  azure: text('Azure', 'Azure'),
  ovh: text('OVHcloud', 'OVHcloud'),
  scaleway: text('Scaleway', 'Scaleway'),
  onprem: text('On premises', 'Sur site'),
};

export const lifecycleNames: Names<Entry['lifecycle']> = {
  stable: text('Stable advice', 'Conseil stable'),
  beta: text('Beta', 'Bêta'),
  experimental: text('Experimental', 'Expérimental'),
  planned: text('Idea', 'Idée'),
  deprecated: text('Withdrawn', 'Retiré'),
};

export const aiActNames: Names<Entry['risk']['aiActClass'] | 'prohibited'> = {
  minimal: text('Minimal risk', 'Risque minimal'),
  limited: text('Limited risk (transparency)', 'Risque limité (transparence)'),
  high: text('High risk', 'Haut risque'),
  prohibited: text('Prohibited', 'Interdit'),
};

export const oversightNames: Names<Entry['risk']['humanOversight']> = {
  none: text('Runs by itself', 'Fonctionne seul'),
  review: text('A person looks at results', 'Une personne relit les résultats'),
  approval: text('Nothing happens before a person agrees', "Rien ne se fait sans l'accord d'une personne"),
};

export const escalationNames: Names<Entry['risk']['escalators'][number]['becomes']> = {
  limited: text('limited risk', 'risque limité'),
  high: text('high risk', 'haut risque'),
  prohibited: text('prohibited', 'interdit'),
  dpia: text('one more criterion for an impact assessment', "un critère de plus pour une analyse d'impact"),
  human_review: text('a person has to decide', 'une personne doit décider'),
};

export const criterionOfImpact: Names<Entry['risk']['dpiaCriteria'][number]> = {
  scoring: text('scoring of persons', 'notation de personnes'),
  automatic: text('automatic decisions', 'décisions automatiques'),
  monitoring: text('systematic monitoring', 'surveillance systématique'),
  sensitive: text('sensitive data', 'données sensibles'),
  large: text('large scale', 'grande échelle'),
  matching: text('matched data sets', 'croisement de données'),
  vulnerable: text('vulnerable persons', 'personnes vulnérables'),
  innovative: text('innovative use', 'usage innovant'),
  exclusion: text('exclusion from a right or contract', "exclusion d'un droit ou d'un contrat"),
};

export const driverNames: Names<keyof NonNullable<Entry['drivers']>> = {
  revenue: text('Revenue', "Chiffre d'affaires"),
  cost: text('Cost', 'Coûts'),
  customer_experience: text('Customer experience', 'Expérience client'),
  risk: text('Risk', 'Risque'),
  innovation: text('Innovation', 'Innovation'),
  sustainability: text('Sustainability', 'Durabilité'),
};

export const changeNames: Names<
  'added' | 'changed' | 'deprecated' | 'removed' | 'fixed' | 'security' | 'breaking'
> = {
  added: text('Added', 'Ajouté'),
  changed: text('Changed', 'Modifié'),
  deprecated: text('Deprecated', 'Déprécié'),
  removed: text('Removed', 'Supprimé'),
  fixed: text('Fixed', 'Corrigé'),
  security: text('Security', 'Sécurité'),
  breaking: text('Breaking', 'Rupture'),
};
