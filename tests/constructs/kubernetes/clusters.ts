import type { ClickHouseClusterArgs } from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import { digest } from './deployments.ts';

/** A ClickHouse cluster without copies: good enough for trying. */
export const unsaved: ClickHouseClusterArgs = {
  image: `registry.example.com/clickhouse-server:26.8.20.9${digest}`,
  shards: 1,
  replicas: 2,
  resources: { cpu: '2', memory: '16Gi' },
  volume: '500Gi',
  keeper: { replicas: 3, image: `registry.example.com/clickhouse-keeper:26.8.20.9${digest}` },
  tls: { issuer: 'internal' },
  profiles: [
    { name: 'reader', readOnly: 'data-and-settings' },
    { name: 'writer', maxQuerySeconds: 3600 },
  ],
  users: [
    {
      name: 'operations',
      password: { secret: 'clickhouse-operations', key: 'password' },
      profile: 'writer',
      grants: ['GRANT ALL ON *.* WITH GRANT OPTION'],
    },
    { name: 'api', password: { secret: 'clickhouse-api', key: 'password' }, profile: 'reader' },
  ],
  operationsUser: 'operations',
};

/** A ClickHouse cluster with nothing wrong in it. */
export const analytics = {
  ...unsaved,
  backup: {
    bucket: 'acme-prod-4711-clickhouse-backup',
    image: `registry.example.com/clickhouse-backup:2.6.37${digest}`,
    googleServiceAccount: 'clickhouse-backup@acme-prod-4711.iam.gserviceaccount.com',
  },
} satisfies ClickHouseClusterArgs;
