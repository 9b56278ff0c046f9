import { describe, expect, test } from '@jest/globals';
import type { HttpServiceArgs, RouteArgs } from '#constructs/kubernetes/http-service/index.ts';
import { HttpService } from '#constructs/kubernetes/http-service/index.ts';
import type { RestrictedNamespaceArgs } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { ScheduledJobArgs } from '#constructs/kubernetes/scheduled-job/index.ts';
import { ScheduledJob } from '#constructs/kubernetes/scheduled-job/index.ts';
import type { WorkloadArgs } from '#constructs/kubernetes/workload/index.ts';
import { Workload } from '#constructs/kubernetes/workload/index.ts';
import { collect, objectsOf } from './collect.ts';
import { dev, plain, prod } from './deployments.ts';
import { refusal } from './refused.ts';

const services = (deployment = prod) =>
  new RestrictedNamespace('services', { ...deployment, name: 'services' });
const kinds = async (program: () => void) =>
  [...new Set((await collect(program)).sent.map(({ object }) => object['kind']))].sort();

describe('RestrictedNamespace', () => {
  test('lets nothing through by itself', async () => {
    const made = await collect(() => services());
    expect(made.sent.map(({ object }) => object)).toMatchSnapshot();
    expect(made.sent.filter(({ protect }) => protect).map(({ token }) => token)).toEqual([
      'kubernetes:core/v1:Namespace',
    ]);
  });

  test('of another program is used, and nothing is made', async () => {
    const made = await collect(
      () =>
        new Workload(
          'api',
          new RestrictedNamespace('services', { ...prod, name: 'services', existing: true }),
          plain,
        ),
    );
    expect(objectsOf(made, 'Namespace').size + objectsOf(made, 'NetworkPolicy').size).toBe(0);
    expect(objectsOf(made, 'Deployment').get('api')).toMatchObject({
      metadata: { namespace: 'acme-prod-services' },
    });
  });

  test('can be deleted in dev where data may be lost', async () => {
    const made = await collect(() => services(dev));
    expect(made.sent.some(({ protect }) => protect)).toBe(false);
  });

  test.each<[string, Partial<RestrictedNamespaceArgs>]>([
    ['name', { name: 'Services' }],
    ['prefix', { prefix: 'Acme' }],
    ['dataLoss', { dataLoss: 'allow' }],
    ['zones', { zones: [] }],
    ['zones', { zones: ['a', 'a'] }],
    ['existing and quota', { existing: true, quota: { cpu: '1', memory: '1Gi' } }],
    ['quota.cpu', { quota: { cpu: 'lots', memory: '1Gi' } }],
    ['quota.memory', { quota: { cpu: '1', memory: '10GB' } }],
    ['quota.storage', { quota: { cpu: '1', memory: '1Gi', storage: '10' } }],
    ['quota.pods', { quota: { cpu: '1', memory: '1Gi', pods: 0 } }],
  ])('refuses %s that is %j', async (prop, args) => {
    const program = () => new RestrictedNamespace('services', { ...prod, name: 'services', ...args });
    expect(await refusal(program)).toBe(prop);
  });
});

describe('Workload', () => {
  test('holds its pods to the secure defaults', async () => {
    const made = await collect(() => new Workload('api', services(), plain));
    expect(objectsOf(made, 'Deployment').get('api')).toMatchSnapshot();
    expect([...objectsOf(made, 'PodDisruptionBudget').keys()]).toEqual(['api']);
  });

  test('with a volume keeps it when the replica goes, and is protected', async () => {
    const args: WorkloadArgs = { ...plain, volume: { size: '20Gi', mountPath: '/data' } };
    const made = await collect(() => new Workload('index', services(), args));
    const set = made.sent.find(({ object }) => object['kind'] === 'StatefulSet');
    expect(set?.protect).toBe(true);
    expect(set?.object).toMatchObject({
      spec: {
        serviceName: 'index',
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '20Gi' } } } }],
      },
    });
  });

  test('leaves the number of replicas to the autoscaler', async () => {
    const made = await collect(
      () => new Workload('api', services(), { ...plain, autoscaling: { min: 3, max: 6 } }),
    );
    expect(objectsOf(made, 'Deployment').get('api')).not.toHaveProperty('spec.replicas');
    expect(objectsOf(made, 'HorizontalPodAutoscaler').get('api')).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 6, scaleTargetRef: { name: 'api' } },
    });
  });

  test.each<[string, Partial<WorkloadArgs>]>([
    ['name', { name: 'Api' }],
    ['image', { image: 'registry.example.com/api:1.0.0' }],
    ['image', { image: 'registry.example.com/api:latest' }],
    ['resources.cpu', { resources: { cpu: 'lots', memory: '1Gi' } }],
    ['resources.cpuLimit', { resources: { cpu: '2', cpuLimit: '1', memory: '1Gi' } }],
    ['resources.memory', { resources: { cpu: '1', memory: '10GB!' } }],
    ['resources.memory', { resources: { cpu: '1', memory: '512' } }],
    ['resources.ephemeralStorage', { resources: { cpu: '1', memory: '1Gi', ephemeralStorage: '1' } }],
    ['ports', { ports: [] }],
    ['ports.http', { ports: [{ name: 'http', port: 80 }] }],
    ['ports.http', { ports: [{ name: 'http', port: 99_999 }] }],
    ['ports', { ports: [{ name: 'HTTP', port: 8080 }] }],
    ['ports', { ports: [plain.ports[0] ?? { name: 'a', port: 1 }, { name: 'http', port: 9090 }] }],
    ['probes.readiness.port', { probes: { ...plain.probes, readiness: { port: 'metrics' } } }],
    ['secrets', { secrets: [{ secret: 'No_Such', mountPath: '/s' }] }],
    ['scratch or secrets', { scratch: ['tmp'] }],
    ['scratch or secrets', { scratch: ['/tmp', '/tmp'] }],
    ['user', { user: 0 }],
    ['replicas', { replicas: 0 }],
    ['replicas', { replicas: 1 }],
    ['volume.size', { volume: { size: 'big', mountPath: '/data' } }],
    ['autoscaling', { replicas: 3, autoscaling: { min: 3, max: 6 } }],
    ['autoscaling.min', { autoscaling: { min: 2, max: 6 } }],
    ['autoscaling.max', { autoscaling: { min: 3, max: 2 } }],
    ['autoscaling.cpuPercent', { autoscaling: { min: 3, max: 6, cpuPercent: 100 } }],
  ])('refuses %s that is %j', async (prop, args) => {
    expect(await refusal(() => new Workload('api', services(), { ...plain, ...args }))).toBe(prop);
  });
});

