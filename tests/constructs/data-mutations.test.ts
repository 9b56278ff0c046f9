// Each switch broken once in what the warehouse, its jobs and the pipeline synthesize: a rule has to say so.
import { expect, test } from '@jest/globals';
import { IngestionJob } from '#constructs/gcp/ingestion-job/index.ts';
import { Pipeline } from '#constructs/gcp/pipeline/index.ts';
import { App, TerraformStack } from '#constructs/gcp/terraform.ts';
import { TransformJob } from '#constructs/gcp/transform-job/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import { gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { prod } from './synth.ts';

const key = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const common = {
  ...prod,
  encryption: { kmsKeyName: key },
  notificationChannels: ['projects/p/notificationChannels/1'],
};
const image = `europe-west1-docker.pkg.dev/p/r/i@sha256:${'0'.repeat(64)}`;

function synthesized() {
  const stack = new TerraformStack(new App(), 'test');
  const datasets = ['raw_crm', 'landing', 'staging', 'marts'].map((id) => ({ id, description: id }));
  const warehouse = new Warehouse(stack, 'warehouse', {
    ...common,
    datasets,
    personalData: { maskedReaders: ['group:analysts@example.com'] },
    backup: { datasets: ['landing'], location: 'EU', kmsKeyName: key },
  });
  const ingestion = new IngestionJob(stack, 'crm', warehouse, {
    ...common,
    source: 'crm',
    image,
    args: ['run'],
    writes: ['raw_crm', 'landing'],
    secrets: [{ env: 'CRM_PASSWORD', name: 'crm-password', version: '1' }],
    secretProtection: { projectNumber: '4711', kmsKeyName: key, rotationTopic: 'projects/p/topics/rotation' },
    stagingBucket: { env: 'CRM_FOLDER', writers: ['group:sales@example.com'] },
    network: { subnetwork: 'projects/p/regions/europe-west1/subnetworks/s' },
  });
  const transform = new TransformJob(stack, 'transform', warehouse, {
    ...common,
    image,
    args: ['build'],
    reads: ['landing'],
    writes: ['staging', 'marts'],
  });
  new Pipeline(stack, 'pipeline', {
    ...common,
    encryption: { kmsKeyName: key, projectNumber: '4711' },
    schedule: '0 5 * * *',
  })
    .add('load', ingestion.job)
    .add('transform', transform.job)
    .add('test', transform.freshness);
  stack.prepareStack();
  return resourcesOf(stack.toTerraform());
}

const good = synthesized();

test('on production settings nothing is found', () => {
  expect(findingsIn(good, prod, gcpRules)).toEqual([]);
});

test('no role sees data of a whole project', () => {
  const roles = good
    .filter(({ type }) => type === 'google_project_iam_member')
    .map(({ body }) => body['role']);
  expect([...new Set(roles)].sort()).toEqual([
    'roles/bigquery.jobUser',
    'roles/bigquery.readSessionUser',
    'roles/logging.logWriter',
    'roles/workflows.invoker',
  ]);
});

test.each([
  ['residency', 'google_bigquery_dataset', { location: undefined }, '035'],
  ['residency', 'google_storage_bucket', { location: undefined }, '035'],
  ['residency', 'google_secret_manager_secret', { replication: { auto: {} } }, '036'],
  ['data loss', 'google_bigquery_dataset', { lifecycle: { prevent_destroy: false } }, '047'],
  ['data loss', 'google_bigquery_dataset', { delete_contents_on_destroy: true }, '049'],
  ['data loss', 'google_bigquery_dataset', { default_table_expiration_ms: 86_400_000 }, '052'],
  ['data loss', 'google_storage_bucket', { lifecycle: {} }, '047'],
  ['data loss', 'google_storage_bucket', { force_destroy: true }, '049'],
  ['data loss', 'google_secret_manager_secret', { lifecycle: {} }, '047'],
  ['data loss', 'google_cloud_run_v2_job', { deletion_protection: false }, '048'],
  ['exposure', 'google_bigquery_dataset_iam_member', { member: 'allAuthenticatedUsers' }, '001'],
  ['exposure', 'google_storage_bucket_iam_member', { member: 'allUsers' }, '001'],
  ['exposure', 'google_storage_bucket', { public_access_prevention: 'inherited' }, '005'],
  ['exposure', 'google_storage_bucket', { uniform_bucket_level_access: false }, '006'],
  ['exposure', 'google_cloud_run_v2_job_iam_member', { member: 'allUsers' }, '002'],
  ['encryption', 'google_bigquery_dataset', { default_encryption_configuration: undefined }, '012'],
  ['encryption', 'google_storage_bucket', { encryption: undefined }, '014'],
  ['encryption', 'google_cloud_run_v2_job', { template: {} }, '016'],
  [
    'encryption',
    'google_secret_manager_secret',
    { replication: { user_managed: { replicas: [{ location: 'europe-west1' }] } } },
    '017',
  ],
  ['alerts', 'google_monitoring_alert_policy', { notification_channels: [] }, '043'],
  ['alerts', 'google_monitoring_alert_policy', { documentation: undefined }, '043'],
])('%s: %s with %j is found', (_, type, wrong, rule) => {
  const target = good.find((resource) => resource.type === type);
  if (target === undefined) throw new Error(`no ${type}`);
  const mutant = { ...target, body: { ...target.body, ...wrong } };
  const found = findingsIn(
    good.map((resource) => (resource === target ? mutant : resource)),
    prod,
    gcpRules,
  );
  expect(found.map((finding) => finding.rule)).toContain(`TLTK_GCP_${rule}`);
});
