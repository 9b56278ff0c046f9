import { DataLossPreventionInspectTemplate } from '@cdktf/provider-google/lib/data-loss-prevention-inspect-template/index.js';
import { ModelArmorTemplate } from '@cdktf/provider-google/lib/model-armor-template/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Refusal } from '../../common/invalid-prop.ts';
import { boundedName } from '../../common/naming.ts';
import type { Construct } from '../terraform.ts';

/** How sure Model Armor has to be: the lower, the more is found, and the more of it wrongly. */
export type Confidence = 'LOW_AND_ABOVE' | 'MEDIUM_AND_ABOVE' | 'HIGH';

/** What Model Armor looks for in every prompt and answer. */
export interface GuardProps {
  /**
   * Region of Model Armor, which reads every prompt and answer: one where it keeps them while it works.
   *
   * @default - the deployment's region
   */
  readonly location?: string;
  /**
   * Whether the service is told to stop what was found, or only to write it down. `inspect` is refused in `prod`.
   *
   * @default 'block'
   */
  readonly mode?: 'block' | 'inspect';
  /**
   * How sure it has to be that a prompt tries to take over the model.
   *
   * @default 'MEDIUM_AND_ABOVE'
   */
  readonly injection?: Confidence;
  /**
   * How sure it has to be that a text is hateful, harassing, sexual or dangerous.
   *
   * @default 'HIGH'
   */
  readonly harm?: Confidence;
  /**
   * Kinds of personal data that must not pass, by their names in Sensitive Data Protection.
   *
   * @default - addresses, bank accounts, cards, identity papers, tax and health numbers of France
   */
  readonly personalData?: readonly string[];
}

/** Props of {@link Guard}. */
export interface GuardConfig extends Deployment {
  /** Name of the service. */
  readonly name: string;
  /** What is looked for. */
  readonly guard: GuardProps;
}

// Regions of the European Union that enforce residency while data is in use too (Model Armor, data residency, 2026-11).
const regions = ['europe-southwest1', 'europe-west1', 'europe-west3', 'europe-west4', 'europe-west9'];

const personalData = [
  'CREDIT_CARD_NUMBER',
  'EMAIL_ADDRESS',
  'FRANCE_CNI',
  'FRANCE_NIR',
  'FRANCE_PASSPORT',
  'FRANCE_TAX_IDENTIFICATION_NUMBER',
  'IBAN_CODE',
  'PHONE_NUMBER',
  'STREET_ADDRESS',
];

const harms = ['DANGEROUS', 'HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT'];

/** What the service is told of its guard. */
export function guardOf({ project, prefix, env, region, name, guard = {} }: GuardTarget) {
  const location = guard.location ?? region;
  return {
    location,
    endpoint: `https://modelarmor.${location}.rep.googleapis.com`,
    template: `projects/${project}/locations/${location}/templates/${templateId(prefix, env, name)}`,
  };
}

/** Of which service the guard is. */
export interface GuardTarget extends Deployment {
  /** Name of the service. */
  readonly name: string;
  /**
   * What is looked for.
   *
   * @default {}
   */
  readonly guard?: GuardProps;
}

function templateId(prefix: string, env: string, name: string): string {
  return boundedName([prefix, env, name], 63);
}

/** The first thing that is wrong with the guard, or `undefined`. */
export function guardProblem({ guard = {}, region, env }: GuardTarget): Refusal | undefined {
  const location = guard.location ?? region;
  if (!regions.includes(location))
    return [
      'guard.location',
      location,
      `one of ${regions.join(', ')}`,
      'Elsewhere Model Armor is not offered, or does not keep prompts in the place while it reads them.',
    ];
  if (guard.mode === 'inspect' && env === 'prod')
    return ['guard.mode', guard.mode, '"block" in prod', 'Try what is found in dev, then block it.'];
  const kinds = guard.personalData ?? personalData;
  const wrong = kinds.find((kind) => !/^[A-Z][A-Z0-9_]+$/.test(kind));
  if (wrong !== undefined || kinds.length === 0)
    return [
      'guard.personalData',
      wrong ?? kinds,
      'names such as "EMAIL_ADDRESS"',
      'Leave it out for the default.',
    ];
  return undefined;
}

/** Model Armor's template: what it looks for in the prompts and answers of one service. */
export class Guard extends GcpConstruct {
  /** The template. */
  readonly template: ModelArmorTemplate;
  /** Which personal data it looks for. */
  readonly personalData: DataLossPreventionInspectTemplate;

  constructor(scope: Construct, id: string, props: GuardConfig) {
    super(scope, id, props);
    const { project, prefix, env, name, guard } = props;
    const { location } = guardOf(props);
    this.personalData = new DataLossPreventionInspectTemplate(this, 'personal-data', {
      parent: `projects/${project}/locations/${location}`,
      templateId: templateId(prefix, env, name),
      displayName: this.named(name),
      description: `Personal data that must not pass ${name}`,
      inspectConfig: {
        infoTypes: [...(guard.personalData ?? personalData)].sort().map((kind) => ({ name: kind })),
        minLikelihood: 'LIKELY',
        includeQuote: false,
      },
    });
    this.template = new ModelArmorTemplate(this, 'template', {
      project,
      location,
      templateId: templateId(prefix, env, name),
      labels: this.labels({ component: name }),
      filterConfig: {
        piAndJailbreakFilterSettings: {
          filterEnforcement: 'ENABLED',
          confidenceLevel: guard.injection ?? 'MEDIUM_AND_ABOVE',
        },
        maliciousUriFilterSettings: { filterEnforcement: 'ENABLED' },
        sdpSettings: { advancedConfig: { inspectTemplate: this.personalData.name } },
        raiSettings: {
          raiFilters: harms.map((filterType) => ({ filterType, confidenceLevel: guard.harm ?? 'HIGH' })),
        },
      },
      templateMetadata: {
        enforcementType: guard.mode === 'inspect' ? 'INSPECT_ONLY' : 'INSPECT_AND_BLOCK',
        // A detector that failed has not looked: the answer has to say so.
        ignorePartialInvocationFailures: false,
        logTemplateOperations: true,
        // Would write prompts and answers into the log, past the rules of the request log.
        logSanitizeOperations: false,
        multiLanguageDetection: { enableMultiLanguageDetection: true },
      },
    });
  }
}
