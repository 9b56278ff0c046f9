import { describe, expect, test } from '@jest/globals';
import type { EventStreamProps } from '#constructs/gcp/event-stream/index.ts';
import { EventStream } from '#constructs/gcp/event-stream/index.ts';
import type { TerraformStack } from '#constructs/gcp/terraform.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key/index.js';
import type { Resource, Synthesized } from './synth.ts';
import { dev, prod, synth } from './synth.ts';

const datasets = [{ id: 'landing', description: 'Landing' }];
const kmsKeyName = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const base: EventStreamProps = {
  ...dev,
  name: 'orders',
  projectNumber: '4711',
  schema: {
    type: 'record',
    name: 'OrderPlaced',
    fields: [
      { name: 'order_id', type: 'string', doc: 'Number' },
      { name: 'placed_at', type: { type: 'long', logicalType: 'timestamp-micros' } },
    ],
  },
  table: { dataset: 'landing', id: 'orders', description: 'Orders' },
};
const agent = 'serviceAccount:service-4711@gcp-sa-pubsub.iam.gserviceaccount.com';

function add(stack: TerraformStack, props: Partial<EventStreamProps> = {}, id = 'orders'): EventStream {
  const found = stack.node.children.find((child) => child instanceof Warehouse);
  const { residency, region } = { ...base, ...props };
  const warehouse = found ?? new Warehouse(stack, 'warehouse', { ...dev, residency, region, datasets });
  return new EventStream(stack, id, warehouse, { ...base, ...props });
}
const made = (props: Partial<EventStreamProps> = {}) => synth((stack) => add(stack, props));

/** The resource of a type whose name in the cloud is `name`. */
function named(stack: Synthesized, type: string, name: string): Resource {
  const [found, ...others] = stack.all(type).filter((resource) => resource['name'] === name);
  if (found === undefined || others.length > 0) throw new Error(`expected one ${type} called ${name}`);
  return found;
}
/** What a JSON file holds is taken for a schema until it is looked at. */
const isSchema = (given: unknown): given is EventStreamProps['schema'] => typeof given === 'object';
const topic = (stack: Synthesized, name = 'acme-dev-orders') => named(stack, 'google_pubsub_topic', name);
const subscription = (stack: Synthesized, name = 'acme-dev-orders') =>
  named(stack, 'google_pubsub_subscription', name);
const columns = (stack: Synthesized): unknown =>
  JSON.parse(String(stack.only('google_bigquery_table')['schema']));

describe('where messages are', () => {
  test('in the regions of the residency rule, which callers have to use too', () => {
    const policy = { allowed_persistence_regions: ['europe-west1', 'europe-west9'] };
    expect(topic(made())['message_storage_policy']).toEqual({ ...policy, enforce_in_transit: true });
    expect(topic(made(), 'acme-dev-orders-dead-letters')['message_storage_policy']).toMatchObject(policy);
    const paris = made({ storageRegions: ['europe-west9'] });
    for (const { message_storage_policy: stored } of paris.all('google_pubsub_topic'))
      expect(stored).toMatchObject({ allowed_persistence_regions: ['europe-west9'] });
  });

  test("in the deployment's region when the rule names no regions", () => {
    const stack = made({ residency: { rule: 'eu', allowedLocations: ['EU', 'europe-west1'] } });
    expect(topic(stack)['message_storage_policy']).toMatchObject({
      allowed_persistence_regions: ['europe-west1'],
    });
  });

  test.each([[['us-central1']], [['EU']], [[]]])('refuses %j', (storageRegions) => {
    expect(() => made({ storageRegions })).toThrow(
      /storageRegions is .*expected some of europe-west1, europe-west9/,
    );
  });
});

