import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { monthsThatFit, peakGigabytes } from '#constructs/kubernetes/clickhouse-cluster/capacity.ts';
import { clusterRefusal } from '#constructs/kubernetes/clickhouse-cluster/check.ts';
import type {
  ClickHouseBackupArgs,
  ClickHouseClusterArgs,
  NamedCollectionArgs,
  RetentionArgs,
  UserArgs,
} from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import { ClickHouseCluster } from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import type { ClickHouseOperatorArgs } from '#constructs/kubernetes/clickhouse-operator/index.ts';
import { ClickHouseOperator } from '#constructs/kubernetes/clickhouse-operator/index.ts';
import { objectOf } from '#constructs/policy/resource.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { collect, objectsOf } from './collect.ts';
import { analytics, unsaved } from './clusters.ts';
import { dev, digest, prod } from './deployments.ts';
import { refusal } from './refused.ts';

const warehouse = (deployment = prod, zones = prod.zones) =>
  new RestrictedNamespace('warehouse', { ...deployment, zones, name: 'warehouse' });
const cluster = (args: Partial<ClickHouseClusterArgs> = {}, deployment = prod) =>
  new ClickHouseCluster('main', warehouse(deployment), { ...analytics, ...args });
/** What fits: 250 GB at most, of about 430. */
const events: RetentionArgs = { name: 'events', months: 5, startGigabytes: 100, gigabytesPerMonth: 50 };
/** With another way to make copies. */
const backingUp = (args: Partial<ClickHouseBackupArgs>): Partial<ClickHouseClusterArgs> => ({
  backup: { ...analytics.backup, ...args },
});
/** With the first user changed. */
const as = (args: Partial<UserArgs>): Partial<ClickHouseClusterArgs> => ({
  users: analytics.users.map((user, index) => (index === 0 ? { ...user, ...args } : user)),
});
const kafka: NamedCollectionArgs = {
  name: 'kafka',
  values: {
    kafka_broker_list: 'kafka-1.example.com:9093',
    kafka_sasl_password: { secret: 'kafka', key: 'password' },
  },
};
/** With a named collection. */
const collecting = (args: Partial<NamedCollectionArgs>): Partial<ClickHouseClusterArgs> => ({
  namedCollections: [{ ...kafka, ...args }],
});
const installation = async (args: Partial<ClickHouseClusterArgs> = {}) =>
  objectsOf(await collect(() => cluster(args)), 'ClickHouseInstallation').get('main');

/** The value at a path of an object. */
const at = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce((found, step) => objectOf(found)[step], object);

