import { describe, expect, test } from '@jest/globals';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import { ScheduledJob } from '#constructs/gcp/scheduled-job/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, prod, synth } from './synth.ts';

const datasets = [{ id: 'marts', description: 'Marts' }];
const image = 'europe-west1-docker.pkg.dev/p/r/forecast:1.0.0';
const digest = `europe-west1-docker.pkg.dev/p/r/forecast@sha256:${'0'.repeat(64)}`;

describe('residency', () => {
  test.each([
    ['a dataset', { location: 'US' }, /test\/warehouse\/marts: location is "US".*europe-west1.*"eu"/s],
    ['a dataset in a wrong region', { location: 'us-east1' }, /location is "us-east1"/],
  ])('refuses %s outside the allowed locations', (_, props, message) => {
    expect(() => synth((stack) => new Warehouse(stack, 'warehouse', { ...dev, datasets, ...props }))).toThrow(
      message,
    );
  });

  test('refuses a region outside it, for every resource at once', () => {
    expect(() =>
      synth((stack) => new ClientFoundation(stack, 'foundation', { ...dev, region: 'us-central1' })),
    ).toThrow(/foundation\/keys\/ring-main.*foundation\/storage\/state/s);
  });

  test('names the nearest allowed region to one that does not exist', () => {
    const allowedLocations = ['europe-west1', 'europe-west9'];
    const where = { ...dev, residency: { rule: 'eu', allowedLocations }, region: 'europe-wset9' };
    expect(() =>
      synth((stack) => new Warehouse(stack, 'warehouse', { ...where, datasets, location: where.region })),
    ).toThrow(
      /location is "europe-wset9", expected one of europe-west1, europe-west9 .*\(the nearest name is "europe-west9"\)/s,
    );
  });

  test('covers resources that no construct of ours made', () => {
    expect(() =>
      synth((stack) => {
        new Warehouse(stack, 'warehouse', { ...dev, datasets });
        new StorageBucket(stack, 'own', { name: 'acme-own', location: 'ASIA' });
      }),
    ).toThrow(/test\/own: location is "ASIA"/);
  });

  test.each([
    ['an address of a model elsewhere', { MODELS: 'https://us-central1-aiplatform.googleapis.com/v1' }],
    ['the address of models for the whole world', { MODELS: 'https://aiplatform.googleapis.com' }],
    ['a guard elsewhere', { GUARD: 'https://modelarmor.us.rep.googleapis.com' }],
    ['a reader of documents elsewhere', { READER: 'https://us-documentai.googleapis.com' }],
    ['a place elsewhere', { GOOGLE_CLOUD_REGION: 'asia-south1' }],
  ])('refuses that a program is told of %s', (_, environment) => {
    const job = { name: 'ingest', image, args: [], schedule: '0 5 * * *', environment };
    expect(() => synth((stack) => new ScheduledJob(stack, 'job', { ...dev, ...job }))).toThrow(
      /test\/job\/job: location is "(us-central1|global|us|asia-south1)", expected one of EU/,
    );
  });

  test("accepts Cloud KMS's own name of BigQuery's EU", () => {
    const stack = synth(
      (scope) => new ClientFoundation(scope, 'foundation', { ...dev, warehouseLocation: 'EU' }),
    );
    expect(stack.all('google_kms_key_ring').map((ring) => ring['location'])).toEqual([
      'europe-west1',
      'europe',
    ]);
  });

  test('keeps everything but the schedule in Paris, where Cloud Scheduler is not offered', () => {
    const paris = {
      ...dev,
      region: 'europe-west9',
      residency: { rule: 'france', allowedLocations: ['europe-west9'] },
    };
    const job = { name: 'ingest', image, args: ['run'], schedule: '0 5 * * *' };
    const stack = synth((scope) => new ScheduledJob(scope, 'job', { ...paris, ...job }));
    expect(stack.only('google_cloud_scheduler_job')['region']).toBe('europe-west1');
    expect(stack.only('google_cloud_run_v2_job')['location']).toBe('europe-west9');
  });
});

