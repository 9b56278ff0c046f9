// The three Pulumi programs of a ClickHouse repository, compiled and run as a client's are, with a stand-in for the engine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';
import { run } from '../../tools/python.ts';

jest.setTimeout(300_000);

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const repository = mkdtempSync(path.join(tmpdir(), 'toltek-programs-'));
const infra = path.join(repository, 'infra');

/** Runs a compiled program through the SDK, and prints what it would make. */
const runner = String.raw`
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
const [, , program = '', stack = 'dev'] = process.argv;
const file = path.resolve(program);
const { runtime } = createRequire(file)('@pulumi/pulumi');
const made = [];
runtime.setMocks(
  {
    newResource: ({ type, name, inputs }) => {
      made.push({ type, name, inputs });
      return { id: name, state: inputs };
    },
    call: ({ inputs }) => inputs,
  },
  'test',
  stack,
);
await import(pathToFileURL(file).href);
await runtime.waitForRPCs?.();
process.on('exit', () => {
  process.stdout.write(JSON.stringify(made));
});
`;

beforeAll(async () => {
  writeRepository(
    repository,
    'eu',
    { erp: 'sql', 'web-shop': 'rest' },
    {
      facts: (facts) => ({ ...facts, stacks: ['stacks/clickhouse-kubernetes'] }),
    },
  );
  linkPackages(repository);
  writeFileSync(path.join(infra, 'run.mjs'), runner);
  const compiler = path.join(root, 'node_modules/.bin/tsc');
  const { code, output } = await run(compiler, ['-p', 'tsconfig.build.json'], { cwd: infra });
  expect({ code, output }).toEqual({ code: 0, output: '' });
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

function start(program: string, stack = 'dev') {
  const file = `dist/kubernetes/${program}/index.js`;
  return run(process.execPath, ['run.mjs', file, stack], {
    cwd: infra,
  });
}

async function made(program: string): Promise<readonly Made[]> {
  const { code, stdout, output } = await start(program);
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout) as Made[];
}

function named(resources: readonly Made[], type: RegExp): string[] {
  return resources
    .filter((each) => type.test(each.type))
    .map(({ name }) => name)
    .sort();
}

test('operators: two closed namespaces, the kinds and the operator', async () => {
  const resources = await made('operators');
  expect(named(resources, /core\/v1:Namespace$/u)).toEqual(['operators', 'warehouse']);
  expect(named(resources, /CustomResourceDefinition$/u)).toHaveLength(4);
  expect(named(resources, /apps\/v1:Deployment$/u)).toEqual(['clickhouse-operator']);
});

test('platform: one cluster with its Keepers, in the namespace that the operators made', async () => {
  const resources = await made('platform');
  expect(named(resources, /core\/v1:Namespace$/u)).toEqual([]);
  expect(named(resources, /:ClickHouseInstallation$/u)).toEqual(['main-clickhouse']);
  expect(named(resources, /:ClickHouseKeeperInstallation$/u)).toEqual(['main-keeper']);
});

test('use cases: a job per source, one for dbt, a service with two jobs per use case, and who reaches ClickHouse', async () => {
  const resources = await made('use-cases');
  expect(named(resources, /batch\/v1:CronJob$/u)).toEqual([
    'customer-segmentation-predict',
    'customer-segmentation-train',
    'demand-forecasting-predict',
    'demand-forecasting-train',
    'ingestion-erp',
    'ingestion-web-shop',
    'transform',
  ]);
  expect(named(resources, /apps\/v1:Deployment$/u)).toEqual(['customer-segmentation', 'demand-forecasting']);
  const callers = named(resources, /NetworkPolicy$/u).filter((name) => name.includes('clickhouse-from'));
  expect(callers).toHaveLength(9);
  expect(JSON.stringify(resources)).not.toMatch(/"CLICKHOUSE_PASSWORD"/u);
});

test('a size of the settings is the size of the cluster', async () => {
  const file = path.join(repository, 'settings/dev.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('size: "single-node"', 'size: "growth"'));
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  const layout = (await made('platform')).find(({ type }) => type.endsWith(':ClickHouseInstallation'));
  writeFileSync(file, before);
  expect(layout?.inputs).toMatchObject({
    spec: { configuration: { clusters: [{ layout: { shardsCount: 2, replicasCount: 2 } }] } },
  });
});

test('another stack than dev and prod is refused, and so is prod without digests and without copies', async () => {
  expect((await start('platform', 'test')).output).toContain('The stack is "test", expected dev or prod');
  expect((await start('platform', 'prod')).output).toContain('ends in @sha256:');
});
