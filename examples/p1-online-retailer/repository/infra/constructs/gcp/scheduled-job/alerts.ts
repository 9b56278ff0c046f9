import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { AlertScope } from '../alerts.ts';
import { alertPolicy, queryName } from '../alerts.ts';
import type { Construct } from '../terraform.ts';
import type { ScheduledJobProps } from './props.ts';

/** The alerts of one job. */
export interface JobAlerts {
  /** A run failed, after all its tries. */
  readonly failed: MonitoringAlertPolicy;
  /** A run takes unusually long. */
  readonly slow: MonitoringAlertPolicy;
  /** No run has succeeded for too long; `undefined` when nobody asked. */
  readonly overdue: MonitoringAlertPolicy | undefined;
}

/** What the alerts are made from. */
export interface JobAlertProps extends ScheduledJobProps, AlertScope {
  readonly labels: Record<string, string>;
  /** Name of the job in the cloud. */
  readonly title: string;
}

/** Makes the alerts of a job. */
export function jobAlerts(scope: Construct, props: JobAlertProps): JobAlerts {
  const { title, runbookSection: section = 'A job fails', maxHoursWithoutSuccess: hours } = props;
  const of = (metric: string, labels = '') =>
    `${queryName(`run.googleapis.com/job/${metric}`)}{monitored_resource="cloud_run_job",job_name="${title}"${labels}}`;
  const slow = props.slowAfterSeconds ?? Math.floor((props.timeoutSeconds ?? 3600) * 0.8);
  const look = `gcloud run jobs executions list --job ${title} --region ${props.region} --project ${props.project}`;
  return {
    failed: alertPolicy(scope, 'failed-alert', props, {
      title: `${title}: a run failed`,
      section,
      content: `Every try of a run failed. Look at its log: ${look}.`,
      when: { query: `sum(increase(${of('completed_execution_count', ',result="failed"')}[10m])) > 0` },
    }),
    slow: alertPolicy(scope, 'slow-alert', props, {
      title: `${title}: a run takes more than ${slow} s`,
      severity: 'WARNING',
      section,
      content: `It is stopped after ${props.timeoutSeconds ?? 3600} s. See what it waits for: ${look}.`,
      when: { query: `sum(${of('running_executions')}) > 0`, durationSeconds: Math.ceil(slow / 60) * 60 },
    }),
    overdue:
      hours === undefined
        ? undefined
        : alertPolicy(scope, 'overdue-alert', props, {
            title: `${title}: no run succeeded for ${hours} hours`,
            section,
            content: `What it makes is old. See whether it was started at all: ${look}.`,
            // A metric that had no point yet counts as none: the alert is open until the first run has succeeded.
            when: {
              query: `(sum(increase(${of('completed_execution_count', ',result="succeeded"')}[${hours}h])) or vector(0)) < 1`,
            },
          }),
  };
}
