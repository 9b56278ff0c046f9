import type { RuleCase } from './case.ts';

const group = 'group:analysts@example.com';
const account = 'serviceAccount:load@acme.iam.gserviceaccount.com';

export const publicAccess: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_001',
    type: 'google_bigquery_dataset_iam_member',
    passes: [{ member: group }],
    fails: [
      ['member', { member: 'allUsers' }],
      ['member', { member: 'allAuthenticatedUsers' }],
    ],
  },
  {
    rule: 'TLTK_GCP_001',
    type: 'google_bigquery_table_iam_binding',
    passes: [{ members: [group] }],
    fails: [['members.1', { members: [group, 'allUsers'] }]],
  },
  ...[
    'storage_bucket',
    'pubsub_topic',
    'secret_manager_secret',
    'artifact_registry_repository',
    'kms_crypto_key',
  ].map((kind): RuleCase => ({
    rule: 'TLTK_GCP_001',
    type: `google_${kind}_iam_member`,
    passes: [{ member: account }],
    fails: [['member', { member: 'allUsers' }]],
  })),
  ...['service', 'v2_service', 'v2_job'].map((kind): RuleCase => ({
    rule: 'TLTK_GCP_002',
    type: `google_cloud_run_${kind}_iam_member`,
    passes: [{ member: account }],
    fails: [['member', { member: 'allUsers' }]],
  })),
  {
    rule: 'TLTK_GCP_003',
    type: 'google_bigquery_dataset',
    passes: [{}, { access: [{ role: 'READER', group_by_email: 'a@example.com' }] }],
    fails: [
      ['access.1.special_group', { access: [{ role: 'OWNER' }, { special_group: 'allAuthenticatedUsers' }] }],
      ['access.0.iam_member', { access: [{ iam_member: 'allUsers' }] }],
    ],
  },
  {
    rule: 'TLTK_GCP_003',
    type: 'google_bigquery_dataset_access',
    passes: [{ special_group: 'projectOwners' }],
    fails: [['special_group', { special_group: 'allAuthenticatedUsers' }]],
  },
  {
    rule: 'TLTK_GCP_004',
    type: 'google_storage_bucket_acl',
    passes: [{ predefined_acl: 'private' }, { role_entity: ['OWNER:user-a@example.com'] }],
    fails: [
      ['predefined_acl', { predefined_acl: 'publicRead' }],
      ['role_entity.0', { role_entity: ['READER:allUsers'] }],
    ],
  },
  {
    rule: 'TLTK_GCP_004',
    type: 'google_storage_object_acl',
    like: ['google_storage_default_object_acl'],
    passes: [{ role_entity: ['OWNER:user-a@example.com'] }],
    fails: [['role_entity.0', { role_entity: ['READER:allAuthenticatedUsers'] }]],
  },
  {
    rule: 'TLTK_GCP_004',
    type: 'google_storage_bucket_access_control',
    like: ['google_storage_object_access_control'],
    passes: [{ entity: 'user-a@example.com' }],
    fails: [['entity', { entity: 'allUsers' }]],
  },
  {
    rule: 'TLTK_GCP_005',
    type: 'google_storage_bucket',
    passes: [{ public_access_prevention: 'enforced' }],
    fails: [
      ['public_access_prevention', {}],
      ['public_access_prevention', { public_access_prevention: 'inherited' }],
    ],
  },
  {
    rule: 'TLTK_GCP_006',
    type: 'google_storage_bucket',
    passes: [{ uniform_bucket_level_access: true }],
    fails: [
      ['uniform_bucket_level_access', {}],
      ['uniform_bucket_level_access', { uniform_bucket_level_access: false }],
    ],
  },
  {
    rule: 'TLTK_GCP_007',
    type: 'google_cloud_run_v2_service',
    passes: [
      { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' },
      { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' },
    ],
    fails: [
      ['ingress', {}],
      ['ingress', { ingress: 'INGRESS_TRAFFIC_ALL' }],
    ],
  },
  {
    rule: 'TLTK_GCP_008',
    type: 'google_cloud_run_v2_service',
    passes: [{}, { invoker_iam_disabled: false }],
    fails: [['invoker_iam_disabled', { invoker_iam_disabled: true }]],
  },
  {
    rule: 'TLTK_GCP_009',
    type: 'google_compute_firewall',
    passes: [
      { allow: [{ protocol: 'tcp' }], source_ranges: ['10.0.0.0/8'] },
      { deny: [{ protocol: 'all' }], source_ranges: ['0.0.0.0/0'] },
      { direction: 'EGRESS', allow: [{ protocol: 'tcp' }], source_ranges: ['0.0.0.0/0'] },
    ],
    fails: [
      ['source_ranges.0', { allow: [{ protocol: 'tcp', ports: ['22'] }], source_ranges: ['0.0.0.0/0'] }],
      ['source_ranges.0', { allow: [{ protocol: 'tcp' }], source_ranges: ['::/0'] }],
    ],
  },
  {
    rule: 'TLTK_GCP_010',
    type: 'google_compute_backend_service',
    passes: [
      { load_balancing_scheme: 'EXTERNAL_MANAGED', security_policy: 'waf' },
      { load_balancing_scheme: 'INTERNAL_MANAGED' },
    ],
    fails: [
      ['security_policy', {}],
      ['security_policy', { load_balancing_scheme: 'EXTERNAL_MANAGED' }],
    ],
  },
  {
    rule: 'TLTK_GCP_011',
    type: 'google_vertex_ai_endpoint',
    passes: [{ network: 'projects/1/global/networks/main' }, { private_service_connect_config: {} }],
    fails: [['network', {}]],
  },
  {
    rule: 'TLTK_GCP_011',
    type: 'google_vertex_ai_index_endpoint',
    passes: [{}],
    fails: [['public_endpoint_enabled', { public_endpoint_enabled: true }]],
  },
];
