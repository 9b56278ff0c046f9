import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table/index.js';
import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool/index.js';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';

/** One thing made wrong in one resource. */
export interface Mutation {
  readonly name: string;
  /** Type of the resource; the first of its type is changed. */
  readonly type: string;
  /** The argument that is changed, for instance `replication.auto`. */
  readonly at: string;
  /** What stands there then; `undefined` takes it out. */
  readonly value: unknown;
}

/** The value with another at a dotted path. */
export function withValue(value: unknown, [key, ...rest]: readonly string[], inner: unknown): unknown {
  if (key === undefined) return inner;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (`${index}` === key ? withValue(item, rest, inner) : item));
  const entries = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
  return Object.fromEntries(entries.set(key, withValue(entries.get(key), rest, inner)));
}

/** What the mutations need beside the examples of the constructs' README files. */
export function addSample(stack: ClientStack): void {
  const { project } = stack.deployment;
  const labels = { client: 'acme', env: 'prod', 'managed-by': 'terraform' };
  new BigqueryTable(stack, 'orders', {
    project,
    datasetId: stack.part(Warehouse).dataset('marts').datasetId,
    tableId: 'orders',
    deletionProtection: true,
    labels,
    lifecycle: { preventDestroy: true },
    schema: JSON.stringify([{ name: 'id', type: 'STRING', mode: 'REQUIRED' }]),
  });
  new PubsubTopic(stack, 'events', {
    project,
    name: 'events',
    kmsKeyName: 'projects/acme/locations/europe-west1/keyRings/main/cryptoKeys/main',
    messageRetentionDuration: '86400s',
    messageStoragePolicy: { allowedPersistenceRegions: ['europe-west1'] },
    labels,
  });
  new IamWorkloadIdentityPool(stack, 'github', { project, workloadIdentityPoolId: 'github' });
}

const secret = 'google_secret_manager_secret';
const dataset = 'google_bigquery_dataset';
const table = 'google_bigquery_table';
const job = 'google_cloud_run_v2_job';
const container = 'template.template.containers.0';

/** Single mutations of a valid configuration: shape and references, values of the provider, values of the services. */
export const mutations: readonly Mutation[] = [
  { name: 'unknown attribute', type: dataset, at: 'locaton', value: 'EU' },
  { name: 'text for a number', type: job, at: 'template.template.max_retries', value: 'many' },
  { name: 'missing required attribute', type: table, at: 'table_id', value: undefined },
  {
    name: 'reference to nothing',
    type: dataset,
    at: 'default_encryption_configuration.kms_key_name',
    value: '${google_kms_crypto_key.none.id}',
  },
  {
    name: 'reference to a missing attribute',
    type: dataset,
    at: 'default_encryption_configuration.kms_key_name',
    value: '${google_kms_crypto_key.main.nothing}',
  },
  {
    name: 'two blocks where one is allowed',
    type: 'google_storage_bucket',
    at: 'versioning',
    value: [{ enabled: true }, { enabled: true }],
  },
  { name: 'dataset id with a hyphen', type: dataset, at: 'dataset_id', value: 'raw-crm' },
  { name: 'ingress of no kind', type: 'google_cloud_run_v2_service', at: 'ingress', value: 'INTERNAL' },
  { name: 'expiration under an hour', type: dataset, at: 'default_table_expiration_ms', value: 60_000 },
  { name: 'table schema that is not JSON', type: table, at: 'schema', value: '[{' },
  { name: 'two kinds of replication', type: secret, at: 'replication.auto', value: {} },
  { name: 'account id too long', type: 'google_service_account', at: 'account_id', value: 'a'.repeat(31) },
  {
    name: 'principal without its kind',
    type: 'google_bigquery_dataset_iam_member',
    at: 'member',
    value: 'a@example.com',
  },
  {
    name: 'pool that begins with gcp-',
    type: 'google_iam_workload_identity_pool',
    at: 'workload_identity_pool_id',
    value: 'gcp-github',
  },
  { name: 'timeout of "10 minutes"', type: job, at: 'template.template.timeout', value: '10 minutes' },
  {
    name: 'column type STRNG',
    type: table,
    at: 'schema',
    value: JSON.stringify([{ name: 'id', type: 'STRNG' }]),
  },
  { name: 'bad cron line', type: 'google_cloud_scheduler_job', at: 'schedule', value: '61 5 * * *' },
  { name: 'upper-case bucket name', type: 'google_storage_bucket', at: 'name', value: 'Acme-State' },
  { name: 'role without roles/', type: 'google_project_iam_member', at: 'role', value: 'bigquery.jobUser' },
  { name: 'memory "lots"', type: job, at: `${container}.resources.limits.memory`, value: 'lots' },
  {
    name: 'messages kept over 31 days',
    type: 'google_pubsub_topic',
    at: 'message_retention_duration',
    value: '2764800s',
  },
  { name: 'upper-case label key', type: dataset, at: 'labels.Team', value: 'data' },
];
