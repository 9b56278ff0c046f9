import type { ClickHouseClusterArgs } from '#constructs/kubernetes/clickhouse-cluster/index.ts';

const password = (user: string) => ({ secret: `clickhouse-${user}`, key: 'password' });

/**
 * Who reaches the warehouse, with the least that each needs. The password of each is in a Secret of the namespace,
 * `clickhouse-<user>` with the key `password`, which has to be there first.
 */
export const users: Pick<ClickHouseClusterArgs, 'profiles' | 'users' | 'operationsUser'> = {
  profiles: [
    // A restored table is a query for each of its parts.
    { name: 'operations', maxQuerySeconds: 3600, maxQueryMemory: '8Gi', queriesPerHour: 100_000 },
    { name: 'job', maxQuerySeconds: 3600, maxQueryMemory: '8Gi' },
    { name: 'service', maxQuerySeconds: 30, maxQueryMemory: '2Gi', queriesPerHour: 100_000 },
    { name: 'person', readOnly: 'data-and-settings', maxQuerySeconds: 300 },
  ],
  users: [
    {
      name: 'operations',
      password: password('operations'),
      profile: 'operations',
      grants: ['GRANT ALL ON *.* WITH GRANT OPTION'],
    },
    {
      name: 'loader',
      password: password('loader'),
      profile: 'job',
      grants: [
        'GRANT CREATE DATABASE, CREATE TABLE, DROP TABLE, ALTER, INSERT, SELECT, TRUNCATE ON *.*',
        'GRANT CLUSTER ON *.*',
        'GRANT TABLE ENGINE ON *',
      ],
    },
    {
      name: 'transformer',
      password: password('transformer'),
      profile: 'job',
      grants: [
        'GRANT SELECT ON landing.*',
        'GRANT ALL ON staging.*',
        'GRANT ALL ON marts.*',
        'GRANT ALL ON analytics.*',
        'GRANT CREATE DATABASE, CLUSTER ON *.*',
        'GRANT TABLE ENGINE ON *',
      ],
    },
    {
      name: 'service',
      password: password('service'),
      profile: 'service',
      grants: [
        'GRANT SELECT ON marts.*',
        'GRANT SELECT, INSERT, ALTER, CREATE TABLE, DROP TABLE ON predictions.*',
        'GRANT CREATE DATABASE, CLUSTER ON *.*',
        'GRANT TABLE ENGINE ON *',
      ],
    },
    {
      name: 'analyst',
      password: password('analyst'),
      profile: 'person',
      grants: ['GRANT SELECT ON marts.*'],
    },
  ],
  operationsUser: 'operations',
};
