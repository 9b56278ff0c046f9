import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { RecordTable } from '../record-table.ts';
import { RunService } from '../run-service.ts';
import { ServiceMonitoring } from '../service-monitoring.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { Guard, guardOf } from './guard.ts';
import type { GenAiServiceProps } from './props.ts';
import { modelLocationOf, modelProblem, vertexEndpoint } from './props.ts';
import { requestLogOf, requestLogTable } from './request-log.ts';
import { Spending } from './spending.ts';

export type { Confidence, GuardProps } from './guard.ts';
export type { GenAiServiceProps, GenerativeModel, SpendingProps } from './props.ts';
export type { RequestLogProps } from './request-log.ts';

/** Everything a service needs of models: to call them, and to have prompts and answers looked at. */
const permissions = [
  'aiplatform.endpoints.predict',
  'modelarmor.templates.useToSanitizeModelResponse',
  'modelarmor.templates.useToSanitizeUserPrompt',
];

/** Promised unless the props say otherwise: models take their time. */
const latencyMs = 20_000;

/**
 * A service that calls generative models: private, in allowed places only, allowed to call models and nothing else of
 * Vertex AI, with a guard for prompts and answers, a log of all calls that forgets, and alerts on tokens, cost and
 * quota.
 */
export class GenAiService extends RunService {
  /** Where its models work. */
  readonly modelLocation: string;
  /** Lets its holder call models and have texts looked at. */
  readonly role: ProjectIamCustomRole;
  /** The service's right to that. */
  readonly caller: ProjectIamMember;
  /** What Model Armor looks for. */
  readonly guard: Guard;
  /** One row per call of a model; `grantRead` lets people read it. */
  readonly requestLog: RecordTable;
  /** Tokens, cost and stopped prompts, with their alerts. */
  readonly spending: Spending;
  /** What is promised of the service, with alerts and a dashboard. */
  readonly monitoring: ServiceMonitoring;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: GenAiServiceProps) {
    super(scope, id, { ...props, environment: modelEnvironment(props) });
    this.stopFor(modelProblem(props));
    this.modelLocation = modelLocationOf(props);
    this.role = new ProjectIamCustomRole(this, 'role', {
      project: props.project,
      roleId: this.named(`${props.name}-caller`, 64).replaceAll('-', '_'),
      title: `${this.named(props.name)}: calls models`,
      description: 'Calls models and has prompts and answers looked at; makes, changes and reads nothing.',
      permissions,
      stage: 'GA',
    });
    // Models of publishers belong to no project: the right to call them can only be given on one's own.
    this.caller = new ProjectIamMember(this, 'caller', {
      project: props.project,
      role: this.role.name,
      member: this.member,
    });
    this.guard = new Guard(this, 'guard', { ...props, guard: props.guard ?? {} });
    this.requestLog = new RecordTable(this, 'request-log', warehouse, {
      ...props,
      ...requestLogOf(props.requestLog, props.name),
    });
    this.requestLog.grantWrite(this.member, 'service');
    for (const dataset of props.reads ?? []) warehouse.grantRead(dataset, this.member, props.name);
    const service = this.service.name;
    const watched = { ...props, service };
    this.spending = new Spending(this, 'spending', watched);
    this.monitoring = new ServiceMonitoring(this, 'monitoring', {
      ...watched,
      objectives: { latencyMs, ...props.objectives },
      charts: this.spending.charts(watched),
    });
  }
}

/** What the program is told: where models and guard are, what a call costs, and where to write it down. */
function modelEnvironment(props: GenAiServiceProps): Record<string, string> {
  const location = modelLocationOf(props);
  const guard = guardOf(props);
  const models = props.models.map(({ id, inputPricePerMillion, outputPricePerMillion }) => ({
    id,
    input_price_per_million: inputPricePerMillion,
    output_price_per_million: outputPricePerMillion,
  }));
  return {
    ...props.environment,
    MODELS: JSON.stringify(models),
    MODEL_CURRENCY: props.spending.currency,
    MODEL_ENDPOINT: vertexEndpoint(location),
    MODEL_LOCATION: location,
    MODEL_ARMOR_ENDPOINT: guard.endpoint,
    MODEL_ARMOR_TEMPLATE: guard.template,
    REQUEST_LOG_TABLE: `${props.project}.${props.requestLog.dataset}.${requestLogTable(props.name)}`,
    REQUEST_LOG_TEXT: props.requestLog.text === undefined ? 'false' : 'true',
  };
}
