import { selector } from './alert.ts';
import type { ServiceObjective, WatchedClickHouse } from './args.ts';

/** A panel: its title, unit, and what it asks. */
interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly (readonly [legend: string, expr: string])[];
}

/** A dashboard of Grafana as it is imported: panels two by two, for whichever Prometheus is chosen. */
function dashboard(uid: string, title: string, panels: readonly Panel[]): string {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  return JSON.stringify({
    uid,
    title,
    schemaVersion: 39,
    editable: false,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
    panels: panels.map(({ title: name, unit, queries }, index) => ({
      id: index + 1,
      type: 'timeseries',
      title: name,
      datasource,
      gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(([legendFormat, expr], target) => ({
        refId: String.fromCharCode(65 + target),
        datasource,
        expr,
        legendFormat,
      })),
    })),
  });
}

/** How a ClickHouse cluster is. */
export function clickHouseDashboard(namespace: string, { name }: WatchedClickHouse): string {
  const of = selector({ namespace, job: `${name}-clickhouse` });
  const pod = '{{pod}}';
  return dashboard(`${namespace}-${name}`.slice(0, 40), `ClickHouse ${name}`, [
    { title: 'Replicas that answer', unit: 'none', queries: [[pod, `up${of}`]] },
    {
      title: 'Queries a second',
      unit: 'reqps',
      queries: [[pod, `rate(ClickHouseProfileEvents_Query${of}[5m])`]],
    },
    {
      title: 'Queries that fail a second',
      unit: 'reqps',
      queries: [[pod, `rate(ClickHouseProfileEvents_FailedQuery${of}[5m])`]],
    },
    {
      title: 'Rows a second',
      unit: 'rowsps',
      queries: [
        [`${pod} written`, `rate(ClickHouseProfileEvents_InsertedRows${of}[5m])`],
        [`${pod} read`, `rate(ClickHouseProfileEvents_SelectedRows${of}[5m])`],
      ],
    },
    { title: 'Memory', unit: 'bytes', queries: [[pod, `ClickHouseMetrics_MemoryTracking${of}`]] },
    {
      title: 'Disk left',
      unit: 'percentunit',
      queries: [
        [
          pod,
          `ClickHouseAsyncMetrics_DiskAvailable_default${of} / ClickHouseAsyncMetrics_DiskTotal_default${of}`,
        ],
      ],
    },
    {
      title: 'Parts in the fullest partition',
      unit: 'none',
      queries: [[pod, `ClickHouseAsyncMetrics_MaxPartCountForPartition${of}`]],
    },
    {
      title: 'Behind the other replica',
      unit: 's',
      queries: [[pod, `ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay${of}`]],
    },
  ]);
}

/** How a service keeps what is promised. */
export function serviceDashboard(namespace: string, { name, latencyMs }: ServiceObjective): string {
  const of = { namespace, job: name };
  const promised = selector({ namespace, service: name });
  return dashboard(`${namespace}-${name}`.slice(0, 40), `Service ${name}`, [
    {
      title: 'Calls a second',
      unit: 'reqps',
      queries: [['{{status}}', `sum by (status) (rate(http_requests_total${selector(of)}[5m]))`]],
    },
    {
      title: 'Share of calls that fail',
      unit: 'percentunit',
      queries: [
        ['an hour', `service:errors:ratio1h${promised}`],
        ['a day', `service:errors:ratio1d${promised}`],
      ],
    },
    {
      title: 'Seconds to an answer',
      unit: 's',
      queries: [0.5, 0.95, 0.99].map((share) => [
        `${share * 100} %`,
        `histogram_quantile(${share}, sum by (le) (rate(http_request_duration_seconds_bucket${selector(of)}[5m])))`,
      ]),
    },
    { title: 'Replicas that answer', unit: 'none', queries: [['replicas', `sum(up${selector(of)})`]] },
    ...(latencyMs === undefined
      ? []
      : [
          {
            title: 'Share of calls that are late',
            unit: 'percentunit',
            queries: [
              ['an hour', `service:late:ratio1h${promised}`],
              ['a day', `service:late:ratio1d${promised}`],
            ] as const,
          },
        ]),
  ]);
}
