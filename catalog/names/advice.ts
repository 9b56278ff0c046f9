import type { Entry, Selection } from '../schema/generated/types.ts';
import type { UseCaseEntry } from '../catalog.ts';
import { name } from './names.ts';
import type { Names } from './names.ts';

/** What part of a business a use case serves. */
export const domainNames: Names<UseCaseEntry['businessDomain']> = {
  production: name('production', 'production'),
  customer_relation: name('customer relation', 'relation client'),
  internal_process: name('internal processes', 'processus internes'),
  product_service: name('product and service', 'produit et service'),
};

/** How settled an advice is. */
export const lifecycleNames: Names<Entry['lifecycle']> = {
  stable: name('stable', 'stable'),
  beta: name('beta', 'bêta'),
  experimental: name('experimental', 'expérimental'),
  planned: name('an idea', 'une idée'),
  deprecated: name('withdrawn', 'retiré'),
};

export const aiActNames: Names<Selection['ranked'][number]['aiActClass']> = {
  minimal: name('minimal risk', 'risque minimal'),
  limited: name('limited risk (transparency)', 'risque limité (transparence)'),
  high: name('high risk', 'haut risque'),
  prohibited: name('prohibited', 'interdit'),
};

type GateCode = Selection['ranked'][number]['gates'][number]['code'];

/** Short names of the gates. */
export const gateNames: Names<GateCode> = {
  PROHIBITED_USE: name('Prohibited use', 'Usage interdit'),
  HIGH_RISK: name('High risk', 'Haut risque'),
  DATA_MISSING: name('Data', 'Données'),
  LEGAL_BASIS: name('Legal basis', 'Base légale'),
  RESIDENCY: name('Residency', 'Localisation'),
  CERTIFICATION: name('Certification', 'Certification'),
  CLOUD: name('Cloud', 'Cloud'),
  MODEL_PROVIDER: name('Model provider', 'Fournisseur de modèle'),
  CAPEX: name('Budget', 'Budget'),
  OPEX: name('Running budget', "Budget d'exploitation"),
  TIME: name('Time', 'Délai'),
  SKILL: name('Team', 'Équipe'),
  DEPENDENCY: name('Dependency', 'Dépendance'),
  LIFECYCLE: name('Lifecycle', 'Cycle de vie'),
  LICENCE: name('Licence', 'Licence'),
  EXCLUDED: name('Excluded by the client', 'Exclu par le client'),
  CONFLICT: name('Conflict', 'Conflit'),
  OUT_OF_ICP: name('Outside our usual clients', 'Hors de notre clientèle habituelle'),
};

/** Laws, and what else asks something of a client. */
export const lawNames: Names<string> = {
  'AI Act': name('AI Act', 'Règlement IA'),
  GDPR: name('GDPR', 'RGPD'),
  ePrivacy: name('ePrivacy', 'ePrivacy'),
  'French law': name('French law', 'Droit français'),
  'Client rule': name('set by the client', 'fixé par le client'),
};
