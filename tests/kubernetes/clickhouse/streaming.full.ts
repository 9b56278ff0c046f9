// Topics of Kafka in a ClickHouse repository: what the programs make of them, who reaches the brokers, and the tables on the
// real engine. No Kafka is read: rows come from a table that stands in for a topic (streams.py).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clientProgram } from '../../tools/client-node.ts';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';
import type { End } from '../../tools/network-policies.ts';
import { isAllowed } from '../../tools/network-policies.ts';
import { ensureVenv, run } from '../../tools/python.ts';

jest.setTimeout(600_000);

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const stacks = ['stacks/clickhouse-kubernetes', 'stacks/kafka-ingestion'];
const repository = mkdtempSync(path.join(tmpdir(), 'toltek-streaming-'));
const settingsFile = path.join(repository, 'settings/common.yaml');
let common: string;

beforeAll(() => {
  const sources = { erp: 'sql', 'web-shop': 'rest' } as const;
  writeRepository(repository, 'eu', sources, { facts: (facts) => ({ ...facts, stacks }) });
  common = readFileSync(settingsFile, 'utf8');
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

describe('the programs', () => {
  const infra = path.join(repository, 'infra');
  const runner = path.resolve(import.meta.dirname, '../engine/mocked.mjs');
  const brokers = ['kafka-1.example.com:9093', 'kafka-2.example.com:9094'];
  const clicks = { topic: 'shop.clicks', source: 'web-shop' };
  const kafka = { brokers, cidrs: ['10.20.0.0/28'] };

  beforeAll(async () => {
    linkPackages(repository);
    const compiler = path.join(root, 'node_modules/.bin/tsc');
    const { code, output } = await run(compiler, ['-p', 'tsconfig.build.json'], { cwd: infra });
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  /** Runs a program with these settings of streaming laid over those of the repository, which are of common.yaml. */
  async function start(program: string, streaming: object) {
    const file = path.join(repository, 'settings/dev.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before}\nstreaming: ${JSON.stringify(streaming)}\n`);
    try {
      const { node, environment } = await clientProgram();
      return await run(node, [runner, `dist/kubernetes/${program}/index.js`, 'dev'], {
        cwd: infra,
        env: { ...process.env, ...environment, NODE_OPTIONS: '' },
      });
    } finally {
      writeFileSync(file, before);
    }
  }

  async function made(program: string, streaming: object): Promise<readonly Made[]> {
    const { code, stdout, output } = await start(program, streaming);
    if (code !== 0) throw new Error(output);
    return JSON.parse(stdout) as Made[];
  }

  const policiesOf = (resources: readonly Made[]) =>
    resources.filter(({ type }) => type.endsWith(':NetworkPolicy')).map(({ inputs }) => inputs);

  test('make nothing of it without brokers', async () => {
    for (const program of ['platform', 'use-cases'])
      expect(JSON.stringify(await made(program, {}))).not.toMatch(/kafka|streamer|streams/u);
  });

  test('tell ClickHouse where Kafka is, and sign in with what only a Secret knows', async () => {
    const resources = await made('platform', { kafka, topics: { clicks } });
    const cluster = resources.find(({ type }) => type.endsWith(':ClickHouseInstallation'));
    const secret = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'kafka', key } } });
    expect(cluster?.inputs).toMatchObject({
      spec: {
        configuration: {
          settings: {
            'named_collections/kafka/kafka_broker_list': brokers.join(','),
            'named_collections/kafka/kafka_security_protocol': 'sasl_ssl',
            'named_collections/kafka/kafka_sasl_mechanism': 'SCRAM-SHA-512',
            'named_collections/kafka/kafka_sasl_username': secret('username'),
            'named_collections/kafka/kafka_sasl_password': secret('password'),
          },
          users: {
            'streamer/grants/query': expect.arrayContaining([
              'GRANT NAMED COLLECTION ON kafka',
              'GRANT CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, ALTER, INSERT, SELECT ON raw_web_shop.*',
            ]),
            'transformer/grants/query': expect.arrayContaining(['GRANT SELECT ON raw_web_shop.clicks']),
          },
        },
      },
    });
  });

  test('let ClickHouse reach the brokers at their ports, and nobody else anything there', async () => {
    const policies = policiesOf(await made('platform', { kafka, topics: { clicks } }));
    const warehouse = 'brasserie-du-nord-dev-warehouse';
    const pods = (app: string): End => ({ namespace: warehouse, labels: { 'app.kubernetes.io/name': app } });
    const open = (from: End, address: string) =>
      [443, 8443, 9092, 9093, 9094, 9440].filter((port) => isAllowed(policies, from, { address }, port));
    expect({
      'clickhouse to a broker': open(pods('main-clickhouse'), '10.20.0.7'),
      'clickhouse beside the brokers': open(pods('main-clickhouse'), '10.20.0.17'),
      'clickhouse to the internet': open(pods('main-clickhouse'), '203.0.113.7'),
      'keeper to a broker': open(pods('main-keeper'), '10.20.0.7'),
      'the check of readiness to a broker': open(pods('main-ready'), '10.20.0.7'),
    }).toEqual({
      'clickhouse to a broker': [9093, 9094],
      'clickhouse beside the brokers': [],
      'clickhouse to the internet': [],
      'keeper to a broker': [],
      'the check of readiness to a broker': [],
    });
    const inside = policiesOf(await made('platform', { kafka: { brokers, namespace: 'kafka' } }));
    const broker: End = { namespace: 'kafka', labels: {} };
    expect(JSON.stringify(inside)).toContain('"kubernetes.io/metadata.name":"kafka"');
    expect(isAllowed(inside, pods('main-keeper'), broker, 9093)).toBe(false);
  });

  test('run a job that makes the tables, as a user of its own', async () => {
    const resources = await made('use-cases', { kafka, topics: { clicks } });
    const job = JSON.stringify(
      resources.find(({ name, type }) => name === 'streams' && type.endsWith(':CronJob')),
    );
    expect(job).toContain('"command":["python","-m","ingestion.streams"]');
    expect(job).toContain('"CLICKHOUSE_USER","value":"streamer"');
    expect(
      policiesOf(resources)
        .map((policy) => JSON.stringify(policy))
        .join('\n'),
    ).toContain('streams');
  });

  test('refuse what cannot be, with its key and what is expected', async () => {
    const said = async (streaming: object) => (await start('platform', streaming)).output;
    expect(await said({ kafka: { ...kafka, brokers: ['kafka'] } })).toContain(
      'streaming.kafka.brokers holds "kafka", expected a host and its port.',
    );
    expect(await said({ kafka: { brokers } })).toContain(
      'streaming.kafka.cidrs is empty, expected the addresses of the brokers.',
    );
    expect(await said({ kafka: { ...kafka, mechanism: 'GSSAPI' } })).toContain(
      'streaming.kafka.mechanism is "GSSAPI", expected PLAIN or SCRAM-SHA-256 or SCRAM-SHA-512.',
    );
    expect(await said({ kafka, topics: { clicks: { source: 'till' } } })).toContain(
      'streaming.topics.clicks.source is "till", expected one of erp, web-shop.',
    );
  });

  test('make no job of a source whose rows come another way', async () => {
    writeFileSync(settingsFile, common.replace('  web-shop:\n', '  web-shop:\n    job: false\n'));
    try {
      const jobs = (await made('use-cases', {})).filter(({ type }) => type.endsWith(':CronJob'));
      expect(jobs.map(({ name }) => name).filter((name) => name.startsWith('ingestion-'))).toEqual([
        'ingestion-erp',
      ]);
    } finally {
      writeFileSync(settingsFile, common);
    }
  });
});

describe('the tables on the real engine', () => {
  interface Run {
    readonly code: number;
    readonly output: string;
    /** Statements that change something. */
    readonly sent: readonly string[];
  }
  let runs: Readonly<Record<string, Run>>;
  let rows: Readonly<Record<string, unknown>>;
  let kafka: Readonly<Record<string, unknown>>;
  let kafkaRuns: Readonly<Record<string, Run>>;

  /** Runs the script in the repository, and puts the settings back that it changes. */
  async function script(step: string): Promise<unknown> {
    const locks = ['ingestion', 'transform', 'model-serving', 'clickhouse-engine'];
    const files = locks.map((id) => path.join(repository, 'requirements', `${id}.txt`));
    const interpreter = path.join(await ensureVenv('clickhouse', files), 'python');
    const { code, stdout, output } = await run(
      interpreter,
      [path.join(import.meta.dirname, 'streams.py'), step],
      { cwd: repository, env: { ...process.env, PYTHONPATH: repository, PYTHONWARNINGS: 'ignore' } },
    );
    writeFileSync(settingsFile, common);
    if (code !== 0) throw new Error(output);
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1));
  }

  beforeAll(async () => {
    const moved = await script('rows');
    runs = moved as typeof runs;
    rows = moved as typeof rows;
    const read = await script('kafka');
    kafka = read as typeof kafka;
    kafkaRuns = read as typeof kafkaRuns;
  });

  const plumbing = {
    _clicks_errors: 'MaterializedView',
    _clicks_feed: 'MaterializedView',
    _clicks_intake: 'Null',
    _clicks_rows: 'MaterializedView',
  };
  const tables = { clicks: 'MergeTree', clicks_unreadable: 'MergeTree' };

  test('are those of the engine Kafka, which names a collection and holds no secret', () => {
    // No broker is there: whether the reader has noticed by now, which ends with 1, is a matter of moments.
    expect(kafkaRuns['made']?.code).toBeLessThanOrEqual(1);
    expect(kafkaRuns['made']?.output).toContain('raw_web_shop.clicks: made, reads as the settings say\n');
    expect(kafka['tables']).toEqual({ ...plumbing, ...tables, _clicks_kafka: 'Kafka' });
    expect(kafka['engine']).toBe(
      "Kafka(kafka) SETTINGS kafka_topic_list = 'shop.clicks', " +
        "kafka_group_name = 'brasserie-du-nord-local-raw_web_shop-clicks', kafka_format = 'JSONEachRow', " +
        "kafka_handle_error_mode = 'stream', date_time_input_format = 'best_effort', input_format_skip_unknown_fields = 1",
    );
    expect(kafkaRuns['made']?.sent.join('\n')).not.toMatch(/sasl|password|broker/iu);
  });

  test('are left alone by a second run', () => {
    expect(kafkaRuns['again']?.sent).toEqual([]);
    expect(runs['again']).toMatchObject({ code: 0, sent: [] });
  });

  test('get every message that can be read, by month and key; the others are kept with the reason', () => {
    expect(runs['nothing']).toMatchObject({ code: 0, output: '', sent: [] });
    expect(rows['engine']).toContain('MergeTree PARTITION BY toYYYYMM(happened_at) ORDER BY');
    expect(rows['rows']).toEqual([
      ['a', 1, 1, 0],
      ['b', 2, 1, 1],
      ['old', 3, 1, 2],
    ]);
    expect(rows['unreadable']).toEqual([['{"event_id":', 'Cannot parse input', 7]]);
  });

  test('keep rows as long as the source says', () => {
    expect(runs['kept']).toMatchObject({ code: 0 });
    expect(runs['kept']?.sent).toHaveLength(1);
    expect(rows['kept engine']).toMatch(/ TTL toDate\(.*happened_at.*\) \+ toIntervalMonth\(24\)/u);
    expect(rows['kept rows']).toEqual([['a'], ['b']]);
  });

  test('gain columns, and are finished where a run was killed half-way', () => {
    expect(runs['more']).toMatchObject({
      code: 0,
      output: expect.stringContaining('column logged_in added'),
    });
    expect(rows['more rows']).toEqual([
      ['a', null],
      ['b', null],
      ['c', true],
    ]);
    expect(runs['mended']).toMatchObject({ code: 0 });
    expect(rows['mended rows']).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('never change a type or a key, nor take over a table of somebody else', () => {
    const refused = { code: 2, sent: [] };
    expect(runs['other type']).toMatchObject(refused);
    expect(runs['other type']?.output).toContain(
      'columns.amount would be Nullable(String), and is Nullable(Float64) in raw_web_shop.clicks.',
    );
    expect(runs['other key']).toMatchObject(refused);
    expect(runs['other key']?.output).toContain('key or .time is not what raw_web_shop.clicks was made with');
    expect(runs['taken']?.code).toBe(2);
    expect(runs['taken']?.output).toContain('raw_web_shop.orders, which is there and holds something else');
  });

  test('are late where messages take too long, or where the reader finds no broker', () => {
    expect(runs['late']).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^LATE .* the slowest after 20\.\d min$/mu),
    });
    expect(kafkaRuns['no broker']).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^LATE .* no message within the hour: .*127\.0\.0\.1:1/mu),
    });
  });

  test('are no longer fed once the settings name no topic, and keep their rows', () => {
    expect(runs['stopped']).toMatchObject({
      code: 0,
      output: 'raw_web_shop.clicks: no longer read; its rows stay\n',
    });
    expect(rows['stopped tables']).toMatchObject(tables);
    expect(JSON.stringify(rows['stopped tables'])).not.toMatch(/_clicks_/u);
  });
});
