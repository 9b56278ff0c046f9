import { isBuilt } from '../catalog.ts';
import { resolveResidency } from '../compliance/residency.ts';
import type { Text } from '../dated.ts';
import { providers } from '../diagnostic/providers.data.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { packageNames } from '../selection/describe.ts';
import {
  aiActNames,
  cloudNames,
  familyNames,
  kindNames,
  lifecycleNames,
  objectNames,
  sectorNames,
} from './labels.ts';
import { badgeNames, earnedBadges } from './quality.ts';
import type { Quality } from './quality.ts';

/** What a visitor can narrow the catalog by. */
export interface Facet {
  /** Name in the address of the page. */
  readonly id: FacetId;
  readonly title: Text;
  /** Said below the title where the title does not say enough. */
  readonly hint?: Text;
  /** Every value, in the order shown, with its name. */
  readonly values: Readonly<Record<string, Text>>;
  /** The values an entry has. */
  readonly of: (entry: Entry, quality: Quality | undefined) => readonly string[];
}

export type FacetId =
  | 'status'
  | 'kind'
  | 'package'
  | 'family'
  | 'sector'
  | 'data'
  | 'cloud'
  | 'residency'
  | 'lifecycle'
  | 'risk'
  | 'impact'
  | 'tested'
  | 'provider';

/** Names of providers are names: the same in both languages. */
const providerNames: Readonly<Record<keyof typeof providers, string>> = {
  openai: 'OpenAI',
  azure_openai: 'Azure OpenAI',
  anthropic: 'Anthropic',
  google_vertex: 'Google Vertex AI',
  aws_bedrock: 'Amazon Bedrock',
  mistral: 'Mistral AI',
  cohere: 'Cohere',
  deepseek: 'DeepSeek',
  aleph_alpha: 'Aleph Alpha',
  ovh: 'OVHcloud',
  scaleway: 'Scaleway',
  self_hosted: 'Self-hosted',
  other: 'Other',
};

/** Providers that serve a foundation model under the name its entry gives. */
const vendors: Readonly<Record<string, keyof typeof providers>> = {
  Anthropic: 'anthropic',
  Google: 'google_vertex',
  OpenAI: 'openai',
  'Mistral AI': 'mistral',
};

const selfHosted: Text = { en: 'Self-hosted model', fr: 'Modèle hébergé en propre' };
const otherProvider: Text = { en: 'Another provider', fr: 'Un autre fournisseur' };

/** Every facet, in the order shown. */
export const facets: readonly Facet[] = [
  {
    id: 'status',
    title: { en: 'Availability', fr: 'Disponibilité' },
    values: {
      built: { en: 'Available now', fr: 'Disponible' },
      planned: { en: 'Planned', fr: 'En projet' },
    },
    of: (entry) => [isBuilt(entry) ? 'built' : 'planned'],
  },
  {
    id: 'package',
    title: { en: 'Package', fr: 'Offre' },
    values: packageNames,
    of: ({ packages }) => packages,
  },
  {
    id: 'family',
    title: { en: 'Family', fr: 'Famille' },
    values: familyNames,
    of: ({ family }) => [family],
  },
  {
    id: 'sector',
    title: { en: 'Sector', fr: 'Secteur' },
    values: sectorNames,
    of: ({ sectors }) => (sectors.length === 0 ? Object.keys(sectorNames) : sectors),
  },
  {
    id: 'data',
    title: { en: 'Data I have', fr: 'Données disponibles' },
    hint: {
      en: 'Shows what can be done with the data you tick, and with nothing else.',
      fr: 'Montre ce qui est possible avec les données cochées, et rien de plus.',
    },
    values: objectNames,
    of: ({ requires }) => [...new Set(requires.objects.flatMap(({ anyOf }) => anyOf))],
  },
  {
    id: 'cloud',
    title: { en: 'Cloud', fr: 'Cloud' },
    values: cloudNames,
    of: ({ requires }) => (requires.clouds.length === 0 ? Object.keys(cloudNames) : requires.clouds),
  },
  {
    id: 'residency',
    title: { en: 'Where data stays', fr: 'Localisation des données' },
    values: {
      eu: { en: 'European Union', fr: 'Union européenne' },
      france: { en: 'France', fr: 'France' },
      onprem: { en: 'On my premises', fr: 'Dans mes locaux' },
    },
    of: residencies,
  },
  {
    id: 'provider',
    title: { en: 'Model provider', fr: 'Fournisseur de modèles' },
    values: {
      none: { en: 'None needed', fr: 'Aucun requis' },
      ...Object.fromEntries(
        Object.entries(providerNames).map(([id, name]) => [id, { en: name, fr: name }] as const),
      ),
      self_hosted: selfHosted,
      other: otherProvider,
    },
    of: providersOf,
  },
  {
    id: 'risk',
    title: { en: 'AI Act class', fr: "Classe du règlement sur l'IA" },
    hint: {
      en: 'In ordinary use; not legally reviewed.',
      fr: 'En usage ordinaire ; non revue par un juriste.',
    },
    values: { minimal: aiActNames.minimal, limited: aiActNames.limited, high: aiActNames.high },
    of: ({ risk }) => [risk.aiActClass],
  },
  {
    id: 'impact',
    title: { en: 'Impact assessment (DPIA)', fr: "Analyse d'impact (AIPD)" },
    values: {
      none: { en: 'None by itself', fr: 'Aucune en soi' },
      screening: { en: 'Screening likely', fr: 'Examen probable' },
      due: { en: 'Due', fr: 'Requise' },
    },
    of: ({ risk: { dpiaCriteria } }) => [impactOf(dpiaCriteria.length)],
  },
  {
    id: 'lifecycle',
    title: { en: 'Maturity of the advice', fr: 'Maturité du conseil' },
    values: lifecycleNames,
    of: ({ lifecycle }) => [lifecycle],
  },
  {
    id: 'tested',
    title: { en: 'Tested', fr: 'Testé' },
    hint: { en: 'Measured by our test runs, never typed.', fr: 'Mesuré par nos essais, jamais saisi.' },
    values: { ...badgeNames, unmeasured: { en: 'Not measured yet', fr: 'Pas encore mesuré' } },
    of: (_entry, quality) => testedOf(quality),
  },
  {
    id: 'kind',
    title: { en: 'Kind', fr: 'Nature' },
    values: kindNames,
    of: ({ kind }) => [kind],
  },
];

/** Two criteria make an impact assessment due, one a screening likely. */
export function impactOf(criteria: number): 'none' | 'screening' | 'due' {
  return criteria >= 2 ? 'due' : criteria === 1 ? 'screening' : 'none';
}

function residencies({ requires: { clouds } }: Entry): string[] {
  const anywhere = clouds.length === 0;
  const elsewhere = clouds.some((cloud) => cloud !== 'gcp' && cloud !== 'onprem');
  return ['eu', 'france', 'onprem'].filter((rule) => {
    if (anywhere) return true;
    if (rule === 'onprem') return clouds.includes('onprem');
    return elsewhere || (clouds.includes('gcp') && resolveResidency(rule).ok);
  });
}

/** A use case that needs a model takes any provider the client accepts; a foundation model has its own. */
function providersOf({ kind, models, requires }: Entry): readonly string[] {
  if (kind === 'model') return models.flatMap((name) => vendors[name] ?? 'other');
  return requires.modelProvider ? Object.keys(providers) : ['none'];
}

function testedOf(quality: Quality | undefined): string[] {
  const earned = earnedBadges(quality).map(({ badge }) => badge);
  return earned.length > 0 ? earned : ['unmeasured'];
}
