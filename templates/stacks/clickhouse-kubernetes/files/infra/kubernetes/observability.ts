import type { ObservabilityArgs } from '#constructs/kubernetes/observability/index.ts';
import type { Settings } from '#constructs/common/settings.ts';

/** How this cluster is watched, and where the runbooks are read: `kubernetes.observability` and `runbook.url` of the settings. */
export function watching(
  settings: Settings,
): Pick<ObservabilityArgs, 'collector' | 'collectorNamespace' | 'runbookUrl' | 'selectedBy'> {
  const own = settings.section('kubernetes.observability');
  const runbook = settings.text('runbook.url', 'https://github.com/OWNER/NAME/blob/main/docs/runbook.md');
  return {
    collector: own.oneOf('collector', ['prometheus-operator', 'gke-managed', 'none'], 'prometheus-operator'),
    ...(own.has('namespace') ? { collectorNamespace: own.text('namespace') } : {}),
    selectedBy: Object.fromEntries(
      own.entries('selected_by').map(({ id }) => [id, own.text(`selected_by.${id}`)]),
    ),
    // A page of each alert lies beside the runbook.
    runbookUrl: new URL('runbooks', runbook).href,
  };
}

/** Hours that may pass between two successes of a job, by its cron line: a day, a week, a month or a year, and some more. */
export function overdueHours(schedule: string): number {
  const [, , day, month, weekday] = schedule.trim().split(/\s+/);
  if (month !== '*') return 367 * 24;
  if (day !== '*') return 32 * 24;
  return weekday === '*' ? 26 : 8 * 24;
}
