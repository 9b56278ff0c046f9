import type { Text } from '../../dated.ts';
import type { UseCaseEntry } from '../../catalog.ts';
import type { ObjectKind } from '../../entities.ts';

/** Names of what an architecture is made of. */
export const diagramWords = {
  sources: { en: 'Your data', fr: 'Vos données' },
  ingestion: { en: 'Ingestion', fr: 'Ingestion' },
  platform: { en: 'Shared platform', fr: 'Socle partagé' },
  useCases: { en: 'Use cases', fr: "Cas d'usage" },
  users: { en: 'In the business', fr: "Dans l'entreprise" },
  pipelines: { en: 'Data pipelines', fr: 'Pipelines de données' },
  intake: { en: 'Document intake', fr: 'Réception de documents' },
  intakeDetail: { en: 'checked files, events', fr: 'fichiers contrôlés, évènements' },
  warehouse: { en: 'Data warehouse', fr: 'Entrepôt de données' },
  gateway: { en: 'Language-model gateway', fr: 'Passerelle de modèles' },
  gatewayDetail: { en: 'regions, budgets, logs', fr: 'régions, budgets, journaux' },
  documents: { en: 'Document store', fr: 'Stockage de documents' },
  documentsDetail: { en: 'encrypted, with retention', fr: 'chiffré, avec durée de conservation' },
  vectorsDetail: { en: 'passages found by meaning', fr: 'passages trouvés par le sens' },
  vectors: { en: 'Vector search', fr: 'Recherche vectorielle' },
  operations: { en: 'Model operations', fr: 'Exploitation des modèles' },
  infrastructure: { en: 'Infrastructure as code', fr: 'Infrastructure en code' },
  kubernetes: { en: 'Kubernetes platform', fr: 'Plateforme Kubernetes' },
  kubernetesDetail: {
    en: 'delivery, policies, secrets, backups, monitoring',
    fr: 'livraison, politiques, secrets, sauvegardes, supervision',
  },
  guarded: {
    en: 'least privilege, encryption keys, budgets, audit logs, alerts',
    fr: "moindre privilège, clés de chiffrement, budgets, journaux d'audit, alertes",
  },
  more: { en: 'more', fr: 'autres' },
  review: { en: 'a person reviews', fr: 'une personne relit' },
  approval: { en: 'a person approves', fr: 'une personne approuve' },
  noData: { en: 'No data of the client', fr: 'Aucune donnée du client' },
  title: { en: 'Architecture', fr: 'Architecture' },
  flow: { en: 'Data flows from left to right.', fr: 'Les données vont de gauche à droite.' },
  under: { en: 'Under all of it', fr: "Sous l'ensemble" },
} as const satisfies Record<string, Text>;

/** What the tones mean. */
export const toneNames = {
  client: { en: "the client's", fr: 'chez le client' },
  built: { en: 'generated today', fr: "généré aujourd'hui" },
  planned: { en: 'planned', fr: 'en projet' },
  owned: { en: 'already there', fr: 'déjà en place' },
} as const satisfies Record<string, Text>;

export const domainNames: Readonly<Record<UseCaseEntry['businessDomain'], Text>> = {
  production: { en: 'Production', fr: 'Production' },
  customer_relation: { en: 'Customer relation', fr: 'Relation client' },
  internal_process: { en: 'Internal processes', fr: 'Processus internes' },
  product_service: { en: 'Product and service', fr: 'Produit et service' },
};

export const objectKindNames: Readonly<Record<ObjectKind, Text>> = {
  sales: { en: 'Sales lines', fr: 'Lignes de vente' },
  customers: { en: 'Customers', fr: 'Clients' },
  transactions: { en: 'Transactions', fr: 'Transactions' },
  invoices: { en: 'Invoices', fr: 'Factures' },
  contracts: { en: 'Contracts', fr: 'Contrats' },
  tickets: { en: 'Support tickets', fr: 'Demandes de support' },
  kb_articles: { en: 'Help articles', fr: "Articles d'aide" },
  content: { en: 'Texts and brand content', fr: 'Textes et contenus de marque' },
  product_catalog: { en: 'Product catalogue', fr: 'Catalogue de produits' },
  stock: { en: 'Stock', fr: 'Stocks' },
  suppliers: { en: 'Suppliers and purchases', fr: 'Fournisseurs et achats' },
  cash: { en: 'Cash and bank lines', fr: 'Trésorerie et banque' },
  events: { en: 'Events', fr: 'Évènements' },
  logs: { en: 'Logs', fr: 'Journaux' },
  feedback: { en: 'Reviews and feedback', fr: 'Avis et retours' },
  hr: { en: 'Staff', fr: 'Personnel' },
  health: { en: 'Health records', fr: 'Données de santé' },
  other: { en: 'Other records', fr: 'Autres données' },
};
