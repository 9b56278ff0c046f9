import type { RuleCase } from './case.ts';

const group = 'group:analysts@example.com';
const account = 'serviceAccount:load@acme.iam.gserviceaccount.com';
const pool = 'iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github';
const github = { oidc: { issuer_uri: 'https://token.actions.githubusercontent.com' } };
const subject = 'assertion.sub == "repo:acme/data:environment:prod"';

export const access: readonly RuleCase[] = [
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
  ...['storage_bucket', 'pubsub_topic', 'secret_manager_secret', 'artifact_registry_repository'].map(
    (kind): RuleCase => ({
      rule: 'TLTK_GCP_001',
      type: `google_${kind}_iam_member`,
      passes: [{ member: account }],
      fails: [['member', { member: 'allUsers' }]],
    }),
  ),
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
  {
    rule: 'TLTK_GCP_020',
    type: 'google_project_iam_member',
    passes: [{ role: 'roles/bigquery.jobUser' }],
    fails: ['owner', 'editor', 'viewer'].map((role) => ['role', { role: `roles/${role}` }] as const),
  },
  {
    rule: 'TLTK_GCP_020',
    type: 'google_bigquery_dataset_iam_member',
    passes: [{ role: 'roles/bigquery.dataViewer' }],
    fails: [['role', { role: 'roles/editor' }]],
  },
  {
    rule: 'TLTK_GCP_021',
    type: 'google_project_iam_member',
    passes: [{ role: 'roles/bigquery.jobUser' }, { role: 'roles/bigquery.readSessionUser' }],
    fails: [
      'bigquery.dataViewer',
      'bigquery.dataEditor',
      'bigquery.admin',
      'storage.objectViewer',
      'secretmanager.secretAccessor',
      'cloudkms.cryptoKeyEncrypterDecrypter',
      'run.invoker',
    ].map((role) => ['role', { role: `roles/${role}` }] as const),
  },
  {
    rule: 'TLTK_GCP_022',
    type: 'google_project_iam_member',
    passes: [{ role: 'roles/run.developer' }],
    fails: ['serviceAccountTokenCreator', 'serviceAccountUser', 'workloadIdentityUser'].map(
      (role) => ['role', { role: `roles/iam.${role}` }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_023',
    type: 'google_service_account_iam_member',
    passes: [{ role: 'roles/iam.workloadIdentityUser' }, { role: 'roles/iam.serviceAccountUser' }],
    fails: [['role', { role: 'roles/iam.serviceAccountTokenCreator' }]],
  },
  {
    rule: 'TLTK_GCP_024',
    type: 'google_service_account_key',
    passes: [],
    fails: [['service_account_id', { service_account_id: '${google_service_account.a.name}' }]],
  },
  {
    rule: 'TLTK_GCP_025',
    type: 'google_storage_bucket_iam_member',
    passes: [{ member: account }],
    fails: [
      ['member', { member: 'serviceAccount:123-compute@developer.gserviceaccount.com' }],
      ['member', { member: 'serviceAccount:acme@appspot.gserviceaccount.com' }],
    ],
  },
  {
    rule: 'TLTK_GCP_026',
    type: 'google_cloud_run_v2_service',
    passes: [{ template: { service_account: 'serve@acme.iam.gserviceaccount.com' } }],
    fails: [
      ['template.service_account', { template: {} }],
      [
        'template.service_account',
        { template: { service_account: '1-compute@developer.gserviceaccount.com' } },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_026',
    type: 'google_cloud_run_v2_job',
    passes: [{ template: { template: { service_account: '${google_service_account.a.email}' } } }],
    fails: [['template.template.service_account', { template: { template: {} } }]],
  },
  {
    rule: 'TLTK_GCP_026',
    type: 'google_workflows_workflow',
    passes: [{ service_account: 'flow@acme.iam.gserviceaccount.com' }],
    fails: [['service_account', {}]],
  },
  {
    rule: 'TLTK_GCP_027',
    type: 'google_project_iam_member',
    passes: [
      { member: account, role: 'roles/bigquery.jobUser' },
      { member: group, role: 'roles/run.admin' },
    ],
    fails: [
      ['role', { member: account, role: 'roles/run.admin' }],
      ['role', { member: '${google_service_account.a.member}', role: 'roles/iam.roleAdmin' }],
    ],
  },
  {
    rule: 'TLTK_GCP_028',
    type: 'google_storage_bucket_iam_policy',
    passes: [],
    fails: [['policy_data', { policy_data: '{}' }]],
  },
  {
    rule: 'TLTK_GCP_028',
    type: 'google_project_iam_binding',
    passes: [],
    fails: [['members', { members: [group] }]],
  },
  {
    rule: 'TLTK_GCP_029',
    type: 'google_project_iam_member',
    passes: [{ member: 'user:a@example.com' }],
    fails: [['member', { member: 'user:someone@gmail.com' }]],
  },
  {
    rule: 'TLTK_GCP_030',
    type: 'google_project_iam_custom_role',
    passes: [{ permissions: ['run.services.get'] }],
    fails: [['permissions.0', { permissions: ['iam.serviceAccounts.getAccessToken'] }]],
  },
  {
    rule: 'TLTK_GCP_031',
    type: 'google_iam_workload_identity_pool_provider',
    passes: [{ attribute_condition: subject }],
    fails: [
      ['attribute_condition', {}],
      ['attribute_condition', { attribute_condition: 'true' }],
    ],
  },
  {
    rule: 'TLTK_GCP_032',
    type: 'google_iam_workload_identity_pool_provider',
    passes: [
      { ...github, attribute_condition: subject },
      { ...github, attribute_condition: `assertion.repository_id == "7" && (${subject} || ${subject})` },
      { oidc: { issuer_uri: 'https://issuer.example.com' }, attribute_condition: 'assertion.aud == "x"' },
    ],
    fails: [
      'assertion.repository == "acme/data"',
      'assertion.sub.startsWith("repo:acme/")',
      'assertion.sub == "repo:acme/*:ref"',
      'assertion.sub == "repo:acme/data:*"',
      `${subject} || assertion.repository_owner == "acme"`,
    ].map((condition) => ['attribute_condition', { ...github, attribute_condition: condition }] as const),
  },
  {
    rule: 'TLTK_GCP_033',
    type: 'google_service_account_iam_member',
    passes: [
      { member: `principal://${pool}/subject/repo:acme/data:ref:refs/heads/main` },
      { member: `principalSet://${pool}/attribute.environment/prod` },
    ],
    fails: [
      ['member', { member: `principalSet://${pool}/*` }],
      [
        'member',
        { member: 'principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.a.name}/*' },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_034',
    type: 'google_iam_workload_identity_pool_provider',
    passes: [{ ...github, attribute_mapping: { 'google.subject': 'assertion.sub' } }],
    fails: [
      ['attribute_mapping', github],
      ['attribute_mapping', { ...github, attribute_mapping: { 'attribute.actor': 'assertion.actor' } }],
    ],
  },
];
