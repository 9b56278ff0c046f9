import type { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { Alert, AlertTargets } from '../alerts.ts';
import { alertPolicy, logMetric, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { DashboardChart } from '../service-dashboard.ts';
import type { Construct } from '../terraform.ts';
import type { SpendingProps } from './props.ts';

/** Props of {@link Spending}. */
export interface SpendingConfig extends Deployment, AlertTargets {
  /** Name of the service. */
  readonly name: string;
  /** Name of the Cloud Run service. */
  readonly service: string;
  /** How much may be spent before people are told. */
  readonly spending: SpendingProps;
}

/**
 * What models are asked and what it costs, counted from one log entry per call (`event` `model_call`), and alerts on
 * tokens, cost, refused calls and stopped prompts.
 */
export class Spending extends GcpConstruct {
  /** Tokens read and written, per model. */
  readonly tokens: LoggingMetric;
  /** Cost, per model. */
  readonly cost: LoggingMetric;
  /** Prompts and answers that were stopped, per model. */
  readonly blocked: LoggingMetric;
  /** Alerts: tokens, cost, quota, blocked. */
  readonly alerts: readonly MonitoringAlertPolicy[];

  constructor(scope: Construct, id: string, props: SpendingConfig) {
    super(scope, id, props);
    const { spending } = props;
    this.tokens = this.metric('tokens', 'Tokens that models read and wrote', props, {
      field: 'jsonPayload.tokens',
      unit: '1',
    });
    this.cost = this.metric('cost', `What the calls of models cost, in ${spending.currency}`, props, {
      field: 'jsonPayload.cost',
      unit: '1',
    });
    this.blocked = this.metric('blocked', 'Prompts and answers that were stopped', props);
    this.alerts = this.alertsOn(props);
  }

  /** Charts of tokens, cost and stopped prompts. */
  charts({ spending }: SpendingConfig): DashboardChart[] {
    const curve = (metric: LoggingMetric, aligner: string) => ({
      label: '${metric.labels.model}',
      filter: `metric.type = "logging.googleapis.com/user/${metric.name}" AND resource.type = "cloud_run_revision"`,
      aligner,
      reducer: 'REDUCE_SUM',
      by: ['metric.label."model"'],
    });
    return [
      {
        title: 'Calls of models',
        unit: 'calls per second',
        kind: 'STACKED_AREA',
        curves: [curve(this.tokens, 'ALIGN_COUNT')],
      },
      {
        title: `Cost of a call, mean, in ${spending.currency}`,
        unit: spending.currency,
        kind: 'LINE',
        curves: [{ ...curve(this.cost, 'ALIGN_DELTA'), reducer: 'REDUCE_MEAN' }],
      },
      {
        title: 'Stopped prompts and answers',
        unit: 'per second',
        kind: 'STACKED_AREA',
        curves: [curve(this.blocked, 'ALIGN_RATE')],
      },
    ];
  }

  private metric(
    kind: string,
    description: string,
    { project, name, service }: SpendingConfig,
    value?: { readonly field: string; readonly unit: string },
  ): LoggingMetric {
    const call =
      `resource.type="cloud_run_revision" AND resource.labels.service_name="${service}" AND ` +
      'jsonPayload.event="model_call"';
    return logMetric(this, kind, {
      project,
      name: this.named(`${name}-${kind}`, 90).replaceAll('-', '_'),
      description,
      filter: value === undefined ? `${call} AND jsonPayload.blocked=true` : call,
      labels: { model: 'jsonPayload.model' },
      ...(value === undefined ? {} : { value }),
    });
  }

  private alertsOn(props: SpendingConfig): MonitoringAlertPolicy[] {
    const { currency, perDay, tokensPerDay = 5_000_000 } = props.spending;
    const service = this.named(props.name);
    const sumOf = (metric: LoggingMetric, period: string) =>
      `sum(increase(logging_googleapis_com:user_${metric.name}_sum[${period}]))`;
    const calls = queryName('aiplatform.googleapis.com/publisher/online_serving/model_invocation_count');
    const alerts: Readonly<Record<string, Alert>> = {
      tokens: {
        title: `${service}: more than ${tokensPerDay} tokens within a day`,
        section: 'A model costs more than planned',
        content:
          `The models of ${service} read and wrote more tokens within 24 hours than planned. Find out who calls in its ` +
          'request log, and whether prompts have grown; a caller that repeats itself is stopped by taking its right to call.',
        when: { query: `${sumOf(this.tokens, '1d')} > ${tokensPerDay}` },
        dependsOn: [this.tokens],
      },
      cost: {
        title: `${service}: models cost more than ${perDay} ${currency} within a day`,
        section: 'A model costs more than planned',
        content:
          `The calls of ${service} cost more within 24 hours than planned. Look at the cost per model on its dashboard; ` +
          'a smaller model, shorter prompts or fewer instances (max_instances) bring it down.',
        when: { query: `${sumOf(this.cost, '1d')} > ${perDay}` },
        dependsOn: [this.cost],
      },
      quota: {
        title: `${service}: models refuse calls`,
        section: 'A model refuses calls',
        content:
          'Vertex AI answered 429 for ten minutes: the quota of the project, or what the model has to give, is used up. ' +
          'See IAM & Admin, Quotas; ask for more, spread batch work over the night, or reserve throughput.',
        when: {
          query: `sum(increase(${calls}{monitored_resource="aiplatform.googleapis.com/PublisherModel",response_code="429"}[10m])) > 0`,
          durationSeconds: 600,
        },
      },
      blocked: {
        title: `${service}: many prompts or answers are stopped`,
        severity: 'WARNING',
        section: 'Many prompts are stopped',
        content:
          `Model Armor stopped more than 20 prompts or answers of ${service} within an hour. Somebody tries to take over ` +
          'the model, or the guard is wrong about what people need: the findings in the request log say which.',
        when: {
          query: `sum(increase(logging_googleapis_com:user_${this.blocked.name}[1h])) > 20`,
        },
        dependsOn: [this.blocked],
      },
    };
    const where = { ...props, labels: this.labels({ component: props.name }) };
    return Object.entries(alerts).map(([id, alert]) => alertPolicy(this, `${id}-alert`, where, alert));
  }
}
