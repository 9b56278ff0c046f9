import { byType, matches, textsAre } from '../../checks.ts';
import { isBucketName } from './bucket-names.ts';
import type { Check, RuleGroup } from '../../rule.ts';

const reason = 'Terraform takes any text; the service refuses it in the middle of an apply.';
const remedy = 'Mend the name. Names of constructs follow `prefix-env-name` and are shortened as needed.';

const letters = 'lower-case letters, digits and hyphens, a letter first';

/** Argument, pattern and words for the name of each type that no rule of its own covers. */
const names: Readonly<Record<string, Check>> = {
  google_artifact_registry_repository: matches(
    'repository_id',
    /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    `1 to 63 ${letters}`,
  ),
  google_cloud_run_v2_job: matches('name', /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, `1 to 63 ${letters}`),
  google_cloud_run_v2_service: matches('name', /^[a-z]([a-z0-9-]{0,47}[a-z0-9])?$/, `1 to 49 ${letters}`),
  google_cloud_scheduler_job: matches(
    'name',
    /^[\w-]{1,500}$/,
    '1 to 500 letters, digits, hyphens, underscores',
  ),
  google_kms_crypto_key: matches('name', /^[\w-]{1,63}$/, '1 to 63 letters, digits, hyphens, underscores'),
  google_kms_key_ring: matches('name', /^[\w-]{1,63}$/, '1 to 63 letters, digits, hyphens, underscores'),
  google_logging_project_bucket_config: matches(
    'bucket_id',
    /^[A-Za-z0-9][\w.-]{0,99}$/,
    '1 to 100 letters, digits, underscores, hyphens and full stops',
  ),
  google_project: matches('project_id', /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, `6 to 30 ${letters}`),
  google_project_service: matches(
    'service',
    /^[a-z0-9-]+\.googleapis\.com$/,
    'a name such as "run.googleapis.com"',
  ),
  google_pubsub_subscription: matches(
    'name',
    /^(?!goog)[A-Za-z][\w.~+%-]{2,254}$/,
    '3 to 255 characters, a letter first, not "goog"',
  ),
  google_pubsub_topic: matches(
    'name',
    /^(?!goog)[A-Za-z][\w.~+%-]{2,254}$/,
    '3 to 255 characters, a letter first, not "goog"',
  ),
  google_secret_manager_secret: matches(
    'secret_id',
    /^[\w-]{1,255}$/,
    '1 to 255 letters, digits, hyphens, underscores',
  ),
};

export const apiNames: RuleGroup = {
  subject: 'Names the services take',
  rules: [
    {
      id: 'TLTK_GCP_069',
      title: 'Buckets have a name that Cloud Storage takes',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_storage_bucket'],
      check: textsAre(
        'name',
        isBucketName,
        '3 to 63 lower-case letters, digits, hyphens, underscores and full stops; not "goog" first, no "google"',
      ),
    },
    {
      id: 'TLTK_GCP_070',
      title: 'Datasets have an id that BigQuery takes',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_bigquery_dataset'],
      check: matches('dataset_id', /^[A-Za-z0-9_]{1,1024}$/, '1 to 1024 letters, digits and underscores'),
    },
    {
      id: 'TLTK_GCP_071',
      title: 'Service accounts have an id that IAM takes',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_service_account'],
      check: matches('account_id', /^[a-z]([a-z0-9-]{4,28}[a-z0-9])$/, `6 to 30 ${letters}`),
    },
    {
      id: 'TLTK_GCP_072',
      title: 'Pools of federated identities have an id that IAM takes',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_iam_workload_identity_pool', 'google_iam_workload_identity_pool_provider'],
      check: byType({
        google_iam_workload_identity_pool: poolName('workload_identity_pool_id'),
        google_iam_workload_identity_pool_provider: poolName('workload_identity_pool_provider_id'),
      }),
    },
    {
      id: 'TLTK_GCP_073',
      title: 'Everything else has a name that its service takes',
      severity: 'error',
      reason,
      remedy,
      reads: Object.keys(names),
      check: byType(names),
    },
  ],
};

function poolName(path: string): Check {
  return matches(
    path,
    /^(?!gcp-)[a-z0-9-]{4,32}$/,
    '4 to 32 lower-case letters, digits and hyphens, not "gcp-" first',
  );
}