describe('schema and table', () => {
  test('the topic takes what fits the schema, as JSON or as Avro', () => {
    const stack = made();
    const schema = stack.only('google_pubsub_schema');
    expect(schema['type']).toBe('AVRO');
    expect(JSON.parse(String(schema['definition']))).toEqual(base.schema);
    expect(topic(stack)['schema_settings']).toEqual({
      schema: '${google_pubsub_schema.orders.id}',
      encoding: 'JSON',
    });
    expect(topic(made({ encoding: 'binary' }))['schema_settings']).toMatchObject({ encoding: 'BINARY' });
  });

  test('columns come from the schema, with those of the message', () => {
    const stack = made();
    expect(columns(stack)).toEqual([
      { name: 'order_id', type: 'STRING', mode: 'REQUIRED', description: 'Number' },
      { name: 'placed_at', type: 'TIMESTAMP', mode: 'REQUIRED' },
      expect.objectContaining({ name: 'subscription_name', type: 'STRING' }),
      expect.objectContaining({ name: 'message_id', type: 'STRING' }),
      expect.objectContaining({ name: 'publish_time', type: 'TIMESTAMP' }),
      expect.objectContaining({ name: 'attributes', type: 'JSON' }),
    ]);
    expect(stack.only('google_bigquery_table')).toMatchObject({
      time_partitioning: { type: 'DAY', field: 'publish_time' },
      require_partition_filter: true,
    });
    expect(subscription(stack)['bigquery_config']).toMatchObject({
      use_topic_schema: true,
      use_table_schema: false,
      write_metadata: true,
      drop_unknown_fields: false,
    });
  });

  test('without metadata the table has the fields only, by day of arrival', () => {
    const stack = made({ writeMetadata: false });
    expect(columns(stack)).toHaveLength(2);
    expect(stack.only('google_bigquery_table')['time_partitioning']).toEqual({ type: 'DAY' });
    expect(subscription(stack)['bigquery_config']).toMatchObject({ write_metadata: false });
  });

  test("the table's own columns are filled when it says so", () => {
    const stack = made({
      useTableSchema: true,
      table: { ...base.table, columns: [{ name: 'order_id', type: 'STRING' }], retentionDays: 30 },
    });
    expect(columns(stack)).toHaveLength(5);
    expect(subscription(stack)['bigquery_config']).toMatchObject({
      use_topic_schema: false,
      use_table_schema: true,
      drop_unknown_fields: true,
    });
    expect(stack.only('google_bigquery_table')['time_partitioning']).toMatchObject({
      expiration_ms: 2_592_000_000,
    });
  });

  test('every type Avro and BigQuery share has its column', () => {
    const stack = made({
      writeMetadata: false,
      schema: {
        type: 'record',
        name: 'All',
        fields: [
          { name: 'a', type: 'boolean' },
          { name: 'b', type: 'int' },
          { name: 'c', type: 'double' },
          { name: 'd', type: 'bytes' },
          { name: 'e', type: { type: 'int', logicalType: 'date' } },
          { name: 'f', type: ['null', 'string'], default: null },
          { name: 'g', type: { type: 'array', items: 'long' } },
          { name: 'h', type: { type: 'record', name: 'H', fields: [{ name: 'i', type: 'float' }] } },
        ],
      },
    });
    expect(columns(stack)).toEqual([
      { name: 'a', type: 'BOOLEAN', mode: 'REQUIRED' },
      { name: 'b', type: 'INTEGER', mode: 'REQUIRED' },
      { name: 'c', type: 'FLOAT', mode: 'REQUIRED' },
      { name: 'd', type: 'BYTES', mode: 'REQUIRED' },
      { name: 'e', type: 'DATE', mode: 'REQUIRED' },
      { name: 'f', type: 'STRING', mode: 'NULLABLE' },
      { name: 'g', type: 'INTEGER', mode: 'REPEATED' },
      {
        name: 'h',
        type: 'RECORD',
        mode: 'REQUIRED',
        fields: [{ name: 'i', type: 'FLOAT', mode: 'REQUIRED' }],
      },
    ]);
  });

  const field = (type: unknown, name = 'x'): unknown => ({
    type: 'record',
    name: 'R',
    fields: [{ name, type }],
  });
  test.each([
    ['no fields', { type: 'record', name: 'R', fields: [] }, /no fields in R/],
    ['a wrong name', { type: 'record', name: 'my-event', fields: [] }, /the name ."my-event/],
    ['a wrong field name', field('string', '1st'), /the field ."1st/],
    ['an unknown type', field('text'), /the type ."text.* of x/],
    ['an enumeration', field({ type: 'enum', name: 'E', symbols: ['A'] }), /the type of x/],
    ['a choice of types', field(['string', 'int']), /the choice of types of x/],
    ['three types', field(['null', 'string', 'int']), /the choice of types of x/],
    ['a list that may be null', field(['null', { type: 'array', items: 'int' }]), /the choice of types of x/],
    ['a list of lists', field({ type: 'array', items: { type: 'array', items: 'int' } }), /the list in x/],
    [
      'names that differ in capitals only',
      { type: 'record', name: 'R', fields: ['id', 'ID'].map((name) => ({ name, type: 'int' })) },
      /the field ."ID.* twice/,
    ],
    ['a name of the metadata', field('string', 'Publish_Time'), /schema is "publish_time"/],
  ])('refuses a schema with %s', (_, given, message) => {
    if (!isSchema(given)) throw new Error('no schema');
    expect(() => made({ schema: given })).toThrow(message);
  });
});

describe('delivery', () => {
  test('nothing expires, failures are tried with growing pauses and then put aside', () => {
    const stack = made();
    expect(topic(stack)['message_retention_duration']).toBe('604800s');
    expect(subscription(stack)).toMatchObject({
      topic: '${google_pubsub_topic.orders.id}',
      expiration_policy: { ttl: '' },
      message_retention_duration: '604800s',
      retry_policy: { minimum_backoff: '10s', maximum_backoff: '600s' },
      dead_letter_policy: {
        dead_letter_topic: '${google_pubsub_topic.orders_dead_letters.id}',
        max_delivery_attempts: 20,
      },
    });
    expect(subscription(stack, 'acme-dev-orders-dead-letters')).toMatchObject({
      topic: '${google_pubsub_topic.orders_dead_letters.id}',
      expiration_policy: { ttl: '' },
      message_retention_duration: '2678400s',
    });
  });

  test('as its props say', () => {
    const stack = made({
      replayDays: 31,
      retentionDays: 1,
      deadLetterRetentionDays: 14,
      maxDeliveryAttempts: 5,
      minBackoffSeconds: 1,
      maxBackoffSeconds: 60,
    });
    expect(topic(stack)['message_retention_duration']).toBe('2678400s');
    expect(subscription(stack)).toMatchObject({
      message_retention_duration: '86400s',
      retry_policy: { minimum_backoff: '1s', maximum_backoff: '60s' },
      dead_letter_policy: { max_delivery_attempts: 5 },
    });
    expect(subscription(stack, 'acme-dev-orders-dead-letters')['message_retention_duration']).toBe(
      '1209600s',
    );
  });

  test.each([
    ['replayDays', { replayDays: 32 }, /replayDays is 32, expected a whole number from 1 to 31/],
    ['retentionDays', { retentionDays: 32 }, /retentionDays is 32, expected a whole number from 1 to 31/],
    ['retentionDays', { retentionDays: 0.5 }, /retentionDays is 0.5/],
    ['deadLetterRetentionDays', { deadLetterRetentionDays: 40 }, /deadLetterRetentionDays is 40/],
    ['maxDeliveryAttempts', { maxDeliveryAttempts: 4 }, /maxDeliveryAttempts is 4, .*from 5 to 100/],
    ['minBackoffSeconds', { minBackoffSeconds: 601 }, /minBackoffSeconds is 601/],
    [
      'maxBackoffSeconds',
      { minBackoffSeconds: 60, maxBackoffSeconds: 30 },
      /maxBackoffSeconds is 30, .*60 to 600/,
    ],
    ['backlogAlertMinutes', { backlogAlertMinutes: 0 }, /backlogAlertMinutes is 0/],
    ['name', { name: 'Orders' }, /name is "Orders"/],
    ['table.id', { table: { ...base.table, id: 'my-orders' } }, /table.id is "my-orders"/],
    ['dataset', { table: { ...base.table, dataset: 'raw' } }, /dataset is "raw", expected one of landing/],
    ['table.retentionDays', { table: { ...base.table, retentionDays: 0 } }, /table.retentionDays is 0/],
    ['useTableSchema', { useTableSchema: true }, /useTableSchema and table.columns/],
    [
      'columns',
      { table: { ...base.table, columns: [{ name: 'a', type: 'STRING' }] } },
      /useTableSchema and table.columns/,
    ],
    [
      'encoding',
      {
        useTableSchema: true,
        encoding: 'binary' as const,
        table: { ...base.table, columns: [{ name: 'a', type: 'STRING' }] },
      },
      /useTableSchema and encoding is "binary"/,
    ],
  ])('refuses a wrong %s', (_, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});

describe('least privilege', () => {
  test('Pub/Sub may write this table, put messages aside and acknowledge them; a publisher may publish', () => {
    const stack = synth((scope) => {
      add(scope, { encryption: { kmsKeyName } }).grantPublish('serviceAccount:shop@example.com', 'shop');
    });
    const grants = Object.keys(stack.counts())
      .filter((type) => type.endsWith('_iam_member'))
      .flatMap((type) =>
        stack.all(type).map((grant) => {
          const on = grant['table_id'] ?? grant['topic'] ?? grant['subscription'] ?? grant['crypto_key_id'];
          return `${String(grant['member'])} ${String(grant['role'])} ${String(on)}`;
        }),
      );
    expect(grants.sort()).toEqual([
      `${agent} roles/bigquery.dataEditor \${google_bigquery_table.landing_orders.table_id}`,
      `${agent} roles/cloudkms.cryptoKeyEncrypterDecrypter ${kmsKeyName}`,
      `${agent} roles/pubsub.publisher \${google_pubsub_topic.orders_dead_letters.name}`,
      `${agent} roles/pubsub.subscriber \${google_pubsub_subscription.orders.name}`,
      'serviceAccount:shop@example.com roles/pubsub.publisher ${google_pubsub_topic.orders.name}',
    ]);
  });

  test.each(['allUsers', 'allAuthenticatedUsers', 'shop@example.com'])(
    'refuses %s as a publisher',
    (member) => {
      expect(() => synth((stack) => add(stack).grantPublish(member, 'shop'))).toThrow(
        /test\/orders: member is .*expected a named principal/,
      );
    },
  );

  test('messages flow once Pub/Sub may write, and a place for failures is there', () => {
    expect(subscription(made())['depends_on']).toEqual([
      expect.stringMatching(/^google_bigquery_table_iam_member\.orders_writes_/),
      expect.stringMatching(/^google_pubsub_topic_iam_member\.orders_delivery_publisher-pubsub_/),
      'google_pubsub_subscription.orders_dead_letters',
    ]);
  });
});

describe('encryption', () => {
  test("topics have the client's key, the table that of its dataset", () => {
    const stack = synth((scope) => {
      const warehouseKey = 'projects/p/locations/europe/keyRings/r/cryptoKeys/w';
      const warehouse = new Warehouse(scope, 'warehouse', {
        ...dev,
        datasets,
        encryption: { kmsKeyName: warehouseKey },
      });
      new EventStream(scope, 'orders', warehouse, { ...base, encryption: { kmsKeyName } });
    });
    expect(stack.all('google_pubsub_topic').map((item) => item['kms_key_name'])).toEqual([
      kmsKeyName,
      kmsKeyName,
    ]);
    expect(stack.only('google_bigquery_table')['encryption_configuration']).toEqual({
      kms_key_name: 'projects/p/locations/europe/keyRings/r/cryptoKeys/w',
    });
  });

  test('one right to the key serves all streams, at an address that does not depend on the first', () => {
    const of = (names: readonly string[]) =>
      synth((stack) => {
        const key = new KmsCryptoKey(stack, 'key', { name: 'main', keyRing: 'ring' });
        key.overrideLogicalId('main');
        for (const name of names)
          add(stack, { name, table: { ...base.table, id: name }, encryption: { kmsKeyName: key.id } }, name);
      });
    for (const names of [['orders', 'returns'], ['returns']]) {
      const stack = of(names);
      expect(stack.only('google_kms_crypto_key_iam_member')['crypto_key_id']).toBe(
        '${google_kms_crypto_key.main.id}',
      );
      expect(stack.addresses()).toContain('google_kms_crypto_key_iam_member.pubsub_uses_main');
      for (const item of stack.all('google_pubsub_topic'))
        expect(item['depends_on']).toEqual(['google_kms_crypto_key_iam_member.pubsub_uses_main']);
    }
  });
});

describe('alerts', () => {
  test('on the age of the backlog and on dead letters, to the channels given', () => {
    const stack = made({
      notificationChannels: ['projects/p/notificationChannels/1'],
      backlogAlertMinutes: 15,
    });
    // The warehouse has alerts of its own.
    const alerts = stack
      .all('google_monitoring_alert_policy')
      .filter((alert) => JSON.stringify(alert['user_labels']).includes('"component"'));
    expect(alerts.map((alert) => alert['notification_channels'])).toEqual([
      ['projects/p/notificationChannels/1'],
      ['projects/p/notificationChannels/1'],
    ]);
    const text = alerts.map((alert) => JSON.stringify(alert['conditions']));
    expect(text[0]).toContain('subscription/oldest_unacked_message_age');
    expect(text[0]).toContain('${google_pubsub_subscription.orders.name}');
    expect(text[0]).toContain('"threshold_value":900');
    expect(text[1]).toContain('subscription/num_undelivered_messages');
    expect(text[1]).toContain('${google_pubsub_subscription.orders_dead_letters.name}');
    expect(text[1]).toContain('"threshold_value":0');
    for (const alert of alerts)
      expect(alert).toMatchObject({ enabled: true, documentation: { content: expect.any(String) } });
  });
});

describe('data loss', () => {
  test.each([
    ['forbidden by default', undefined, true],
    ['allowed in dev', 'allow' as const, false],
  ])('%s', (_, dataLoss, kept) => {
    const stack = made(dataLoss === undefined ? {} : { dataLoss });
    const holding = [
      'google_bigquery_table',
      'google_pubsub_schema',
      'google_pubsub_subscription',
      'google_pubsub_topic',
    ].flatMap((type) => stack.all(type));
    expect(holding).toHaveLength(6);
    for (const { lifecycle } of holding) expect(lifecycle).toEqual({ prevent_destroy: kept });
    expect(stack.only('google_bigquery_table')['deletion_protection']).toBe(kept);
  });

  test('prod refuses to allow it', () => {
    expect(() => made({ ...prod, dataLoss: 'allow' })).toThrow(
      /dataLoss is "allow", expected "forbid" in prod/,
    );
  });

  test('what holds data has an address of its own', () => {
    expect(made().addresses()).toEqual(
      expect.arrayContaining([
        'google_bigquery_table.landing_orders',
        'google_pubsub_schema.orders',
        'google_pubsub_subscription.orders',
        'google_pubsub_subscription.orders_dead_letters',
        'google_pubsub_topic.orders',
        'google_pubsub_topic.orders_dead_letters',
      ]),
    );
  });
});

describe('a topic the client has', () => {
  const existing = { topic: 'projects/acme-shop/topics/orders' };

  test('is read and published to, and not changed', () => {
    const stack = synth((scope) => {
      const stream = add(scope, { existing });
      expect(stream.topicId).toBe(existing.topic);
      expect(stream.topic).toBeUndefined();
      stream.grantPublish('group:shop@example.com', 'shop');
    });
    expect(stack.all('google_pubsub_schema')).toEqual([]);
    expect(stack.only('google_pubsub_topic')['name']).toBe('acme-dev-orders-dead-letters');
    expect(subscription(stack)['topic']).toBe(existing.topic);
    expect(stack.all('google_pubsub_topic_iam_member').map((grant) => grant['topic'])).toContain(
      existing.topic,
    );
  });

  test.each([
    ['no full name', { existing: { topic: 'orders' } }, /existing.topic is "orders"/],
    [
      'an encoding too',
      { existing, encoding: 'json' as const },
      /existing and encoding is "json", expected one of the two/,
    ],
    ['days of replay too', { existing, replayDays: 3 }, /existing and replayDays is 3/],
  ])('is refused with %s', (_, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});
