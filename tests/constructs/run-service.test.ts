import { describe, expect, test } from '@jest/globals';
import type { ModelServiceProps } from '#constructs/gcp/model-service/index.ts';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, synth } from './synth.ts';

// What every Cloud Run service has, tried on the one that needs least beside it.

const base: ModelServiceProps = {
  ...dev,
  name: 'forecast',
  image: 'europe-west1-docker.pkg.dev/p/r/forecast:1.0.0',
  args: ['serve'],
  reads: [],
  writes: [],
};

function service(props: Partial<ModelServiceProps> = {}) {
  return synth((stack) => {
    const warehouse = new Warehouse(stack, 'warehouse', { ...dev, datasets: [] });
    new ModelService(stack, 'forecast', warehouse, { ...base, ...props });
  }).only('google_cloud_run_v2_service');
}

describe('who deploys images', () => {
  test('Terraform, unless a pipeline does: then what that changes is left alone', () => {
    expect(service()).not.toHaveProperty('lifecycle');
    expect(service({ deploys: 'ci' })['lifecycle']).toEqual({
      ignore_changes: [
        'client',
        'client_version',
        'template[0].containers[0].image',
        'template[0].revision',
        'traffic',
      ],
    });
  });
});

describe('a canary', () => {
  const stableRevision = 'acme-dev-forecast-00007-abc';

  test('gets its part of the calls, and both revisions have an address of their own', () => {
    expect(service({ canary: { stableRevision, percent: 10 } })['traffic']).toEqual([
      {
        type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
        revision: stableRevision,
        percent: 90,
        tag: 'stable',
      },
      { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 10, tag: 'canary' },
    ]);
    expect(service()).not.toHaveProperty('traffic');
  });

  test.each([
    ['all calls', { canary: { stableRevision, percent: 100 } }, /canary.percent is 100, expected .* 0 to 99/],
    ['half a percent', { canary: { stableRevision, percent: 0.5 } }, /canary.percent is 0.5/],
    [
      'a revision that cannot be one',
      { canary: { stableRevision: 'forecast@3', percent: 10 } },
      /canary.stableRevision is "forecast@3", expected the name of a revision, such as "acme-dev-forecast-/,
    ],
    [
      'a pipeline that deploys',
      { deploys: 'ci' as const, canary: { stableRevision, percent: 10 } },
      /canary and deploys is .*expected one of the two/,
    ],
  ])('is refused for %s', (_, props, message) => {
    expect(() => service(props)).toThrow(message);
  });
});

describe('where calls go', () => {
  const subnetwork = 'projects/acme-dev-4711/regions/europe-west1/subnetworks/main';

  test.each([
    [{ subnetwork }, 'PRIVATE_RANGES_ONLY'],
    [{ subnetwork, egress: 'all-traffic' as const }, 'ALL_TRAFFIC'],
  ])('%j', (network, egress) => {
    expect(service({ network })['template']).toMatchObject({
      vpc_access: { egress, network_interfaces: [{ subnetwork }] },
    });
  });

  test('without a network there is no access to one', () => {
    expect(service()['template']).not.toHaveProperty('vpc_access');
  });

  test('a subnetwork of another region is refused', () => {
    const elsewhere = 'projects/acme-dev-4711/regions/europe-west9/subnetworks/main';
    expect(() => service({ network: { subnetwork: elsewhere } })).toThrow(
      /network.subnetwork is .*expected a subnetwork in europe-west1/,
    );
  });
});

test('asks for admitted images where the client has a policy', () => {
  expect(service({ binaryAuthorization: true })['binary_authorization']).toEqual({ use_default: true });
  expect(service()).not.toHaveProperty('binary_authorization');
});

test.each([
  ['name', { name: 'Forecast' }, /name is "Forecast"/],
  ['minInstances', { minInstances: 4 }, /minInstances is 4, expected .* from 0 to maxInstances, 3/],
  ['minInstances', { minInstances: 0.5 }, /minInstances is 0.5/],
  ['maxInstances', { maxInstances: 1001 }, /maxInstances is 1001/],
  ['concurrency', { concurrency: 0 }, /concurrency is 0, expected a whole number from 1 to 1000/],
  ['timeoutSeconds', { timeoutSeconds: 3601 }, /timeoutSeconds is 3601, expected .* to 3600/],
  ['healthPath', { healthPath: 'health' }, /healthPath is "health", expected a path/],
])('refuses a wrong %s', (_, props, message) => {
  expect(() => service(props)).toThrow(message);
});
