import { describe, expect, test } from '@jest/globals';
import type { AlertTargets } from '#constructs/gcp/alerts.ts';
import { alertPolicy, headingAnchor, logMetric, queryName } from '#constructs/gcp/alerts.ts';
import { synth } from './synth.ts';

function policy(targets: AlertTargets) {
  return synth((stack) => {
    alertPolicy(
      stack,
      'alert',
      { project: 'acme-dev-4711', labels: { client: 'acme' }, ...targets },
      {
        title: 'acme-dev-load: a run failed',
        content: 'Read its log.',
        section: 'A load fails',
        when: { query: 'up < 1' },
      },
    );
  }).only('google_monitoring_alert_policy');
}

describe('an alert', () => {
  test('reaches people and leads to the section of the runbook', () => {
    expect(
      policy({ notificationChannels: ['channels/1'], runbookUrl: 'https://git.example.com/data/runbook.md' }),
    ).toMatchObject({
      severity: 'ERROR',
      notification_channels: ['channels/1'],
      documentation: {
        subject: 'acme-dev-load: a run failed',
        content:
          'Read its log.\n\nRunbook: [A load fails](https://git.example.com/data/runbook.md#a-load-fails).',
        links: [
          {
            display_name: 'Runbook: A load fails',
            url: 'https://git.example.com/data/runbook.md#a-load-fails',
          },
        ],
      },
      user_labels: { client: 'acme' },
    });
  });

  test('names the section where nobody said where the runbook is', () => {
    expect(policy({})['documentation']).toEqual({
      subject: 'acme-dev-load: a run failed',
      content: 'Read its log.\n\nRunbook: section "A load fails".',
      mime_type: 'text/markdown',
    });
  });

  test('can be made before its metric has a point', () => {
    expect(JSON.stringify(policy({}))).toContain('"disable_metric_validation":true');
  });

  test.each([
    ['A load fails', 'a-load-fails'],
    ['Data is not fresh: what now?', 'data-is-not-fresh-what-now'],
    ['Données trop âgées', 'données-trop-âgées'],
  ])('links to the heading %s as GitHub does', (heading, anchor) => {
    expect(headingAnchor(heading)).toBe(anchor);
  });
});

describe('a metric of the logs', () => {
  test('counts entries, or measures a field of them', () => {
    const stack = synth((scope) => {
      const common = { project: 'acme-dev-4711', description: 'Rows', filter: 'severity=INFO' };
      logMetric(scope, 'count', { ...common, name: 'runs', labels: { job: 'resource.labels.job_name' } });
      logMetric(scope, 'rows', {
        ...common,
        name: 'rows',
        value: { field: 'jsonPayload.rows', unit: '{row}' },
      });
    });
    const [runs, rows] = stack.all('google_logging_metric');
    expect(runs).toMatchObject({
      metric_descriptor: { metric_kind: 'DELTA', value_type: 'INT64', labels: [{ key: 'job' }] },
      label_extractors: { job: 'EXTRACT(resource.labels.job_name)' },
    });
    expect(runs).not.toHaveProperty('value_extractor');
    expect(rows).toMatchObject({
      metric_descriptor: { value_type: 'DISTRIBUTION', unit: '{row}' },
      value_extractor: 'EXTRACT(jsonPayload.rows)',
    });
  });

  test('has the name in queries that Cloud Monitoring gives it', () => {
    expect(queryName('run.googleapis.com/job/completed_execution_count')).toBe(
      'run_googleapis_com:job_completed_execution_count',
    );
    expect(queryName('logging.googleapis.com/user/acme_dev_rows')).toBe(
      'logging_googleapis_com:user_acme_dev_rows',
    );
  });
});
