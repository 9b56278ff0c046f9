import { describe, expect, test } from '@jest/globals';
import { dashboardOf } from '#constructs/gcp/service-dashboard.ts';
import type { ServiceMonitoringProps } from '#constructs/gcp/service-monitoring.ts';
import { ServiceMonitoring } from '#constructs/gcp/service-monitoring.ts';
import type { Resource } from './synth.ts';
import { dev, synth } from './synth.ts';

const base: ServiceMonitoringProps = {
  ...dev,
  name: 'forecast',
  service: 'acme-dev-forecast',
  objectives: {},
  notificationChannels: ['projects/p/notificationChannels/1'],
  runbookUrl: 'https://git.example.com/acme/docs/runbook.md',
};
const made = (props: Partial<ServiceMonitoringProps> = {}) =>
  synth((stack) => new ServiceMonitoring(stack, 'watch', { ...base, ...props }));
const calls =
  'metric.type = "run.googleapis.com/request_count" AND resource.type = "cloud_run_revision" AND ' +
  'resource.labels.service_name = "acme-dev-forecast"';

function objective(id: string, props: Partial<ServiceMonitoringProps> = {}): Resource {
  const found = made(props)
    .all('google_monitoring_slo')
    .find((slo) => slo['slo_id'] === id);
  if (found === undefined) throw new Error(`no objective ${id}`);
  return found;
}

describe('objectives', () => {
  test('count calls without a fault, and calls answered in time', () => {
    expect(objective('availability')).toMatchObject({
      goal: 0.995,
      rolling_period_days: 28,
      display_name: '99.5 % of the calls answered without a fault, over 28 days',
      request_based_sli: {
        good_total_ratio: {
          total_service_filter: calls,
          bad_service_filter: `${calls} AND metric.labels.response_code_class = "5xx"`,
        },
      },
    });
    expect(
      objective('latency', { objectives: { latencyMs: 300, latencyShare: 0.9, days: 7 } }),
    ).toMatchObject({
      goal: 0.9,
      rolling_period_days: 7,
      display_name: '90 % of the calls answered within 300 ms, over 7 days',
      request_based_sli: { distribution_cut: { range: { min: 0, max: 300 } } },
    });
  });

  test.each([
    [
      'availability',
      { availability: 1 },
      /objectives.availability is 1, expected a share from 0.9 to 0.9999/,
    ],
    ['availability in percent', { availability: 99.5 }, /objectives.availability is 99.5/],
    ['latencyShare', { latencyShare: 0.2 }, /objectives.latencyShare is 0.2/],
    ['latencyMs', { latencyMs: 0.2 }, /objectives.latencyMs is 0.2, expected a whole number/],
    ['days', { days: 31 }, /objectives.days is 31, expected .* to 30/],
    ['minimumCalls', { minimumCalls: 0 }, /objectives.minimumCalls is 0/],
  ])('refuse a wrong %s', (_, objectives, message) => {
    expect(() => made({ objectives })).toThrow(message);
  });
});

describe('alerts', () => {
  test('fire when errors go too fast over a long and a short window, and enough people call', () => {
    const alerts = made({ objectives: { minimumCalls: 50 } }).all('google_monitoring_alert_policy');
    expect(alerts.map((alert) => [alert['display_name'], alert['severity'], alert['combiner']])).toEqual([
      ['acme-dev-forecast: too many calls fail, right now', 'CRITICAL', 'AND'],
      ['acme-dev-forecast: too many calls fail, for a day', 'WARNING', 'AND'],
      ['acme-dev-forecast: answers take too long, right now', 'CRITICAL', 'AND'],
      ['acme-dev-forecast: answers take too long, for a day', 'WARNING', 'AND'],
    ]);
    const [fast] = alerts;
    expect(fast?.['conditions']).toEqual([
      expect.objectContaining({
        condition_threshold: {
          filter: expect.stringMatching(
            /^select_slo_burn_rate\("\$\{google_monitoring_slo\.watch_availability_\w+\.name\}", "3600s"\)$/,
          ),
          comparison: 'COMPARISON_GT',
          threshold_value: 14.4,
          duration: '0s',
        },
      }),
      expect.objectContaining({
        condition_threshold: expect.objectContaining({ filter: expect.stringContaining('"300s"') }),
      }),
      expect.objectContaining({
        condition_prometheus_query_language: expect.objectContaining({
          query:
            'sum(increase(run_googleapis_com:request_count{monitored_resource="cloud_run_revision",' +
            'service_name="acme-dev-forecast"}[3600s])) >= 50',
        }),
      }),
    ]);
  });

  test('tell people, and lead to the runbook', () => {
    for (const alert of made().all('google_monitoring_alert_policy'))
      expect(alert).toMatchObject({
        notification_channels: base.notificationChannels,
        documentation: {
          links: [{ url: 'https://git.example.com/acme/docs/runbook.md#a-service-misses-its-objective' }],
        },
      });
  });
});

describe('the dashboard', () => {
  const given = {
    title: 'acme-dev-forecast',
    project: 'acme-dev-4711',
    service: 'acme-dev-forecast',
    objectives: [{ title: 'Availability', name: 'projects/1/services/s/serviceLevelObjectives/a' }],
    latencyMs: 300,
    runbook: 'section "A"',
    charts: [],
  };

  test('has tiles that lie side by side and never over each other', () => {
    const { columns, tiles } = dashboardOf(given).mosaicLayout;
    const taken = tiles.flatMap(({ xPos, yPos, width, height }) =>
      Array.from({ length: width * height }, (_, cell) =>
        [xPos + (cell % width), yPos + Math.floor(cell / width)].join(),
      ),
    );
    expect(new Set(taken).size).toBe(taken.length);
    for (const { xPos, width } of tiles) expect(xPos + width).toBeLessThanOrEqual(columns);
    expect(tiles.map(({ widget }) => widget.title)).toEqual([
      'Availability: budget of errors that is left',
      'Calls by answer',
      'Time to answer',
      'Instances',
      'Use of processor and memory, p95',
      'Errors in the log',
      'What to do',
    ]);
  });

  test('shows what is promised as a line', () => {
    const text = JSON.stringify(dashboardOf(given));
    expect(text).toContain('"thresholds":[{"value":300}]');
    expect(text).toContain(
      'select_slo_budget_fraction(\\"projects/1/services/s/serviceLevelObjectives/a\\")',
    );
  });

  test('is JSON that Terraform leaves its own placeholders in', () => {
    const json = String(made().only('google_monitoring_dashboard')['dashboard_json']);
    expect(json).toContain('$${metric.labels.response_code_class}');
    const filled = json.replaceAll(/(?<!\$)\$\{google_monitoring_slo\.\w+\.name\}/g, 'objective');
    expect(filled).not.toMatch(/(?<!\$)\$\{/);
    expect(JSON.parse(filled)).toMatchObject({ displayName: 'acme-dev-forecast' });
  });
});