describe('ClickHouseCluster', () => {
  test('is made of', async () => {
    const made = await collect(() => cluster());
    const own = made.sent.filter(({ urn }) => urn.includes('ClickHouseCluster'));
    expect(own.map(({ token, name }) => `${token} ${name}`).sort()).toMatchSnapshot();
    expect(own.filter(({ protect }) => protect).map(({ token }) => token)).toEqual([
      'kubernetes:clickhouse-keeper.altinity.com/v1:ClickHouseKeeperInstallation',
      'kubernetes:clickhouse.altinity.com/v1:ClickHouseInstallation',
    ]);
  });

  test('says to the operator', async () => {
    expect(await installation()).toMatchSnapshot();
    const made = await collect(() => cluster());
    expect(objectsOf(made, 'ClickHouseKeeperInstallation').get('main')).toMatchSnapshot();
  });

  test('gives no object a password or its digest', async () => {
    const text = JSON.stringify((await collect(() => cluster())).sent);
    expect(text).toContain('"operations/password":{"valueFrom":{"secretKeyRef"');
    expect(text).not.toMatch(/sha256_hex|double_sha1|k8s_secret_password|no_password/);
  });

  test('has named collections whose secrets are in no object', async () => {
    const settings = (object: unknown) => JSON.stringify(object).match(/"named_collections[^,}]*/gu);
    expect(settings(await installation())).toBeNull();
    expect(await installation(collecting({}))).toMatchObject({
      spec: {
        configuration: {
          settings: {
            'named_collections/kafka/kafka_broker_list': 'kafka-1.example.com:9093',
            'named_collections/kafka/kafka_sasl_password': {
              valueFrom: { secretKeyRef: { name: 'kafka', key: 'password' } },
            },
          },
        },
      },
    });
  });

  test('takes the user without a password out, and every port without TLS', async () => {
    const files = JSON.stringify((await installation())?.['spec']);
    expect(files).toContain('<default remove=\\"1\\"/>');
    for (const port of ['http_port', 'tcp_port', 'mysql_port', 'postgresql_port', 'interserver_http_port'])
      expect(files).toContain(`<${port} remove=\\"1\\"/>`);
  });

  test('asks the secure port whether it works', async () => {
    const probe = { httpGet: { path: '/ping', port: 'https', scheme: 'HTTPS' } };
    expect(await installation()).toMatchObject({
      spec: {
        templates: {
          podTemplates: [
            {
              spec: {
                containers: [{ startupProbe: probe, readinessProbe: probe, livenessProbe: probe }, {}],
              },
            },
          ],
        },
      },
    });
  });

  test('keeps the volumes in prod, and lets them go in dev', async () => {
    const claim = (reclaimPolicy: string) => ({
      spec: { templates: { volumeClaimTemplates: [{ reclaimPolicy }] } },
    });
    expect(await installation()).toMatchObject(claim('Retain'));
    const inDev = await collect(() => cluster({}, dev));
    expect(objectsOf(inDev, 'ClickHouseInstallation').get('main')).toMatchObject(claim('Delete'));
  });

  test('lets one Keeper go, and one replica of each shard, and counts pods, not stateful sets', async () => {
    const budgets = async (args: Partial<ClickHouseClusterArgs>) =>
      [...objectsOf(await collect(() => cluster(args)), 'PodDisruptionBudget')]
        .map(([name, { spec }]) => [name, spec] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1));
    const unhealthyPodEvictionPolicy = 'AlwaysAllow';
    const pods = (app: string) => ({ 'app.kubernetes.io/name': app });
    const shard = 'clickhouse.altinity.com/shard';
    expect(await budgets({ shards: 2, replicas: 3 })).toEqual([
      ...['0', '1'].map((number) => [
        `main-clickhouse-${number}`,
        {
          minAvailable: 2,
          selector: { matchLabels: { ...pods('main-clickhouse'), [shard]: number } },
          unhealthyPodEvictionPolicy,
        },
      ]),
      [
        'main-keeper',
        { minAvailable: 2, selector: { matchLabels: pods('main-keeper') }, unhealthyPodEvictionPolicy },
      ],
    ]);
    // One pod, with nothing to take its place: a budget would keep its node for ever.
    expect(await budgets({ replicas: 1 })).toHaveLength(1);
    const single = await collect(() =>
      cluster({ ...unsaved, replicas: 1, keeper: { ...analytics.keeper, replicas: 1 } }, dev),
    );
    expect(objectsOf(single, 'PodDisruptionBudget').size).toBe(0);
  });

  test('asks every replica, by another Job when there are others', async () => {
    const ready = async (args: Partial<ClickHouseClusterArgs>) =>
      [...objectsOf(await collect(() => cluster(args)), 'Job').values()][0];
    const two = await ready({});
    expect(JSON.stringify(two)).toContain('chi-main-main-0-1.acme-prod-warehouse.svc.cluster.local');
    const three = await ready({ replicas: 3 });
    expect(three?.['metadata']).not.toEqual(two?.['metadata']);
    expect((await ready({}))?.['metadata']).toEqual(two?.['metadata']);
  });

  test('is waited for by the name of what is asked: the operator says "Completed" of what was before', async () => {
    const asked = async (args: Partial<ClickHouseClusterArgs>) => {
      const found = await installation(args);
      const task = String(at(found, 'spec', 'taskID'));
      expect(at(found, 'metadata', 'annotations', 'pulumi.com/waitFor')).toBe(
        `["jsonpath={.status.taskIDsCompleted[0]}=${task}","jsonpath={.status.status}=Completed"]`,
      );
      return task;
    };
    const before = await asked({});
    expect(await asked({})).toBe(before);
    const changes: Partial<ClickHouseClusterArgs>[] = [
      { volume: '9Ti' },
      { resources: { cpu: '9', memory: '36Gi' } },
      { replicas: 3 },
      { image: `registry.example.com/clickhouse-server:25.9.1.1${digest}` },
    ];
    const names = new Set([before]);
    for (const change of changes) names.add(await asked(change));
    expect(names.size).toBe(changes.length + 1);
  });

  test('is waited for while the operator goes from host to host, and asked for as long', async () => {
    const { sent } = await collect(() => cluster());
    expect(
      sent.flatMap(({ name, patience }) => (patience === undefined ? [] : [`${name} ${patience}`])),
    ).toEqual(['main-ready 60m', 'main-keeper 60m', 'main-clickhouse 60m']);
    const job = sent.find(({ name, token }) => name === 'main-ready' && token.endsWith(':Job'));
    expect(job?.object).toMatchObject({ spec: { activeDeadlineSeconds: 3600 } });
  });

  test.each<[string, Partial<ClickHouseClusterArgs>]>([
    ['name', { name: 'a-name-that-is-too-long' }],
    ['shards', { shards: 0 }],
    ['replicas', { replicas: 4 }],
    ['replicas', { replicas: 1.5 }],
    ['keeper.replicas', { keeper: { ...analytics.keeper, replicas: 2 } }],
    ['keeper.replicas', { keeper: { ...analytics.keeper, replicas: 1 } }],
    ['keeper.replicas', { keeper: { ...analytics.keeper, replicas: 5 } }],
    ['keeper.resources.cpu', { keeper: { ...analytics.keeper, resources: { cpu: 'x', memory: '1Gi' } } }],
    ['keeper.volume', { keeper: { ...analytics.keeper, volume: '10GB!' } }],
    ['image', { image: 'registry.example.com/clickhouse-server:26.8' }],
    ['resources.cpu', { resources: { cpu: 'lots', memory: '16Gi' } }],
    ['volume', { volume: '10GB!' }],
    ['volume', { volume: '400Gi', previousVolume: '500Gi' }],
    ['retention.events.months', { retention: [{ ...events, months: 24 }] }],
    ['retention.events.months', { retention: [{ ...events, months: 0 }] }],
    ['retention.events.months', { retention: [events], keptGigabytes: 400 }],
    ['retention.events.months', { retention: [events, { ...events, name: 'clicks' }] }],
    ['retention.events.startGigabytes', { retention: [{ ...events, months: 1, startGigabytes: -1 }] }],
    ['retention', { retention: [events, events] }],
    ['keptGigabytes', { keptGigabytes: -1 }],
    ['users', as({ name: 'default' })],
    ['operationsUser', { operationsUser: 'nobody' }],
    ['profiles.reader.maxQueryMemory', { profiles: [{ name: 'reader', maxQueryMemory: 'all' }] }],
    ['profiles.reader.queriesPerHour', { profiles: [{ name: 'reader', queriesPerHour: 0 }] }],
    ['users.operations.profile', { profiles: [{ name: 'reader' }] }],
    ['users.operations.password', { secrets: {} }],
    [
      'users.api.password',
      { secrets: { 'clickhouse-operations': ['password'], 'clickhouse-api': ['token'] } },
    ],
    ['namedCollections', collecting({ name: 'Kafka' })],
    ['namedCollections', { namedCollections: [kafka, kafka] }],
    ['namedCollections.kafka', collecting({ values: { 'broker-list': 'a:9093' } })],
    ['namedCollections.kafka', collecting({ values: { kafka_broker_list: '' } })],
    [
      'namedCollections.kafka.kafka_sasl_password',
      collecting({ values: { kafka_sasl_password: { secret: 'Kafka', key: 'p' } } }),
    ],
    [
      'namedCollections.kafka.kafka_sasl_password',
      {
        ...collecting({}),
        secrets: { 'clickhouse-operations': ['password'], 'clickhouse-api': ['password'], kafka: [] },
      },
    ],
    ['users.operations.networks', as({ networks: ['0.0.0.0/0'] })],
    ['users.operations.grants', as({ grants: ['REVOKE ALL ON *.*'] })],
    ['backup.keep', backingUp({ keep: 1 })],
    ['backup.schedule', backingUp({ schedule: 'daily' })],
    ['backup.bucket', backingUp({ bucket: 'gs://b' })],
    ['backup.googleServiceAccount', backingUp({ googleServiceAccount: 'key.json' })],
  ])('refuses %s (%#)', (prop, args) => {
    const found = clusterRefusal(args.name ?? 'main', { ...analytics, ...args }, prod);
    expect(found?.[0]).toBe(prop);
    expect(found?.[3]).toMatch(/\.$/);
  });

  test('refuses prod without copies, and nothing of what is right', () => {
    expect(clusterRefusal('main', unsaved, prod)?.[0]).toBe('backup');
    expect(clusterRefusal('main', unsaved, dev)).toBeUndefined();
    expect(clusterRefusal('main', analytics, prod)).toBeUndefined();
    const kept = { ...analytics, retention: [events], keptGigabytes: 150 };
    expect(clusterRefusal('main', kept, prod)).toBeUndefined();
  });

  test('stops before anything is made, and says value, expectation, cause and remedy', async () => {
    const message = async (args: Partial<ClickHouseClusterArgs>) =>
      collect(() => cluster(args)).then(
        () => '',
        (error: unknown) => String(error),
      );
    expect([
      await message({ keeper: { ...analytics.keeper, replicas: 2 } }),
      await message({ replicas: 4 }),
      await message({ retention: [{ ...events, months: 24 }] }),
      await message({ volume: '400Gi', previousVolume: '500Gi' }),
      await message({ secrets: {} }),
    ]).toMatchSnapshot();
  });
});

