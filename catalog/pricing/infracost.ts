import type { CostTable } from '../schema/generated/cost-table.ts';

/** Usage by key of one resource, or of one kind of resource. */
type Usage = Readonly<Record<string, number>>;

/** A usage file of Infracost, version 0.1: https://www.infracost.io/docs/features/usage_based_resources */
export interface InfracostUsage {
  readonly version: number;
  /** By kind of resource: what each one of them uses. */
  readonly resource_type_default_usage: Readonly<Record<string, Usage>>;
  /** By address. */
  readonly resource_usage: Readonly<Record<string, Usage>>;
}

/** What a usage file is made of. */
export interface InfracostInput {
  readonly table: CostTable;
  /** Addresses that are known for good: those of the resources that hold data. */
  readonly addresses: readonly string[];
  /** Cloud Run services. */
  readonly services: number;
  /** Cloud Run jobs. */
  readonly jobs: number;
}

/** What all resources of a kind use together in a month. */
interface Total {
  readonly type: string;
  readonly key: string;
  readonly value: number;
  /** Among how many it is shared, where no address is known. */
  readonly count: number;
  /** The only address that has it. Default: all of the kind share it. */
  readonly address?: string;
  /** The same for each resource, not shared. Default: false. */
  readonly average?: boolean;
}

/**
 * The middle usage of production as Infracost wants it. What is shared by resources of a kind is given to each in equal
 * parts: addresses of jobs and services are not ours to promise. Warehouse storage has no place in it, because
 * Infracost prices tables and dbt makes them.
 */
export function infracostUsage({ table, addresses, services, jobs }: InfracostInput): InfracostUsage {
  const byType: Record<string, Record<string, number>> = {};
  const byAddress: Record<string, Record<string, number>> = {};
  for (const total of totalsOf(table, services, jobs)) {
    const { type, key, value, count, address, average = false } = total;
    if (value <= 0 || count <= 0) continue;
    const known = addresses.filter((each) =>
      address === undefined ? each.startsWith(`${type}.`) : each === address,
    );
    if (address !== undefined && known.length === 0) continue;
    const share = rounded(average ? value : value / (known.length > 0 ? known.length : count));
    if (known.length === 0) (byType[type] ??= {})[key] = share;
    for (const each of known) (byAddress[each] ??= {})[key] = share;
  }
  return { version: 0.1, resource_type_default_usage: byType, resource_usage: byAddress };
}

function totalsOf(table: CostTable, services: number, jobs: number): readonly Total[] {
  const units = (item: string): number =>
    table.components
      .flatMap(({ lines }) => lines)
      .filter((line) => line.item === item && line.environment === 'prod')
      .reduce((all, { quantity }) => all + quantity.mid, 0);
  const executions = units('gcp-run-job-executions');
  const requests = units('gcp-run-requests') * 1e6;
  const run = 'google_cloud_run_v2_service';
  const job = 'google_cloud_run_v2_job';
  return [
    {
      type: 'google_bigquery_dataset',
      key: 'monthly_queries_tb',
      value: units('gcp-bigquery-queries'),
      count: 1,
      address: 'google_bigquery_dataset.marts',
    },
    { type: job, key: 'monthly_job_executions', value: executions, count: jobs },
    {
      type: job,
      key: 'average_task_execution_mins',
      value: ratio(units('gcp-run-job-cpu') / 60, executions),
      count: 1,
      average: true,
    },
    { type: run, key: 'monthly_requests', value: requests, count: services },
    {
      type: run,
      key: 'average_request_duration_ms',
      value: ratio(units('gcp-run-service-cpu') * 1000, requests),
      count: 1,
      average: true,
    },
    // The processor seconds of the table are those of one request at a time.
    {
      type: run,
      key: 'concurrent_requests_per_instance',
      value: requests > 0 ? 1 : 0,
      count: 1,
      average: true,
    },
    {
      type: 'google_kms_crypto_key',
      key: 'monthly_key_operations',
      value: units('gcp-kms-operations') * 10_000,
      count: 1,
    },
    {
      type: 'google_secret_manager_secret',
      key: 'monthly_access_operations',
      value: units('gcp-secret-access') * 10_000,
      count: units('gcp-secret-versions'),
    },
    { type: 'google_storage_bucket', key: 'storage_gb', value: units('gcp-storage-standard'), count: 1 },
    {
      type: 'google_artifact_registry_repository',
      key: 'storage_gb',
      value: units('gcp-artifact-registry'),
      count: 1,
    },
    {
      type: 'google_logging_project_bucket_config',
      key: 'monthly_logging_data_gb',
      value: units('gcp-logging'),
      count: 1,
    },
    {
      type: 'google_dns_record_set',
      key: 'monthly_queries',
      value: units('gcp-dns-queries') * 1e6,
      // A name and a wildcard for each zone.
      count: units('gcp-dns-zones') * 2,
    },
    {
      type: 'google_pubsub_topic',
      key: 'monthly_message_data_tb',
      value: units('gcp-pubsub'),
      count: 1,
    },
  ];
}

function ratio(value: number, by: number): number {
  return by > 0 ? value / by : 0;
}

/** Whole from a hundred on, four decimals below: no estimate is finer. */
function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1e4) / 1e4;
}
