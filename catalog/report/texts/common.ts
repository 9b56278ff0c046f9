import type { Text } from '../../dated.ts';

/** Words that several sections use. */
export const common = {
  unknown: { en: 'unknown', fr: 'inconnu' },
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
  none: { en: 'none', fr: 'aucun' },
  useCase: { en: 'Use case', fr: "Cas d'usage" },
  weeks: { en: 'weeks', fr: 'semaines' },
  months: { en: 'months', fr: 'mois' },
  perMonth: { en: 'a month', fr: 'par mois' },
  perYear: { en: 'a year', fr: 'par an' },
  to: { en: 'to', fr: 'à' },
  built: { en: 'available', fr: 'disponible' },
  planned: { en: 'planned', fr: 'en projet' },
  notReviewed: { en: 'Not legally reviewed', fr: 'Non revu par un juriste' },
  source: { en: 'Source', fr: 'Source' },
  asOf: { en: 'as of', fr: 'au' },
  total: { en: 'Total', fr: 'Total' },
  low: { en: 'Low', fr: 'Bas' },
  mid: { en: 'Likely', fr: 'Probable' },
  high: { en: 'High', fr: 'Haut' },
} as const satisfies Record<string, Text>;

/** States of an answer. */
export const statusNames = {
  answered: { en: 'answered', fr: 'répondu' },
  unknown: { en: 'unknown', fr: 'inconnu' },
  refused: { en: 'refused', fr: 'refusé' },
  not_applicable: { en: 'not applicable', fr: 'sans objet' },
  assumed: { en: 'assumed', fr: 'supposé' },
} as const satisfies Record<string, Text>;

export const evidenceNames = {
  interview: { en: 'interview', fr: 'entretien' },
  document: { en: 'document', fr: 'document' },
  export: { en: 'export', fr: 'export' },
  system_scan: { en: 'system scan', fr: 'analyse du système' },
  invoice: { en: 'invoice', fr: 'facture' },
  benchmark: { en: 'benchmark', fr: 'référence' },
  assumption: { en: 'assumption', fr: 'hypothèse' },
} as const satisfies Record<string, Text>;

export const confidenceNames = {
  A: { en: 'A, measured', fr: 'A, mesuré' },
  B: { en: 'B, documented', fr: 'B, documenté' },
  C: { en: 'C, stated', fr: 'C, déclaré' },
  D: { en: 'D, guessed', fr: 'D, estimé' },
} as const satisfies Record<string, Text>;

export const aiActNames = {
  minimal: { en: 'minimal risk', fr: 'risque minimal' },
  limited: { en: 'limited risk', fr: 'risque limité' },
  high: { en: 'high risk', fr: 'haut risque' },
  prohibited: { en: 'prohibited', fr: 'interdit' },
} as const satisfies Record<string, Text>;

export const dpiaNames = {
  not_required: { en: 'not required', fr: 'non requise' },
  unclear: { en: 'to be screened', fr: 'à examiner' },
  required: { en: 'required', fr: 'requise' },
  done: { en: 'done', fr: 'faite' },
} as const satisfies Record<string, Text>;

export const objectiveNames = {
  revenue: { en: 'Revenue', fr: "Chiffre d'affaires" },
  cost: { en: 'Cost', fr: 'Coûts' },
  customer_experience: { en: 'Customer experience', fr: 'Expérience client' },
  risk: { en: 'Risk', fr: 'Risques' },
  innovation: { en: 'Innovation', fr: 'Innovation' },
  sustainability: { en: 'Sustainability', fr: 'Durabilité' },
} as const satisfies Record<string, Text>;

export const limitNames = {
  capex: { en: 'budget', fr: 'budget' },
  opex: { en: 'running budget', fr: "budget d'exploitation" },
  weeks: { en: 'time', fr: 'délai' },
} as const satisfies Record<string, Text>;

export const accessNames = {
  api: { en: 'API', fr: 'API' },
  db: { en: 'database', fr: 'base de données' },
  warehouse_share: { en: 'warehouse share', fr: "partage d'entrepôt" },
  file_export: { en: 'exported files', fr: 'fichiers exportés' },
  manual: { en: 'by hand', fr: 'à la main' },
  none: { en: 'no access', fr: 'aucun accès' },
  unknown: { en: 'unknown', fr: 'inconnu' },
} as const satisfies Record<string, Text>;

export const refreshNames = {
  realtime: { en: 'real time', fr: 'temps réel' },
  hourly: { en: 'hourly', fr: 'horaire' },
  daily: { en: 'daily', fr: 'quotidien' },
  weekly: { en: 'weekly', fr: 'hebdomadaire' },
  monthly: { en: 'monthly', fr: 'mensuel' },
  ad_hoc: { en: 'on demand', fr: 'à la demande' },
} as const satisfies Record<string, Text>;

export const personalDataNames = {
  none: { en: 'none', fr: 'aucune' },
  pseudonymous: { en: 'pseudonyms', fr: 'pseudonymes' },
  direct: { en: 'direct (names, addresses)', fr: 'directes (noms, adresses)' },
  special_category: { en: 'special category', fr: 'catégorie particulière' },
  criminal: { en: 'offences', fr: 'infractions' },
  minors: { en: 'of minors', fr: 'de mineurs' },
  unknown: { en: 'unknown', fr: 'inconnu' },
} as const satisfies Record<string, Text>;

export const systemNames = {
  erp: { en: 'ERP', fr: 'ERP' },
  crm: { en: 'CRM', fr: 'CRM' },
  ecommerce: { en: 'online shop', fr: 'boutique en ligne' },
  pos: { en: 'tills', fr: 'caisses' },
  accounting: { en: 'accounting', fr: 'comptabilité' },
  support: { en: 'support', fr: 'support client' },
  product_db: { en: 'product database', fr: 'base du produit' },
  web_analytics: { en: 'web analytics', fr: 'audience du site' },
  marketing: { en: 'marketing', fr: 'marketing' },
  files: { en: 'files', fr: 'fichiers' },
  sensors: { en: 'sensors', fr: 'capteurs' },
  paper: { en: 'paper', fr: 'papier' },
  other: { en: 'other', fr: 'autre' },
} as const satisfies Record<string, Text>;

export const sectorNames = {
  manufacturing: { en: 'Manufacturing', fr: 'Industrie' },
  retail: { en: 'Retail', fr: 'Commerce' },
  ecommerce: { en: 'Online retail', fr: 'Commerce en ligne' },
  services: { en: 'Services', fr: 'Services' },
  healthcare: { en: 'Health care', fr: 'Santé' },
  saas: { en: 'Software as a service', fr: 'Logiciel en ligne' },
  fintech: { en: 'Financial technology', fr: 'Technologie financière' },
  public: { en: 'Public sector', fr: 'Secteur public' },
  other: { en: 'Other', fr: 'Autre' },
} as const satisfies Record<string, Text>;

export const skillNames = {
  sql: { en: 'SQL', fr: 'SQL' },
  python: { en: 'Python', fr: 'Python' },
  cloud: { en: 'Cloud', fr: 'Cloud' },
  ml: { en: 'Machine learning', fr: 'Apprentissage automatique' },
  genai: { en: 'Generative AI', fr: 'IA générative' },
  ops: { en: 'Operations', fr: 'Exploitation' },
} as const satisfies Record<string, Text>;
