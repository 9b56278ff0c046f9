import type { ResourceKind } from './kind.ts';
import { freeForm, list, object, text, textMap, texts } from './schema.ts';

/** What a `PodMonitor` says here. */
export interface PodMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: readonly {
    readonly port: string;
    readonly path: string;
    readonly interval: string;
  }[];
}

/** Which pods the Prometheus operator collects figures from. */
export const podMonitorKind: ResourceKind = {
  group: 'monitoring.coreos.com',
  version: 'v1',
  kind: 'PodMonitor',
  plural: 'podmonitors',
  shortNames: ['pmon'],
  operator: 'the Prometheus operator',
  spec: object(
    {
      jobLabel: text,
      selector: object({ matchLabels: textMap }),
      podMetricsEndpoints: list(object({ port: text, path: text, interval: text })),
    },
    ['selector'],
  ),
};

/** A rule as Prometheus has it. */
export interface PrometheusRuleItem {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Groups of rules, as Prometheus has them. */
export interface PrometheusRuleSpec {
  readonly groups: readonly {
    readonly name: string;
    readonly interval: string;
    readonly rules: readonly PrometheusRuleItem[];
  }[];
}

const groups = list(
  object(
    {
      name: text,
      interval: text,
      rules: list(
        object({ record: text, alert: text, expr: text, for: text, labels: textMap, annotations: textMap }, [
          'expr',
        ]),
      ),
    },
    ['name'],
  ),
);

/** What the Prometheus operator works out and tells. */
export const prometheusRuleKind: ResourceKind = {
  group: 'monitoring.coreos.com',
  version: 'v1',
  kind: 'PrometheusRule',
  plural: 'prometheusrules',
  shortNames: ['promrule'],
  operator: 'the Prometheus operator',
  spec: object({ groups }),
};

/** What a `PodMonitoring` says here. */
export interface PodMonitoringSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly endpoints: readonly {
    readonly port: string;
    readonly path: string;
    readonly interval: string;
    readonly metricRelabeling: readonly object[];
  }[];
  readonly targetLabels: { readonly metadata: readonly string[]; readonly fromPod: readonly object[] };
}

/** Which pods the managed collection of GKE collects figures from. */
export const podMonitoringKind: ResourceKind = {
  group: 'monitoring.googleapis.com',
  version: 'v1',
  kind: 'PodMonitoring',
  plural: 'podmonitorings',
  operator: 'the managed collection of GKE',
  spec: object(
    {
      selector: object({ matchLabels: textMap }),
      endpoints: list(object({ port: text, path: text, interval: text, metricRelabeling: list(freeForm) })),
      targetLabels: object({ metadata: texts, fromPod: list(object({ from: text, to: text })) }),
    },
    ['selector', 'endpoints'],
  ),
};

/** What the managed collection of GKE works out and tells. */
export const rulesKind: ResourceKind = {
  group: 'monitoring.googleapis.com',
  version: 'v1',
  kind: 'Rules',
  plural: 'rules',
  operator: 'the managed collection of GKE',
  spec: object({ groups }),
};
