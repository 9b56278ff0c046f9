import { describe, expect, test } from '@jest/globals';
import type { DocumentIntakeProps } from '#constructs/gcp/document-intake/index.ts';
import { DocumentIntake } from '#constructs/gcp/document-intake/index.ts';
import { EventStream } from '#constructs/gcp/event-stream/index.ts';
import type { TerraformStack } from '#constructs/gcp/terraform.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import type { Resource, Synthesized } from './synth.ts';
import { dev, prod, synth } from './synth.ts';

const datasets = ['landing', 'marts', 'predictions'].map((id) => ({ id, description: id }));
const kmsKeyName = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const image = 'europe-west1-docker.pkg.dev/p/r/reading:1.0.0';
const worker = { image, args: ['serve'] };
const base: DocumentIntakeProps = {
  ...dev,
  name: 'invoices',
  projectNumber: '4711',
  worker,
  reads: ['marts'],
  writes: ['predictions'],
};

function add(stack: TerraformStack, props: Partial<DocumentIntakeProps> = {}): DocumentIntake {
  const { region, residency } = { ...base, ...props };
  const warehouse = new Warehouse(stack, 'warehouse', { ...dev, region, residency, datasets });
  return new DocumentIntake(stack, 'invoices', warehouse, { ...base, ...props });
}
const made = (props: Partial<DocumentIntakeProps> = {}) => synth((stack) => add(stack, props));

