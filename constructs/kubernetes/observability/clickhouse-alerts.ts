import { majority, overdue, selector } from './alert.ts';
import type { Alert, RuleGroupOf } from './alert.ts';
import type { WatchedClickHouse } from './args.ts';

/** What is told of a ClickHouse cluster. */
export function clickHouseRules(namespace: string, watched: WatchedClickHouse): RuleGroupOf {
  const { name, keepers, backup = true } = watched;
  const server = selector({ namespace, job: `${name}-clickhouse` });
  const keeper = selector({ namespace, job: `${name}-keeper` });
  const kubectl = `kubectl --namespace ${namespace}`;
  const client = `${kubectl} exec -it chi-${name}-${name}-0-0-0 -- clickhouse-client --secure --port 9440 --user operations --ask-password`;
  return {
    name: `clickhouse-${name}`,
    recordings: [],
    alerts: [
      {
        name: 'ClickHouseReplicaDown',
        expr: `up${server} == 0`,
        for: '5m',
        severity: 'critical',
        summary: `{{ $labels.pod }} of ${name} does not answer`,
        runbook: {
          means:
            'Queries are answered by the other replica of the shard; with a single replica, that part of the data cannot be asked or loaded.',
          look: [
            `${kubectl} get pods -l app.kubernetes.io/name=${name}-clickhouse -o wide: is it pending, restarting, or running and not ready?`,
            `${kubectl} describe pod POD: the last events say whether node, volume or probe is the cause.`,
            `${kubectl} logs POD -c clickhouse --previous --tail 100: why it stopped.`,
          ],
          act: [
            'Pending for want of a node in its zone: give the zone a node; the volume cannot leave it.',
            'Killed for memory (OOMKilled): lower max_memory_usage of the profile that asked, or raise resources.memory in the settings and deploy.',
            'Refuses its configuration: take the last change back and deploy.',
            'The volume is lost: see "Restore data" in the runbook; a replica with an empty volume should fetch everything from the other, which was never tried.',
          ],
        },
      },
      {
        name: 'ClickHouseAllReplicasDown',
        expr: `sum(up${server}) == 0 or absent(up${server})`,
        for: '5m',
        severity: 'critical',
        summary: `No replica of ${name} answers, or nobody collects its figures`,
        runbook: {
          means: 'Nothing can be loaded or asked; dashboards and services show errors.',
          look: [
            `${kubectl} get pods,chi,chk: are there pods at all, and what does the operator say?`,
            'kubectl --namespace OPERATORS logs deployment/clickhouse-operator --tail 100: one bad quantity in any installation stops it for all.',
            `${kubectl} get podmonitor: without it nobody collects, and everything else may be well.`,
          ],
          act: [
            'Pods are there and ready: mend the collection, the alert is about Prometheus.',
            'The installation is gone or suspended: run the deployment workflow.',
            'All pods restart: take the last change of the settings back and deploy.',
          ],
        },
      },
      {
        name: 'ClickHouseReadOnly',
        expr: `ClickHouseMetrics_ReadonlyReplica${server} > 0`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.pod }} has {{ $value }} tables that take no rows',
        runbook: {
          means: 'Loads into these tables fail. Queries still work, on data that grows old.',
          look: [
            `${client} --query "SELECT database, table, zookeeper_exception FROM system.replicas WHERE is_readonly": what it says of Keeper.`,
            `${kubectl} get pods -l app.kubernetes.io/name=${name}-keeper: is there a majority?`,
          ],
          act: [
            'Keeper has no majority: see KeeperNoQuorum first.',
            'Keeper is well: SYSTEM RESTART REPLICA database.table on that replica.',
            'Metadata is lost in Keeper: SYSTEM RESTORE REPLICA database.table, one replica at a time.',
          ],
        },
      },
      {
        name: 'ClickHouseReplicaLag',
        expr: `ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay${server} > 300`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} is {{ $value }} seconds behind',
        runbook: {
          means: 'The same question gets an older answer when it lands on this replica.',
          look: [
            `${client} --query "SELECT database, table, absolute_delay, queue_size, last_queue_update_exception FROM system.replicas ORDER BY absolute_delay DESC LIMIT 10"`,
            `${client} --query "SELECT type, last_exception FROM system.replication_queue WHERE last_exception != '' LIMIT 10"`,
          ],
          act: [
            'It was away and catches up: wait while the queue gets shorter.',
            'The queue repeats one error: mend what it says, most often a full disk or a part that is missing everywhere.',
            'Merges take all threads: load in larger blocks, fewer at a time.',
          ],
        },
      },
      {
        name: 'ClickHouseTooManyParts',
        expr: `ClickHouseAsyncMetrics_MaxPartCountForPartition${server} > 300`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} has a partition of {{ $value }} parts',
        runbook: {
          means: 'Loads are slowed down soon, and refused at 3000 parts.',
          look: [
            `${client} --query "SELECT database, table, partition, count() AS parts FROM system.parts WHERE active GROUP BY ALL ORDER BY parts DESC LIMIT 10"`,
          ],
          act: [
            'Load in blocks of 100,000 rows or more: small inserts make the parts.',
            'Choose a coarser partition for the table: months, not hours.',
            'Let merges catch up: pause the load for some minutes.',
          ],
        },
      },
      {
        name: 'ClickHouseRejectsInserts',
        expr: `increase(ClickHouseProfileEvents_RejectedInserts${server}[5m]) > 0`,
        for: '1m',
        severity: 'critical',
        summary: '{{ $labels.pod }} refuses rows: too many parts',
        runbook: {
          means: 'Rows are lost unless who sends them tries again.',
          look: ['The query of ClickHouseTooManyParts shows the table.'],
          act: [
            'Stop the load that makes the small parts.',
            'Wait until the parts are merged: SELECT count() FROM system.merges.',
            'Load again what was refused: dlt keeps what it could not load.',
          ],
        },
      },
      {
        name: 'ClickHouseDiskNearlyFull',
        expr: `ClickHouseAsyncMetrics_DiskAvailable_default${server} / ClickHouseAsyncMetrics_DiskTotal_default${server} < 0.2`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} has {{ $value | humanizePercentage }} of its disk left',
        runbook: {
          means: 'Merges stop at the end of the disk, then loads.',
          look: [
            `${client} --query "SELECT database, table, formatReadableSize(sum(bytes_on_disk)) AS size FROM system.parts WHERE active GROUP BY ALL ORDER BY sum(bytes_on_disk) DESC LIMIT 10"`,
          ],
          act: [
            'Raise the volume in the settings and deploy: it grows while ClickHouse runs (guide of day two, "Resize").',
            'Keep events for fewer months.',
            'Take away what a restore check that was cut off left: databases that begin with restore_check_. The next check does so, too.',
          ],
        },
      },
      {
        name: 'ClickHouseDiskFullWithinFourDays',
        expr: `predict_linear(ClickHouseAsyncMetrics_DiskAvailable_default${server}[6h], 4 * 24 * 3600) < 0`,
        for: '1h',
        severity: 'warning',
        summary: '{{ $labels.pod }} fills its disk within four days at this rate',
        runbook: {
          means: 'There is time to act in daylight.',
          look: ['The query of ClickHouseDiskNearlyFull shows what grows.'],
          act: ['Raise the volume, or find out why more comes in than was planned.'],
        },
      },
      {
        name: 'ClickHouseQueriesFail',
        expr: `rate(ClickHouseProfileEvents_FailedQuery${server}[10m]) / rate(ClickHouseProfileEvents_Query${server}[10m]) > 0.05`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of the queries on {{ $labels.pod }} fail',
        runbook: {
          means: 'Reports and services get errors.',
          look: [
            `${client} --query "SELECT user, exception_code, any(exception), count() FROM system.query_log WHERE type > 2 AND event_time > now() - 3600 GROUP BY user, exception_code ORDER BY count() DESC LIMIT 10"`,
          ],
          act: [
            'MEMORY_LIMIT_EXCEEDED, TIMEOUT_EXCEEDED, QUOTA_EXCEEDED: the profile of the user is too narrow, or the query too wide.',
            'AUTHENTICATION_FAILED: the Secret of the user was changed on one side only.',
            'UNKNOWN_TABLE: a dbt run is under way or failed.',
          ],
        },
      },
      {
        name: 'KeeperNoQuorum',
        expr: `sum(up${keeper}) < ${majority(keepers)} or absent(up${keeper})`,
        for: '2m',
        severity: 'critical',
        summary: `Fewer than ${majority(keepers)} of ${keepers} Keepers of ${name} answer`,
        runbook: {
          means: 'Every replicated table is read-only until there is a majority.',
          look: [
            `${kubectl} get pods -l app.kubernetes.io/name=${name}-keeper -o wide`,
            `${kubectl} exec chk-${name}-keeper-0-0-0 -- sh -c 'echo mntr | nc localhost 2181': leader, follower, or nobody?`,
          ],
          act: [
            'Give pods that are pending a node in their zone.',
            'Delete a pod that runs and is not ready, one at a time: its volume stays.',
            'Two volumes lost: restore the cluster from its copy (guide of day two).',
          ],
        },
      },
      {
        name: 'KeeperDown',
        expr: `up${keeper} == 0`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} does not answer: the next one lost may be one too many',
        runbook: {
          means: 'Nothing yet: the majority decides.',
          look: [`${kubectl} describe pod POD: node, volume or probe?`],
          act: ['As for KeeperNoQuorum, without haste.'],
        },
      },
      ...(backup ? backupAlerts(namespace, name, kubectl) : []),
    ],
  };
}