describe('what is kept', () => {
  const figures = fc.record({
    name: fc.constant('events'),
    months: fc.integer({ min: 1, max: 60 }),
    startGigabytes: fc.integer({ min: 0, max: 10_000 }),
    gigabytesPerMonth: fc.integer({ min: 1, max: 1000 }),
    growthPercentPerMonth: fc.integer({ min: 0, max: 20 }),
  });

  test('without growth is what comes in, times the months', () => {
    expect(peakGigabytes({ ...events, startGigabytes: 0 }, 12)).toBe(600);
  });

  test('grows with the months and with the growth, and never falls below the start', () => {
    fc.assert(
      fc.property(figures, (given) => {
        const peak = peakGigabytes(given, given.months);
        expect(peak).toBeGreaterThanOrEqual(given.startGigabytes);
        expect(peakGigabytes(given, given.months + 1)).toBeGreaterThanOrEqual(peak);
        expect(peakGigabytes({ ...given, growthPercentPerMonth: 25 }, given.months)).toBeGreaterThanOrEqual(
          peak,
        );
      }),
    );
  });

  test('fits for as many months as is said, and for no more', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 20_000 }), (given, gigabytes) => {
        const fit = monthsThatFit(given, gigabytes);
        if (fit > 0) expect(peakGigabytes(given, fit)).toBeLessThanOrEqual(gigabytes);
        if (fit < given.months) expect(peakGigabytes(given, fit + 1)).toBeGreaterThan(gigabytes);
      }),
    );
  });
});

