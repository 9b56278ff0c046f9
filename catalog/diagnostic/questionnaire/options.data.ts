import { cloudNames, objectiveNames, sectorNames } from '../../names/client.ts';
import {
  accessNames,
  objectKindNames,
  personalDataNames,
  refreshNames,
  systemNames,
} from '../../names/data.ts';
import { namedOptions, option } from './words.ts';

/** Sectors, as a company names its own. */
export const sectors = namedOptions(sectorNames);

/** Stages of a company. */
export const stages = [
  option('established', 'Established', 'Établie'),
  option('bootstrapped', 'Grows from its own means', 'Croît sur fonds propres'),
  option('pre_seed', 'Pre-seed', 'Pré-amorçage'),
  option('seed', 'Seed', 'Amorçage'),
  option('series_a', 'Series A', 'Série A'),
  option('series_b', 'Series B', 'Série B'),
  option('series_c', 'Series C or later', 'Série C ou plus'),
] as const;

/** What a client wants to reach; also where a benefit comes from. */
export const objectives = namedOptions(objectiveNames);

/** Kinds of systems. */
export const systems = namedOptions(systemNames);

/** What records are about. */
export const objectKinds = namedOptions(objectKindNames);

/** How a source can be read. */
export const accesses = namedOptions(accessNames).filter(({ value }) => value !== 'unknown');

/** How often a source changes. */
export const refreshes = namedOptions(refreshNames);

/** Most sensitive personal data in a source. */
export const personalData = namedOptions(personalDataNames).filter(({ value }) => value !== 'unknown');

/** GDPR legal bases. */
export const legalBases = [
  option('consent', 'Consent', 'Consentement'),
  option('contract', 'Contract', 'Contrat'),
  option('legal_obligation', 'Legal obligation', 'Obligation légale'),
  option('legitimate_interest', 'Legitimate interest', 'Intérêt légitime'),
  option('vital', 'Vital interests', 'Intérêts vitaux'),
  option('public_task', 'Public task', 'Mission d’intérêt public'),
] as const;

/** Clouds and hosting. */
export const clouds = [...namedOptions(cloudNames), option('none', 'None', 'Aucun')];

/** Providers of language models. */
export const modelProviders = [
  option('openai', 'OpenAI', 'OpenAI'),
  option('azure_openai', 'OpenAI on Azure', 'OpenAI sur Azure'),
  option('anthropic', 'Anthropic', 'Anthropic'),
  option('google_vertex', 'Google Vertex AI', 'Google Vertex AI'),
  option('aws_bedrock', 'AWS Bedrock', 'AWS Bedrock'),
  option('mistral', 'Mistral AI', 'Mistral AI'),
  option('cohere', 'Cohere', 'Cohere'),
  option('deepseek', 'DeepSeek', 'DeepSeek'),
  option('aleph_alpha', 'Aleph Alpha', 'Aleph Alpha'),
  option('ovh', 'OVHcloud AI Endpoints', 'OVHcloud AI Endpoints'),
  option('scaleway', 'Scaleway', 'Scaleway'),
  option('self_hosted', 'Models of its own servers', 'Modèles sur ses propres serveurs'),
  option('other', 'Other', 'Autre'),
] as const;

/** Roles of a data team. */
export const roles = [
  option('data_engineer', 'Data engineer', 'Ingénieur de données'),
  option('analyst', 'Analyst', 'Analyste'),
  option('analytics_engineer', 'Analytics engineer', 'Ingénieur analytique'),
  option('data_scientist', 'Data scientist', 'Data scientist'),
  option('ml_engineer', 'ML engineer', 'Ingénieur ML'),
  option('devops', 'DevOps', 'DevOps'),
  option('product', 'Product owner', 'Responsable de produit'),
  option('dpo', 'Data protection officer', 'Délégué à la protection des données'),
] as const;

/** Whom the output of a use case is about. */
export const persons = [
  option('none', 'Nobody', 'Personne'),
  option('customers', 'Customers', 'Clients'),
  option('prospects', 'Prospects', 'Prospects'),
  option('employees', 'Employees', 'Salariés'),
  option('candidates', 'Job candidates', 'Candidats à un emploi'),
  option('patients', 'Patients', 'Patients'),
  option('minors', 'Minors', 'Mineurs'),
  option('citizens', 'Citizens', 'Usagers d’un service public'),
] as const;