function subscription(stack: Synthesized, name = 'acme-dev-invoices'): Resource {
  const found = stack.all('google_pubsub_subscription').find((resource) => resource['name'] === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}
const service = (stack: Synthesized) => stack.only('google_cloud_run_v2_service');
const container = (stack: Synthesized) => JSON.stringify(service(stack)['template']);

describe('the bucket', () => {
  test('is never public, and what is in it can be had back', () => {
    expect(made().only('google_storage_bucket')).toMatchObject({
      name: 'acme-dev-4711-invoices-documents',
      location: 'europe-west1',
      uniform_bucket_level_access: true,
      public_access_prevention: 'enforced',
      versioning: { enabled: true },
      soft_delete_policy: { retention_duration_seconds: 604_800 },
      lifecycle_rule: [
        { action: { type: 'Delete' }, condition: { days_since_noncurrent_time: 90 } },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      ],
    });
    expect(made().only('google_storage_bucket')['retention_policy']).toBeUndefined();
  });

  test('keeps documents as long as its props say', () => {
    const stack = made({
      bucket: {
        location: 'EU',
        retentionDays: 30,
        deleteAfterDays: 365,
        previousVersionsDays: 10,
        softDeleteDays: 30,
      },
    });
    expect(stack.only('google_storage_bucket')).toMatchObject({
      location: 'EU',
      retention_policy: { retention_period: 2_592_000, is_locked: false },
      soft_delete_policy: { retention_duration_seconds: 2_592_000 },
      lifecycle_rule: [
        { action: { type: 'Delete' }, condition: { days_since_noncurrent_time: 10 } },
        { action: { type: 'Delete' }, condition: { age: 365, with_state: 'LIVE' } },
        { action: { type: 'AbortIncompleteMultipartUpload' } },
      ],
    });
  });

  test('stays within the residency rule', () => {
    expect(() => made({ bucket: { location: 'US' } })).toThrow(
      /test\/invoices\/documents\/bucket: location is "US".*europe-west1/s,
    );
  });

  test.each([
    ['retentionDays', { retentionDays: 0 }, /bucket.retentionDays is 0, expected a whole number from 1/],
    [
      'deleteAfterDays',
      { retentionDays: 30, deleteAfterDays: 29 },
      /bucket.deleteAfterDays is 29, expected a whole number from 30/,
    ],
    ['previousVersionsDays', { previousVersionsDays: 1.5 }, /bucket.previousVersionsDays is 1.5/],
    ['softDeleteDays', { softDeleteDays: 3 }, /bucket.softDeleteDays is 3, expected .* from 7 to 90/],
  ])('refuses a wrong %s', (_, bucket, message) => {
    expect(() => made({ bucket })).toThrow(message);
  });
});

describe('a bucket the client has', () => {
  const existing = { bucket: 'acme-scans' };

  test('is announced, read and uploaded to, and not changed', () => {
    const stack = synth((scope) => {
      const intake = add(scope, { existing });
      expect(intake.bucket).toBeUndefined();
      expect(intake.bucketName).toBe('acme-scans');
      intake.grantUpload('group:scanners@example.com', 'scanners');
    });
    expect(stack.all('google_storage_bucket')).toEqual([]);
    expect(stack.only('google_storage_notification')['bucket']).toBe('acme-scans');
    expect(stack.all('google_storage_bucket_iam_member').map((grant) => grant['bucket'])).toEqual([
      'acme-scans',
      'acme-scans',
    ]);
    expect(container(stack)).toContain('"value":"acme-scans"');
  });

  test.each([
    [
      'rules of a new bucket',
      { existing, bucket: { retentionDays: 1 } },
      /existing and bucket is .*one of the two/,
    ],
    ['an address', { existing: { bucket: 'gs://acme-scans' } }, /existing.bucket is "gs:\/\/acme-scans"/],
  ])('is refused with %s', (_, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});

describe('the worker', () => {
  test('is reached from inside only, by Pub/Sub as one account, with a token for this service', () => {
    const stack = made();
    expect(service(stack)).toMatchObject({
      name: 'acme-dev-invoices',
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invoker_iam_disabled: false,
    });
    const address = /^\$\{google_cloud_run_v2_service\.invoices_worker_service_\w+\.uri\}/.source;
    const caller = /google_service_account\.invoices_worker_caller_/;
    expect(subscription(stack)['push_config']).toEqual({
      push_endpoint: expect.stringMatching(new RegExp(`${address}/documents$`)),
      oidc_token: {
        audience: expect.stringMatching(new RegExp(`${address}$`)),
        service_account_email: expect.stringMatching(caller),
      },
    });
    expect(stack.only('google_cloud_run_v2_service_iam_member')).toMatchObject({
      role: 'roles/run.invoker',
      member: expect.stringMatching(caller),
    });
  });

  test('has as long for a document as Pub/Sub waits, and the container it is given', () => {
    const stack = made({
      acknowledgeDeadlineSeconds: 120,
      maxDeliveryAttempts: 7,
      worker: {
        ...worker,
        path: '/read',
        healthPath: '/alive',
        environment: { TOLTEK_ENV: 'dev', DOCUMENT_BUCKET: 'another' },
        resources: { cpu: '2', memory: '4Gi' },
        maxInstances: 9,
        concurrency: 4,
      },
    });
    expect(service(stack)['template']).toMatchObject({
      timeout: '120s',
      max_instance_request_concurrency: 4,
      scaling: { min_instance_count: 0, max_instance_count: 9 },
      containers: [
        {
          image,
          args: ['serve'],
          env: [
            { name: 'DOCUMENT_BUCKET', value: '${google_storage_bucket.invoices_documents.name}' },
            { name: 'TOLTEK_ENV', value: 'dev' },
          ],
          resources: { limits: { cpu: '2', memory: '4Gi' } },
          startup_probe: { http_get: { path: '/alive' } },
        },
      ],
    });
    expect(subscription(stack)).toMatchObject({
      ack_deadline_seconds: 120,
      dead_letter_policy: { max_delivery_attempts: 7 },
      push_config: { push_endpoint: expect.stringMatching(/\.uri\}\/read$/) },
    });
  });

  test.each([
    ['no exact image', { image: 'reading:latest' }, /test\/invoices\/worker: image is "reading:latest"/],
    ['no instances', { maxInstances: 0 }, /maxInstances is 0/],
    ['too many documents at a time', { concurrency: 1001 }, /concurrency is 1001/],
    ['no path', { path: 'documents' }, /path is "documents"/],
    ['no path to its health', { healthPath: 'https://example.com' }, /healthPath is/],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => made({ worker: { ...worker, ...wrong } })).toThrow(message);
  });

  test('needs a digest in prod', () => {
    expect(() => made(prod)).toThrow(/image is .*@sha256:/);
  });
});

describe('delivery', () => {
  test('every complete document is a message, tried five times and then put aside', () => {
    const stack = made();
    expect(stack.only('google_storage_notification')).toMatchObject({
      bucket: '${google_storage_bucket.invoices_documents.name}',
      topic: '${google_pubsub_topic.invoices.id}',
      payload_format: 'JSON_API_V1',
      event_types: ['OBJECT_FINALIZE'],
      depends_on: [
        expect.stringMatching(/^google_pubsub_topic_iam_member\.invoices_publisher-storage_/),
        'google_pubsub_subscription.invoices',
      ],
    });
    expect(subscription(stack)).toMatchObject({
      ack_deadline_seconds: 300,
      expiration_policy: { ttl: '' },
      retry_policy: { minimum_backoff: '10s', maximum_backoff: '600s' },
      dead_letter_policy: {
        dead_letter_topic: '${google_pubsub_topic.invoices_dead_letters.id}',
        max_delivery_attempts: 5,
      },
    });
    expect(subscription(stack, 'acme-dev-invoices-dead-letters')).toMatchObject({
      topic: '${google_pubsub_topic.invoices_dead_letters.id}',
      expiration_policy: { ttl: '' },
    });
    for (const topic of stack.all('google_pubsub_topic'))
      expect(topic['message_storage_policy']).toMatchObject({
        allowed_persistence_regions: ['europe-west1', 'europe-west9'],
      });
  });

  test('people are told of dead letters and of documents that wait', () => {
    const stack = made({ notificationChannels: ['projects/p/notificationChannels/1'] });
    // The warehouse has alerts of its own.
    const alerts = stack
      .all('google_monitoring_alert_policy')
      .map((alert) => JSON.stringify(alert))
      .filter((alert) => alert.includes('"component":"invoices"'));
    expect(alerts).toEqual([
      expect.stringContaining('oldest_unacked_message_age'),
      expect.stringContaining('num_undelivered_messages'),
    ]);
    for (const alert of alerts) expect(alert).toContain('projects/p/notificationChannels/1');
  });

  test.each([
    [
      'acknowledgeDeadlineSeconds',
      { acknowledgeDeadlineSeconds: 601 },
      /acknowledgeDeadlineSeconds is 601, .*10 to 600/,
    ],
    ['maxDeliveryAttempts', { maxDeliveryAttempts: 101 }, /maxDeliveryAttempts is 101/],
    ['objectNamePrefix', { objectNamePrefix: '/incoming' }, /objectNamePrefix is "\/incoming"/],
    ['objectNamePrefix', { objectNamePrefix: 'a") || true' }, /objectNamePrefix is/],
    ['storageRegions', { storageRegions: ['us-east1'] }, /storageRegions is "us-east1"/],
  ])('refuses a wrong %s', (_, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});

describe('least privilege', () => {
  function rolesOf(stack: Synthesized): string[] {
    const agents = /service-4711@([\w-]+)\./;
    const accounts = /google_service_account\.invoices_worker_([a-z]+)_/;
    return Object.entries(stack.counts())
      .filter(([type]) => type.endsWith('_iam_member'))
      .flatMap(([type]) =>
        stack.all(type).map((grant) => {
          const member = String(grant['member']);
          const who = agents.exec(member)?.[1] ?? accounts.exec(member)?.[1] ?? member;
          const on = grant['bucket'] ?? grant['dataset_id'] ?? grant['topic'] ?? grant['subscription'];
          return `${who} ${String(grant['role'])} ${String(on ?? grant['name'] ?? grant['project']).replace(/_[0-9A-F]{8}/, '')}`;
        }),
      )
      .sort();
  }

  test('the worker reads documents and writes results, the caller calls, agents announce and put aside', () => {
    const stack = synth((scope) => {
      add(scope).grantUpload('group:accounting@example.com', 'accounting');
    });
    expect(rolesOf(stack)).toEqual([
      'caller roles/run.invoker ${google_cloud_run_v2_service.invoices_worker_service.name}',
      'gcp-sa-pubsub roles/pubsub.publisher ${google_pubsub_topic.invoices_dead_letters.name}',
      'gcp-sa-pubsub roles/pubsub.subscriber ${google_pubsub_subscription.invoices.name}',
      'group:accounting@example.com roles/storage.objectCreator ${google_storage_bucket.invoices_documents.name}',
      'gs-project-accounts roles/pubsub.publisher ${google_pubsub_topic.invoices.name}',
      'runner roles/bigquery.dataEditor ${google_bigquery_dataset.predictions.dataset_id}',
      'runner roles/bigquery.dataViewer ${google_bigquery_dataset.marts.dataset_id}',
      'runner roles/bigquery.jobUser acme-dev-4711',
      'runner roles/bigquery.readSessionUser acme-dev-4711',
      'runner roles/storage.objectViewer ${google_storage_bucket.invoices_documents.name}',
    ]);
    expect(stack.all('google_service_account_key')).toEqual([]);
  });

  test('a prefix holds messages, reading and uploads to the names that begin so', () => {
    const stack = synth((scope) => {
      add(scope, { objectNamePrefix: 'incoming/' }).grantUpload('group:a@example.com', 'a');
    });
    expect(stack.only('google_storage_notification')['object_name_prefix']).toBe('incoming/');
    const expression =
      'resource.name.startsWith("projects/_/buckets/${google_storage_bucket.invoices_documents.name}/objects/incoming/")';
    expect(stack.all('google_storage_bucket_iam_member').map((grant) => grant['condition'])).toEqual([
      expect.objectContaining({ expression }),
      expect.objectContaining({ expression }),
    ]);
    for (const grant of made().all('google_storage_bucket_iam_member'))
      expect(grant['condition']).toBeUndefined();
  });

  test.each(['allUsers', 'allAuthenticatedUsers', 'a@example.com'])('refuses %s as an uploader', (member) => {
    expect(() => synth((stack) => add(stack).grantUpload(member, 'a'))).toThrow(
      /test\/invoices\/documents: member is .*expected a named principal/,
    );
  });
});

describe('encryption', () => {
  test('one key covers documents, messages and the container, with one right for all topics of the stack', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets });
      const encryption = { kmsKeyName };
      new DocumentIntake(scope, 'invoices', warehouse, { ...base, encryption });
      new EventStream(scope, 'orders', warehouse, {
        ...dev,
        name: 'orders',
        projectNumber: '4711',
        schema: { type: 'record', name: 'Order', fields: [{ name: 'id', type: 'string' }] },
        table: { dataset: 'landing', id: 'orders', description: 'Orders' },
        encryption,
      });
    });
    expect(stack.only('google_storage_bucket')['encryption']).toEqual({ default_kms_key_name: kmsKeyName });
    expect(stack.all('google_pubsub_topic').map((topic) => topic['kms_key_name'])).toEqual(
      Array.from({ length: 4 }, () => kmsKeyName),
    );
    expect(service(stack)['template']).toMatchObject({ encryption_key: kmsKeyName });
    expect(stack.only('google_kms_crypto_key_iam_member')).toMatchObject({
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member: 'serviceAccount:service-4711@gcp-sa-pubsub.iam.gserviceaccount.com',
    });
  });
});