describe('ClickHouseOperator', () => {
  const args: ClickHouseOperatorArgs = {
    image: `registry.example.com/clickhouse-operator:0.25.6${digest}`,
    metricsImage: `registry.example.com/metrics-exporter:0.25.6${digest}`,
    accessSecret: 'clickhouse-operator',
    apiServer: ['172.16.0.2/32'],
  };
  const operator = (wrong: Partial<ClickHouseOperatorArgs> = {}) => {
    const namespace = new RestrictedNamespace('operators', { ...prod, name: 'operators' });
    return new ClickHouseOperator('clickhouse-operator', namespace, warehouse(), { ...args, ...wrong });
  };

  test('installs the kinds that it needs, and they are protected', async () => {
    const made = await collect(() => operator());
    const definitions = made.sent.filter(({ object }) => object['kind'] === 'CustomResourceDefinition');
    expect(definitions.map(({ name, protect }) => `${name} ${protect}`).sort()).toEqual([
      'clickhouseinstallations.clickhouse.altinity.com true',
      'clickhouseinstallationtemplates.clickhouse.altinity.com true',
      'clickhousekeeperinstallations.clickhouse-keeper.altinity.com true',
      'clickhouseoperatorconfigurations.clickhouse.altinity.com true',
    ]);
  });

  test('leaves the kinds where it is destroyed: with a kind go all its objects, also those of others', async () => {
    const { sent } = await collect(() => operator());
    const kept = sent.filter(({ retain }) => retain).map(({ object }) => object['kind']);
    expect(kept).toEqual(Array.from({ length: 4 }, () => 'CustomResourceDefinition'));
  });

  test('keeps from the pods what is waited for, and starts again when it is told something else', async () => {
    const told = async (accessSecret: string) => {
      const made = await collect(() => operator({ accessSecret }));
      const deployment = objectsOf(made, 'Deployment').get('clickhouse-operator');
      return {
        excluded: at(
          objectsOf(made, 'ClickHouseOperatorConfiguration').get('clickhouse-operator'),
          'spec',
          'annotation',
          'exclude',
        ),
        restartedBy: at(deployment, 'spec', 'template', 'metadata', 'annotations', 'configuration-digest'),
      };
    };
    const first = await told('access');
    expect(first).toEqual({ excluded: ['pulumi.com/waitFor'], restartedBy: expect.any(String) });
    expect(await told('access')).toEqual(first);
    expect((await told('another')).restartedBy).not.toBe(first.restartedBy);
  });

  test('watches one namespace, reads Secrets there and one of its own, and no other', async () => {
    const made = await collect(() => operator());
    const environment = JSON.stringify(objectsOf(made, 'Deployment').get('clickhouse-operator'));
    expect(environment).toContain('{"name":"WATCH_NAMESPACES","value":"acme-prod-warehouse"}');
    expect(JSON.stringify([...objectsOf(made, 'ClusterRole').values()])).not.toContain('secrets');
    const roles = made.sent.filter(({ object }) => object['kind'] === 'Role');
    expect(
      roles.map(({ object }) => JSON.stringify(object)).filter((text) => text.includes('"secrets"')),
    ).toEqual([
      expect.stringContaining('"resourceNames":["clickhouse-operator"]'),
      expect.stringContaining('"namespace":"acme-prod-warehouse"'),
    ]);
  });

  test.each<[string, Partial<ClickHouseOperatorArgs>]>([
    ['image', { image: 'registry.example.com/clickhouse-operator' }],
    ['image', { metricsImage: 'registry.example.com/metrics-exporter:latest' }],
    ['accessSecret', { accessSecret: '' }],
    ['apiServer', { apiServer: [] }],
    ['resources.memory', { resources: { cpu: '1', memory: 'much' } }],
  ])('refuses %s that is %j', async (prop, wrong) => {
    expect(await refusal(() => operator(wrong))).toBe(prop);
  });

  test('refuses to watch its own namespace', async () => {
    expect(
      await refusal(() => {
        const own = warehouse();
        return new ClickHouseOperator('clickhouse-operator', own, own, args);
      }),
    ).toBe('watched');
  });
});
