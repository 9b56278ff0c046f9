import type { RuleCase } from './case.ts';
import { digest, service, serviceAndJob } from './case.ts';

const key = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const registry = 'europe-west1-docker.pkg.dev/p/r/i:1.0.0';
const replica = { location: 'europe-west1' };

export const encryptionAndResidency: readonly RuleCase[] = [
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
    rule: 'TLTK_GCP_018',
    type: 'google_vertex_ai_endpoint',
    passes: [{ encryption_spec: { kms_key_name: key } }],
    fails: [['encryption_spec.kms_key_name', {}]],
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
  ...serviceAndJob('TLTK_GCP_038', {
    passes: [
      service({ env: [{ name: 'ENDPOINT', value: 'https://europe-west1-aiplatform.googleapis.com' }] }),
      service({ env: [{ name: 'WAREHOUSE_LOCATION', value: 'EU' }] }),
      service({ env: [{ name: 'SEARCH', value: 'https://eu-discoveryengine.googleapis.com/v1' }] }),
      service({ env: [{ name: 'MODELS', value: 'https://aiplatform.eu.rep.googleapis.com' }] }),
    ],
    fails: [
      'https://us-central1-aiplatform.googleapis.com',
      'https://aiplatform.googleapis.com/v1',
      'https://us-documentai.googleapis.com',
      'https://modelarmor.us-east1.rep.googleapis.com',
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
  }),
  ...serviceAndJob('TLTK_GCP_039', {
    passes: [service({ image: registry }), service({ image: digest })],
    fails: ['python:3.12', 'gcr.io/p/i:1', 'us-docker.pkg.dev/p/r/i:1'].map(
      (image) => ['template.containers.0.image', service({ image })] as const,
    ),
  }),
];
