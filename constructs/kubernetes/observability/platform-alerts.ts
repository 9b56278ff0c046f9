import { overdue, selector } from './alert.ts';
import type { RuleGroupOf } from './alert.ts';
import type { WatchedPostgres } from './args.ts';

/** What is told of everything in a namespace, and that alerts are told at all. */
export function namespaceRules(namespace: string, jobs: Readonly<Record<string, number>>): RuleGroupOf {
  const of = selector({ namespace });
  const kubectl = `kubectl --namespace ${namespace}`;
  return {
    name: `namespace-${namespace}`,
    recordings: [],
    alerts: [
      {
        name: 'DeadMansSwitch',
        expr: 'vector(1)',
        for: '0m',
        severity: 'none',
        summary: 'Always there: whoever does not get it any more knows that alerts are broken',
        runbook: {
          means: 'That it comes is good. That it stops means that nobody would be told of anything.',
          look: ['Prometheus and Alertmanager: do they run, and does the route to the outside work?'],
          act: [
            'Send it every few minutes to a service outside the cluster that calls when it does not hear from it.',
            'If it stopped: mend Alertmanager before anything else.',
          ],
        },
      },
      {
        name: 'PodRestarts',
        expr: `increase(kube_pod_container_status_restarts_total${of}[15m]) > 3`,
        for: '5m',
        severity: 'warning',
        summary: '{{ $labels.pod }} starts again and again',
        runbook: {
          means: 'Calls to it fail from time to time, or a job makes no progress.',
          look: [
            `${kubectl} logs POD --previous --tail 100`,
            `${kubectl} describe pod POD: OOMKilled, or a probe?`,
          ],
          act: ['Raise resources.memory for OOMKilled.', 'Take the last deployment back for anything new.'],
        },
      },
      {
        name: 'PodPending',
        expr: `sum by (pod, namespace) (kube_pod_status_phase${selector({ namespace, phase: 'Pending' })}) > 0`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} finds no place, or waits for a Secret',
        runbook: {
          means: 'There are fewer replicas than asked for.',
          look: [
            `${kubectl} describe pod POD: the last event says what it waits for.`,
            `${kubectl} get secrets`,
          ],
          act: [
            'Give the cluster a node, in the zone that is named.',
            'Fill the Secret that is missing.',
            'Raise the quota of the namespace.',
          ],
        },
      },
      {
        name: 'QuotaNearlyUsed',
        expr: `kube_resourcequota${selector({ namespace, type: 'used' })} / ignoring(type) (kube_resourcequota${selector({ namespace, type: 'hard' })} > 0) > 0.9`,
        for: '30m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of {{ $labels.resource }} of the namespace are used',
        runbook: {
          means: 'The next pod or volume may be refused, in the middle of an update.',
          look: [`${kubectl} describe quota`],
          act: ['Raise quota in the settings and deploy, if it is meant.'],
        },
      },
      ...Object.keys(jobs)
        .sort()
        .map((job) => jobAlert(namespace, job, jobs[job] ?? 24)),
    ],
  };
}

function jobAlert(namespace: string, cronjob: string, hours: number) {
  return {
    // One name for all jobs, so that one page tells what to do; the label `cronjob` says which.
    name: 'JobOverdue',
    expr: overdue(namespace, cronjob, hours),
    for: '10m',
    severity: 'warning' as const,
    summary: `${cronjob} has not succeeded for ${hours} hours`,
    runbook: {
      means: 'What it makes grows old.',
      look: [
        `kubectl --namespace ${namespace} get jobs -l app.kubernetes.io/name=${cronjob}`,
        `kubectl --namespace ${namespace} logs job/JOB`,
      ],
      act: [
        'Mend what the log says.',
        `Run it by hand: kubectl --namespace ${namespace} create job --from=cronjob/${cronjob} ${cronjob}-by-hand`,
      ],
    },
  };
}

/** What is told of a PostgreSQL cluster. */
export function postgresRules(namespace: string, { name, instances }: WatchedPostgres): RuleGroupOf {
  const of = selector({ namespace, job: name });
  const kubectl = `kubectl --namespace ${namespace}`;
  const look = [
    `${kubectl} get cluster ${name} -o wide`,
    `${kubectl} get pods -l cnpg.io/cluster=${name} -o wide`,
  ];
  return {
    name: `postgres-${name}`,
    recordings: [],
    alerts: [
      {
        name: 'PostgresInstanceDown',
        expr: `sum(up${of}) < ${instances} or absent(up${of})`,
        for: '10m',
        severity: 'warning',
        summary: `Fewer than ${instances} instances of ${name} answer`,
        runbook: {
          means: 'Nothing is lost yet; the next instance lost may stop writes.',
          look,
          act: [
            'Give a pending pod a node in its zone.',
            'Delete an instance whose volume is lost with its claim: it is made again from the primary.',
          ],
        },
      },
      {
        name: 'PostgresReplicationLag',
        expr: `cnpg_pg_replication_lag${of} > 300`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} is {{ $value }} seconds behind',
        runbook: {
          means: 'With synchronous replicas writes slow down; a switch to this instance would take longer.',
          look,
          act: ['See whether its disk or network is slow.', 'Let it be made again if it cannot catch up.'],
        },
      },
      {
        name: 'PostgresBackupMissing',
        expr: `time() - cnpg_collector_last_available_backup_timestamp${of} > 26 * 3600`,
        for: '1h',
        severity: 'critical',
        summary: `The last copy of ${name} is older than 26 hours`,
        runbook: {
          means:
            'A restore starts from an older copy, and takes longer; without the log in the bucket it loses data.',
          look: [`${kubectl} get backups`, `${kubectl} describe backup BACKUP`],
          act: [
            'Mend the role of the Google account on the bucket.',
            'Make a copy by hand: kubectl cnpg backup.',
          ],
        },
      },
      {
        name: 'PostgresLogNotArchived',
        expr: `cnpg_collector_pg_wal_archive_status${selector({ namespace, job: name, value: 'ready' })} > 20`,
        for: '15m',
        severity: 'critical',
        summary: '{{ $labels.pod }} has {{ $value }} files of its log that are not in the bucket',
        runbook: {
          means:
            'The disk of the log fills up, and what is not in the bucket would be lost with the cluster.',
          look: [`${kubectl} logs POD -c plugin-barman-cloud --tail 100`],
          act: ['Mend the role of the Google account on the bucket.', 'Raise walVolume while it catches up.'],
        },
      },
    ],
  };
}
