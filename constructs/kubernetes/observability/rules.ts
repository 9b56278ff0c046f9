import type { PrometheusRuleItem, PrometheusRuleSpec } from '../custom-resources/monitoring.ts';
import type { Alert, RuleGroupOf } from './alert.ts';
import type { ObservabilityArgs } from './args.ts';
import { clickHouseRules } from './clickhouse-alerts.ts';
import { namespaceRules, postgresRules } from './platform-alerts.ts';
import { serviceRules } from './service-alerts.ts';

/** All rules for what is watched in a namespace. */
export function ruleGroupsOf(namespace: string, args: ObservabilityArgs): readonly RuleGroupOf[] {
  const { clickhouse = [], postgres = [], services = [], jobs = {} } = args;
  return [
    namespaceRules(namespace, jobs),
    ...clickhouse.map((watched) => clickHouseRules(namespace, watched)),
    ...postgres.map((watched) => postgresRules(namespace, watched)),
    ...services.map((objective) => serviceRules(namespace, objective)),
  ];
}

/** The rules as Prometheus has them. Every alert says whom it concerns, how soon, and where its runbook is. */
export function prometheusRules(
  groups: readonly RuleGroupOf[],
  { runbookUrl }: ObservabilityArgs,
  labels: Readonly<Record<string, string>>,
): PrometheusRuleSpec {
  return {
    groups: groups.map(({ name, recordings, alerts }) => ({
      name,
      interval: '1m',
      rules: [
        ...recordings.map((recording): PrometheusRuleItem => ({ ...recording })),
        ...alerts.map((alert): PrometheusRuleItem => alertRule(alert, runbookUrl, labels)),
      ],
    })),
  };
}

function alertRule(
  { name, expr, for: duration, severity, summary }: Alert,
  runbookUrl: string,
  labels: Readonly<Record<string, string>>,
): PrometheusRuleItem {
  return {
    alert: name,
    expr,
    for: duration,
    labels: { ...labels, severity },
    annotations: { summary, runbook_url: `${runbookUrl}/${name}.md` },
  };
}
