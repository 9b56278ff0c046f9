// Alerts and recordings, put to Prometheus' own test tool.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ruleGroupsOf, prometheusRules } from '#constructs/kubernetes/observability/rules.ts';
import type { ObservabilityArgs } from '#constructs/kubernetes/observability/args.ts';
import type { GoProgram } from '../programs.ts';
import type { AlertCase, Series } from './cases.ts';
import { cases, recordingSeries } from './cases.ts';

/** Prometheus' test tool, without what finds targets in clouds: that is most of its size, and no test asks for it. */
export const promtool: GoProgram = {
  module: 'alerts/promtool',
  main: 'github.com/prometheus/prometheus/cmd/promtool',
  tags: ['remove_all_sd'],
};

const runbookUrl = 'https://runbooks.example';

/** One of everything that can be watched. */
const watched: ObservabilityArgs = {
  runbookUrl,
  clickhouse: [{ name: 'main', replicas: 2, keepers: 3 }],
  postgres: [{ name: 'metadata', instances: 3 }],
  services: [{ name: 'api', availability: 0.995, latencyMs: 500 }],
  jobs: { load: 26 },
};

/** All rules. */
export const groups = ruleGroupsOf('acme', watched);

/** Writes rules and tests as promtool reads them. JSON is YAML, too. */
export function writeTests(folder: string): { readonly rules: string; readonly tests: readonly string[] } {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, document: object): string => {
    const file = path.join(folder, name);
    writeFileSync(file, JSON.stringify(document, null, 1));
    return file;
  };
  return {
    rules: write('rules.yaml', prometheusRules(groups, watched, {})),
    tests: [
      write('minutes.yaml', testFile('1m', cases.filter((one) => !takesDays(one)).map(testOf))),
      // A day in steps of a minute takes promtool a minute, too.
      write('days.yaml', testFile('10m', [...cases.filter(takesDays).map(testOf), recordingTest()])),
    ],
  };
}

function testFile(interval: string, tests: readonly object[]): object {
  return { rule_files: ['rules.yaml'], evaluation_interval: interval, tests };
}

function takesDays({ comesAt }: AlertCase): boolean {
  return /^\d\dh/.test(comesAt);
}

function inputs(series: Series): object[] {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}

function testOf({ alert, series, quietAt, comesAt, labels, severity, summary }: AlertCase): object {
  const expected = {
    exp_labels: { ...labels, severity },
    exp_annotations: { summary, runbook_url: `${runbookUrl}/${alert}.md` },
  };
  return {
    name: alert,
    interval: '1m',
    input_series: inputs(series),
    alert_rule_test: [
      ...(quietAt === undefined ? [] : [{ eval_time: quietAt, alertname: alert, exp_alerts: [] }]),
      { eval_time: comesAt, alertname: alert, exp_alerts: [expected] },
    ],
  };
}

const minutes: Readonly<Record<string, number>> = { '5m': 5, '1h': 60, '2h': 120, '1d': 1440 };

function recordingTest(): object {
  return {
    name: 'recordings',
    interval: '1m',
    input_series: inputs(recordingSeries),
    promql_expr_test: groups
      .flatMap(({ recordings }) => recordings)
      .map(({ record, labels }) => ({
        expr: `round(${record}, 0.001)`,
        eval_time: '25h',
        exp_samples: [{ labels: labelsText(labels), value: valueOf(record) }],
      })),
  };
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;
}

/** Of 100 calls a minute 10 fail and 20 are late. */
function valueOf(record: string): number {
  const [, what = '', window = ''] =
    /^service:(calls|errors|late):(?:increase|ratio)(\w+)$/.exec(record) ?? [];
  if (what === 'calls') return 100 * (minutes[window] ?? 0);
  return what === 'errors' ? 0.1 : 0.2;
}
