/** How soon somebody has to act: at once (`critical`), within the working day (`warning`), or not at all (`none`). */
export type AlertSeverity = 'critical' | 'warning' | 'none';

/** What to do when an alert comes. Data: the client repository renders a page of each. */
export interface Runbook {
  /** What it means for those who use the data. */
  readonly means: string;
  /** What to look at first: each a sentence, or a command of `kubectl` and, after `: `, what it shows. */
  readonly look: readonly string[];
  /** What to do, in order. */
  readonly act: readonly string[];
}

/** One alert. */
export interface Alert {
  /** Name, in CamelCase: the runbook's file has the same. Alerts of one name share a page. */
  readonly name: string;
  /** What is asked of Prometheus: it comes while there is an answer. */
  readonly expr: string;
  /** How long there has to be one, for instance `10m`. */
  readonly for: string;
  readonly severity: AlertSeverity;
  /** One sentence; may hold `{{ $labels.pod }}` and the like. */
  readonly summary: string;
  readonly runbook: Runbook;
}

/** A figure that is worked out ahead, for alerts that look at it over hours. */
export interface Recording {
  /** Name, as `level:metric:operation`. */
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Rules about one thing. */
export interface RuleGroupOf {
  readonly name: string;
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
}

/** Labels as Prometheus selects by them, in a stable order: `{job="api",namespace="acme-prod"}`. */
export function selector(labels: Readonly<Record<string, string>>, ...more: readonly string[]): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}="${labels[name] ?? ''}"`);
  return `{${[...pairs, ...more].join(',')}}`;
}

/** The least number of voters that decides. */
export function majority(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/**
 * Asks for a job on a schedule that has not succeeded for too long. One that never succeeded counts from when it was made:
 * a weekly job is not late on its first day.
 */
export function overdue(namespace: string, cronjob: string, hours: number): string {
  const of = selector({ namespace, cronjob });
  const created = `kube_cronjob_created${of}`;
  const last = `(kube_cronjob_status_last_successful_time${of} or ${created})`;
  return `time() - ${last} > ${hours} * 3600 or absent(${created})`;
}
