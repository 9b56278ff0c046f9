import type { MonitoringAlertPolicyConditions } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric/index.js';
import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { Construct, ITerraformDependable } from './terraform.ts';

/** Who is told when something goes wrong, and where it says what to do. */
export interface AlertTargets {
  /**
   * Ids of the notification channels that alerts are sent to, for instance those of `ClientFoundation`.
   *
   * @default [] (incidents are shown in the console only)
   */
  readonly notificationChannels?: readonly string[];
  /**
   * Web address of the runbook, for instance `https://github.com/acme/data/blob/main/docs/runbook.md`: every alert
   * links to the section that says what to do.
   *
   * @default - alerts name the section without a link
   */
  readonly runbookUrl?: string;
}

/** How soon a person should look. */
export type Severity = 'CRITICAL' | 'ERROR' | 'WARNING';

/** When a metric of Google's own says that something is wrong. */
export interface ThresholdCondition {
  /** Monitoring filter that names metric and resource. */
  readonly filter: string;
  /** The value above which it is wrong. */
  readonly above: number;
  /**
   * Seconds for which it has to be above.
   *
   * @default 300
   */
  readonly durationSeconds?: number;
  /**
   * How the points of one minute become one.
   *
   * @default 'ALIGN_MAX'
   */
  readonly aligner?: string;
}

/**
 * When a PromQL query gives anything at all. For what a threshold cannot say: ratios, periods of more than a day, and
 * metrics that do not exist before the first point is written.
 */
export interface QueryCondition {
  /** Query that gives a value while something is wrong, and nothing else. */
  readonly query: string;
  /**
   * Seconds for which it has to.
   *
   * @default 0
   */
  readonly durationSeconds?: number;
}

/** When a service uses up the errors its objective allows faster than it may. */
export interface ObjectiveCondition {
  /** Full name of the objective, `projects/…/services/…/serviceLevelObjectives/…`. */
  readonly objective: string;
  /** Seconds looked back: 300 to 86400. */
  readonly windowSeconds: number;
  /** How many times faster than would use them up at the end of the objective's period. */
  readonly above: number;
}

/** When something is wrong. */
export type Condition = ThresholdCondition | QueryCondition | ObjectiveCondition;

/** One thing that people are told about. */
export interface Alert {
  /** What is wrong, with its name, for instance `acme-prod-transform: a run failed`. */
  readonly title: string;
  /**
   * How soon a person should look.
   *
   * @default 'ERROR'
   */
  readonly severity?: Severity;
  /** What happened and what to do first, in Markdown. */
  readonly content: string;
  /** Heading of the section of the runbook, for instance `A load fails`. */
  readonly section: string;
  /** When it is wrong. */
  readonly when: Condition;
  /**
   * What has to be so at the same time.
   *
   * @default []
   */
  readonly and?: readonly Condition[];
  /**
   * What has to exist before it, for instance the metric it reads.
   *
   * @default []
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Where an alert belongs. */
export interface AlertScope extends AlertTargets {
  /** Project of the metrics. */
  readonly project: string;
  /** Labels of the policy. */
  readonly labels: Record<string, string>;
}

/** An alert policy: whom it tells, how urgent it is, and where it says what to do. */
export function alertPolicy(scope: Construct, id: string, where: AlertScope, alert: Alert) {
  const link = sectionAddress(where.runbookUrl, alert.section);
  return new MonitoringAlertPolicy(scope, id, {
    project: where.project,
    displayName: alert.title,
    combiner: alert.and === undefined ? 'OR' : 'AND',
    enabled: true,
    severity: alert.severity ?? 'ERROR',
    notificationChannels: [...(where.notificationChannels ?? [])],
    conditions: [alert.when, ...(alert.and ?? [])].map((condition) => ({
      displayName: alert.title,
      ...conditionOf(condition),
    })),
    documentation: {
      subject: alert.title.slice(0, 255),
      content: `${alert.content}\n\nRunbook: ${runbookLink(where.runbookUrl, alert.section)}.`,
      mimeType: 'text/markdown',
      ...(link === undefined ? {} : { links: [{ displayName: `Runbook: ${alert.section}`, url: link }] }),
    },
    userLabels: where.labels,
    ...(alert.dependsOn === undefined ? {} : { dependsOn: alert.dependsOn }),
  });
}

function conditionOf(when: Condition): Omit<MonitoringAlertPolicyConditions, 'displayName'> {
  if ('objective' in when)
    return {
      conditionThreshold: {
        filter: `select_slo_burn_rate("${when.objective}", "${when.windowSeconds}s")`,
        comparison: 'COMPARISON_GT',
        thresholdValue: when.above,
        duration: '0s',
      },
    };
  if ('query' in when)
    return {
      conditionPrometheusQueryLanguage: {
        query: when.query,
        duration: `${when.durationSeconds ?? 0}s`,
        evaluationInterval: '60s',
        // What is counted from logs exists minutes after it was made, Google's own counts after the first point.
        disableMetricValidation: true,
      },
    };
  return {
    conditionThreshold: {
      filter: when.filter,
      comparison: 'COMPARISON_GT',
      thresholdValue: when.above,
      duration: `${when.durationSeconds ?? 300}s`,
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: when.aligner ?? 'ALIGN_MAX' }],
    },
  };
}

