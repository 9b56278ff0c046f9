// The three Pulumi programs of a ClickHouse repository, compiled and run as a client's are, with a stand-in for the engine.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clientProgram } from '../../tools/client-node.ts';
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

/** Prints what a compiled program would make, or what the policies find. */
const runner = path.resolve(import.meta.dirname, '../engine/mocked.mjs');

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
  const compiler = path.join(root, 'node_modules/.bin/tsc');
  const { code, output } = await run(compiler, ['-p', 'tsconfig.build.json'], { cwd: infra });
  expect({ code, output }).toEqual({ code: 0, output: '' });
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

async function start(program: string, stack = 'dev', ...more: readonly string[]) {
  const file = `dist/kubernetes/${program === 'policy' ? program : `${program}/index`}.js`;
  const { node, environment } = await clientProgram();
  return run(node, [runner, file, stack, ...more], {
    cwd: infra,
    env: { ...process.env, ...environment, NODE_OPTIONS: '' },
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

test('operators: three closed namespaces, the kinds and the operator', async () => {
  const resources = await made('operators');
  expect(named(resources, /core\/v1:Namespace$/u)).toEqual(['operators', 'use-cases', 'warehouse']);
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

/** What a program makes with a line of the settings of dev changed. */
async function madeWith(program: string, line: string, instead: string): Promise<readonly Made[]> {
  const file = path.join(repository, 'settings/dev.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace(line, instead));
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  try {
    return await made(program);
  } finally {
    writeFileSync(file, before);
  }
}

const platformWith = (line: string, instead: string) => madeWith('platform', line, instead);

const size = 'size: "single-node"';

test('every alert leads to a page of this repository, and every job has one', async () => {
  const backup = `${size}\n  backup: { bucket: acme-copies, google_service_account: "copies@acme-dev.iam.gserviceaccount.com" }`;
  const platform = await platformWith(size, `${backup}\n  postgres: { enabled: true }`);
  const resources = [...platform, ...(await made('use-cases'))];
  const rules = resources.filter(({ type }) => type.endsWith(':PrometheusRule'));
  expect(rules.map(({ name }) => name).sort()).toEqual(['platform-rules', 'use-cases-rules']);
  const pages = new Set(
    [...JSON.stringify(rules).matchAll(/"runbook_url":"(.*?)"/gu)].map(([, url = '']) => url),
  );
  expect(pages.size).toBeGreaterThan(25);
  const base = 'https://github.com/OWNER/NAME/blob/main/';
  for (const page of pages) {
    expect(page.startsWith(`${base}docs/runbooks/`)).toBe(true);
    expect({ page, there: existsSync(path.join(repository, page.slice(base.length))) }).toEqual({
      page,
      there: true,
    });
  }
  const watched = [...JSON.stringify(rules).matchAll(/kube_cronjob_created\{cronjob=\\"([\w-]+)/gu)];
  // The restore check of PostgreSQL aside, whose copies have an alert of their own.
  expect([...new Set(watched.map(([, job]) => job))].sort()).toEqual(
    named(resources, /batch\/v1:CronJob$/u)
      .map((name) => name.replace('main-restore-check', 'main-restore'))
      .filter((name) => name !== 'metadata-restore-check'),
  );
});

test('a source that is loaded once a week is not late on the second day', async () => {
  const file = path.join(repository, 'settings/common.yaml');
  const before = readFileSync(file, 'utf8');
  const sources = /^sources:\n {2}erp:\n(?: {4}.*\n)*/mu;
  expect(before).toMatch(sources);
  writeFileSync(file, before.replace(sources, 'sources:\n  erp: { schedule: "0 5 * * 1" }\n'));
  try {
    const rules = JSON.stringify(await made('use-cases'));
    expect(rules).toMatch(/cronjob=\\"ingestion-erp\\"[^>]*> 192 \* 3600/u);
  } finally {
    writeFileSync(file, before);
  }
});

test('a service is reached from the namespaces of its callers alone, and asks the cluster who they are', async () => {
  const file = path.join(repository, 'settings/common.yaml');
  const before = readFileSync(file, 'utf8');
  const withCallers = (callers: string) =>
    before.replace('allowed_callers: []', `allowed_callers: [${callers}]`);
  const account = 'system:serviceaccount:planning:erp';
  writeFileSync(file, withCallers(`"${account}", "system:serviceaccount:planning:web"`));
  try {
    const policies = named(await made('use-cases'), /NetworkPolicy$/u);
    expect(policies.filter((name) => name.includes('from-planning'))).toHaveLength(2);
    expect(policies.filter((name) => name.includes('to-kubernetes-api'))).toHaveLength(2);
    writeFileSync(file, withCallers('erp@example.com'));
    expect((await start('use-cases')).output).toContain(
      'serving.auth.allowed_callers holds "erp@example.com"',
    );
  } finally {
    writeFileSync(file, before);
  }
});

test('metadata has a PostgreSQL only where the settings ask for it', async () => {
  expect(named(await made('platform'), /:Cluster$/u)).toEqual([]);
  const asked = await platformWith(size, `${size}\n  postgres: { enabled: true }`);
  expect(named(asked, /postgresql\.cnpg\.io\/v1:Cluster$/u)).toEqual(['metadata-cluster']);
});

test('a cluster without the Prometheus operator has rules and dashboards as they are', async () => {
  const resources = await platformWith(size, `${size}\n  observability: { collector: none }`);
  expect(named(resources, /monitoring/u)).toEqual([]);
  expect(named(resources, /core\/v1:ConfigMap$/u)).toEqual(
    expect.arrayContaining(['platform-clickhouse-main', 'platform-rules']),
  );
});

test('the quota of the warehouse grows with what ClickHouse is to be, and is else that of its size', async () => {
  const quotaOf = (resources: readonly Made[]) =>
    resources.find(({ type, name }) => type.endsWith(':ResourceQuota') && name.startsWith('warehouse'))
      ?.inputs;
  const hard = { 'requests.cpu': '8', 'requests.memory': '24Gi', 'requests.storage': '300Gi' };
  expect(quotaOf(await made('operators'))).toMatchObject({ spec: { hard } });
  const larger = `${size}\n  clickhouse: { replicas: 2, cpu: "1500m", volume: 200Gi }`;
  expect(quotaOf(await madeWith('operators', size, larger))).toMatchObject({
    spec: { hard: { 'requests.cpu': '24', 'requests.memory': '48Gi', 'requests.storage': '1200Gi' } },
  });
});

test('a size of the settings is the size of the cluster', async () => {
  const resources = await platformWith(size, 'size: "growth"');
  const layout = resources.find(({ type }) => type.endsWith(':ClickHouseInstallation'));
  expect(layout?.inputs).toMatchObject({
    spec: { configuration: { clusters: [{ layout: { shardsCount: 2, replicasCount: 2 } }] } },
  });
});

describe('how long rows are kept', () => {
  const web = /^ {2}web-shop:\n(?: {4}.*\n)*/mu;

  /** What the platform says with other settings of the web shop. */
  async function platformKeeping(settings: string) {
    const file = path.join(repository, 'settings/common.yaml');
    const before = readFileSync(file, 'utf8');
    expect(before).toMatch(web);
    writeFileSync(file, before.replace(web, `  web-shop: ${settings}\n`));
    try {
      return await start('platform');
    } finally {
      writeFileSync(file, before);
    }
  }
  const volume = 'volume: { gigabytes: 1000, growth_percent_per_month: 10 }';

  test('has the figures of the diagnostic beside it', () => {
    expect(readFileSync(path.join(repository, 'settings/common.yaml'), 'utf8')).toMatch(
      /^ {4}volume: \{ gigabytes: 2, growth_percent_per_month: 1 \}$/mu,
    );
  });

  test('is held against the volumes, before anything is sent', async () => {
    const keeping = (months: number, more = volume) =>
      platformKeeping(`{ retention: { column: ordered_at, months: ${months} }, ${more} }`);
    // 200 GB on disk do not fit into 80 % of 100 GiB, whatever the months; 20 GB that grow do, for some.
    expect((await keeping(6)).output).toMatch(
      /retention\.web-shop\.months is 6, expected at most 0: \d+ GB would have to fit into 86 GB/u,
    );
    const small = 'volume: { gigabytes: 100, growth_percent_per_month: 10 }';
    expect((await keeping(6, small)).code).toBe(0);
    expect((await keeping(60, small)).output).toMatch(/months is 60, expected at most \d+:/u);
  });

  test('is refused with its key where it cannot be, or nobody says how much there is', async () => {
    const said = async (settings: string) => (await platformKeeping(settings)).output;
    expect(await said(`{ retention: { column: at, months: 2.5 }, ${volume} }`)).toContain(
      'settings/dev.yaml (over settings/common.yaml): sources.web-shop.retention.months is 2.5, expected a whole number from 1 to 240.',
    );
    expect(await said(`{ retention: { months: 2 }, ${volume} }`)).toContain(
      'sources.web-shop.retention.column is missing, expected text.',
    );
    expect(await said('{ retention: { column: at, months: 2 } }')).toContain(
      'sources.web-shop.volume.gigabytes is missing, expected a number.',
    );
  });
});

test('what the programs make passes the policy pack, and what breaks a rule is named', async () => {
  const resources = [
    ...(await made('operators')),
    ...(await platformWith(size, `${size}\n  postgres: { enabled: true }`)),
    ...(await made('use-cases')),
  ].filter(({ type }) => type.startsWith('kubernetes:'));
  const findings = async (more: readonly Made[]) => {
    const seen = [...resources, ...more].map(({ type, name, inputs }, index) => ({
      type,
      // Names are of a program, URNs of everything.
      urn: `${index}::${type}::${name}`,
      props: inputs,
    }));
    const file = path.join(infra, 'resources.json');
    writeFileSync(file, JSON.stringify(seen));
    const { code, stdout, output } = await start('policy', 'dev', file);
    if (code !== 0) throw new Error(output);
    return (JSON.parse(stdout) as { enforcementLevel: string; message: string }[]).filter(
      ({ enforcementLevel }) => enforcementLevel === 'mandatory',
    );
  };
  expect(await findings([])).toEqual([]);
  const inputs = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'open', namespace: 'x' } };
  const open = { ...inputs, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } };
  const found = await findings([{ type: 'kubernetes:core/v1:Service', name: 'open', inputs: open }]);
  expect(found.map(({ message }) => message).join('\n')).toContain('x/open: spec.type');
});

test('another stack than dev and prod is refused, and so is prod without digests and without copies', async () => {
  expect((await start('platform', 'test')).output).toContain('The stack is "test", expected dev or prod');
  expect((await start('platform', 'prod')).output).toContain('ends in @sha256:');
});
