import type { Text } from '../../dated.ts';

export const stackWords = {
  none: {
    en: 'Nothing is chosen yet, so no technology is advised.',
    fr: "Rien n'est encore choisi : aucune technologie n'est recommandée.",
  },
  figure: { en: 'Architecture of the advice', fr: 'Architecture recommandée' },
  components: { en: 'Technologies', fr: 'Technologies' },
  component: { en: 'Technology', fr: 'Technologie' },
  role: { en: 'What it is for', fr: 'À quoi elle sert' },
  usedBy: { en: 'Used by', fr: 'Utilisée par' },
  leaving: {
    en: 'All of it is ordinary software under open licences or services of the cloud provider: it can be operated without us.',
    fr: "Ce sont des logiciels courants sous licence ouverte ou des services de l'hébergeur : l'exploitation est possible sans nous.",
  },
} as const satisfies Record<string, Text>;

/** What the technologies of the catalog are for. */
export const componentRoles: Readonly<Record<string, Text>> = {
  dlt: { en: 'loads data from the sources', fr: 'charge les données des sources' },
  BigQuery: { en: 'data warehouse', fr: 'entrepôt de données' },
  ClickHouse: { en: 'warehouse for events in real time', fr: "entrepôt d'évènements en temps réel" },
  dbt: { en: 'transforms and tests data', fr: 'transforme et teste les données' },
  Terraform: { en: 'describes the infrastructure as code', fr: "décrit l'infrastructure en code" },
  FastAPI: { en: 'serves results to other systems', fr: 'sert les résultats aux autres systèmes' },
  'Cloud Run': {
    en: 'runs services and jobs, paid by use',
    fr: "exécute services et tâches, payés à l'usage",
  },
  MLflow: { en: 'keeps models and their measures', fr: 'conserve les modèles et leurs mesures' },
  Evidently: { en: 'watches models for drift', fr: 'surveille la dérive des modèles' },
  LangChain: { en: 'connects language models and data', fr: 'relie modèles de langage et données' },
  'Pub/Sub': { en: 'carries events between systems', fr: 'transporte les évènements' },
  'vector store': { en: 'finds passages by meaning', fr: 'trouve les passages par le sens' },
  Docker: { en: 'packs software to run anywhere', fr: 'empaquète le logiciel' },
  Kubernetes: { en: 'runs containers on a cluster', fr: 'exécute des conteneurs sur un cluster' },
  PostgreSQL: { en: 'relational database', fr: 'base relationnelle' },
  Prometheus: { en: 'collects measures', fr: 'collecte les mesures' },
  Grafana: { en: 'shows dashboards', fr: 'affiche les tableaux de bord' },
  scheduler: { en: 'starts jobs on time', fr: "lance les tâches à l'heure" },
};

export const roadmapWords = {
  none: {
    en: 'No step can be dated yet.',
    fr: 'Aucune étape ne peut encore être datée.',
  },
  figure: { en: 'Roadmap', fr: 'Feuille de route' },
  steps: { en: 'Steps', fr: 'Étapes' },
  step: { en: 'Step', fr: 'Étape' },
  kind: { en: 'Kind', fr: 'Nature' },
  from: { en: 'From', fr: 'Du' },
  to: { en: 'To', fr: 'Au' },
  priority: { en: 'Priority', fr: 'Priorité' },
  foundation: { en: 'foundation', fr: 'fondation' },
  data: { en: 'data', fr: 'données' },
  item: { en: 'use case', fr: "cas d'usage" },
  remark: { en: 'Remark', fr: 'Remarque' },
  adoption: { en: 'taken into use', fr: 'prise en main' },
  start: { en: 'start asked for', fr: 'démarrage souhaité' },
  goLive: { en: 'go-live asked for', fr: 'mise en service souhaitée' },
  deadline: { en: 'deadline', fr: 'échéance' },
  within: { en: 'with the foundation', fr: 'avec les fondations' },
} as const satisfies Record<string, Text>;

export const obligationWords = {
  notReviewed: {
    en: 'Classes, duties and dates below come from fixed rules on public texts. No lawyer has reviewed them: have them checked before you rely on them.',
    fr: 'Les classes, obligations et dates ci-dessous suivent des règles fixes tirées de textes publics. Aucun juriste ne les a revues : faites-les vérifier avant de vous y fier.',
  },
  classes: { en: 'Class and screening by use case', fr: "Classe et examen par cas d'usage" },
  aiAct: { en: 'AI Act', fr: 'Règlement IA' },
  dpia: { en: 'Data protection impact assessment', fr: "Analyse d'impact (AIPD)" },
  duties: { en: 'What has to be done', fr: 'Ce qui est à faire' },
  duty: { en: 'Duty', fr: 'Obligation' },
  rule: { en: 'Rule', fr: 'Règle' },
  since: { en: 'Applies', fr: 'Applicable' },
  for: { en: 'For', fr: 'Pour' },
  source: { en: 'Source', fr: 'Source' },
  inForce: { en: 'now', fr: 'maintenant' },
  from: { en: 'from', fr: 'à partir du' },
  client: { en: 'Set by the client', fr: 'Fixée par le client' },
  theDiagnostic: { en: 'The diagnostic', fr: 'Le diagnostic' },
  none: {
    en: 'Nothing is chosen, so no duty follows yet.',
    fr: "Rien n'est choisi : aucune obligation n'en découle.",
  },
} as const satisfies Record<string, Text>;

export const fundingWords = {
  intro: {
    en: 'Starting points for a conversation, never a promise: the bodies decide, and their conditions change. Naming a scheme implies no endorsement by it.',
    fr: "Des points de départ pour une conversation, jamais une promesse : les organismes décident et leurs conditions évoluent. Citer une aide n'implique aucun soutien de sa part.",
  },
  none: {
    en: 'No scheme of our list fits the country, size and age of the company.',
    fr: "Aucune aide de notre liste ne correspond au pays, à la taille et à l'âge de l'entreprise.",
  },
  schemes: { en: 'Schemes', fr: 'Aides' },
  scheme: { en: 'Scheme', fr: 'Aide' },
  pays: { en: 'Pays for', fr: 'Finance' },
  diagnostic: { en: 'the diagnostic', fr: 'le diagnostic' },
  project: { en: 'the project', fr: 'le projet' },
  rate: { en: 'Share', fr: 'Taux' },
  caseByCase: { en: 'case by case', fr: 'au cas par cas' },
  what: { en: 'Conditions', fr: 'Conditions' },
} as const satisfies Record<string, Text>;
