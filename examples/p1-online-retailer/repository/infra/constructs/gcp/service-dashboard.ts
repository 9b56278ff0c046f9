/** A figure over time: the curves of one chart. */
export interface DashboardCurve {
  /** How it is called in the legend. */
  readonly label: string;
  /** Filter of Cloud Monitoring that selects the series. */
  readonly filter: string;
  /** How the points of a series are brought to one per period, for instance `ALIGN_RATE`. */
  readonly aligner: string;
  /**
   * How series are joined, for instance `REDUCE_SUM`.
   *
   * @default - each series is a curve of its own
   */
  readonly reducer?: string;
  /**
   * Labels that keep series apart when they are joined, for instance `metric.label."response_code_class"`.
   *
   * @default []
   */
  readonly by?: readonly string[];
}

/** One chart of a dashboard. */
export interface DashboardChart {
  readonly title: string;
  /** Unit of the axis, for instance `milliseconds`. */
  readonly unit: string;
  /** How curves are drawn. */
  readonly kind: 'LINE' | 'STACKED_AREA';
  readonly curves: readonly DashboardCurve[];
  /**
   * A line not to cross.
   *
   * @default - none
   */
  readonly threshold?: number;
}

/** What the dashboard of a service shows. */
export interface ServiceDashboard {
  /** Title of the dashboard. */
  readonly title: string;
  /** Project the service runs in. */
  readonly project: string;
  /** Name of the Cloud Run service. */
  readonly service: string;
  /** What is promised of the service: title, and full name of the objective. */
  readonly objectives: readonly { readonly title: string; readonly name: string }[];
  /** Milliseconds within which calls should be answered. */
  readonly latencyMs: number;
  /** Where it says what to do, in Markdown. */
  readonly runbook: string;
  /** Charts beside those every service has. */
  readonly charts: readonly DashboardChart[];
}

/** Half of the 48 columns a dashboard has, and how high a chart is. */
const width = 24;
const height = 16;

/** Filter of Cloud Monitoring that selects a metric of one Cloud Run service. */
export function runMetric(service: string, metric: string): string {
  return (
    `metric.type = "run.googleapis.com/${metric}" AND resource.type = "cloud_run_revision" AND ` +
    `resource.labels.service_name = "${service}"`
  );
}

/** The dashboard of a service as Cloud Monitoring reads it, two charts to a row. */
export function dashboardOf(dashboard: ServiceDashboard) {
  const widgets = [
    ...dashboard.objectives.map(objectiveWidget),
    ...[...serviceCharts(dashboard), ...dashboard.charts].map(chartWidget),
    errorLog(dashboard),
    note(dashboard),
  ];
  return {
    displayName: dashboard.title,
    mosaicLayout: {
      columns: 2 * width,
      tiles: widgets.map((widget, index) => ({
        xPos: (index % 2) * width,
        yPos: Math.floor(index / 2) * height,
        width,
        height,
        widget,
      })),
    },
  };
}

function serviceCharts({ service, latencyMs }: ServiceDashboard): DashboardChart[] {
  const latency = (percentile: number): DashboardCurve => ({
    label: `p${percentile}`,
    filter: runMetric(service, 'request_latencies'),
    aligner: `ALIGN_PERCENTILE_${percentile}`,
    reducer: 'REDUCE_MAX',
  });
  const use = (label: string, metric: string): DashboardCurve => ({
    label,
    filter: runMetric(service, metric),
    aligner: 'ALIGN_PERCENTILE_95',
    reducer: 'REDUCE_MAX',
  });
  return [
    {
      title: 'Calls by answer',
      unit: 'calls per second',
      kind: 'STACKED_AREA',
      curves: [
        {
          label: '${metric.labels.response_code_class}',
          filter: runMetric(service, 'request_count'),
          aligner: 'ALIGN_RATE',
          reducer: 'REDUCE_SUM',
          by: ['metric.label."response_code_class"'],
        },
      ],
    },
    {
      title: 'Time to answer',
      unit: 'milliseconds',
      kind: 'LINE',
      curves: [latency(50), latency(95), latency(99)],
      threshold: latencyMs,
    },
    {
      title: 'Instances',
      unit: 'instances',
      kind: 'STACKED_AREA',
      curves: [
        {
          label: '${metric.labels.state}',
          filter: runMetric(service, 'container/instance_count'),
          aligner: 'ALIGN_MAX',
          reducer: 'REDUCE_SUM',
          by: ['metric.label."state"'],
        },
      ],
    },
    {
      title: 'Use of processor and memory, p95',
      unit: 'share',
      kind: 'LINE',
      curves: [
        use('processor', 'container/cpu/utilizations'),
        use('memory', 'container/memory/utilizations'),
      ],
    },
  ];
}

function objectiveWidget({ title, name }: ServiceDashboard['objectives'][number]) {
  return {
    title: `${title}: budget of errors that is left`,
    xyChart: {
      dataSets: [
        {
          plotType: 'LINE',
          legendTemplate: title,
          timeSeriesQuery: {
            timeSeriesFilter: {
              filter: `select_slo_budget_fraction("${name}")`,
              aggregation: { alignmentPeriod: '300s', perSeriesAligner: 'ALIGN_NEXT_OLDER' },
            },
          },
        },
      ],
      thresholds: [{ value: 0 }],
      yAxis: { label: 'share', scale: 'LINEAR' },
    },
  };
}

function chartWidget({ title, unit, kind, curves, threshold }: DashboardChart) {
  return {
    title,
    xyChart: {
      dataSets: curves.map((curve) => ({
        plotType: kind,
        // Cloud Monitoring fills these in, not Terraform.
        legendTemplate: curve.label.replaceAll('${', () => '$${'),
        timeSeriesQuery: {
          timeSeriesFilter: {
            filter: curve.filter,
            aggregation: {
              alignmentPeriod: '60s',
              perSeriesAligner: curve.aligner,
              ...(curve.reducer === undefined ? {} : { crossSeriesReducer: curve.reducer }),
              ...(curve.by === undefined ? {} : { groupByFields: [...curve.by] }),
            },
          },
        },
      })),
      ...(threshold === undefined ? {} : { thresholds: [{ value: threshold }] }),
      yAxis: { label: unit, scale: 'LINEAR' },
    },
  };
}

function errorLog({ project, service }: ServiceDashboard) {
  return {
    title: 'Errors in the log',
    logsPanel: {
      filter: `resource.type="cloud_run_revision" resource.labels.service_name="${service}" severity>=ERROR`,
      resourceNames: [`projects/${project}`],
    },
  };
}

function note({ runbook }: ServiceDashboard) {
  return { title: 'What to do', text: { content: `Runbook: ${runbook}`, format: 'MARKDOWN' } };
}
