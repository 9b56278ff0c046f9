import { wideGrants } from '#constructs/policy/gcp/rules/iam.ts';
import type { RuleCase } from './case.ts';

const group = 'group:analysts@example.com';
const account = 'serviceAccount:load@acme.iam.gserviceaccount.com';
const pool = 'iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github';
const github = { oidc: { issuer_uri: 'https://token.actions.githubusercontent.com' } };
const subject = 'assertion.sub == "repo:acme/data:environment:prod"';

const otherWideGrants = wideGrants.filter((type) => type !== 'google_project_iam_member');

export const identity: readonly RuleCase[] = [
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
    like: otherWideGrants,
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
    like: otherWideGrants,
    passes: [{ role: 'roles/run.developer' }],
    fails: ['serviceAccountTokenCreator', 'serviceAccountUser', 'workloadIdentityUser'].map(
      (role) => ['role', { role: `roles/iam.${role}` }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_023',
    type: 'google_service_account_iam_member',
    like: ['google_service_account_iam_binding'],
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
    like: ['google_eventarc_trigger'],
    passes: [{ service_account: 'flow@acme.iam.gserviceaccount.com' }],
    fails: [['service_account', {}]],
  },
  {
    rule: 'TLTK_GCP_026',
    type: 'google_cloudfunctions2_function',
    passes: [{ service_config: { service_account_email: 'f@acme.iam.gserviceaccount.com' } }],
    fails: [['service_config.service_account_email', { service_config: {} }]],
  },
  {
    rule: 'TLTK_GCP_027',
    type: 'google_project_iam_member',
    like: ['google_folder_iam_member', 'google_organization_iam_member'],
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
    rule: 'TLTK_GCP_027',
    type: 'google_project_iam_binding',
    like: wideGrants.filter((type) => type.endsWith('_binding') && !type.includes('project')),
    passes: [{ members: [group], role: 'roles/run.admin' }],
    fails: [['role', { members: [group, account], role: 'roles/run.admin' }]],
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
    like: ['google_folder_iam_binding', 'google_organization_iam_binding'],
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
    like: ['google_organization_iam_custom_role'],
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
      { ...github, attribute_condition: 'assertion.sub == "repo:acme@7/data@8:environment:prod"' },
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
