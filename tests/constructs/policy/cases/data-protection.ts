import type { RuleCase } from './case.ts';

const everyType = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((log_type) => ({ log_type }));

export const dataProtection: readonly RuleCase[] = [
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
    like: ['google_compute_region_backend_service'],
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
  {
    rule: 'TLTK_GCP_047',
    type: 'google_storage_bucket',
    like: [
      'google_artifact_registry_repository',
      'google_bigquery_dataset',
      'google_bigquery_table',
      'google_kms_crypto_key',
      'google_kms_key_ring',
      'google_logging_project_bucket_config',
      'google_project',
      'google_secret_manager_secret',
    ],
    passes: [{ lifecycle: { prevent_destroy: true } }],
    fails: [
      ['lifecycle.prevent_destroy', {}],
      ['lifecycle.prevent_destroy', { lifecycle: { prevent_destroy: false } }],
    ],
  },
  {
    rule: 'TLTK_GCP_048',
    type: 'google_bigquery_table',
    like: ['google_secret_manager_secret'],
    passes: [{ deletion_protection: true }],
    fails: [['deletion_protection', {}]],
  },
  {
    rule: 'TLTK_GCP_048',
    type: 'google_cloud_run_v2_job',
    like: ['google_cloud_run_v2_service'],
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
