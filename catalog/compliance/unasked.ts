import type { Diagnostic } from '../schema/generated/diagnostic.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { dpiaThreshold } from './data-protection.data.ts';
import { obligations } from './obligations.ts';
import type { Obligation } from './obligations.ts';
import type { Fact } from './obligations.data.ts';

/** What is known of a client without its diagnostic. */
export interface KnownClient {
  /** ISO code. */
  readonly country: string;
  /** The rule of the diagnostic. */
  readonly residency: string;
  readonly sources: readonly {
    /** Kinds of object it holds. */
    readonly objects: readonly string[];
    /** As `pii` of the diagnostic. */
    readonly personalData: string;
  }[];
}

/** What the law says about a use case that nobody has discussed with the client yet. */
export interface UnaskedAssessment {
  /** Of the entry's ordinary use: no circumstance of the client is known. */
  readonly aiActClass: Entry['risk']['aiActClass'];
  /** Whether the entry alone makes an impact assessment due. */
  readonly dpia: boolean;
  readonly obligations: readonly Obligation[];
}

/** Class, impact assessment and duties as they follow from the entry and the client's data, as of a day (YYYY-MM-DD). */
export function assessUnasked(
  entry: Pick<Entry, 'requires' | 'risk'>,
  client: KnownClient,
  asOf: string,
): UnaskedAssessment {
  const { aiActClass, articles, dpiaCriteria } = entry.risk;
  const dpia = dpiaCriteria.length >= dpiaThreshold;
  const facts = new Set<Fact>([
    `class:${aiActClass}`,
    `country:${client.country}`,
    'role:provider',
    'role:deployer',
    ...articles.map((article) => `article:${article}`),
    ...articles.filter((article) => article.startsWith('ePrivacy')).map(() => 'article:ePrivacy'),
    ...(aiActClass === 'high' ? ['high:annex-iii'] : []),
    ...(dpia ? ['dpia-due'] : []),
    ...(client.residency === 'none' ? [] : ['residency-rule']),
    ...dataFacts(entry, client),
  ]);
  return { aiActClass, dpia, obligations: obligations(facts, asOf) };
}

const special: readonly Diagnostic['dataSources'][number]['pii'][] = ['special_category', 'criminal'];

/** Nobody said on which basis personal data is held, so that has to be found out. */
function dataFacts({ requires }: Pick<Entry, 'requires'>, { sources }: KnownClient): readonly Fact[] {
  const kinds = new Set<string>(requires.objects.flatMap(({ anyOf }) => anyOf));
  const read = sources.filter(({ objects }) => objects.some((kind) => kinds.has(kind)));
  const personal = read.filter(({ personalData }) => personalData !== 'none');
  return [
    ...(personal.length > 0 ? ['personal-data', 'basis-unknown'] : []),
    ...(personal.some(({ personalData }) => special.some((kind) => kind === personalData))
      ? ['special-data']
      : []),
    ...(personal.some(({ objects }) => objects.includes('health')) ? ['health-data'] : []),
  ];
}
