import { MonitoringCustomService } from '@cdktf/provider-google/lib/monitoring-custom-service/index.js';
import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { MonitoringSlo } from '@cdktf/provider-google/lib/monitoring-slo/index.js';
import type { MonitoringSloRequestBasedSli } from '@cdktf/provider-google/lib/monitoring-slo/index.js';
import type { AlertTargets, Severity } from './alerts.ts';
import { alertPolicy, runbookLink } from './alerts.ts';
import type { Deployment } from './deployment.ts';
import { GcpConstruct } from './gcp-construct.ts';
import type { DashboardChart } from './service-dashboard.ts';
import { dashboardOf, runMetric } from './service-dashboard.ts';
import type { Construct } from './terraform.ts';

/** What is promised of a service. */
export interface Objectives {
  /**
   * Share of the calls that are answered without a fault of the service (5xx): 0.9 to 0.9999.
   *
   * @default 0.995
   */
  readonly availability?: number;
  /**
   * Milliseconds within which `latencyShare` of the calls are answered: 1 to 600000.
   *
   * @default 2000
   */
  readonly latencyMs?: number;
  /**
   * Share of the calls that are answered within `latencyMs`: 0.5 to 0.9999.
   *
   * @default 0.95
   */
  readonly latencyShare?: number;
  /**
   * Days over which both are counted: 1 to 30. Whole weeks compare best.
   *
   * @default 28
   */
  readonly days?: number;
  /**
   * Calls there have to be within an hour (fast) or a day (slow) before an alert is sent: where hardly anybody calls, one
   * fault is a large share.
   *
   * @default 20
   */
  readonly minimumCalls?: number;
}

/** Props of {@link ServiceMonitoring}. */
export interface ServiceMonitoringProps extends Deployment, AlertTargets {
  /** Name, unique among the services of the deployment. */
  readonly name: string;
  /** Name of the Cloud Run service. */
  readonly service: string;
  /** What is promised. */
  readonly objectives: Objectives;
  /**
   * Charts beside those every service has.
   *
   * @default []
   */
  readonly charts?: readonly DashboardChart[];
}

/** The objectives with their defaults. */
export function objectivesOf(objectives: Objectives): Required<Objectives> {
  return {
    availability: 0.995,
    latencyMs: 2000,
    latencyShare: 0.95,
    days: 28,
    minimumCalls: 20,
    ...objectives,
  };
}

/** How fast the budget of errors may be used up before somebody is told. */
interface Burn {
  readonly pace: 'fast' | 'slow';
  /** How many times faster than would use it up at the end of the period. */
  readonly rate: number;
  /** It has to be so fast over both: the long window says that it matters, the short one that it goes on. */
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly severity: Severity;
}

// Windows and rates: Site Reliability Workbook, chapter 5 (multiwindow, multi-burn-rate alerts), here with a day in
// place of its three: 2 % of the budget of 28 days gone within an hour, or 11 % within a day.
const burns: readonly Burn[] = [
  { pace: 'fast', rate: 14.4, longSeconds: 3600, shortSeconds: 300, severity: 'CRITICAL' },
  { pace: 'slow', rate: 3, longSeconds: 86_400, shortSeconds: 7200, severity: 'WARNING' },
];

/** Heading of the section of the runbook that all alerts of the objectives link to. */
const section = 'A service misses its objective';

/**
 * What is promised of a Cloud Run service, as Cloud Monitoring counts it, alerts that tell people when the budget of
 * errors is used up too fast, and a dashboard.
 */
export class ServiceMonitoring extends GcpConstruct {
  /** The service, as Cloud Monitoring knows it. */
  readonly monitored: MonitoringCustomService;
  /** Share of the calls without a fault. */
  readonly availability: MonitoringSlo;
  /** Share of the calls that are answered in time. */
  readonly latency: MonitoringSlo;
  /** Alerts: availability fast and slow, latency fast and slow. */
  readonly alerts: readonly MonitoringAlertPolicy[];
  /** What people look at. */
  readonly dashboard: MonitoringDashboard;

