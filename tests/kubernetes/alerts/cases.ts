// What has to happen for every alert to come, and for how long it stays quiet before. Names as in observability/*-alerts.ts.

/** Figures by series, in promtool's notation: `0+5x10` is eleven figures, a minute apart, each five more. */
export type Series = Readonly<Record<string, string>>;

/** A case of one alert. */
export interface AlertCase {
  readonly alert: string;
  readonly series: Series;
  /** When it has not come yet: shortly before it is due. Left out for what is always there. */
  readonly quietAt?: string;
  readonly comesAt: string;
  /** Labels it comes with, beside `severity`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: 'critical' | 'warning' | 'none';
  readonly summary: string;
}

const pod = { namespace: 'acme', pod: 'p-0' };
const server = { ...pod, job: 'main-clickhouse' };
const keeper = { ...pod, job: 'main-keeper' };
const database = { ...pod, job: 'metadata' };
const service = { namespace: 'acme', service: 'api' };

function named(metric: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${pairs.join(',')}}`;
}

/** The second of two pods, which is well. */
const other = { pod: 'p-1' };

const namespaceCases: readonly AlertCase[] = [
  {
    alert: 'DeadMansSwitch',
    series: {},
    comesAt: '0m',
    labels: {},
    severity: 'none',
    summary: 'Always there: whoever does not get it any more knows that alerts are broken',
  },
  {
    alert: 'PodRestarts',
    series: {
      [named('kube_pod_container_status_restarts_total', pod)]: '0x20 1+1x40',
      [named('kube_pod_container_status_restarts_total', { ...pod, ...other })]: '0x30 1x40',
    },
    quietAt: '24m',
    comesAt: '35m',
    labels: pod,
    severity: 'warning',
    summary: 'p-0 starts again and again',
  },
  {
    alert: 'PodPending',
    series: {
      [named('kube_pod_status_phase', { ...pod, phase: 'Pending' })]: '1x40',
      [named('kube_pod_status_phase', { ...pod, ...other, phase: 'Running' })]: '1x40',
    },
    quietAt: '14m',
    comesAt: '15m',
    labels: pod,
    severity: 'warning',
    summary: 'p-0 finds no place, or waits for a Secret',
  },
  {
    alert: 'QuotaNearlyUsed',
    series: Object.fromEntries(
      (['requests.cpu', 'pods'] as const).flatMap((resource) => {
        const labels = { namespace: 'acme', resourcequota: 'quota', resource };
        return [
          [named('kube_resourcequota', { ...labels, type: 'hard' }), '100x60'],
          [named('kube_resourcequota', { ...labels, type: 'used' }), resource === 'pods' ? '89x60' : '91x60'],
        ];
      }),
    ),
    quietAt: '29m',
    comesAt: '30m',
    labels: { namespace: 'acme', resourcequota: 'quota', resource: 'requests.cpu' },
    severity: 'warning',
    summary: '91% of requests.cpu of the namespace are used',
  },
  {
    alert: 'JobOverdue',
    series: {
      [named('kube_cronjob_status_last_successful_time', { namespace: 'acme', cronjob: 'load' })]: '0x1700',
      [named('kube_cronjob_created', { namespace: 'acme', cronjob: 'load' })]: '0x1700',
    },
    quietAt: '26h10m',
    comesAt: '26h20m',
    labels: { namespace: 'acme', cronjob: 'load' },
    severity: 'warning',
    summary: 'load has not succeeded for 26 hours',
  },
  {
    alert: 'JobOverdue',
    series: {},
    quietAt: '9m',
    comesAt: '10m',
    labels: { namespace: 'acme', cronjob: 'load' },
    severity: 'warning',
    summary: 'load has not succeeded for 26 hours',
  },
];

const clickHouseCases: readonly AlertCase[] = [
  {
    alert: 'ClickHouseReplicaDown',
    series: { [named('up', server)]: '1x10 0x20', [named('up', { ...server, ...other })]: '1x30' },
    quietAt: '15m',
    comesAt: '16m',
    labels: server,
    severity: 'critical',
    summary: 'p-0 of main does not answer',
  },
  {
    alert: 'ClickHouseAllReplicasDown',
    series: { [named('up', server)]: '1x10 0x20', [named('up', { ...server, ...other })]: '1x15 0x15' },
    quietAt: '20m',
    comesAt: '21m',
    labels: {},
    severity: 'critical',
    summary: 'No replica of main answers, or nobody collects its figures',
  },
  {
    alert: 'ClickHouseAllReplicasDown',
    series: {},
    quietAt: '4m',
    comesAt: '5m',
    labels: { namespace: 'acme', job: 'main-clickhouse' },
    severity: 'critical',
    summary: 'No replica of main answers, or nobody collects its figures',
  },
  {
    alert: 'ClickHouseReadOnly',
    series: {
      [named('ClickHouseMetrics_ReadonlyReplica', server)]: '0x10 3x20',
      [named('ClickHouseMetrics_ReadonlyReplica', { ...server, ...other })]: '0x30',
    },
    quietAt: '15m',
    comesAt: '16m',
    labels: server,
    severity: 'critical',
    summary: 'p-0 has 3 tables that take no rows',
  },
  {
    alert: 'ClickHouseReplicaLag',
    series: {
      [named('ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay', server)]: '301x20',
      [named('ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay', { ...server, ...other })]: '300x20',
    },
    quietAt: '14m',
    comesAt: '15m',
    labels: server,
    severity: 'warning',
    summary: 'p-0 is 301 seconds behind',
  },
  {
    alert: 'ClickHouseTooManyParts',
    series: {
      [named('ClickHouseAsyncMetrics_MaxPartCountForPartition', server)]: '301x20',
      [named('ClickHouseAsyncMetrics_MaxPartCountForPartition', { ...server, ...other })]: '300x20',
    },
    quietAt: '14m',
    comesAt: '15m',
    labels: server,
    severity: 'warning',
    summary: 'p-0 has a partition of 301 parts',
  },
  {
    alert: 'ClickHouseRejectsInserts',
    series: {
      [named('ClickHouseProfileEvents_RejectedInserts', server)]: '7x10 8+1x20',
      [named('ClickHouseProfileEvents_RejectedInserts', { ...server, ...other })]: '7x30',
    },
    quietAt: '10m',
    comesAt: '13m',
    labels: server,
    severity: 'critical',
    summary: 'p-0 refuses rows: too many parts',
  },
  {
    alert: 'ClickHouseDiskNearlyFull',
    series: {
      [named('ClickHouseAsyncMetrics_DiskTotal_default', server)]: '1000x20',
      [named('ClickHouseAsyncMetrics_DiskAvailable_default', server)]: '190x20',
      [named('ClickHouseAsyncMetrics_DiskTotal_default', { ...server, ...other })]: '1000x20',
      [named('ClickHouseAsyncMetrics_DiskAvailable_default', { ...server, ...other })]: '200x20',
    },
    quietAt: '14m',
    comesAt: '15m',
    labels: server,
    severity: 'warning',
    summary: 'p-0 has 19% of its disk left',
  },
  {
    alert: 'ClickHouseDiskFullWithinFourDays',
    series: {
      // Four days are 5,760 minutes: at one a minute 5,000 are gone before, and 9,000 are not.
      [named('ClickHouseAsyncMetrics_DiskAvailable_default', server)]: '5000-1x500',
      [named('ClickHouseAsyncMetrics_DiskAvailable_default', { ...server, ...other })]: '9000-1x500',
    },
    quietAt: '55m',
    comesAt: '2h',
    labels: server,
    severity: 'warning',
    summary: 'p-0 fills its disk within four days at this rate',
  },
  {
    alert: 'ClickHouseQueriesFail',
    series: {
      [named('ClickHouseProfileEvents_Query', server)]: '0+100x60',
      [named('ClickHouseProfileEvents_FailedQuery', server)]: '0+6x60',
      [named('ClickHouseProfileEvents_Query', { ...server, ...other })]: '0+100x60',
      [named('ClickHouseProfileEvents_FailedQuery', { ...server, ...other })]: '0+5x60',
    },
    quietAt: '14m',
    comesAt: '20m',
    labels: server,
    severity: 'warning',
    summary: '6% of the queries on p-0 fail',
  },
  {
    alert: 'KeeperNoQuorum',
    series: {
      [named('up', keeper)]: '1x10 0x20',
      [named('up', { ...keeper, ...other })]: '1x15 0x15',
      [named('up', { ...keeper, pod: 'p-2' })]: '1x30',
    },
    quietAt: '17m',
    comesAt: '18m',
    labels: {},
    severity: 'critical',
    summary: 'Fewer than 2 of 3 Keepers of main answer',
  },
  {
    alert: 'KeeperDown',
    series: { [named('up', keeper)]: '1x10 0x20', [named('up', { ...keeper, ...other })]: '1x30' },
    quietAt: '20m',
    comesAt: '21m',
    labels: keeper,
    severity: 'warning',
    summary: 'p-0 does not answer: the next one lost may be one too many',
  },
  {
    alert: 'ClickHouseBackupMissing',
    series: {
      // None was ever made: what counts is how long there could have been one.
      [named('kube_cronjob_created', { namespace: 'acme', cronjob: 'main-backup' })]: '0x1700',
    },
    quietAt: '27h',
    comesAt: '27h10m',
    labels: { namespace: 'acme', cronjob: 'main-backup' },
    severity: 'critical',
    summary: 'The last copy of main is older than 26 hours',
  },
  {
    alert: 'ClickHouseRestoreUnproven',
    series: {},
    quietAt: '59m',
    comesAt: '1h',
    labels: { namespace: 'acme', cronjob: 'main-restore' },
    severity: 'warning',
    summary: 'No copy of main was restored for more than 8 days',
  },
];

const postgresCases: readonly AlertCase[] = [
  {
    alert: 'PostgresInstanceDown',
    series: {
      [named('up', database)]: '1x10 0x20',
      [named('up', { ...database, ...other })]: '1x30',
      [named('up', { ...database, pod: 'p-2' })]: '1x30',
    },
    quietAt: '20m',
    comesAt: '21m',
    labels: {},
    severity: 'warning',
    summary: 'Fewer than 3 instances of metadata answer',
  },
  {
    alert: 'PostgresReplicationLag',
    series: {
      [named('cnpg_pg_replication_lag', database)]: '301x20',
      [named('cnpg_pg_replication_lag', { ...database, ...other })]: '300x20',
    },
    quietAt: '9m',
    comesAt: '10m',
    labels: database,
    severity: 'warning',
    summary: 'p-0 is 301 seconds behind',
  },
  {
    alert: 'PostgresBackupMissing',
    series: { [named('cnpg_collector_last_available_backup_timestamp', database)]: '0x1700' },
    quietAt: '27h',
    comesAt: '27h10m',
    labels: database,
    severity: 'critical',
    summary: 'The last copy of metadata is older than 26 hours',
  },
  {
    alert: 'PostgresLogNotArchived',
    series: {
      [named('cnpg_collector_pg_wal_archive_status', { ...database, value: 'ready' })]: '21x20',
      [named('cnpg_collector_pg_wal_archive_status', { ...database, value: 'done' })]: '500x20',
    },
    quietAt: '14m',
    comesAt: '15m',
    labels: { ...database, value: 'ready' },
    severity: 'critical',
    summary: 'p-0 has 21 files of its log that are not in the bucket',
  },
];

const calls = { namespace: 'acme', job: 'api' };

/** Calls of a service, a hundred a minute; `bad` of them fail, or come late. */
function callsWith(bad: { readonly errors?: string; readonly late?: string }): Series {
  return {
    [named('http_requests_total', { ...calls, status: '200' })]: '0+100x1600',
    ...(bad.errors === undefined
      ? {}
      : { [named('http_requests_total', { ...calls, status: '503' })]: bad.errors }),
    ...(bad.late === undefined
      ? {}
      : {
          [named('http_request_duration_seconds_bucket', { ...calls, le: '0.5' })]: bad.late,
          [named('http_request_duration_seconds_count', calls)]: '0+100x1600',
        }),
  };
}

const serviceCases: readonly AlertCase[] = [
  {
    alert: 'ServiceErrorsFast',
    series: callsWith({ errors: '0x120 10+10x1480' }),
    quietAt: '2h10m',
    comesAt: '3h10m',
    labels: service,
    severity: 'critical',
    summary: 'api spends 2 % of the budget of a month within an hour',
  },
  {
    alert: 'ServiceErrorsSlow',
    series: callsWith({ errors: '0x600 3+3x1000' }),
    quietAt: '12h',
    comesAt: '26h30m',
    labels: service,
    severity: 'warning',
    summary: 'api spends 10 % of the budget of a month within a day',
  },
  {
    alert: 'ServiceLateFast',
    series: callsWith({ late: '0+100x120 12080+80x1480' }),
    quietAt: '2h10m',
    comesAt: '3h10m',
    labels: service,
    severity: 'critical',
    summary: 'api spends 2 % of the budget of a month within an hour',
  },
  {
    alert: 'ServiceLateSlow',
    series: callsWith({ late: '0+100x600 60095+95x1000' }),
    quietAt: '12h',
    comesAt: '26h30m',
    labels: service,
    severity: 'warning',
    summary: 'api spends 10 % of the budget of a month within a day',
  },
  {
    alert: 'ServiceDown',
    series: {},
    quietAt: '4m',
    comesAt: '5m',
    labels: calls,
    severity: 'critical',
    summary: 'No replica of api answers',
  },
];

/** All cases. */
export const cases: readonly AlertCase[] = [
  ...namespaceCases,
  ...clickHouseCases,
  ...postgresCases,
  ...serviceCases,
];

/** What recordings give of 100 calls a minute, 10 of them failed and 20 late, after a day. */
export const recordingSeries: Series = {
  [named('http_requests_total', { ...calls, status: '200' })]: '0+90x1600',
  [named('http_requests_total', { ...calls, status: '503' })]: '0+10x1600',
  [named('http_request_duration_seconds_bucket', { ...calls, le: '0.5' })]: '0+80x1600',
  [named('http_request_duration_seconds_count', calls)]: '0+100x1600',
};
