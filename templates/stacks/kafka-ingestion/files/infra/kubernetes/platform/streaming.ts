import { Connections } from '#constructs/kubernetes/connections/index.ts';
import type {
  ClickHouseCluster,
  ClickHouseClusterArgs,
  UserArgs,
} from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import type { AddressPeer, PodPeer } from '#constructs/kubernetes/peers.ts';
import type { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { SettingsError } from '#constructs/common/settings.ts';

type Users = Pick<ClickHouseClusterArgs, 'profiles' | 'users' | 'operationsUser'>;

/**
 * The users of the warehouse and the one that makes the tables of topics, and how ClickHouse signs in to Kafka:
 * `streaming.kafka` of the settings. Without brokers nothing is added.
 */
export function withStreams(
  users: Users,
  settings: Settings,
): Users & Pick<ClickHouseClusterArgs, 'namedCollections'> {
  const kafka = settings.section('streaming.kafka');
  const brokers = kafka.texts('brokers');
  if (brokers.length === 0) return users;
  const tables = tablesOf(settings);
  const secret = kafka.text('secret', 'kafka');
  return {
    ...users,
    users: [...users.users.map((user) => reading(user, tables)), streamer(tables)],
    namedCollections: [
      {
        name: 'kafka',
        values: {
          kafka_broker_list: brokers.join(','),
          kafka_security_protocol: 'sasl_ssl',
          kafka_sasl_mechanism: kafka.oneOf(
            'mechanism',
            ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
            'SCRAM-SHA-512',
          ),
          kafka_sasl_username: { secret, key: 'username' },
          kafka_sasl_password: { secret, key: 'password' },
        },
      },
    ],
  };
}

/** Lets ClickHouse reach the brokers, at their ports, and nothing else outside. */
export function reachBrokers(
  cluster: ClickHouseCluster,
  warehouse: RestrictedNamespace,
  settings: Settings,
): void {
  const kafka = settings.section('streaming.kafka');
  const ports = kafka.texts('brokers').map((broker) => portOf(broker));
  if (ports.length === 0) return;
  new Connections('kafka', [warehouse], {
    allow: [{ from: cluster.peer, to: brokersOf(kafka), ports: [...new Set(ports)] }],
  });
}

function brokersOf(kafka: Settings): PodPeer | AddressPeer {
  const cidrs = kafka.texts('cidrs');
  if (cidrs.length > 0) return { name: 'kafka', cidrs };
  if (kafka.has('namespace')) return { name: 'kafka', namespace: kafka.text('namespace') };
  throw new SettingsError(
    'settings: streaming.kafka.cidrs is empty, expected the addresses of the brokers. ' +
      'Write them as "10.20.0.0/28", or name the namespace of this cluster that they run in: streaming.kafka.namespace.',
  );
}

function portOf(broker: string): number {
  const [, port] = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?:(\d{1,5})$/.exec(broker) ?? [];
  if (port === undefined)
    throw new SettingsError(
      `settings: streaming.kafka.brokers holds "${broker}", expected a host and its port. ` +
        'Write it as "kafka-1.example.com:9093".',
    );
  return Number(port);
}

interface StreamTable {
  readonly database: string;
  readonly table: string;
}

/** The tables that topics are read into. */
function tablesOf(settings: Settings): StreamTable[] {
  const sources = settings.entries('sources').map(({ id }) => id);
  return settings.entries('streaming.topics').map(({ id, settings: topic }) => {
    const source = topic.text('source');
    if (!sources.includes(source))
      throw new SettingsError(
        `settings: streaming.topics.${id}.source is "${source}", expected one of ${sources.join(', ')}. ` +
          'Name the source that the rows belong to.',
      );
    return { database: `raw_${source.replaceAll('-', '_')}`, table: id };
  });
}

/** Models may be built on the rows of a topic. */
function reading(user: UserArgs, tables: readonly StreamTable[]): UserArgs {
  if (user.name !== 'transformer') return user;
  const read = tables.map(({ database, table }) => `GRANT SELECT ON ${database}.${table}`);
  return { ...user, grants: [...(user.grants ?? []), ...read] };
}

/** Who makes the tables of topics, and moves the rows. */
function streamer(tables: readonly StreamTable[]): UserArgs {
  const own = [...new Set(tables.map(({ database }) => database))].map(
    (database) =>
      `GRANT CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, ALTER, INSERT, SELECT ON ${database}.*`,
  );
  return {
    name: 'streamer',
    password: { secret: 'clickhouse-streamer', key: 'password' },
    profile: 'job',
    grants: [
      ...own,
      'GRANT CREATE DATABASE, CLUSTER, KAFKA ON *.*',
      'GRANT NAMED COLLECTION ON kafka',
      'GRANT SELECT ON system.kafka_consumers',
    ],
  };
}
