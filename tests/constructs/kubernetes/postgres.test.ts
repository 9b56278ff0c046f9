import { describe, expect, test } from '@jest/globals';
import type { PostgresArgs, PostgresBackupArgs } from '#constructs/kubernetes/postgres/index.ts';
import { Postgres } from '#constructs/kubernetes/postgres/index.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { collect, objectsOf } from './collect.ts';
import { dev, digest, prod } from './deployments.ts';
import { refusal } from './refused.ts';

const backup: PostgresBackupArgs = {
  bucket: 'acme-prod-4711-postgres-backup',
  googleServiceAccount: 'postgres-backup@acme-prod-4711.iam.gserviceaccount.com',
  checkImage: `registry.example.com/postgres-check:1.0.0${digest}`,
};
const args: PostgresArgs = {
  image: `registry.example.com/postgresql:17.6${digest}`,
  database: 'metadata',
  resources: { cpu: '500m', memory: '2Gi' },
  volume: '20Gi',
  apiServer: ['172.16.0.2/32'],
};
const cluster = (given: PostgresArgs, deployment = prod) =>
  new Postgres('metadata', new RestrictedNamespace('warehouse', { ...deployment, name: 'warehouse' }), given);

describe('Postgres', () => {
  test('says to the operator', async () => {
    const made = await collect(() => cluster({ ...args, backup }));
    const own = made.sent.filter(({ token }) => token.includes('cnpg'));
    expect(own.map(({ object }) => object)).toMatchSnapshot();
    expect(own.filter(({ protect }) => protect).map(({ object }) => object['kind'])).toEqual([
      'ObjectStore',
      'Cluster',
    ]);
  });

  test('proves its copies with a role for the restored cluster alone', async () => {
    const made = await collect(() => cluster({ ...args, backup }));
    expect(objectsOf(made, 'Role').get('metadata-restore')).toMatchObject({
      rules: [
        { resources: ['clusters'], verbs: ['create', 'list', 'watch'] },
        { resources: ['clusters'], resourceNames: ['metadata-restored'], verbs: ['get', 'delete'] },
      ],
    });
    expect(objectsOf(made, 'CronJob').get('metadata-restore')).toMatchObject({
      spec: { jobTemplate: { spec: { template: { spec: { automountServiceAccountToken: true } } } } },
    });
  });

  test('in dev stands alone, without copies', async () => {
    const made = await collect(() => cluster({ ...args, instances: 1 }, dev));
    expect(objectsOf(made, 'Cluster').get('metadata')).not.toHaveProperty('spec.plugins');
    expect(objectsOf(made, 'Cluster').get('metadata')).not.toHaveProperty('spec.postgresql.synchronous');
  });

  test.each<[string, Partial<PostgresArgs>]>([
    ['name', { name: 'Metadata' }],
    ['image', { image: 'registry.example.com/postgresql' }],
    ['resources.memory', { resources: { cpu: '1', memory: '2GB!' } }],
    ['volume', { volume: 'big' }],
    ['walVolume', { walVolume: 'big' }],
    ['instances', { instances: 2 }],
    ['instances', { instances: 1 }],
    ['instances', { instances: 5 }],
    ['database', { database: 'postgres' }],
    ['apiServer', { apiServer: [] }],
    ['backup.schedule', { backup: { ...backup, schedule: 'daily' } }],
    ['backup.restoreCheck', { backup: { ...backup, restoreCheck: '* * *' } }],
    ['backup.keepDays', { backup: { ...backup, keepDays: 1 } }],
  ])('refuses %s (%#)', async (prop, wrong) => {
    expect(await refusal(() => cluster({ ...args, backup, ...wrong }))).toBe(prop);
  });

  test('refuses prod without copies', async () => {
    expect(await refusal(() => cluster(args))).toBe('backup');
  });
});
