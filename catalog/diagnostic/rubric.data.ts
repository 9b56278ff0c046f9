import type { Text } from '../dated.ts';
import type { Maturity } from '../schema/generated/diagnostic.ts';

/** Version of the rubric below; it rises when an anchor, a question or a weight changes. */
export const rubricVersion = '1.0.0';

/** An axis of maturity, by its name in the diagnostic. */
export type Axis = keyof NonNullable<Maturity['axes']>;

/** Theme of the Google AI Adoption Framework an axis belongs to. */
export type GoogleTheme = 'Learn' | 'Lead' | 'Access' | 'Scale' | 'Secure' | 'Automate';

/** What a whole level from 0 to 5 looks like, index = level. */
export type Anchors = readonly [Text, Text, Text, Text, Text, Text];

export interface AxisRubric {
  readonly axis: Axis;
  readonly name: Text;
  /** Null for axes the framework does not name. */
  readonly theme: GoogleTheme | null;
  readonly anchors: Anchors;
  readonly preferredEvidence: Text;
}

/** Names of the levels, index = level. */
export const levelNames: Anchors = [
  { en: 'absent', fr: 'absent' },
  { en: 'ad hoc', fr: 'ponctuel' },
  { en: 'repeatable', fr: 'reproductible' },
  { en: 'defined', fr: 'défini' },
  { en: 'measured', fr: 'mesuré' },
  { en: 'optimised', fr: 'optimisé' },
];

