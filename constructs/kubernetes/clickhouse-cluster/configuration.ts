import type { Setting, Settings } from '../custom-resources/clickhouse.ts';
import { quantityOf } from '../quantities.ts';
import type { ClickHouseClusterArgs, NamedCollectionArgs, ProfileArgs, SecretKey, UserArgs } from './args.ts';
import { tlsFolder } from './containers.ts';
import { clickHousePorts, keeperPorts } from './ports.ts';

const readOnly = { no: 0, data: 1, 'data-and-settings': 2 } as const;

/** Users by path. Passwords come from Secrets through the environment: nothing of them is in a ConfigMap. */
export function usersOf(users: readonly UserArgs[]): Settings {
  return Object.fromEntries(
    users.flatMap(({ name, password, profile, networks, grants }): [string, Setting][] => [
      [`${name}/password`, fromSecret(password)],
      [`${name}/profile`, profile],
      [`${name}/quota`, profile],
      // Pods of any node; who reaches the port at all is for the network policies to say.
      [`${name}/networks/ip`, [...privateRanges, ...(networks ?? [])]],
      [`${name}/networks/host_regexp`, ''],
      [`${name}/grants/query`, grants ?? ['GRANT SELECT ON *.*']],
    ]),
  );
}

/** A value that ClickHouse gets through its environment. */
function fromSecret({ secret, key }: SecretKey): Setting {
  return { valueFrom: { secretKeyRef: { name: secret, key } } };
}

const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.1', '::1'];

/** Limits of one query, by profile; whoever restores copies may make tables as they were. */
export function profilesOf({ profiles, users, operationsUser }: ClickHouseClusterArgs): Settings {
  const restoring = users.find(({ name }) => name === operationsUser)?.profile;
  return Object.fromEntries(
    profiles.flatMap((profile): [string, Setting][] => [
      ...(profile.name === restoring ? [passesOver(profile.name)] : []),
      [`${profile.name}/log_queries`, 1],
      [`${profile.name}/max_bytes_to_read`, bytes(profile.maxQueryRead ?? '500Gi')],
      [`${profile.name}/max_execution_time`, profile.maxQuerySeconds ?? 300],
      [`${profile.name}/max_memory_usage`, bytes(profile.maxQueryMemory ?? '4Gi')],
      [`${profile.name}/readonly`, readOnly[profile.readOnly ?? 'no']],
    ]),
  );
}

/** What may be asked within an hour, by profile. */
export function quotasOf(profiles: readonly ProfileArgs[]): Settings {
  return Object.fromEntries(
    profiles.flatMap(({ name, queriesPerHour = 10_000 }): [string, Setting][] => [
      [`${name}/interval/duration`, 3600],
      [`${name}/interval/queries`, queriesPerHour],
    ]),
  );
}

/** A copy says where a replicated table was in Keeper, and a database that replicates refuses to be told. */
function passesOver(profile: string): [string, Setting] {
  return [`${profile}/database_replicated_allow_replicated_engine_arguments`, 2];
}

function bytes(quantity: string): number {
  return quantityOf(quantity) ?? 0;
}

/** Settings of the server. */
export const serverSettings: Settings = {
  // One table may be dropped by hand up to this many bytes; more needs a person to say so in a file.
  max_table_size_to_drop: 50_000_000_000,
  max_partition_size_to_drop: 50_000_000_000,
  'prometheus/endpoint': '/metrics',
  'prometheus/port': clickHousePorts.metrics,
  'prometheus/metrics': 'true',
  'prometheus/events': 'true',
  'prometheus/asynchronous_metrics': 'true',
};

/** Named collections by path. */
export function namedCollectionsOf(collections: readonly NamedCollectionArgs[]): Settings {
  return Object.fromEntries(
    collections.flatMap(({ name, values }) =>
      Object.entries(values).map(([key, value]): [string, Setting] => [
        `named_collections/${name}/${key}`,
        typeof value === 'string' ? value : fromSecret(value),
      ]),
    ),
  );
}

/** Settings of Keeper: no command beyond those that tell how it is. */
export const keeperSettings: Settings = {
  'keeper_server/four_letter_word_white_list': 'ruok,mntr,srvr,stat',
  'prometheus/endpoint': '/metrics',
  'prometheus/port': keeperPorts.metrics,
  'prometheus/metrics': 'true',
  'prometheus/events': 'true',
  'prometheus/asynchronous_metrics': 'true',
};

/** Files beside the operator's own: they sort after them, and so have the last word. */
export function filesOf({ logDays = 30 }: ClickHouseClusterArgs): Record<string, string> {
  return {
    'config.d/zz-system-logs.xml': document(systemLogs.map((log) => systemLog(log, logDays))),
    'config.d/zz-tls.xml': document([tls]),
    'users.d/zz-no-default-user.xml': document(['<users><default remove="1"/></users>']),
  };
}

const systemLogs = [
  'asynchronous_metric_log',
  'error_log',
  'metric_log',
  'part_log',
  'processors_profile_log',
  'query_log',
  'query_views_log',
  'text_log',
  'trace_log',
];

function systemLog(name: string, days: number): string {
  return [
    `<${name} replace="1">`,
    `<database>system</database><table>${name}</table>`,
    `<partition_by>toYYYYMM(event_date)</partition_by>`,
    `<ttl>event_date + INTERVAL ${days} DAY DELETE</ttl>`,
    `<flush_interval_milliseconds>7500</flush_interval_milliseconds>`,
    `</${name}>`,
  ].join('');
}

/** Everything that is said in the clear is taken away, the ports that the image opens by itself too. */
const tls = [
  '<http_port remove="1"/><tcp_port remove="1"/><mysql_port remove="1"/><postgresql_port remove="1"/>',
  '<interserver_http_port remove="1"/>',
  `<https_port>${clickHousePorts.https}</https_port>`,
  `<tcp_port_secure>${clickHousePorts.native}</tcp_port_secure>`,
  `<interserver_https_port>${clickHousePorts.interserver}</interserver_https_port>`,
  '<openSSL>',
  `<server><certificateFile>${tlsFolder}/tls.crt</certificateFile><privateKeyFile>${tlsFolder}/tls.key</privateKeyFile>`,
  `<caConfig>${tlsFolder}/ca.crt</caConfig><verificationMode>relaxed</verificationMode>`,
  '<disableProtocols>sslv2,sslv3,tlsv1,tlsv1_1</disableProtocols><preferServerCiphers>true</preferServerCiphers></server>',
  `<client><caConfig>${tlsFolder}/ca.crt</caConfig><loadDefaultCAFile>true</loadDefaultCAFile>`,
  '<verificationMode>strict</verificationMode>',
  '<invalidCertificateHandler><name>RejectCertificateHandler</name></invalidCertificateHandler></client>',
  '</openSSL>',
].join('');

function document(parts: readonly string[]): string {
  return `<clickhouse>${parts.join('')}</clickhouse>\n`;
}
