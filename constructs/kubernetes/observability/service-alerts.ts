import { selector } from './alert.ts';
import type { Alert, Recording, RuleGroupOf } from './alert.ts';
import type { ServiceObjective } from './args.ts';

/** Windows that burn rates are looked at over. */
const windows = ['5m', '1h', '2h', '1d'] as const;

/** Two windows at once: the long one says that it matters, the short one that it still goes on. */
const burns = [
  {
    long: '1h',
    short: '5m',
    factor: 14.4,
    severity: 'critical',
    spent: '2 % of the budget of a month within an hour',
  },
  {
    long: '1d',
    short: '2h',
    factor: 3,
    severity: 'warning',
    spent: '10 % of the budget of a month within a day',
  },
] as const;

/** Least number of calls in the long window that says anything. */
const leastCalls = 100;

/** What is promised of a service: figures worked out ahead, and alerts when the room for errors goes too fast. */
export function serviceRules(namespace: string, objective: ServiceObjective): RuleGroupOf {
  const { name, availability, latencyMs, latencyShare = 0.99 } = objective;
  const of = { namespace, job: name };
  const calls = (window: string, ...more: readonly string[]) =>
    `sum(increase(http_requests_total${selector(of, ...more)}[${window}]))`;
  const inTime = (window: string) =>
    `sum(increase(http_request_duration_seconds_bucket${selector(of, `le="${(latencyMs ?? 0) / 1000}"`)}[${window}]))`;
  const all = (window: string) =>
    `sum(increase(http_request_duration_seconds_count${selector(of)}[${window}]))`;
  const labels = { service: name, namespace };
  const recordings = windows.flatMap((window): Recording[] => [
    { record: `service:calls:increase${window}`, expr: calls(window), labels },
    {
      record: `service:errors:ratio${window}`,
      expr: `${calls(window, 'status=~"5.."')} / ${calls(window)}`,
      labels,
    },
    ...(latencyMs === undefined
      ? []
      : [{ record: `service:late:ratio${window}`, expr: `1 - ${inTime(window)} / ${all(window)}`, labels }]),
  ]);
  return {
    name: `service-${name}`,
    recordings,
    alerts: [
      ...burns.map((burn) => burning('Errors', 'errors', 1 - availability, labels, burn)),
      ...(latencyMs === undefined
        ? []
        : burns.map((burn) => burning('Late', 'late', 1 - latencyShare, labels, burn))),
      {
        name: 'ServiceDown',
        expr: `sum(up${selector(of)}) == 0 or absent(up${selector(of)})`,
        for: '5m',
        severity: 'critical',
        summary: `No replica of ${name} answers`,
        runbook: {
          means: 'Everyone who calls gets an error.',
          look: [
            `kubectl --namespace ${namespace} get pods -l app.kubernetes.io/name=${name}`,
            `kubectl --namespace ${namespace} logs deployment/${name} --previous --tail 100`,
          ],
          act: [
            'It began with a deployment: take it back (kubectl rollout undo), then mend the settings.',
            'Pods are ready: mend the collection, the alert is about Prometheus.',
          ],
        },
      },
    ],
  };
}

function burning(
  word: string,
  metric: string,
  budget: number,
  labels: Readonly<Record<string, string>>,
  { long, short, factor, severity, spent }: (typeof burns)[number],
): Alert {
  const { service = '', namespace = '' } = labels;
  const at = (window: string) => `service:${metric}:ratio${window}${selector(labels)}`;
  // Rounded, as 1 - 0.995 is not 0.005 in binary.
  const threshold = Number((factor * budget).toPrecision(6));
  return {
    name: `Service${word}${severity === 'critical' ? 'Fast' : 'Slow'}`,
    expr: `${at(long)} > ${threshold} and ${at(short)} > ${threshold} and service:calls:increase${long}${selector(labels)} >= ${leastCalls}`,
    for: '2m',
    severity,
    summary: `${service} spends ${spent}`,
    runbook: {
      means:
        metric === 'errors'
          ? 'More calls fail than was promised.'
          : 'More calls are answered late than was promised.',
      look: [
        'The dashboard of the service: since when, and all calls or some?',
        `kubectl --namespace ${namespace} logs -l app.kubernetes.io/name=${service} --tail 200: the errors.`,
        `kubectl --namespace ${namespace} get hpa ${service}: is it at its most replicas?`,
      ],
      act: [
        'It began with a deployment: take it back (kubectl rollout undo), then mend the settings.',
        'The warehouse is slow or away: see its alerts first.',
        'More calls than ever: raise the most replicas, or lower the limit of calls.',
      ],
    },
  };
}