/** The nine axes in the order of reports. */
export const rubric: readonly AxisRubric[] = [
  {
    axis: 'strategy',
    name: { en: 'Strategy and sponsor', fr: 'Stratégie et parrainage' },
    theme: 'Lead',
    anchors: [
      { en: 'Nobody has asked the question', fr: "Personne n'a posé la question" },
      { en: 'One enthusiast, no mandate', fr: 'Une personne motivée, sans mandat' },
      {
        en: 'A sponsor is interested, objectives are not written',
        fr: 'Un parrain intéressé, objectifs non écrits',
      },
      {
        en: 'Named sponsor, budget line, two or three objectives with a KPI',
        fr: 'Parrain désigné, ligne budgétaire, deux ou trois objectifs avec indicateur',
      },
      { en: 'Objectives are followed every quarter', fr: 'Objectifs suivis chaque trimestre' },
      {
        en: 'A portfolio is reviewed on value every quarter and re-funded by it',
        fr: 'Portefeuille revu sur sa valeur chaque trimestre et financé en conséquence',
      },
    ],
    preferredEvidence: { en: 'signed objectives', fr: 'objectifs signés' },
  },
  {
    axis: 'skills',
    name: { en: 'Skills', fr: 'Compétences' },
    theme: 'Learn',
    anchors: [
      { en: 'None', fr: 'Aucune' },
      { en: 'One self-taught analyst', fr: 'Un analyste autodidacte' },
      {
        en: 'SQL on staff, the rest bought case by case',
        fr: 'SQL en interne, le reste acheté au cas par cas',
      },
      { en: 'SQL and Python on staff, yearly training', fr: 'SQL et Python en interne, formation annuelle' },
      {
        en: 'Data roles with a career path and measured skills',
        fr: 'Métiers de la donnée, compétences mesurées',
      },
      { en: 'Product teams own their models', fr: 'Les équipes produit portent leurs modèles' },
    ],
    preferredEvidence: { en: 'CVs, training log', fr: 'CV, registre de formation' },
  },
  {
    axis: 'dataAvailability',
    name: { en: 'Data availability', fr: 'Disponibilité des données' },
    theme: 'Access',
    anchors: [
      { en: 'On paper or in heads', fr: 'Sur papier ou dans les têtes' },
      { en: 'Spreadsheets and exports', fr: 'Tableurs et exports' },
      { en: 'Regular exports of the main systems', fr: 'Exports réguliers des systèmes principaux' },
      {
        en: 'Core systems reachable by API or database, an owner per source',
        fr: 'Systèmes centraux accessibles par API ou base, un responsable par source',
      },
      { en: 'One warehouse holds the core systems', fr: 'Un entrepôt réunit les systèmes centraux' },
      { en: 'Catalogued, under contract, self-service', fr: 'Catalogue, contrats de données, libre-service' },
    ],
    preferredEvidence: { en: 'source scan', fr: 'analyse des sources' },
  },
  {
    axis: 'dataQuality',
    name: { en: 'Data quality', fr: 'Qualité des données' },
    theme: null,
    anchors: [
      { en: 'Unknown', fr: 'Inconnue' },
      { en: 'Fixed by hand when someone complains', fr: 'Corrigée à la main sur plainte' },
      { en: 'Known defects are listed', fr: 'Défauts connus et listés' },
      { en: 'Tests on key tables, duplicates known', fr: 'Tests sur les tables clés, doublons connus' },
      { en: 'Quality is measured and reported', fr: 'Qualité mesurée et publiée' },
      { en: 'Service levels, alerting and lineage', fr: 'Niveaux de service, alertes et lignage' },
    ],
    preferredEvidence: { en: 'profiling report', fr: 'rapport de profilage' },
  },
  {
    axis: 'analyticsEngineering',
    name: { en: 'Analytics engineering', fr: 'Ingénierie analytique' },
    theme: null,
    anchors: [
      { en: 'None', fr: 'Aucune' },
      { en: 'Ad-hoc SQL', fr: 'SQL ponctuel' },
      {
        en: 'Saved queries, one person knows them',
        fr: 'Requêtes enregistrées, connues d’une seule personne',
      },
      {
        en: 'dbt in git, key tests on 60 % of models, docs on 50 %, freshness on sources',
        fr: 'dbt sous git, tests de clé sur 60 % des modèles, doc sur 50 %, fraîcheur des sources',
      },
      {
        en: 'Tests block a merge, models have owners',
        fr: 'Les tests bloquent la fusion, modèles attribués',
      },
      {
        en: 'Tests on 95 %, contracts, slim builds in CI',
        fr: 'Tests sur 95 %, contrats, constructions partielles en CI',
      },
    ],
    preferredEvidence: { en: 'dbt project evaluation', fr: 'évaluation du projet dbt' },
  },
  {
    axis: 'infrastructure',
    name: { en: 'Infrastructure as code', fr: 'Infrastructure en code' },
    theme: 'Scale',
    anchors: [
      { en: 'Desktop computers', fr: 'Postes de travail' },
      { en: 'Cloud set up by clicking', fr: 'Cloud configuré à la main' },
      { en: 'Scripts for some parts', fr: 'Scripts pour certaines parties' },
      {
        en: 'Main stack as code, environments apart',
        fr: 'Socle principal en code, environnements séparés',
      },
      { en: 'All environments as code, reviewed', fr: 'Tous les environnements en code, relus' },
      { en: 'Everything from code, cost known per product', fr: 'Tout en code, coût connu par produit' },
    ],
    preferredEvidence: { en: 'state files, invoices', fr: "fichiers d'état, factures" },
  },
  {
    axis: 'automation',
    name: { en: 'Automation, MLOps and LLMOps', fr: 'Automatisation, MLOps et LLMOps' },
    theme: 'Automate',
    anchors: [
      { en: 'None', fr: 'Aucune' },
      { en: 'Notebook run by hand', fr: 'Notebook lancé à la main' },
      { en: 'Scheduled scripts', fr: 'Scripts planifiés' },
      {
        en: 'Scheduled pipelines, model registry, monitoring',
        fr: 'Pipelines planifiés, registre de modèles, supervision',
      },
      {
        en: 'Models are re-trained and released by pipeline',
        fr: 'Modèles réentraînés et livrés par pipeline',
      },
      {
        en: 'Continuous delivery gated by drift and evaluation',
        fr: 'Livraison continue conditionnée à la dérive et à l’évaluation',
      },
    ],
    preferredEvidence: { en: 'repository and CI history', fr: 'historique du dépôt et de la CI' },
  },
  {
    axis: 'security',
    name: { en: 'Security and compliance', fr: 'Sécurité et conformité' },
    theme: 'Secure',
    anchors: [
      { en: 'None', fr: 'Aucune' },
      { en: 'Passwords, no register', fr: 'Mots de passe, pas de registre' },
      { en: 'Register begun, rights by habit', fr: 'Registre commencé, droits par habitude' },
      {
        en: 'Register, single sign-on, least privilege, impact assessments in practice',
        fr: "Registre, authentification unique, moindre privilège, pratique de l'AIPD",
      },
      { en: 'Controls are tested every year', fr: 'Contrôles testés chaque année' },
      { en: 'Audited, AI inventory, red-teaming', fr: 'Audité, inventaire des IA, tests offensifs' },
    ],
    preferredEvidence: { en: 'register, audit', fr: 'registre, audit' },
  },
  {
    axis: 'value',
    name: { en: 'Value and adoption', fr: 'Valeur et adoption' },
    theme: null,
    anchors: [
      { en: 'No KPI', fr: "Pas d'indicateur" },
      { en: 'Anecdotes', fr: 'Anecdotes' },
      { en: 'KPIs followed, no baseline', fr: 'Indicateurs suivis, sans référence' },
      { en: 'Baseline and owner per use case', fr: "Référence et responsable par cas d'usage" },
      { en: 'Benefits measured against the baseline', fr: 'Bénéfices mesurés face à la référence' },
      { en: 'Benefits tracked in the accounts', fr: 'Bénéfices suivis en comptabilité' },
    ],
    preferredEvidence: { en: 'KPI exports', fr: "exports d'indicateurs" },
  },
];

