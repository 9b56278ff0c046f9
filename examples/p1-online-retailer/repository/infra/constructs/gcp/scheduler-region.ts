/** Regions without Cloud Scheduler, and a near one in the EU that has it (location list of Cloud Scheduler, 2026-11-21). */
const elsewhere: Readonly<Record<string, string>> = { 'europe-west9': 'europe-west1' };

/**
 * Region of the schedules of a deployment in `region`: the same where Cloud Scheduler is offered. A
 * schedule holds a cron line and the address of a job, no client data, so it may stand elsewhere.
 */
export function schedulerRegion(region: string): string {
  return elsewhere[region] ?? region;
}
