import type { RuleCase } from './case.ts';

const long = (length: number) => 'a'.repeat(length);

export const names: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_069',
    type: 'google_storage_bucket',
    passes: [{ name: 'acme-prod-models' }, { name: 'assets.acme.example' }],
    fails: ['Acme-models', 'ab', '-acme', 'goog-acme', 'my-google-data', '10.0.0.1', 'a..b', long(64)].map(
      (name) => ['name', { name }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_070',
    type: 'google_bigquery_dataset',
    passes: [{ dataset_id: 'raw_crm' }],
    fails: ['raw-crm', 'raw crm', '', 'données'].map((id) => ['dataset_id', { dataset_id: id }] as const),
  },
  {
    rule: 'TLTK_GCP_071',
    type: 'google_service_account',
    passes: [{ account_id: 'acme-dev-load' }, { account_id: long(30) }],
    fails: ['short', long(31), '1-acme-load', 'acme-load-', 'Acme-load'].map(
      (id) => ['account_id', { account_id: id }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_072',
    type: 'google_iam_workload_identity_pool',
    passes: [{ workload_identity_pool_id: 'github' }],
    fails: ['gcp-pool', 'abc', long(33)].map(
      (id) => ['workload_identity_pool_id', { workload_identity_pool_id: id }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_072',
    type: 'google_iam_workload_identity_pool_provider',
    passes: [{ workload_identity_pool_provider_id: 'github-oidc' }],
    fails: [['workload_identity_pool_provider_id', { workload_identity_pool_provider_id: 'gcp-oidc' }]],
  },
  ...Object.entries({
    google_artifact_registry_repository: ['repository_id', 'acme-images', 'Acme'],
    google_cloud_run_v2_job: ['name', 'acme-load', 'acme_load'],
    google_cloud_scheduler_job: ['name', 'acme-load', 'acme load'],
    google_kms_crypto_key: ['name', 'main', 'main.key'],
    google_kms_key_ring: ['name', 'main', long(64)],
    google_logging_project_bucket_config: ['bucket_id', 'acme-audit', '-audit'],
    google_project: ['project_id', 'acme-prod-4711', 'acme'],
    google_secret_manager_secret: ['secret_id', 'crm-password', 'crm/password'],
  } as const).map(([type, [argument, good, bad]]): RuleCase => ({
    rule: 'TLTK_GCP_073',
    type,
    passes: [{ [argument]: good }],
    fails: [[argument, { [argument]: bad }]],
  })),
  {
    rule: 'TLTK_GCP_073',
    type: 'google_cloud_run_v2_service',
    passes: [{ name: 'acme-dev-forecast' }],
    fails: ['Acme', 'acme_dev', long(50), 'acme-'].map((name) => ['name', { name }] as const),
  },
  {
    rule: 'TLTK_GCP_073',
    type: 'google_pubsub_topic',
    like: ['google_pubsub_subscription'],
    passes: [{ name: 'orders' }],
    fails: [
      ['name', { name: 'goog-orders' }],
      ['name', { name: '1st' }],
    ],
  },
  {
    rule: 'TLTK_GCP_073',
    type: 'google_project_service',
    passes: [{ service: 'run.googleapis.com' }],
    fails: [['service', { service: 'run' }]],
  },
];