/** A heading's address within a page of Markdown, as GitHub and GitLab make it. */
export function headingAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** A section of the runbook in Markdown: a link to it where its page is known. */
export function runbookLink(page: string | undefined, section: string): string {
  const address = sectionAddress(page, section);
  return address === undefined ? `section "${section}"` : `[${section}](${address})`;
}

function sectionAddress(page: string | undefined, section: string): string | undefined {
  return page === undefined ? undefined : `${page}#${headingAnchor(section)}`;
}

/** What is counted or measured in the project's logs. */
export interface LogMetricProps {
  /** Project of the logs. */
  readonly project: string;
  /** Name, unique in the project: lower-case letters, digits and `_`, so that queries can use it as it is. */
  readonly name: string;
  /** What it counts or measures. */
  readonly description: string;
  /** Logging filter of the entries. */
  readonly filter: string;
  /**
   * Number to take from each entry.
   *
   * @default - entries are counted
   */
  readonly value?: {
    /** The field that holds it, for instance `jsonPayload.rows`. */
    readonly field: string;
    /** Unit in the notation of UCUM, for instance `s` or `By`. */
    readonly unit: string;
  };
  /**
   * Labels of the metric by the field that holds their value, for instance `{ dataset: "resource.labels.dataset_id" }`.
   *
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A metric that is counted from log entries, or measured in them. */
export function logMetric(scope: Construct, id: string, props: LogMetricProps): LoggingMetric {
  const { value, labels = {} } = props;
  const names = Object.keys(labels).sort();
  return new LoggingMetric(scope, id, {
    project: props.project,
    name: props.name,
    description: props.description,
    filter: props.filter,
    metricDescriptor: {
      metricKind: 'DELTA',
      valueType: value === undefined ? 'INT64' : 'DISTRIBUTION',
      unit: value?.unit ?? '1',
      labels: names.map((key) => ({ key, valueType: 'STRING' })),
    },
    ...(value === undefined
      ? {}
      : {
          valueExtractor: `EXTRACT(${value.field})`,
          // Up to about 4 × 10^12 with a factor of 2 between bounds: bytes and rows as well as seconds.
          bucketOptions: { exponentialBuckets: { numFiniteBuckets: 42, growthFactor: 2, scale: 1 } },
        }),
    labelExtractors: Object.fromEntries(names.map((name) => [name, `EXTRACT(${labels[name] ?? ''})`])),
  });
}

/**
 * Name of a metric in PromQL, for instance `run_googleapis_com:job_completed_execution_count` for
 * `run.googleapis.com/job/completed_execution_count`.
 */
export function queryName(metric: string): string {
  const slash = metric.indexOf('/');
  const plain = (text: string) => text.replace(/[^A-Za-z0-9_]/g, '_');
  return `${plain(metric.slice(0, slash))}:${plain(metric.slice(slash + 1))}`;
}
