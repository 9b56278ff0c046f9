import type { RuleCase } from './case.ts';

const labels = { client: 'acme', env: 'prod', 'managed-by': 'terraform' };
const long = (length: number) => 'a'.repeat(length);

export const labelsAndCost: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_084',
    type: 'google_storage_bucket',
    passes: [{ labels }, { labels: { équipe: 'données' } }],
    fails: [
      ['labels.Env', { labels: { Env: 'prod' } }],
      ['labels.1st', { labels: { '1st': 'prod' } }],
      ['labels.env', { labels: { env: 'Prod' } }],
      ['labels.env', { labels: { env: long(64) } }],
    ],
  },
  {
    rule: 'TLTK_GCP_085',
    type: 'google_storage_bucket',
    like: [
      'google_artifact_registry_repository',
      'google_bigquery_dataset',
      'google_bigquery_table',
      'google_cloud_run_v2_job',
      'google_cloud_run_v2_service',
      'google_kms_crypto_key',
      'google_project',
      'google_pubsub_subscription',
      'google_pubsub_topic',
      'google_secret_manager_secret',
      'google_workflows_workflow',
    ],
    passes: [{ labels }],
    fails: [
      ['labels.client', {}],
      ['labels.env', { labels: { client: 'acme', 'managed-by': 'terraform' } }],
    ],
  },
  {
    rule: 'TLTK_GCP_086',
    type: 'google_bigquery_dataset',
    passes: [{ description: 'Sales, as they were loaded' }],
    fails: [['description', {}]],
  },
  {
    rule: 'TLTK_GCP_087',
    type: 'google_cloud_run_v2_service',
    passes: [{ template: { scaling: { max_instance_count: 3 } } }],
    fails: [['template.scaling.max_instance_count', { template: {} }]],
  },
  {
    rule: 'TLTK_GCP_088',
    type: 'google_cloud_run_v2_service',
    passes: [{ template: { scaling: { min_instance_count: 0 } } }],
    fails: [['template.scaling.min_instance_count', { template: { scaling: { min_instance_count: 1 } } }]],
  },
  {
    rule: 'TLTK_GCP_089',
    type: 'google_storage_bucket',
    passes: [{ lifecycle_rule: [{ action: { type: 'Delete' } }] }],
    fails: [['lifecycle_rule', {}]],
  },
  {
    rule: 'TLTK_GCP_089',
    type: 'google_artifact_registry_repository',
    passes: [{ cleanup_policies: [{ id: 'keep' }] }],
    fails: [['cleanup_policies', {}]],
  },
  {
    rule: 'TLTK_GCP_090',
    type: 'google_billing_budget',
    passes: [{ threshold_rules: [{ threshold_percent: 1, spend_basis: 'FORECASTED_SPEND' }] }],
    fails: [['threshold_rules', { threshold_rules: [{ threshold_percent: 1 }] }]],
  },
  {
    rule: 'TLTK_GCP_091',
    type: 'google_bigquery_table',
    passes: [{}, { time_partitioning: { type: 'DAY' }, require_partition_filter: true }],
    fails: [['require_partition_filter', { time_partitioning: { type: 'DAY' } }]],
  },
];