/** Circumstances that change the legal class of a use case, everyday ones first, prohibited ones last. */
export const circumstances = [
  option(
    'talks_to_people',
    'Talks to people outside the project',
    'Dialogue avec des personnes extérieures au projet',
  ),
  option(
    'synthetic_media',
    'Makes text, images, sound or video for others',
    'Produit textes, images, sons ou vidéos pour d’autres',
  ),
  option(
    'public_interest_text',
    'Publishes texts on matters of public interest',
    'Publie des textes d’intérêt public',
  ),
  option('deepfake', 'Imitates real people or places', 'Imite des personnes ou des lieux réels'),
  option('emotion_other', 'Reads emotions, not at work', 'Lit des émotions, hors du travail'),
  option(
    'innovative_technology',
    'Uses a technology that is new for its purpose',
    'Emploie une technologie nouvelle pour cet usage',
  ),
  option(
    'contract_exclusion',
    'Can keep somebody from a service or contract',
    'Peut priver quelqu’un d’un service ou d’un contrat',
  ),
  option('recruitment', 'Sorts or judges job candidates', 'Trie ou évalue des candidats'),
  option(
    'worker_management',
    'Assigns, watches or judges staff',
    'Affecte, surveille ou évalue le personnel',
  ),
  option('credit_scoring', 'Judges whether a person gets credit', 'Juge la solvabilité d’une personne'),
  option('insurance_pricing', 'Prices life or health insurance', 'Tarife l’assurance vie ou santé'),
  option('education_access', 'Decides on admission or marks', 'Décide d’une admission ou d’une note'),
  option(
    'essential_services',
    'Decides on public benefits or emergency calls',
    'Décide d’aides publiques ou d’appels d’urgence',
  ),
  option(
    'critical_infrastructure',
    'Runs a critical infrastructure safely',
    'Assure la sécurité d’une infrastructure critique',
  ),
  option('medical_device', 'Is part of a medical device', 'Fait partie d’un dispositif médical'),
  option('justice', 'Helps a court to decide', 'Aide un tribunal à décider'),
  option('migration', 'Serves border or asylum control', 'Sert au contrôle des frontières ou de l’asile'),
  option(
    'emotion_at_work',
    'Reads emotions at work or at school',
    'Lit des émotions au travail ou à l’école',
  ),
  option('social_scoring', 'Scores social behaviour', 'Note le comportement social'),
  option('manipulation', 'Influences people below their awareness', 'Influence des personnes à leur insu'),
  option(
    'exploits_vulnerability',
    'Plays on age, disability or distress',
    'Joue sur l’âge, le handicap ou la détresse',
  ),
  option(
    'individual_crime_prediction',
    'Predicts offences of single persons',
    'Prédit les infractions d’une personne',
  ),
  option(
    'face_scraping',
    'Collects faces from the internet or cameras',
    'Collecte des visages sur internet ou par caméra',
  ),
  option(
    'biometric_categorisation_sensitive',
    'Infers beliefs or origin from biometrics',
    'Déduit opinions ou origine de la biométrie',
  ),
  option(
    'realtime_biometric_id',
    'Identifies people in public, at a distance',
    'Identifie des personnes en public, à distance',
  ),
  option(
    'intimate_imagery',
    'Makes intimate images of real people',
    'Produit des images intimes de personnes réelles',
  ),
] as const;

/** High-risk areas of the AI Act, Annex III. */
export const annexIIIAreas = [
  option('recruitment', 'Recruitment', 'Recrutement'),
  option('worker_management', 'Management of staff', 'Gestion du personnel'),
  option('credit_scoring', 'Credit scoring', 'Évaluation de solvabilité'),
  option('insurance_pricing', 'Life and health insurance', 'Assurance vie et santé'),
  option('education_access', 'Education', 'Enseignement'),
  option('essential_services', 'Essential services', 'Services essentiels'),
  option('critical_infrastructure', 'Critical infrastructure', 'Infrastructure critique'),
  option('justice', 'Justice', 'Justice'),
  option('migration', 'Migration and borders', 'Migration et frontières'),
  option('biometrics', 'Biometrics', 'Biométrie'),
] as const;