  constructor(scope: Construct, id: string, props: ServiceMonitoringProps) {
    super(scope, id, props);
    const objectives = objectivesOf(props.objectives);
    this.checkObjectives(objectives);
    const { service } = props;
    this.monitored = new MonitoringCustomService(this, 'monitored', {
      project: props.project,
      serviceId: this.named(props.name, 63),
      displayName: this.named(props.name, 63),
      userLabels: this.labels({ component: props.name }),
    });
    this.availability = this.objective('availability', objectives.availability, objectives, {
      goodTotalRatio: {
        totalServiceFilter: runMetric(service, 'request_count'),
        badServiceFilter: `${runMetric(service, 'request_count')} AND metric.labels.response_code_class = "5xx"`,
      },
    });
    this.latency = this.objective('latency', objectives.latencyShare, objectives, {
      distributionCut: {
        distributionFilter: runMetric(service, 'request_latencies'),
        range: { min: 0, max: objectives.latencyMs },
      },
    });
    this.alerts = [
      ...this.alertsOf(props, objectives, this.availability, 'availability', 'too many calls fail'),
      ...this.alertsOf(props, objectives, this.latency, 'latency', 'answers take too long'),
    ];
    this.dashboard = new MonitoringDashboard(this, 'dashboard', {
      project: props.project,
      dashboardJson: JSON.stringify(
        dashboardOf({
          title: this.named(props.name, 63),
          project: props.project,
          service,
          latencyMs: objectives.latencyMs,
          objectives: [
            { title: 'Availability', name: this.availability.name },
            { title: 'Latency', name: this.latency.name },
          ],
          runbook: runbookLink(props.runbookUrl, section),
          charts: props.charts ?? [],
        }),
      ),
    });
  }

  private checkObjectives(objectives: Required<Objectives>): void {
    const { availability, latencyShare, latencyMs, days, minimumCalls } = objectives;
    for (const [prop, value, least, most] of [
      ['availability', availability, 0.9, 0.9999],
      ['latencyShare', latencyShare, 0.5, 0.9999],
    ] as const)
      if (!(value >= least && value <= most))
        this.refuse(
          `objectives.${prop}`,
          value,
          `a share from ${least} to ${most}`,
          'A promise that leaves no room for faults cannot be kept; one that leaves too much tells nothing.',
        );
    for (const [prop, value, most] of [
      ['latencyMs', latencyMs, 600_000],
      ['days', days, 30],
      ['minimumCalls', minimumCalls, 1_000_000],
    ] as const)
      if (!Number.isInteger(value) || value < 1 || value > most)
        this.refuse(`objectives.${prop}`, value, `a whole number from 1 to ${most}`, 'Leave it out.');
  }

  private objective(
    kind: string,
    goal: number,
    { days, latencyMs }: Required<Objectives>,
    requestBasedSli: MonitoringSloRequestBasedSli,
  ): MonitoringSlo {
    const what = kind === 'latency' ? `answered within ${latencyMs} ms` : 'answered without a fault';
    return new MonitoringSlo(this, kind, {
      project: this.deployment.project,
      service: this.monitored.serviceId,
      sloId: kind,
      displayName: `${percent(goal)} of the calls ${what}, over ${days} days`,
      goal,
      rollingPeriodDays: days,
      requestBasedSli,
      userLabels: this.labels(),
    });
  }

  private alertsOf(
    props: ServiceMonitoringProps,
    { days, minimumCalls }: Required<Objectives>,
    objective: MonitoringSlo,
    kind: string,
    what: string,
  ): MonitoringAlertPolicy[] {
    const service = this.named(props.name);
    return burns.map(({ pace, rate, longSeconds, shortSeconds, severity }) =>
      alertPolicy(
        this,
        `${kind}-${pace}`,
        { ...props, labels: this.labels({ component: props.name }) },
        {
          title: `${service}: ${what}, ${pace === 'fast' ? 'right now' : 'for a day'}`,
          severity,
          section,
          content:
            `Faults of ${service} use up what its objective "${kind}" allows ${rate} times faster than it may: at this ` +
            `pace the budget of ${days} days is gone in ${Math.round((days * 24) / rate)} hours. ` +
            'Look at the dashboard of the service and at its errors in the log; if it began with a deployment, go back to ' +
            'the revision before.',
          when: { objective: objective.name, windowSeconds: longSeconds, above: rate },
          and: [
            { objective: objective.name, windowSeconds: shortSeconds, above: rate },
            {
              query:
                'sum(increase(run_googleapis_com:request_count{monitored_resource="cloud_run_revision",' +
                `service_name="${props.service}"}[${longSeconds}s])) >= ${minimumCalls}`,
            },
          ],
        },
      ),
    );
  }
}

/** A share in words: at most two decimals. */
function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
