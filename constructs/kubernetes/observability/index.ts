import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { clickHousePorts, keeperPorts } from '../clickhouse-cluster/ports.ts';
import { selectorOf } from '../component.ts';
import { Connections } from '../connections/index.ts';
import { installed } from '../custom-resources/installed.ts';
import { customResource } from '../custom-resources/kind.ts';
import type {
  PodMonitoringSpec,
  PodMonitorSpec,
  PrometheusRuleSpec,
} from '../custom-resources/monitoring.ts';
import {
  podMonitoringKind,
  podMonitorKind,
  prometheusRuleKind,
  rulesKind,
} from '../custom-resources/monitoring.ts';
import { isObjectName, nameExpected } from '../names.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { postgresPods, postgresPorts } from '../postgres/ports.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import type { Alert } from './alert.ts';
import type { ObservabilityArgs } from './args.ts';
import { clickHouseDashboard, serviceDashboard } from './dashboards.ts';
import { prometheusRules, ruleGroupsOf } from './rules.ts';

export type { Alert, AlertSeverity, Runbook } from './alert.ts';
export type {
  MetricsPort,
  ObservabilityArgs,
  ServiceObjective,
  WatchedClickHouse,
  WatchedPostgres,
} from './args.ts';

/** Pods whose figures are collected. */
interface Target {
  readonly app: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: string;
  readonly number: number;
  /** Label whose value the figures carry as `job`. */
  readonly jobLabel: string;
}

/**
 * What is watched in a namespace: figures that are collected, alerts with a runbook each, what is promised of services
 * with alerts when the room for errors goes too fast, dashboards, and a dead man's switch.
 */
