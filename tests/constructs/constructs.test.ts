import { describe, expect, test } from '@jest/globals';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import { ClientStack } from '#constructs/gcp/client-stack.ts';
import { IngestionJob } from '#constructs/gcp/ingestion-job/index.ts';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import { boundedName } from '#constructs/common/naming.ts';
import { ScheduledJob } from '#constructs/gcp/scheduled-job/index.ts';
import { Settings } from '#constructs/common/settings.ts';
import { App } from '#constructs/gcp/terraform.ts';
import { TransformJob } from '#constructs/gcp/transform-job/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import type { Resource } from './synth.ts';
import { dev, prod, synth, synthStack } from './synth.ts';

const image = 'europe-west1-docker.pkg.dev/p/r/i:1.0.0';
const datasets = ['raw_crm', 'landing', 'staging', 'marts', 'predictions'].map((id) => ({
  id,
  description: id,
}));

/** Role, dataset and account of every dataset binding. */
function grants(resources: readonly Resource[]): string[] {
  return resources
    .map((resource) => {
      const dataset = /google_bigquery_dataset\.(\w+)/.exec(String(resource['dataset_id']))?.[1] ?? '';
      const account = /google_service_account\.([\w-]+?)_[0-9A-F]{8}/.exec(String(resource['member']))?.[1];
      return `${account ?? String(resource['member'])} ${String(resource['role'])} ${dataset}`;
    })
    .sort();
}

describe('least privilege', () => {
  test('ingestion writes its own datasets, dbt reads what landed, a service reads and its jobs write', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets });
      const job = { image, args: [], schedule: '0 5 * * *' };
      new IngestionJob(scope, 'crm', warehouse, {
        ...dev,
        ...job,
        source: 'crm',
        writes: ['raw_crm', 'landing'],
      });
      new TransformJob(scope, 'dbt', warehouse, {
        ...dev,
        ...job,
        reads: ['landing'],
        writes: ['staging', 'marts'],
      });
      new ModelService(scope, 'forecast', warehouse, {
        ...dev,
        name: 'forecast',
        image,
        args: ['serve'],
        reads: ['marts'],
        writes: ['predictions'],
        batches: [{ name: 'train', args: ['train'], schedule: '0 2 * * 0' }],
      });
    });
    expect(grants(stack.all('google_bigquery_dataset_iam_member'))).toEqual([
      'crm_job_runner roles/bigquery.dataEditor landing',
      'crm_job_runner roles/bigquery.dataEditor raw_crm',
      'dbt_freshness_runner roles/bigquery.dataViewer landing',
      'dbt_job_runner roles/bigquery.dataEditor marts',
      'dbt_job_runner roles/bigquery.dataEditor staging',
      'dbt_job_runner roles/bigquery.dataViewer landing',
      'forecast_runner roles/bigquery.dataViewer marts',
      'forecast_train_runner roles/bigquery.dataEditor predictions',
      'forecast_train_runner roles/bigquery.dataViewer marts',
    ]);
    const projectRoles = new Set(stack.all('google_project_iam_member').map((resource) => resource['role']));
    expect(projectRoles).toEqual(new Set(['roles/bigquery.jobUser', 'roles/bigquery.readSessionUser']));
    expect(
      stack
        .all('google_storage_bucket_iam_member')
        .map((resource) => resource['role'])
        .sort(),
    ).toEqual(['roles/storage.objectUser', 'roles/storage.objectUser', 'roles/storage.objectViewer']);
    expect(stack.counts()['google_service_account_key']).toBeUndefined();
  });

  test('a schedule may start its own job and nothing else', () => {
    const stack = synth(
      (scope) =>
        new ScheduledJob(scope, 'load', { ...dev, name: 'load', image, args: [], schedule: '0 5 * * *' }),
    );
    const invoker = stack.only('google_cloud_run_v2_job_iam_member');
    expect(invoker['name']).toMatch(/google_cloud_run_v2_job\.load_job_/);
    expect(invoker['member']).toMatch(/google_service_account\.load_scheduler_/);
    expect(JSON.stringify(stack.only('google_cloud_scheduler_job'))).toContain(
      '/jobs/${google_cloud_run_v2_job.load_job_',
    );
  });
});