describe('ScheduledJob', () => {
  const args: ScheduledJobArgs = {
    image: plain.image,
    resources: plain.resources,
    schedule: '0 5 * * *',
    secrets: [{ secret: 'warehouse-loader', mountPath: '/secrets/warehouse' }],
  };

  test('never runs twice at a time, ends, and goes', async () => {
    const made = await collect(() => new ScheduledJob('load', services(), args));
    expect(objectsOf(made, 'CronJob').get('load')).toMatchSnapshot();
  });

  test.each<[string, Partial<ScheduledJobArgs>]>([
    ['schedule', { schedule: '0 25 * * *' }],
    ['timeZone', { timeZone: 'Paris time' }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['retries', { retries: 11 }],
    ['image', { image: 'registry.example.com/load' }],
  ])('refuses %s that is %j', async (prop, wrong) => {
    expect(await refusal(() => new ScheduledJob('load', services(), { ...args, ...wrong }))).toBe(prop);
  });
});

describe('HttpService', () => {
  const route: RouteArgs = { host: 'api.example.com', gatewayClass: 'eg', tls: { issuer: 'letsencrypt' } };
  const open = (args: Partial<HttpServiceArgs>, exposure: 'public' | 'private' = 'public') =>
    new HttpService('api', services({ ...prod, exposure }), { ...plain, ...args });

  test('without a route is reached from within the cluster only', async () => {
    expect(await kinds(() => open({}))).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'LimitRange',
      'Namespace',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'ResourceQuota',
      'Service',
      'ServiceAccount',
    ]);
  });

  test('with one has a certificate, a listener with TLS only, and a limit of calls', async () => {
    const made = await collect(() => open({ route }));
    const ways = made.sent.filter(({ token }) => /gateway|cert-manager/.test(token));
    expect(ways.map(({ object }) => object)).toMatchSnapshot();
  });

  test('takes a policy of Cloud Armor on GKE', async () => {
    const made = await collect(() => open({ route: { ...route, rateLimit: { securityPolicy: 'edge' } } }));
    expect(objectsOf(made, 'GCPBackendPolicy').get('api')).toMatchObject({
      spec: { targetRef: { kind: 'Service', name: 'api' }, default: { securityPolicy: 'edge' } },
    });
  });

  test.each<[string, Partial<RouteArgs>]>([
    ['route.host', { host: 'https://api.example.com' }],
    ['route.tls.issuer', { tls: { issuer: '' } }],
    ['route.rateLimit', { rateLimit: {} }],
    ['route.rateLimit.requestsPerMinute', { rateLimit: { requestsPerMinute: 0 } }],
  ])('refuses %s that is %j', async (prop, wrong) => {
    expect(await refusal(() => open({ route: { ...route, ...wrong } }))).toBe(prop);
  });

  test('refuses a host without TLS', async () => {
    const { host, gatewayClass } = route;
    expect(await refusal(() => open({ route: { host, gatewayClass } }))).toBe('route.tls');
  });

  test('refuses a way in from the internet to what is private, and allows an internal one', async () => {
    expect(await refusal(() => open({ route }, 'private'))).toBe('route');
    const internal = await collect(() => open({ route: { ...route, internal: true } }, 'private'));
    expect(objectsOf(internal, 'Gateway').size).toBe(1);
  });
});
