import type { ObjectKind } from '../entities.ts';
import type { Diagnostic } from '../schema/generated/types.ts';
import type { Language } from '../text/number.ts';
import { name } from './names.ts';
import type { Names } from './names.ts';

type DataSource = Diagnostic['dataSources'][number];

/** Kinds of systems. */
export const systemNames: Names<DataSource['system']> = {
  erp: name('ERP', 'ERP'),
  crm: name('CRM', 'CRM'),
  ecommerce: name('online shop', 'boutique en ligne'),
  pos: name('tills (point of sale)', 'caisses (point de vente)'),
  accounting: name('accounting', 'comptabilité'),
  support: name('customer support', 'support client'),
  product_db: name('database of the product', 'base de données du produit'),
  web_analytics: name('web analytics', 'audience du site'),
  marketing: name('marketing', 'marketing'),
  files: name('files and shared folders', 'fichiers et dossiers partagés'),
  sensors: name('machines and sensors', 'machines et capteurs'),
  paper: name('paper', 'papier'),
  other: name('other', 'autre'),
};

/** What records are about. */
export const objectKindNames: Names<ObjectKind> = {
  sales: name('sales lines', 'lignes de vente'),
  customers: name('customers', 'clients'),
  transactions: name('transactions', 'transactions'),
  invoices: name('invoices', 'factures'),
  contracts: name('contracts', 'contrats'),
  tickets: name('support tickets', 'demandes de support'),
  kb_articles: name('help articles and procedures', "articles d'aide et procédures"),
  content: name('texts and brand content', 'textes et contenus de marque'),
  product_catalog: name('product catalogue', 'catalogue de produits'),
  stock: name('stock', 'stocks'),
  suppliers: name('suppliers and purchases', 'fournisseurs et achats'),
  cash: name('cash and bank lines', 'trésorerie et relevés bancaires'),
  events: name('usage events', "évènements d'usage"),
  logs: name('logs of systems and machines', 'journaux de systèmes et de machines'),
  feedback: name('reviews and feedback', 'avis et retours'),
  hr: name('staff records', 'données du personnel'),
  health: name('health records', 'données de santé'),
  other: name('other records', 'autres données'),
};

/** How a source can be read. */
export const accessNames: Names<DataSource['access']> = {
  api: name('API', 'API'),
  db: name('database', 'base de données'),
  warehouse_share: name('warehouse share', "partage d'entrepôt"),
  file_export: name('exported files', 'fichiers exportés'),
  manual: name('by hand', 'à la main'),
  none: name('no access', 'aucun accès'),
  unknown: name('unknown', 'inconnu'),
};

/** How often a source changes. */
export const refreshNames: Names<NonNullable<DataSource['refresh']>> = {
  realtime: name('in real time', 'en temps réel'),
  hourly: name('every hour', 'toutes les heures'),
  daily: name('every day', 'tous les jours'),
  weekly: name('every week', 'toutes les semaines'),
  monthly: name('every month', 'tous les mois'),
  ad_hoc: name('on demand', 'à la demande'),
};

/** Most sensitive personal data in a source. */
export const personalDataNames: Names<NonNullable<DataSource['pii']>> = {
  none: name('none', 'aucune'),
  pseudonymous: name('pseudonyms only', 'pseudonymes seulement'),
  direct: name('names, addresses, e-mails', 'noms, adresses, e-mails'),
  special_category: name(
    'special category (health, beliefs, …)',
    'catégorie particulière (santé, opinions…)',
  ),
  criminal: name('offences and convictions', 'infractions et condamnations'),
  minors: name('of minors', 'de mineurs'),
  unknown: name('unknown', 'inconnu'),
};

/** Kinds of records of which any will do, for the middle of a sentence. */
export function anyKindText(kinds: readonly ObjectKind[], language: Language): string {
  return kinds.map((kind) => objectKindNames[kind][language]).join(language === 'en' ? ' or ' : ' ou ');
}