describe('data loss', () => {
  test.each([
    ['forbidden by default', undefined, true],
    ['allowed in dev', 'allow' as const, false],
  ])('%s', (_, dataLoss, kept) => {
    const stack = made(dataLoss === undefined ? {} : { dataLoss });
    const holding = ['google_pubsub_subscription', 'google_pubsub_topic', 'google_storage_bucket'].flatMap(
      (type) => stack.all(type),
    );
    expect(holding).toHaveLength(5);
    for (const { lifecycle } of holding) expect(lifecycle).toEqual({ prevent_destroy: kept });
    expect(stack.only('google_storage_bucket')['force_destroy']).toBe(!kept);
    expect(service(stack)['deletion_protection']).toBe(kept);
  });

  test('what holds data has an address of its own', () => {
    expect(made().addresses()).toEqual(
      expect.arrayContaining([
        'google_pubsub_subscription.invoices',
        'google_pubsub_subscription.invoices_dead_letters',
        'google_pubsub_topic.invoices',
        'google_pubsub_topic.invoices_dead_letters',
        'google_storage_bucket.invoices_documents',
      ]),
    );
  });
});

describe('a processor of Document AI', () => {
  const europe = 'projects/p/locations/europe/keyRings/r/cryptoKeys/k';
  const withProcessor = (processor: Partial<NonNullable<DocumentIntakeProps['processor']>> = {}) =>
    made({ processor: { type: 'INVOICE_PROCESSOR', kmsKeyName: europe, ...processor } });

  test('reads documents in the European Union, under the key, for the worker only', () => {
    const stack = withProcessor();
    expect(stack.only('google_document_ai_processor')).toMatchObject({
      location: 'eu',
      type: 'INVOICE_PROCESSOR',
      kms_key_name: europe,
    });
    expect(
      stack.all('google_kms_crypto_key_iam_member').map((grant) => [grant['crypto_key_id'], grant['member']]),
    ).toEqual([[europe, 'serviceAccount:service-4711@gcp-sa-prod-dai-core.iam.gserviceaccount.com']]);
    expect(stack.only('google_project_iam_custom_role')['permissions']).toEqual([
      'documentai.processors.processOnline',
      'documentai.processorVersions.processOnline',
    ]);
    const reader = stack
      .all('google_project_iam_member')
      .find((grant) => String(grant['role']).includes('google_project_iam_custom_role'));
    expect(reader?.['member']).toMatch(/google_service_account\.invoices_worker_runner/);
    expect(container(stack)).toContain('"value":"https://eu-documentai.googleapis.com"');
    expect(container(stack)).toMatch(/"DOCUMENT_AI_PROCESSOR","value":"\$\{google_document_ai_processor\./);
  });

  test.each([
    ['another continent', { location: 'us' }, /processor.location is "us", expected one of EU/],
    ['no place', { location: 'Europe' }, /processor.location is "Europe"/],
    ['a type that is none', { type: 'invoices' }, /processor.type is "invoices"/],
  ])('is refused for %s', (_, processor, message) => {
    expect(() => withProcessor(processor)).toThrow(message);
  });

  test('is refused where only France is allowed', () => {
    const residency = { rule: 'france', allowedLocations: ['europe-west9'] };
    expect(() => made({ region: 'europe-west9', residency, processor: { type: 'OCR_PROCESSOR' } })).toThrow(
      /processor.location is "eu", expected one of europe-west9/,
    );
  });
});

describe('the results', () => {
  const table = (props: Partial<DocumentIntakeProps>) => made(props).only('google_bigquery_table');

  test('name document, trace and confidence, and are written by the worker without a right on the dataset', () => {
    const stack = made({ writes: [], results: { dataset: 'predictions' } });
    const schema = String(stack.only('google_bigquery_table')['schema']);
    expect([...schema.matchAll(/"name":"(\w+)"/g)].map(([, name]) => name)).toEqual([
      'document_id',
      'object_name',
      'received_at',
      'handled_at',
      'trace_id',
      'status',
      'confidence',
      'reader',
      'fields',
    ]);
    expect(stack.only('google_bigquery_table_iam_member')).toMatchObject({
      role: 'roles/bigquery.dataEditor',
      member: expect.stringContaining('google_service_account.invoices_worker_runner'),
    });
    expect(stack.all('google_bigquery_dataset_iam_member').map((grant) => grant['role'])).toEqual([
      'roles/bigquery.dataViewer',
    ]);
    expect(container(stack)).toContain('"RESULTS_TABLE"');
  });

  test('hold the columns of the client, and are forgotten in time', () => {
    const columns = [{ name: 'total', type: 'NUMERIC' }];
    const made = table({ results: { dataset: 'predictions', id: 'invoices', columns, retentionDays: 365 } });
    expect(made).toMatchObject({
      table_id: 'invoices',
      time_partitioning: { field: 'handled_at', expiration_ms: 365 * 86_400_000 },
      deletion_protection: true,
    });
    expect(made['schema']).toContain('"total"');
    expect(made['schema']).not.toContain('"fields"');
  });

  test.each([
    ['id', { id: 'a-b' }, /results.id is "a-b"/],
    ['column', { columns: [{ name: 'Status', type: 'STRING' }] }, /results.columns is "status"/],
    ['retention', { retentionDays: 0 }, /results.retentionDays is 0/],
  ])('refuse a wrong %s', (_, results, message) => {
    expect(() => table({ results: { dataset: 'predictions', ...results } })).toThrow(message);
  });
});
