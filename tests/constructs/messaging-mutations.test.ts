// Each switch broken once in what these constructs synthesize: a rule of constructs/policy has to say so.
import { expect, test } from '@jest/globals';
import { DocumentIntake } from '#constructs/gcp/document-intake/index.ts';
import { GenAiService } from '#constructs/gcp/gen-ai-service/index.ts';
import { EventStream } from '#constructs/gcp/event-stream/index.ts';
import { App, TerraformStack } from '#constructs/gcp/terraform.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import { gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { prod } from './synth.ts';

const encryption = { kmsKeyName: 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k' };
const common = {
  ...prod,
  projectNumber: '4711',
  encryption,
  notificationChannels: ['projects/p/notificationChannels/1'],
};

function synthesized() {
  const stack = new TerraformStack(new App(), 'test');
  const datasets = ['landing', 'predictions'].map((id) => ({ id, description: id }));
  const warehouse = new Warehouse(stack, 'warehouse', { ...common, datasets });
  new EventStream(stack, 'orders', warehouse, {
    ...common,
    name: 'orders',
    schema: { type: 'record', name: 'Order', fields: [{ name: 'id', type: 'string' }] },
    table: { dataset: 'landing', id: 'orders', description: 'Orders' },
  }).grantPublish('group:shop@example.com', 'shop');
  new DocumentIntake(stack, 'invoices', warehouse, {
    ...common,
    name: 'invoices',
    worker: { image: `europe-west1-docker.pkg.dev/p/r/i@sha256:${'0'.repeat(64)}`, args: ['serve'] },
    reads: [],
    writes: ['predictions'],
    processor: { type: 'OCR_PROCESSOR', kmsKeyName: encryption.kmsKeyName },
    results: { dataset: 'predictions' },
  }).grantUpload('group:accounting@example.com', 'accounting');
  new GenAiService(stack, 'assistant', warehouse, {
    ...common,
    name: 'assistant',
    image: `europe-west1-docker.pkg.dev/p/r/a@sha256:${'0'.repeat(64)}`,
    args: ['serve'],
    models: [{ id: 'google/gemini-2.5-flash', inputPricePerMillion: 0.3, outputPricePerMillion: 2.5 }],
    spending: { currency: 'EUR', perDay: 20 },
    requestLog: { dataset: 'predictions' },
  });
  return resourcesOf(stack.toTerraform());
}

/** What a service is told of an address. */
function toldOf(value: string) {
  return { template: { containers: [{ env: [{ name: 'READER', value }] }] } };
}

const good = synthesized();

test('on production settings nothing is found', () => {
  expect(findingsIn(good, prod, gcpRules)).toEqual([]);
});

test.each([
  [
    'residency',
    'google_pubsub_topic',
    { message_storage_policy: { allowed_persistence_regions: ['us-east1'] } },
    '037',
  ],
  ['residency', 'google_pubsub_topic', { message_storage_policy: undefined }, '037'],
  ['residency', 'google_storage_bucket', { location: undefined }, '035'],
  ['residency', 'google_model_armor_template', { location: 'europe-west2' }, '092'],
  ['residency', 'google_cloud_run_v2_service', toldOf('https://aiplatform.us.rep.googleapis.com'), '038'],
  ['residency', 'google_cloud_run_v2_service', toldOf('https://us-documentai.googleapis.com'), '038'],
  ['guard', 'google_model_armor_template', { template_metadata: { log_sanitize_operations: true } }, '093'],
  ['guard', 'google_model_armor_template', { template_metadata: {} }, '094'],
  ['encryption', 'google_document_ai_processor', { kms_key_name: undefined }, '018'],
  ['objectives', 'google_monitoring_slo', { goal: 1 }, '097'],
  ['data loss', 'google_storage_bucket', { lifecycle: { prevent_destroy: false } }, '047'],
  ['data loss', 'google_storage_bucket', { force_destroy: true }, '049'],
  ['data loss', 'google_bigquery_table', { lifecycle: {} }, '047'],
  ['data loss', 'google_bigquery_table', { deletion_protection: false }, '048'],
  ['data loss', 'google_cloud_run_v2_service', { deletion_protection: false }, '048'],
  ['exposure', 'google_cloud_run_v2_service', { ingress: 'INGRESS_TRAFFIC_ALL' }, '007'],
  ['exposure', 'google_cloud_run_v2_service', { invoker_iam_disabled: true }, '008'],
  ['exposure', 'google_cloud_run_v2_service_iam_member', { member: 'allUsers' }, '002'],
  ['exposure', 'google_storage_bucket', { public_access_prevention: 'inherited' }, '005'],
  ['exposure', 'google_storage_bucket', { uniform_bucket_level_access: false }, '006'],
  ['exposure', 'google_storage_bucket_iam_member', { member: 'allUsers' }, '001'],
  ['exposure', 'google_pubsub_topic_iam_member', { member: 'allAuthenticatedUsers' }, '001'],
  ['encryption', 'google_pubsub_topic', { kms_key_name: undefined }, '015'],
  ['encryption', 'google_storage_bucket', { encryption: undefined }, '014'],
  ['encryption', 'google_cloud_run_v2_service', { template: {} }, '016'],
  ['delivery', 'google_pubsub_subscription', { expiration_policy: { ttl: '86400s' } }, '066'],
  ['delivery', 'google_pubsub_subscription', { message_retention_duration: '2764800s' }, '067'],
  ['delivery', 'google_monitoring_alert_policy', { notification_channels: [] }, '043'],
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
