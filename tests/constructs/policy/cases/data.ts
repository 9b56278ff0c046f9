import type { RuleCase } from './case.ts';
import { digest, job, service } from './case.ts';

const key = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const registry = 'europe-west1-docker.pkg.dev/p/r/i:1.0.0';
const everyType = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((log_type) => ({ log_type }));
const replica = { location: 'europe-west1' };

export const data: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_012',
    type: 'google_bigquery_dataset',
    passes: [{ default_encryption_configuration: { kms_key_name: key } }],
    fails: [['default_encryption_configuration.kms_key_name', {}]],
  },
  {
    rule: 'TLTK_GCP_013',
    type: 'google_bigquery_table',
    passes: [
      { dataset_id: 'marts', encryption_configuration: [{ kms_key_name: key }] },
      { dataset_id: '${google_bigquery_dataset.with_key.dataset_id}' },
      { dataset_id: '${data.google_bigquery_dataset.of_others.dataset_id}' },
    ],
    fails: [
      ['encryption_configuration.kms_key_name', { dataset_id: 'marts' }],
      [
        'encryption_configuration.kms_key_name',
        { dataset_id: '${google_bigquery_dataset.without.dataset_id}' },
      ],
    ],
    beside: [
      {
        type: 'google_bigquery_dataset',
        name: 'with_key',
        path: 'test/with-key',
        body: { default_encryption_configuration: { kms_key_name: key } },
      },
      { type: 'google_bigquery_dataset', name: 'without', path: 'test/without', body: {} },
    ],
  },
  {
    rule: 'TLTK_GCP_014',
    type: 'google_storage_bucket',
    passes: [{ encryption: { default_kms_key_name: key } }],
    fails: [['encryption.default_kms_key_name', {}]],
  },
  ...['google_pubsub_topic', 'google_artifact_registry_repository'].map((type): RuleCase => ({
    rule: 'TLTK_GCP_015',
    type,
    passes: [{ kms_key_name: key }],
    fails: [['kms_key_name', {}]],
  })),
  {
    rule: 'TLTK_GCP_016',
    type: 'google_cloud_run_v2_service',
    passes: [{ template: { encryption_key: key } }],
    fails: [['template.encryption_key', { template: {} }]],
  },
  {
    rule: 'TLTK_GCP_016',
    type: 'google_cloud_run_v2_job',
    passes: [{ template: [{ template: [{ encryption_key: key }] }] }],
    fails: [['template.template.encryption_key', {}]],
  },
  {
    rule: 'TLTK_GCP_017',
    type: 'google_secret_manager_secret',
    passes: [
      {
        replication: { user_managed: { replicas: [{ customer_managed_encryption: { kms_key_name: key } }] } },
      },
    ],
    fails: [
      [
        'replication.user_managed.replicas.customer_managed_encryption',
        { replication: { user_managed: { replicas: [replica] } } },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_017',
    type: 'google_logging_project_bucket_config',
    passes: [{ cmek_settings: { kms_key_name: key } }],
    fails: [['cmek_settings.kms_key_name', {}]],
  },
  {
    rule: 'TLTK_GCP_018',
    type: 'google_document_ai_processor',
    passes: [{ kms_key_name: key }],
    fails: [['kms_key_name', {}]],
  },
  {
    rule: 'TLTK_GCP_019',
    type: 'google_kms_crypto_key',
    passes: [{ rotation_period: '7776000s' }, { purpose: 'ASYMMETRIC_SIGN' }],
    fails: [
      ['rotation_period', {}],
      ['rotation_period', { rotation_period: '7776001s' }],
      ['rotation_period', { rotation_period: '3600s' }],
      ['rotation_period', { rotation_period: '90d' }],
    ],
  },
  ...['google_bigquery_dataset', 'google_storage_bucket'].map((type): RuleCase => ({
    rule: 'TLTK_GCP_035',
    type,
    passes: [{ location: 'EU' }],
    fails: [['location', {}]],
  })),
  {
    rule: 'TLTK_GCP_036',
    type: 'google_secret_manager_secret',
    passes: [{ replication: { user_managed: { replicas: [replica] } } }],
    fails: [['replication.auto', { replication: { auto: {} } }]],
  },
  {
    rule: 'TLTK_GCP_037',
    type: 'google_pubsub_topic',
    passes: [{ message_storage_policy: { allowed_persistence_regions: ['europe-west1'] } }],
    fails: [
      ['message_storage_policy.allowed_persistence_regions', {}],
      [
        'message_storage_policy.allowed_persistence_regions.1',
        { message_storage_policy: { allowed_persistence_regions: ['europe-west1', 'us-east1'] } },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_038',
    type: 'google_cloud_run_v2_service',
    passes: [
      service({ env: [{ name: 'ENDPOINT', value: 'https://europe-west1-aiplatform.googleapis.com' }] }),
      service({ env: [{ name: 'WAREHOUSE_LOCATION', value: 'EU' }] }),
      service({ env: [{ name: 'SEARCH', value: 'https://eu-discoveryengine.googleapis.com/v1' }] }),
    ],
    fails: [
      'https://us-central1-aiplatform.googleapis.com',
      'https://aiplatform.googleapis.com/v1',
      'https://us-documentai.googleapis.com',
    ]
      .map(
        (value) =>
          ['template.containers.0.env.0.value', service({ env: [{ name: 'ENDPOINT', value }] })] as const,
      )
      .concat([
        [
          'template.containers.0.env.0.value',
          service({ env: [{ name: 'GOOGLE_CLOUD_LOCATION', value: 'global' }] }),
        ],
      ]),
  },
  {
    rule: 'TLTK_GCP_039',
    type: 'google_cloud_run_v2_job',
    passes: [job({ image: registry }), job({ image: digest })],
    fails: ['python:3.12', 'gcr.io/p/i:1', 'us-docker.pkg.dev/p/r/i:1'].map(
      (image) => ['template.template.containers.0.image', job({ image })] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_040',
    type: 'google_project_iam_audit_config',
    passes: [{ service: 'allServices', audit_log_config: everyType }],
    fails: [
      ['audit_log_config', { service: 'allServices', audit_log_config: everyType.slice(1) }],
      ['service', { service: 'storage.googleapis.com', audit_log_config: everyType }],
      [
        'audit_log_config.3.exempted_members.0',
        {
          service: 'allServices',
          audit_log_config: [
            ...everyType,
            { log_type: 'DATA_READ', exempted_members: ['user:a@example.com'] },
          ],
        },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_041',
    type: 'google_logging_project_bucket_config',
    passes: [{ retention_days: 180 }, { retention_days: 400 }],
    fails: [
      ['retention_days', {}],
      ['retention_days', { retention_days: 30 }],
      ['retention_days', { retention_days: 4000 }],
    ],
  },
  {
    rule: 'TLTK_GCP_042',
    type: 'google_logging_project_sink',
    passes: [{}, { unique_writer_identity: true }],
    fails: [
      ['unique_writer_identity', { unique_writer_identity: false }],
      ['disabled', { disabled: true }],
    ],
  },
  {
    rule: 'TLTK_GCP_043',
    type: 'google_monitoring_alert_policy',
    passes: [{ notification_channels: ['c'], documentation: { content: 'See the runbook.' } }],
    fails: [
      [
        'notification_channels',
        { notification_channels: [], documentation: { content: 'See the runbook.' } },
      ],
      ['documentation.content', { notification_channels: ['c'] }],
    ],
  },
  {
    rule: 'TLTK_GCP_044',
    type: 'google_compute_subnetwork',
    passes: [
      { log_config: { flow_sampling: 0.5 }, private_ip_google_access: true },
      { purpose: 'REGIONAL_MANAGED_PROXY' },
    ],
    fails: [
      ['log_config', { private_ip_google_access: true }],
      ['private_ip_google_access', { log_config: { flow_sampling: 0.5 } }],
    ],
  },
  {
    rule: 'TLTK_GCP_045',
    type: 'google_compute_backend_service',
    passes: [{ log_config: { enable: true } }],
    fails: [['log_config.enable', {}]],
  },
  {
    rule: 'TLTK_GCP_046',
    type: 'google_secret_manager_secret_version',
    passes: [{ secret_data_wo: 'given once' }],
    fails: [
      ['secret_data', { secret_data: 'hunter2' }],
      ['secret_data', { secret_data: '${random_password.a.result}' }],
    ],
  },
  ...['google_kms_crypto_key', 'google_bigquery_dataset', 'google_storage_bucket', 'google_project'].map(
    (type): RuleCase => ({
      rule: 'TLTK_GCP_047',
      type,
      passes: [{ lifecycle: { prevent_destroy: true } }],
      fails: [
        ['lifecycle.prevent_destroy', {}],
        ['lifecycle.prevent_destroy', { lifecycle: { prevent_destroy: false } }],
      ],
    }),
  ),
  {
    rule: 'TLTK_GCP_048',
    type: 'google_bigquery_table',
    passes: [{ deletion_protection: true }],
    fails: [['deletion_protection', {}]],
  },
  {
    rule: 'TLTK_GCP_048',
    type: 'google_cloud_run_v2_job',
    passes: [{}],
    fails: [['deletion_protection', { deletion_protection: false }]],
  },
  {
    rule: 'TLTK_GCP_048',
    type: 'google_project',
    passes: [{ deletion_policy: 'PREVENT' }],
    fails: [['deletion_policy', { deletion_policy: 'DELETE' }]],
  },
  {
    rule: 'TLTK_GCP_049',
    type: 'google_storage_bucket',
    passes: [{ force_destroy: false }],
    fails: [['force_destroy', { force_destroy: true }]],
  },
  {
    rule: 'TLTK_GCP_049',
    type: 'google_bigquery_dataset',
    passes: [{}],
    fails: [['delete_contents_on_destroy', { delete_contents_on_destroy: true }]],
  },
  {
    rule: 'TLTK_GCP_050',
    type: 'google_storage_bucket',
    passes: [{ versioning: { enabled: true } }],
    fails: [
      ['versioning.enabled', {}],
      [
        'soft_delete_policy.retention_duration_seconds',
        { versioning: { enabled: true }, soft_delete_policy: { retention_duration_seconds: 0 } },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_051',
    type: 'google_secret_manager_secret',
    passes: [{ version_destroy_ttl: '604800s' }],
    fails: [['version_destroy_ttl', {}]],
  },
  {
    rule: 'TLTK_GCP_052',
    type: 'google_bigquery_dataset',
    passes: [{}],
    fails: [['default_table_expiration_ms', { default_table_expiration_ms: 86_400_000 }]],
  },
  {
    rule: 'TLTK_GCP_053',
    type: 'google_project',
    passes: [{ auto_create_network: false }],
    fails: [
      ['auto_create_network', {}],
      ['auto_create_network', { auto_create_network: true }],
    ],
  },
];
