/** Ports that ClickHouse is reached at, all with TLS. */
export const clickHousePorts = {
  /** HTTP interface. */
  https: 8443,
  /** Native protocol, also between the shards of a cluster. */
  native: 9440,
  /** Parts that replicas fetch from each other. */
  interserver: 9010,
  /** Metrics for Prometheus: figures only, and no TLS. */
  metrics: 9363,
} as const;

/** Ports of Keeper. */
export const keeperPorts = {
  /** Clients: ClickHouse. */
  client: 2181,
  /** Keepers among each other. */
  raft: 9444,
  /** Whether it is ready. */
  control: 9182,
  /** Metrics for Prometheus. */
  metrics: 7000,
} as const;

/** Label that the operator gives every pod it makes. */
export const operatorPods = { 'clickhouse.altinity.com/app': 'chop' } as const;

/** Label that the operator gives the pods of a shard: its number, from 0. */
export const shardLabel = 'clickhouse.altinity.com/shard';