describe('data loss', () => {
  test('prod refuses to allow it, with value, expectation, cause and remedy', () => {
    expect(() =>
      synth((stack) => new Warehouse(stack, 'warehouse', { ...prod, dataLoss: 'allow', datasets })),
    ).toThrow(
      'test/warehouse: dataLoss is "allow", expected "forbid" in prod. To remove production data on purpose, ' +
        'delete it by hand, with a second person, after a backup.',
    );
  });

  test.each([
    ['forbidden by default', undefined, true],
    ['allowed in dev', 'allow' as const, false],
  ])('%s, everywhere', (_, dataLoss, kept) => {
    const where = dataLoss === undefined ? dev : { ...dev, dataLoss };
    const stack = synth((scope) => {
      new ClientFoundation(scope, 'foundation', where);
      const warehouse = new Warehouse(scope, 'warehouse', { ...where, datasets });
      new ModelService(scope, 'service', warehouse, {
        ...where,
        name: 'forecast',
        image,
        args: ['serve'],
        reads: ['marts'],
        writes: [],
        batches: [{ name: 'train', args: ['train'], schedule: '0 2 * * 0' }],
      });
      new ScheduledJob(scope, 'load', {
        ...where,
        ...{ name: 'load', image, args: [], schedule: '0 5 * * *' },
        secrets: [{ env: 'CRM_PASSWORD', name: 'crm-password' }],
      });
    });
    const lifecycles = [
      'google_artifact_registry_repository',
      'google_bigquery_dataset',
      'google_kms_crypto_key',
      'google_kms_key_ring',
      'google_logging_project_bucket_config',
      'google_secret_manager_secret',
      'google_storage_bucket',
    ]
      .flatMap((type) => stack.all(type))
      .map((resource) => resource['lifecycle']);
    expect(lifecycles).toHaveLength(8);
    for (const lifecycle of lifecycles) expect(lifecycle).toEqual({ prevent_destroy: kept });
    expect(stack.only('google_bigquery_dataset')['delete_contents_on_destroy']).toBe(!kept);
    expect(stack.all('google_storage_bucket').map((bucket) => bucket['force_destroy'])).toEqual([
      !kept,
      !kept,
    ]);
    expect(stack.only('google_cloud_run_v2_service')['deletion_protection']).toBe(kept);
    for (const job of stack.all('google_cloud_run_v2_job')) expect(job['deletion_protection']).toBe(kept);
    expect(stack.only('google_secret_manager_secret')['deletion_protection']).toBe(kept);
  });

  test('what holds data has an address of its own, wherever its construct stands', () => {
    expect(() =>
      synth((stack) => {
        new Warehouse(stack, 'warehouse', { ...dev, datasets });
        new Warehouse(stack, 'another', { ...dev, datasets });
      }),
    ).toThrow(
      /test\/another: name is "marts", expected a name that is not google_bigquery_dataset\.marts again/,
    );
  });
});

describe('exposure', () => {
  const service = { name: 'forecast', image, args: ['serve'], reads: ['marts'], writes: [] };

  test.each(['allUsers', 'allAuthenticatedUsers', 'planners@example.com'])(
    'refuses %s as a caller of a service and as a reader of data',
    (member) => {
      expect(() =>
        synth((stack) => {
          const warehouse = new Warehouse(stack, 'warehouse', { ...dev, datasets });
          new ModelService(stack, 'service', warehouse, { ...dev, ...service, invokers: [member] });
        }),
      ).toThrow(/invokers is .*expected a named principal/);
      expect(() =>
        synth((stack) => {
          new Warehouse(stack, 'warehouse', { ...dev, datasets }).grantRead('marts', member, 'someone');
        }),
      ).toThrow(/member is .*expected a named principal/);
    },
  );

  test('a service is reached from inside only, by the callers it names', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets });
      new ModelService(scope, 'service', warehouse, {
        ...dev,
        ...service,
        invokers: ['group:planners@example.com'],
      });
    });
    expect(stack.only('google_cloud_run_v2_service')).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invoker_iam_disabled: false,
    });
    expect(stack.only('google_cloud_run_v2_service_iam_member')).toMatchObject({
      role: 'roles/run.invoker',
      member: 'group:planners@example.com',
    });
  });
});

describe('images', () => {
  const job = { name: 'ingest', args: ['run'], schedule: '0 5 * * *' };

  test.each([
    [dev, 'registry/ingest', /exact tag/],
    [dev, 'registry/ingest:latest', /not "latest"/],
    [prod, image, /@sha256:/],
  ])('of an inexact version are refused', (where, inexact, message) => {
    expect(() =>
      synth((stack) => new ScheduledJob(stack, 'job', { ...where, ...job, image: inexact })),
    ).toThrow(message);
  });

  test('by digest are accepted in prod', () => {
    const stack = synth((scope) => new ScheduledJob(scope, 'job', { ...prod, ...job, image: digest }));
    expect(stack.all('google_cloud_run_v2_job')).toHaveLength(1);
  });
});
