import type { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy, logMetric, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';

/** What the warehouse is watched for. */
export interface WatchProps extends Deployment, AlertTargets {
  /** Bytes billed by all queries of 24 hours, above which people are told. */
  readonly bytesBilledPerDay: number;
  /** Queries and loads that failed within an hour, above which people are told. */
  readonly failedJobsPerHour: number;
}

/** Jobs that ended, in the audit log that BigQuery writes. */
const endedJobs =
  'log_id("cloudaudit.googleapis.com/data_access") AND protoPayload.serviceName="bigquery.googleapis.com" AND ' +
  'protoPayload.metadata.jobChange.after="DONE"';

/** Tells people when queries cost more than they should, or fail. */
export class Watch extends GcpConstruct {
  /** Bytes billed by each query. */
  readonly bytesBilled: LoggingMetric;
  /** Jobs that failed. */
  readonly failedJobs: LoggingMetric;
  /** Tells people that queries read too much. */
  readonly costAlert: MonitoringAlertPolicy;
  /** Tells people that jobs fail. */
  readonly failureAlert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id, props);
    const name = (what: string) => this.named(`bigquery-${what}`, 90).replaceAll('-', '_');
    this.bytesBilled = logMetric(this, 'bytes-billed', {
      project: props.project,
      name: name('bytes-billed'),
      description: 'Bytes billed by each query',
      filter: `${endedJobs} AND protoPayload.metadata.jobChange.job.jobStats.queryStats.totalBilledBytes>0`,
      value: {
        field: 'protoPayload.metadata.jobChange.job.jobStats.queryStats.totalBilledBytes',
        unit: 'By',
      },
    });
    this.failedJobs = logMetric(this, 'failed-jobs', {
      project: props.project,
      name: name('failed-jobs'),
      description: 'Queries and loads that failed',
      filter: `${endedJobs} AND protoPayload.metadata.jobChange.job.jobStatus.errorResult.code>0`,
    });
    const query = (what: string) => queryName(`logging.googleapis.com/user/${name(what)}`);
    const where = { ...props, labels: this.labels() };
    this.costAlert = alertPolicy(this, 'cost-alert', where, {
      title: `${this.named('warehouse')}: queries billed more than ${inGibibytes(props.bytesBilledPerDay)} GiB in a day`,
      severity: 'WARNING',
      section: 'Queries cost too much',
      content:
        'Somebody or something reads far more than usual. See who: SELECT user_email, SUM(total_bytes_billed) FROM ' +
        '`region-<location>`.INFORMATION_SCHEMA.JOBS_BY_PROJECT WHERE creation_time > TIMESTAMP_SUB(CURRENT_TIMESTAMP(), ' +
        'INTERVAL 1 DAY) GROUP BY 1 ORDER BY 2 DESC.',
      when: { query: `sum(increase(${query('bytes-billed')}_sum[24h])) > ${props.bytesBilledPerDay}` },
      dependsOn: [this.bytesBilled],
    });
    this.failureAlert = alertPolicy(this, 'failure-alert', where, {
      title: `${this.named('warehouse')}: more than ${props.failedJobsPerHour} queries failed within an hour`,
      section: 'Queries fail',
      content: 'The audit log has the message of each: BigQuery, Monitoring, Jobs explorer, in the console.',
      when: { query: `sum(increase(${query('failed-jobs')}[1h])) > ${props.failedJobsPerHour}` },
      dependsOn: [this.failedJobs],
    });
  }
}

function inGibibytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 3);
}
