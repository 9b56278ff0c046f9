import type { AlertTargets } from '../alerts.ts';
import type { Refusal } from '../../common/invalid-prop.ts';
import { isAllowedLocation } from '../locations.ts';
import type { RunServiceProps } from '../run-service-props.ts';
import type { Objectives } from '../service-monitoring.ts';
import type { GuardProps } from './guard.ts';
import { guardProblem } from './guard.ts';
import type { RequestLogProps } from './request-log.ts';
import { requestLogProblem } from './request-log.ts';

/** A model of Vertex AI, and what it costs. */
export interface GenerativeModel {
  /** Publisher and name as Vertex AI knows it, for instance `google/gemini-2.5-flash`. */
  readonly id: string;
  /** Price of a million tokens it reads, in the currency of `spending`. */
  readonly inputPricePerMillion: number;
  /** Price of a million tokens it writes, in the currency of `spending`. */
  readonly outputPricePerMillion: number;
}

/** How much may be spent on models before people are told. */
export interface SpendingProps {
  /** ISO 4217 code of the currency of all prices. */
  readonly currency: string;
  /** What the calls of 24 hours may cost. */
  readonly perDay: number;
  /**
   * Tokens the calls of 24 hours may read and write.
   *
   * @default 5000000
   */
  readonly tokensPerDay?: number;
}

/** Props of GenAiService. */
export interface GenAiServiceProps extends RunServiceProps, AlertTargets {
  /** The models it calls; at least one. */
  readonly models: readonly GenerativeModel[];
  /**
   * Where the models work: a region, or `eu` for the European Union as a whole. Never the whole world. Not every model
   * is offered everywhere.
   *
   * @default - `eu` where the residency rule allows it, else the deployment's region
   */
  readonly modelLocation?: string;
  /** How much may be spent before people are told. */
  readonly spending: SpendingProps;
  /** Where calls are written down. */
  readonly requestLog: RequestLogProps;
  /**
   * What is asked about every prompt and answer.
   *
   * @default {}
   */
  readonly guard?: GuardProps;
  /**
   * Datasets it reads.
   *
   * @default []
   */
  readonly reads?: readonly string[];
  /**
   * What is promised of the service.
   *
   * @default { latencyMs: 20000 }
   */
  readonly objectives?: Objectives;
}

/** Where the models of a service work. */
export function modelLocationOf({ modelLocation, residency, region }: GenAiServiceProps): string {
  return modelLocation ?? (isAllowedLocation('eu', residency) ? 'eu' : region);
}

/** Address of Vertex AI in one place: multi-regions and regions are written differently. */
export function vertexEndpoint(location: string): string {
  return /^(eu|us)$/.test(location)
    ? `https://aiplatform.${location}.rep.googleapis.com`
    : `https://${location}-aiplatform.googleapis.com`;
}

/** The first thing that is wrong with the props that concern models, or `undefined`. */
export function modelProblem(props: GenAiServiceProps): Refusal | undefined {
  const location = modelLocationOf(props);
  if (!isAllowedLocation(location, props.residency))
    return [
      'modelLocation',
      location,
      `one of ${props.residency.allowedLocations.join(', ')} (residency rule "${props.residency.rule}")`,
      'Prompts are read where the model works: choose an allowed place, or a model that is offered there.',
    ];
  return (
    modelsProblem(props) ??
    spendingProblem(props.spending) ??
    guardProblem(props) ??
    requestLogProblem(props.requestLog)
  );
}

function modelsProblem({ models }: GenAiServiceProps): Refusal | undefined {
  if (models.length === 0)
    return ['models', models, 'at least one model', 'Name the models the service calls.'];
  const ids = models.map(({ id }) => id);
  const wrong = ids.find((id) => !/^[a-z0-9-]+\/[\w.@-]+$/.test(id));
  if (wrong !== undefined)
    return [
      'models',
      wrong,
      'publisher and name, such as "google/gemini-2.5-flash"',
      'Copy them from the page of the model in Model Garden.',
    ];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) return ['models', twice, 'models that differ', 'Take one of the two out.'];
  const free = models.find(
    ({ inputPricePerMillion, outputPricePerMillion }) =>
      !(inputPricePerMillion >= 0 && outputPricePerMillion >= 0),
  );
  return free === undefined
    ? undefined
    : ['models', free, 'prices of 0 or more', "Copy them from the provider's price list."];
}

function spendingProblem({ currency, perDay, tokensPerDay = 1 }: SpendingProps): Refusal | undefined {
  if (!/^[A-Z]{3}$/.test(currency))
    return [
      'spending.currency',
      currency,
      'an ISO 4217 code such as "EUR"',
      'Name the currency of the prices.',
    ];
  if (!(perDay > 0))
    return ['spending.perDay', perDay, 'an amount above 0', 'Say from which cost of a day people are told.'];
  return Number.isInteger(tokensPerDay) && tokensPerDay > 0
    ? undefined
    : ['spending.tokensPerDay', tokensPerDay, 'a whole number above 0', 'Leave it out for five million.'];
}