export class Observability extends NamespacedComponent {
  /** Every alert, with its runbook. */
  readonly alerts: readonly Alert[];

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: ObservabilityArgs,
    options?: ComponentResourceOptions,
  ) {
    super('Observability', name, namespace, options);
    this.check(args);
    const groups = ruleGroupsOf(namespace.namespaceName, args);
    this.alerts = groups.flatMap(({ alerts }) => alerts);
    this.makeRules(name, prometheusRules(groups, args, this.alertLabels()), args);
    const targets = targetsOf(args);
    if (args.collector !== 'none') {
      for (const target of targets) this.collect(name, target, args);
      this.letIn(name, targets, args);
    }
    for (const [board, json] of boardsOf(namespace.namespaceName, args))
      new ConfigMap(
        `${name}-${board}`,
        {
          metadata: {
            ...this.metadata(`dashboard-${board}`, name),
            // Grafana's sidecar finds dashboards by it.
            labels: { ...this.labels(name), grafana_dashboard: '1' },
          },
          data: { [`${board}.json`]: json },
        },
        this.child(),
      );
    this.registerOutputs({ alerts: this.alerts.length });
  }

  private alertLabels(): Record<string, string> {
    const { env, owner, prefix } = this.deployment;
    return { env, owner: owner ?? prefix };
  }

  private makeRules(
    name: string,
    spec: PrometheusRuleSpec,
    { collector, selectedBy }: ObservabilityArgs,
  ): void {
    const metadata = this.metadata(name);
    if (collector === 'none')
      new ConfigMap(
        `${name}-rules`,
        { metadata, data: { 'rules.json': JSON.stringify(spec) } },
        this.child(),
      );
    else {
      const kind = collector === 'gke-managed' ? rulesKind : prometheusRuleKind;
      customResource<PrometheusRuleSpec>(
        `${name}-rules`,
        kind,
        { metadata: { ...metadata, labels: { ...metadata.labels, ...selectedBy } }, spec },
        this.child({
          dependsOn: [installed(kind, `${kind.operator} (without it: collector none)`, this.child())],
        }),
      );
    }
  }

  private collect(
    name: string,
    { app, labels, port, jobLabel }: Target,
    { collector, selectedBy }: ObservabilityArgs,
  ): void {
    const metadata = this.metadata(app);
    const endpoint = { port, path: '/metrics', interval: '30s' };
    if (collector === 'gke-managed')
      customResource<PodMonitoringSpec>(
        `${name}-${app}`,
        podMonitoringKind,
        {
          metadata,
          spec: {
            selector: { matchLabels: labels },
            endpoints: [
              {
                ...endpoint,
                // As the Prometheus operator calls it: the rules ask for the app, not for the object that collects.
                metricRelabeling: [{ action: 'replace', targetLabel: 'job', replacement: app }],
              },
            ],
            targetLabels: { metadata: ['pod', 'container', 'node'], fromPod: [] },
          },
        },
        this.child(),
      );
    else
      customResource<PodMonitorSpec>(
        `${name}-${app}`,
        podMonitorKind,
        {
          metadata: { ...metadata, labels: { ...metadata.labels, ...selectedBy } },
          spec: {
            jobLabel,
            selector: { matchLabels: labels },
            podMetricsEndpoints: [endpoint],
          },
        },
        this.child(),
      );
  }

  private letIn(name: string, targets: readonly Target[], args: ObservabilityArgs): void {
    if (targets.length === 0) return;
    const collector: PodPeer = {
      name: 'collector',
      namespace: args.collectorNamespace ?? (args.collector === 'gke-managed' ? 'gmp-system' : 'monitoring'),
    };
    new Connections(
      `${name}-collector`,
      [this.namespace],
      {
        allow: targets.map(({ app, labels, number }) => ({
          from: collector,
          to: { name: app, namespace: this.namespace.namespaceName, labels },
          ports: [number],
        })),
      },
      { parent: this },
    );
  }

  private check({
    runbookUrl,
    services = [],
    clickhouse = [],
    postgres = [],
    jobs = {},
  }: ObservabilityArgs): void {
    if (!/^https:\/\/[^\s/]+\/.*[^/]$/.test(runbookUrl))
      this.refuse(
        'runbookUrl',
        runbookUrl,
        'an https:// address of a folder, without a slash at the end',
        'Name where docs/runbooks of this repository is read.',
      );
    for (const watched of [...services, ...clickhouse, ...postgres])
      if (!isObjectName(watched.name))
        this.refuse('name of what is watched', watched.name, nameExpected, 'Name it as its component is.');
    for (const { name, availability, latencyMs, latencyShare = 0.99 } of services) {
      this.checkShare(`services.${name}.availability`, availability);
      this.checkShare(`services.${name}.latencyShare`, latencyShare);
      if (latencyMs !== undefined && !latencyBounds.includes(latencyMs))
        this.refuse(
          `services.${name}.latencyMs`,
          latencyMs,
          `one of ${latencyBounds.join(', ')}`,
          'Calls are counted up to these bounds: between two of them nobody can tell.',
        );
    }
    for (const [job, hours] of Object.entries(jobs))
      if (!(hours > 0))
        this.refuse(`jobs.${job}`, hours, 'hours above 0', 'Somewhat more than lies between two runs.');
  }

  private checkShare(prop: string, share: number): void {
    if (!(share > 0.5 && share < 1))
      this.refuse(prop, share, 'a share above 0.5 and below 1', 'All of them is a promise nobody keeps.');
  }
}

/** Bounds of the histogram that services count their answers in, in milliseconds. */
const latencyBounds = [50, 100, 250, 500, 1000, 2500, 5000, 10_000];

function targetsOf({ services = [], clickhouse = [], postgres = [] }: ObservabilityArgs): Target[] {
  return [
    ...clickhouse.flatMap(({ name }) => [
      target(`${name}-clickhouse`, 'metrics', clickHousePorts.metrics),
      target(`${name}-keeper`, 'metrics', keeperPorts.metrics),
    ]),
    ...postgres.map(({ name }) => ({
      app: name,
      labels: postgresPods(name),
      port: 'metrics',
      number: postgresPorts.metrics,
      jobLabel: 'cnpg.io/cluster',
    })),
    ...services.map(({ name, metrics = { name: 'http', port: 8080 } }) =>
      target(name, metrics.name, metrics.port),
    ),
  ];
}

function target(app: string, port: string, number: number): Target {
  return { app, labels: selectorOf(app), port, number, jobLabel: 'app.kubernetes.io/name' };
}

function boardsOf(
  namespace: string,
  { services = [], clickhouse = [] }: ObservabilityArgs,
): [string, string][] {
  return [
    ...clickhouse.map((watched): [string, string] => [
      `clickhouse-${watched.name}`,
      clickHouseDashboard(namespace, watched),
    ]),
    ...services.map((objective): [string, string] => [
      `service-${objective.name}`,
      serviceDashboard(namespace, objective),
    ]),
  ];
}