describe('secrets', () => {
  const job = { name: 'load', image, args: [], schedule: '0 5 * * *' };

  test('are made without a value, and given by a fixed version only', () => {
    const stack = synth(
      (scope) =>
        new ScheduledJob(scope, 'job', {
          ...dev,
          ...job,
          secrets: [
            { env: 'CRM_PASSWORD', name: 'crm-password', version: '3' },
            { env: 'CRM_TOKEN', name: 'crm-token' },
          ],
        }),
    );
    expect(stack.all('google_secret_manager_secret').map((secret) => secret['secret_id'])).toEqual([
      'acme-dev-crm-password',
      'acme-dev-crm-token',
    ]);
    expect(stack.all('google_secret_manager_secret_version')).toEqual([]);
    const container = JSON.stringify(stack.only('google_cloud_run_v2_job')['template']);
    expect(container).toContain('"version":"3"');
    expect(container).not.toContain('CRM_TOKEN');
    expect(stack.all('google_secret_manager_secret_iam_member')).toHaveLength(2);
  });
});

describe('foundation', () => {
  test('uses an existing project without touching it', () => {
    const stack = synth((scope) => new ClientFoundation(scope, 'foundation', dev));
    expect(stack.all('google_project')).toEqual([]);
    expect(stack.all('google_billing_budget')).toEqual([]);
  });

  test('makes a project that cannot be deleted by accident', () => {
    const stack = synth(
      (scope) =>
        new ClientFoundation(scope, 'foundation', {
          ...prod,
          newProject: {
            displayName: 'Acme',
            billingAccount: '012345-6789AB-CDEF01',
            folderId: '123',
          },
        }),
    );
    expect(stack.only('google_project')).toMatchObject({
      auto_create_network: false,
      deletion_policy: 'PREVENT',
      folder_id: '123',
    });
  });

  test.each([
    [{ displayName: 'Acme', billingAccount: '012345-6789AB-CDEF01' }],
    [
      {
        displayName: 'Acme',
        billingAccount: '012345-6789AB-CDEF01',
        folderId: '1',
        organizationId: '2',
      },
    ],
  ])('asks for exactly one parent of a new project', (newProject) => {
    expect(() => synth((scope) => new ClientFoundation(scope, 'foundation', { ...dev, newProject }))).toThrow(
      /exactly one of folderId and organizationId/,
    );
  });

  test('tells people before the budget is spent', () => {
    const stack = synth(
      (scope) =>
        new ClientFoundation(scope, 'foundation', {
          ...dev,
          budget: {
            billingAccount: '012345-6789AB-CDEF01',
            amountPerMonth: 300,
            currency: 'EUR',
          },
          alertEmails: ['ops@example.com'],
        }),
    );
    expect(stack.only('google_billing_budget')).toMatchObject({
      amount: { specified_amount: { currency_code: 'EUR', units: '300' } },
      threshold_rules: expect.arrayContaining([{ spend_basis: 'FORECASTED_SPEND', threshold_percent: 1 }]),
    });
    expect(stack.only('google_monitoring_notification_channel')['labels']).toEqual({
      email_address: 'ops@example.com',
    });
  });

  test('encrypts what it makes, with keys that rotate', () => {
    const stack = synth((scope) => new ClientFoundation(scope, 'foundation', dev));
    expect(stack.only('google_kms_crypto_key')['rotation_period']).toBe('7776000s');
    expect(stack.only('google_storage_bucket')).toMatchObject({
      uniform_bucket_level_access: true,
      public_access_prevention: 'enforced',
      versioning: { enabled: true },
      encryption: { default_kms_key_name: expect.stringContaining('google_kms_crypto_key') },
    });
    expect(stack.only('google_artifact_registry_repository')['kms_key_name']).toContain(
      'google_kms_crypto_key',
    );
  });
});

describe('encryption', () => {
  const encryption = { kmsKeyName: 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k' };

  test('one key covers datasets, containers and models; models are never public', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets, encryption });
      new ModelService(scope, 'forecast', warehouse, {
        ...dev,
        name: 'forecast',
        image,
        args: ['serve'],
        reads: ['marts'],
        writes: [],
        encryption,
        batches: [{ name: 'train', args: ['train'], schedule: '0 2 * * 0' }],
      });
    });
    for (const dataset of stack.all('google_bigquery_dataset'))
      expect(dataset['default_encryption_configuration']).toEqual({ kms_key_name: encryption.kmsKeyName });
    expect(stack.only('google_storage_bucket')).toMatchObject({
      encryption: { default_kms_key_name: encryption.kmsKeyName },
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
    });
    for (const type of ['google_cloud_run_v2_service', 'google_cloud_run_v2_job'])
      expect(JSON.stringify(stack.only(type)['template'])).toContain(
        `"encryption_key":"${encryption.kmsKeyName}"`,
      );
  });
});