/** Another maturity model, and how our levels read in it. Correspondences are by content, not official. */
export interface Crosswalk {
  readonly model: string;
  /** What the model calls its dimensions. */
  readonly dimensions: readonly string[];
  /** Stage by our overall level: the stage holds up to and including `upTo`. */
  readonly stages: readonly { readonly upTo: number; readonly stage: string }[];
}

export const crosswalk: readonly Crosswalk[] = [
  {
    model: 'Google AI Adoption Framework',
    dimensions: ['Learn', 'Lead', 'Access', 'Scale', 'Secure', 'Automate'],
    stages: [
      { upTo: 2.5, stage: 'tactical' },
      { upTo: 3.5, stage: 'strategic' },
      { upTo: 5, stage: 'transformational' },
    ],
  },
  {
    model: 'MIT CISR enterprise AI maturity',
    dimensions: ['enterprise'],
    stages: [
      { upTo: 1.5, stage: 'stage 1' },
      { upTo: 2.5, stage: 'stage 2' },
      { upTo: 4, stage: 'stage 3' },
      { upTo: 5, stage: 'stage 4' },
    ],
  },
  {
    model: 'Gartner AI maturity',
    dimensions: ['strategy', 'value', 'organisation', 'culture', 'governance', 'engineering', 'data'],
    stages: [
      { upTo: 1, stage: 'level 1' },
      { upTo: 2, stage: 'level 2' },
      { upTo: 3, stage: 'level 3' },
      { upTo: 4, stage: 'level 4' },
      { upTo: 5, stage: 'level 5' },
    ],
  },
  {
    model: 'AWS CAF-AI',
    dimensions: ['business', 'people', 'governance', 'platform', 'security', 'operations'],
    stages: [
      { upTo: 1, stage: 'envision' },
      { upTo: 2, stage: 'align' },
      { upTo: 3.5, stage: 'launch' },
      { upTo: 5, stage: 'scale' },
    ],
  },
  {
    model: 'Microsoft AI readiness drivers',
    dimensions: [
      'business strategy',
      'technology and data strategy',
      'AI strategy and experience',
      'organisation and culture',
      'AI governance',
    ],
    stages: [
      { upTo: 1, stage: 'exploring' },
      { upTo: 2, stage: 'planning' },
      { upTo: 3, stage: 'implementing' },
      { upTo: 4, stage: 'scaling' },
      { upTo: 5, stage: 'realizing' },
    ],
  },
  {
    model: 'TDWI',
    dimensions: ['organisation', 'data management', 'infrastructure', 'analytics', 'governance'],
    stages: [
      { upTo: 1, stage: 'nascent' },
      { upTo: 2, stage: 'pre-adoption' },
      { upTo: 3, stage: 'early adoption' },
      { upTo: 4, stage: 'corporate adoption' },
      { upTo: 5, stage: 'mature' },
    ],
  },
  {
    model: 'DCAM',
    dimensions: ['data management capability'],
    stages: [
      { upTo: 0.5, stage: 'not initiated' },
      { upTo: 1, stage: 'conceptual' },
      { upTo: 2, stage: 'developmental' },
      { upTo: 3, stage: 'defined' },
      { upTo: 4, stage: 'achieved' },
      { upTo: 5, stage: 'enhanced' },
    ],
  },
];
