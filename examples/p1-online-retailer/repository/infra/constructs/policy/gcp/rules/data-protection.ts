import { all, byType, forbidden, mustBe, mustNotBe, required } from '../../checks.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { select } from '../../values.ts';

/** Destroying one of these loses data, or makes data unreadable. */
const holdsData = [
  'google_artifact_registry_repository',
  'google_bigquery_dataset',
  'google_bigquery_table',
  'google_kms_crypto_key',
  'google_kms_key_ring',
  'google_logging_project_bucket_config',
  'google_project',
  'google_secret_manager_secret',
  'google_storage_bucket',
];

const noSoftDelete: Check = ({ body }) =>
  select(body, 'soft_delete_policy.retention_duration_seconds')
    .filter(({ value }) => Number(value) === 0)
    .map(({ at, value }) => ({ at, value, expected: '604800 (seven days) or more' }));

export const dataProtection: RuleGroup = {
  subject: 'Data protection',
  rules: [
    {
      id: 'TLTK_GCP_046',
      title: 'No secret passes through Terraform',
      severity: 'error',
      reason: 'Terraform writes it into its state, where everyone who may plan can read it.',
      remedy: 'Let a person or a program add the version, or use secret_data_wo, which is not kept.',
      reads: ['google_secret_manager_secret_version'],
      check: ({ body }) =>
        select(body, 'secret_data').map(({ at }) => ({ at, value: hidden, expected: 'no value' })),
    },
    {
      id: 'TLTK_GCP_047',
      title: 'Terraform refuses to destroy what holds data',
      severity: 'error',
      reason: 'A renamed or removed resource would be destroyed with everything in it.',
      remedy: 'Set lifecycle.prevent_destroy to true: dataLoss "forbid" does so in all constructs.',
      references: ['CKV_GCP_82'],
      reads: holdsData,
      only: 'prod',
      check: mustBe('lifecycle.prevent_destroy', true),
    },
    {
      id: 'TLTK_GCP_048',
      title: 'Google refuses to delete what is protected',
      severity: 'error',
      reason:
        'prevent_destroy is gone once the resource is taken out of the program; this protection is not.',
      remedy: 'Set deletion_protection to true, and a project\'s deletion_policy to "PREVENT".',
      references: ['CKV_GCP_121'],
      reads: [
        'google_bigquery_table',
        'google_cloud_run_v2_service',
        'google_cloud_run_v2_job',
        'google_secret_manager_secret',
        'google_project',
      ],
      only: 'prod',
      check: byType({
        google_bigquery_table: mustBe('deletion_protection', true),
        google_secret_manager_secret: mustBe('deletion_protection', true),
        google_cloud_run_v2_service: mustNotBe('deletion_protection', false, 'true'),
        google_cloud_run_v2_job: mustNotBe('deletion_protection', false, 'true'),
        google_project: mustBe('deletion_policy', 'PREVENT'),
      }),
    },
    {
      id: 'TLTK_GCP_049',
      title: 'Nothing is emptied to be destroyed',
      severity: 'error',
      reason: 'With it, one wrong apply deletes every object or table without a question.',
      remedy: 'Take force_destroy or delete_contents_on_destroy out.',
      reads: ['google_storage_bucket', 'google_bigquery_dataset'],
      only: 'prod',
      check: all(
        mustNotBe('force_destroy', true, 'false'),
        mustNotBe('delete_contents_on_destroy', true, 'false'),
      ),
    },
    {
      id: 'TLTK_GCP_050',
      title: 'Overwritten and deleted objects can be had back',
      severity: 'error',
      reason: 'A program that overwrites a model or a state by mistake leaves nothing else.',
      remedy: 'Set versioning.enabled to true, and leave the soft deletion of seven days on.',
      references: ['CKV_GCP_78'],
      reads: ['google_storage_bucket'],
      check: all(mustBe('versioning.enabled', true), noSoftDelete),
    },
    {
      id: 'TLTK_GCP_051',
      title: 'A destroyed secret can be had back for a while',
      severity: 'warning',
      reason: 'A version that is destroyed is gone at once unless it has to wait.',
      remedy: 'Set version_destroy_ttl, for instance "604800s".',
      reads: ['google_secret_manager_secret'],
      check: required('version_destroy_ttl', 'a duration such as "604800s"'),
    },
    {
      id: 'TLTK_GCP_052',
      title: 'Data of the warehouse does not expire by default',
      severity: 'warning',
      reason: 'A default expiration deletes every new table, also those that nothing can load again.',
      remedy: 'Set an expiration on single tables or partitions; acknowledge it for copies.',
      reads: ['google_bigquery_dataset'],
      only: 'prod',
      check: forbidden('default_table_expiration_ms', 'no expiration'),
    },
    {
      id: 'TLTK_GCP_053',
      title: 'New projects have no default network',
      severity: 'error',
      reason: 'The default network has firewall rules that let the internet in.',
      remedy: 'Set auto_create_network to false.',
      references: ['CKV_GCP_27', 'CIS 3.1'],
      reads: ['google_project'],
      check: mustBe('auto_create_network', false),
    },
  ],
};

/** Stands in reports for what nobody should read there. */
const hidden = '(not shown)';
