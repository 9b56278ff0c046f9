import * as advice from '../names/advice.ts';
import * as client from '../names/client.ts';
import { objectKindNames } from '../names/data.ts';
import { name } from '../names/names.ts';
import type { Names } from '../names/names.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { labelsOf } from '../text/capital.ts';

export const domainNames = labelsOf(advice.domainNames);
export const lifecycleNames = labelsOf(advice.lifecycleNames);
export const aiActNames = labelsOf(advice.aiActNames);
export const sectorNames = labelsOf(client.sectorNames);
export const skillNames = labelsOf(client.skillNames);
export const cloudNames = labelsOf(client.cloudNames);
export const objectNames = labelsOf(objectKindNames);

export const kindNames: Names<Entry['kind']> = {
  'use-case': name('Use case', "Cas d'usage"),
  platform: name('Platform', 'Plateforme'),
  'building-block': name('Building block', 'Brique'),
  service: name('Service', 'Service'),
  model: name('Foundation model', 'Modèle de fondation'),
};

/** In the order of the offer. */
export const familyNames: Names<Entry['family']> = {
  'demand-forecasting': name('Demand forecasting', 'Prévision de la demande'),
  'customer-analytics': name('Customer analytics', 'Analyse clients'),
  'financial-analytics': name('Financial analytics', 'Analyse financière'),
  'content-generation': name('Content generation', 'Génération de contenus'),
  'document-intelligence': name('Document intelligence', 'Intelligence documentaire'),
  'conversational-ai': name('Conversational AI', 'IA conversationnelle'),
  'data-agents': name('Data agents', 'Agents de données'),
  'agent-roles': name('Agent roles', "Rôles d'agents"),
  tokenizer: name('Domain tokenizer', 'Tokeniseur métier'),
  reservoir: name('Automation reservoir', "Réservoir d'automatisations"),
  'data-platform': name('Data platform', 'Plateforme de données'),
  'building-blocks': name('Building blocks', 'Briques communes'),
  'foundation-models': name('Foundation models', 'Modèles de fondation'),
  'developer-experience': name('Developer tools', 'Outils de développement'),
  marketplace: name('Marketplace', 'Place de marché'),
  services: name('Services', 'Services'),
  offers: name('Offers', 'Offres'),
};

export const oversightNames: Names<Entry['risk']['humanOversight']> = {
  none: name('Runs by itself', 'Fonctionne seul'),
  review: name('A person looks at results', 'Une personne relit les résultats'),
  approval: name('Nothing happens before a person agrees', "Rien ne se fait sans l'accord d'une personne"),
};

export const escalationNames: Names<Entry['risk']['escalators'][number]['becomes']> = {
  limited: advice.aiActNames.limited,
  high: advice.aiActNames.high,
  prohibited: advice.aiActNames.prohibited,
  dpia: name('one more criterion for an impact assessment', "un critère de plus pour une analyse d'impact"),
  human_review: name('a person has to decide', 'une personne doit décider'),
};

export const criterionOfImpact: Names<Entry['risk']['dpiaCriteria'][number]> = {
  scoring: name('scoring of persons', 'notation de personnes'),
  automatic: name('automatic decisions', 'décisions automatiques'),
  monitoring: name('systematic monitoring', 'surveillance systématique'),
  sensitive: name('sensitive data', 'données sensibles'),
  large: name('large scale', 'grande échelle'),
  matching: name('matched data sets', 'croisement de données'),
  vulnerable: name('vulnerable persons', 'personnes vulnérables'),
  innovative: name('innovative use', 'usage innovant'),
  exclusion: name('exclusion from a right or contract', "exclusion d'un droit ou d'un contrat"),
};

export const changeNames: Names<
  'added' | 'changed' | 'deprecated' | 'removed' | 'fixed' | 'security' | 'breaking'
> = {
  added: name('Added', 'Ajouté'),
  changed: name('Changed', 'Modifié'),
  deprecated: name('Deprecated', 'Déprécié'),
  removed: name('Removed', 'Supprimé'),
  fixed: name('Fixed', 'Corrigé'),
  security: name('Security', 'Sécurité'),
  breaking: name('Breaking', 'Rupture'),
};
