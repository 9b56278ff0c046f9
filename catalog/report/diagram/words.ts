import type { Text } from '../../dated.ts';

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