describe('names', () => {
  test('are the same every time, within the limit, and do not meet', () => {
    const long = ['brasserie-du-nord', 'prod', 'demand-forecasting-train'];
    const name = boundedName(long, 30);
    expect(name).toBe(boundedName(long, 30));
    expect(name).toMatch(/^brasserie-du-nord-prod-[0-9a-f]{6}$/);
    expect(name).not.toBe(boundedName([...long.slice(0, 2), 'demand-forecasting-predict'], 30));
    expect(boundedName(['acme', 'dev', 'load'], 30)).toBe('acme-dev-load');
  });

  test.each([
    ['project', { project: 'X' }, /project is "X", expected a Google Cloud project id/],
    ['prefix', { prefix: 'Été' }, /prefix is "Été"/],
  ])('a wrong %s is refused', (_, wrong, message) => {
    expect(() => synth((scope) => new Warehouse(scope, 'w', { ...dev, ...wrong, datasets }))).toThrow(
      message,
    );
  });
});

describe('client stack', () => {
  const settings = new Settings({ gcp: { image_tag: '2.0.0' } }, 'settings/dev.yaml');

  test('keeps its state in the bucket the foundation makes, after a first run with a file', () => {
    const bucket = new ClientStack(new App(), { deployment: dev, settings, images: {} });
    new ClientFoundation(bucket, 'foundation', dev);
    const synthesized = synthStack(bucket);
    expect(synthesized.settings()['backend']).toEqual({
      gcs: { bucket: 'acme-dev-4711-tfstate', prefix: 'gcp' },
    });
    expect(synthesized.only('google_storage_bucket')['name']).toBe('acme-dev-4711-tfstate');
    const first = new ClientStack(new App(), { deployment: dev, settings, images: {}, state: 'file' });
    expect(synthStack(first).settings()['backend']).toHaveProperty('local');
  });

  test('makes later parts wait for APIs and key grants', () => {
    const stack = new ClientStack(new App(), { deployment: dev, settings, images: {} });
    new ClientFoundation(stack, 'foundation', dev);
    stack.afterFoundation(new Warehouse(stack, 'warehouse', { ...dev, datasets }));
    for (const dataset of synthStack(stack).all('google_bigquery_dataset'))
      expect(dataset['depends_on']).toEqual([expect.stringMatching(/^terraform_data\.foundation_ready_/)]);
  });

  test('names images by the locked digest, else by the tag of the settings, never in prod', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const images = { transform: { tag: '1.0.0', digest } };
    const stack = new ClientStack(new App(), { deployment: dev, settings, images });
    new ClientFoundation(stack, 'foundation', dev);
    const prefix = 'europe-west1-docker.pkg.dev/acme-dev-4711/acme-dev-images';
    expect(stack.image('transform')).toBe(`${prefix}/transform@${digest}`);
    expect(stack.image('ingestion')).toBe(`${prefix}/ingestion:2.0.0`);
    const live = new ClientStack(new App(), { deployment: prod, settings, images });
    new ClientFoundation(live, 'foundation', prod);
    expect(() => live.image('ingestion')).toThrow(/images\.lock\.yaml: images\.ingestion is missing/);
  });

  test('says which part is missing', () => {
    const stack = new ClientStack(new App(), { deployment: dev, settings, images: {} });
    expect(() => stack.part(Warehouse)).toThrow(/expected one Warehouse in the stack and found 0/);
  });
});

describe('settings', () => {
  const settings = new Settings({ gcp: { project: 7, list: ['a', 1] } }, 'settings/dev.yaml');

  test.each([
    [
      'a missing text',
      () => settings.text('gcp.region'),
      'settings/dev.yaml: gcp.region is missing, expected text',
    ],
    ['a wrong kind', () => settings.section('gcp').text('project'), 'gcp.project is 7, expected text'],
    ['a wrong item', () => settings.texts('gcp.list'), 'gcp.list.1 is 1, expected text'],
    [
      'none of those there are',
      () => settings.section('gcp').oneOf('project', ['a', 'b'], 'a'),
      'settings/dev.yaml: gcp.project is 7, expected a or b',
    ],
    ['a number', () => settings.number('gcp.list'), 'gcp.list is ["a",1], expected a number'],
  ])('%s is named by file and key', (_, read, message) => {
    expect(read).toThrow(message);
  });
});