function backupAlerts(namespace: string, name: string, kubectl: string): Alert[] {
  return [
    {
      name: 'ClickHouseBackupMissing',
      expr: overdue(namespace, `${name}-backup`, 26),
      for: '1h',
      severity: 'critical',
      summary: `The last copy of ${name} is older than 26 hours`,
      runbook: {
        means: 'What was loaded since the last copy would have to be loaded again.',
        look: [
          `${kubectl} get jobs -l app.kubernetes.io/name=${name}-backup`,
          `${kubectl} logs job/JOB: the order that failed and its error.`,
        ],
        act: [
          'Permission denied: the Google account of the pods has lost its role on the bucket.',
          'No space: see ClickHouseDiskNearlyFull.',
          `Once mended: ${kubectl} create job --from=cronjob/${name}-backup ${name}-backup-by-hand`,
        ],
      },
    },
    {
      name: 'ClickHouseRestoreUnproven',
      expr: overdue(namespace, `${name}-restore`, 8 * 24),
      for: '1h',
      severity: 'warning',
      summary: `No copy of ${name} was restored for more than 8 days`,
      runbook: {
        means: 'There are copies, and nobody knows whether they are worth anything.',
        look: [`${kubectl} logs job/JOB of ${name}-restore: which table differs, by how many rows.`],
        act: [
          'A table differs by a few rows: it was merged while the copy was made; run the check again.',
          'A table is missing: make a copy by hand, check it, and find out since when it is missing.',
          'A check that was cut off leaves databases that begin with restore_check_: the next one takes them away.',
        ],
      },
    },
  ];
}
