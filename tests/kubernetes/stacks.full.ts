import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { isAllowed } from '../tools/network-policies.ts';
import type { PodEnd } from '../tools/network-policies.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import { kubernetesRules } from '#constructs/policy/kubernetes/catalogue.ts';
import { kubernetesResource } from '#constructs/policy/resource.ts';
import type { ClientProgram } from './client.ts';
import { ClientRepository, namespaceOf } from './client.ts';
import type { Cluster } from './cluster/cluster.ts';
import { isReady, simulated } from './cluster/nodes.ts';
import { destroy, isUnchanged, preview, refresh, up } from './engine/engine.ts';
import type { StackOptions } from './engine/engine.ts';
import type { KubeObject } from './json.ts';
import { at, numberAt, textAt } from './json.ts';
import { Lab } from './lab.ts';
import { unexplained } from './lint/exceptions.ts';
import {
  asSent,
  checkovFindingsIn,
  objectsIn,
  schemaFindings,
  scoreFindings,
  writeObjects,
} from './lint/linters.ts';
import { writeSchemas } from './lint/schemas.ts';
import { gone, killWhole, resourcesIn, untilTrue, upInBackground } from './runs.ts';
import { makeSecrets } from './secrets.ts';
import { until } from './waiting.ts';

// The three programs of a generated repository, from nothing to ready to gone. Each test goes on from where the one before
// it ended.

jest.setTimeout(280_000);

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-stacks-'));
const warehouse = namespaceOf('warehouse');
const useCases = namespaceOf('use-cases');
let lab: Lab;
let cluster: Cluster;
let client: ClientRepository;

beforeAll(async () => {
  client = await ClientRepository.write();
  lab = await Lab.start({ hasClickHouseOperator: false });
  cluster = lab.cluster;
});
afterAll(async () => {
  await lab.stop();
  client.remove();
  rmSync(folder, { recursive: true, force: true });
});

function stack(name: ClientProgram, environment: 'dev' | 'prod' = 'dev'): StackOptions {
  return {
    program: client.program(name, environment),
    stack: environment,
    api: cluster.api,
    state: path.join(folder, `${environment}-${name}.json`),
  };
}

async function pods(namespace: string, app?: string): Promise<readonly KubeObject[]> {
  const selector = app === undefined ? '' : `?labelSelector=app.kubernetes.io%2Fname%3D${app}`;
  return cluster.api.list(`/api/v1/namespaces/${namespace}/pods${selector}`);
}

/** Pods that work: a pod on its way out counts no more. */
async function ready(app: string): Promise<number> {
  const found = await pods(warehouse, app);
  return found.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
}

/** Closes all nodes to new pods, as a drain does with its node, or opens them again; done when the scheduler was told. */
async function cordon(closed: boolean): Promise<void> {
  for (const { metadata } of await cluster.api.list('/api/v1/nodes'))
    await cluster.api.merge(`/api/v1/nodes/${metadata.name}`, { spec: { unschedulable: closed } });
  await until('the nodes are marked', 30, async () => {
    const nodes = await cluster.api.list('/api/v1/nodes');
    const marked = nodes.filter((node) => JSON.stringify(node).includes('node.kubernetes.io/unschedulable'));
    return marked.length === (closed ? nodes.length : 0)
      ? { answer: undefined }
      : { missing: `${marked.length} of ${nodes.length} are` };
  });
}

/** What the server says to who would empty the node of a pod. */
async function evict(pod: KubeObject | undefined): Promise<number> {
  const name = pod?.metadata.name ?? '';
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace: warehouse },
  };
  const at = `/api/v1/namespaces/${warehouse}/pods/${name}/eviction`;
  return (await cluster.api.call('POST', at, eviction)).status;
}

async function statefulSets(): Promise<readonly string[]> {
  const found = await cluster.api.list(`/apis/apps/v1/namespaces/${warehouse}/statefulsets`);
  return found
    .filter((set) => numberAt(set, 'status', 'readyReplicas') === 1)
    .map(({ metadata }) => metadata.name);
}

describe('without the operator', () => {
  test('the platform stops at the preview, and names the missing kind and the stack that installs it', async () => {
    const before = await cluster.api.list('/api/v1/namespaces');
    const { errors, counts } = await preview(stack('platform'));
    expect(errors.join('\n')).toContain('clickhouseinstallations.clickhouse.altinity.com');
    expect(errors.join('\n')).toContain('installed by ClickHouseOperator in the stack operators');
    expect(counts).not.toHaveProperty('update');
    expect(await cluster.api.list('/api/v1/namespaces')).toHaveLength(before.length);
  });
});

describe('on the way up', () => {
  test('operators: accepted at once, and unchanged the next time', async () => {
    expect(await preview(stack('operators'))).toMatchObject({ errors: [] });
    expect(await up(stack('operators'))).toMatchObject({ errors: [] });
    expect(isUnchanged(await up(stack('operators')))).toBe(true);
  });

  test('platform: killed half-way and repeated, every host is ready', async () => {
    await makeSecrets(cluster.api, warehouse, {
      ...Object.fromEntries(
        ['operations', 'loader', 'transformer', 'service', 'analyst'].map((user) => [
          `clickhouse-${user}`,
          ['password'],
        ]),
      ),
    });
    await makeSecrets(cluster.api, namespaceOf('operators'), {
      'clickhouse-operator': ['username', 'password'],
    });
    expect(await preview(stack('platform'))).toMatchObject({ errors: [] });

    const first = await upInBackground(stack('platform'));
    const { state } = stack('platform');
    await untilTrue('some resources are made', () => resourcesIn(state) >= 12);
    killWhole(first);
    await gone(first);

    expect(await up(stack('platform'))).toMatchObject({ errors: [] });
    expect(await statefulSets()).toEqual(['chi-main-main-0-0', 'chk-main-keeper-0-0']);
    expect(isUnchanged(await up(stack('platform')))).toBe(true);
  });

  test('use cases: jobs, services and who reaches the warehouse', async () => {
    await makeSecrets(cluster.api, useCases, {
      ...Object.fromEntries(
        ['loader', 'transformer', 'service'].map((user) => [`clickhouse-${user}`, ['password', 'ca.crt']]),
      ),
    });
    expect(await preview(stack('use-cases'))).toMatchObject({ errors: [] });
    expect(await up(stack('use-cases'))).toMatchObject({ errors: [] });
    expect(isUnchanged(await up(stack('use-cases')))).toBe(true);
    expect((await pods(useCases)).filter(isReady)).toHaveLength(4);
  });
});

describe('while it runs', () => {
  test('a larger size: the quota first, then replicas and Keepers', async () => {
    client.set('dev', { kubernetes: { size: 'starter' } });
    const quota = await preview(stack('operators'));
    expect(quota).toMatchObject({ errors: [], counts: { update: 1 } });
    expect(await up(stack('operators'))).toMatchObject({ errors: [] });

    expect(await up(stack('platform'))).toMatchObject({ errors: [] });
    // The operator says Completed of the cluster as it was: what counts is what is there.
    await until('all hosts', 90, async () => {
      const sets = await statefulSets();
      return sets.length === 5 ? { answer: undefined } : { missing: sets.join(' ') };
    });
    expect(isUnchanged(await preview(stack('platform')))).toBe(true);
  });

  test('what a person changed is found by a refresh, and brought back', async () => {
    cluster.kubectl('-n', useCases, 'scale', 'deployment/demand-forecasting', '--replicas=1');
    cluster.kubectl('-n', useCases, 'delete', 'pdb/demand-forecasting');
    expect(isUnchanged(await preview(stack('use-cases')))).toBe(true);
    expect(await refresh(stack('use-cases'))).toMatchObject({ counts: { update: 1, delete: 1 } });
    expect(await up(stack('use-cases'))).toMatchObject({ errors: [], counts: { update: 1, create: 1 } });
    expect(isUnchanged(await up(stack('use-cases')))).toBe(true);
  });

  test('nobody but the named callers reaches ClickHouse and Keeper, by the policies on the server', async () => {
    const policies = await cluster.api.list('/apis/networking.k8s.io/v1/networkpolicies');
    const every = [...(await pods(warehouse)), ...(await pods(useCases)), ...(await jobs())];
    const ends = new Map(every.map((pod) => [appOf(pod), endOf(pod)] as const));
    ends.set('operator', endOf((await pods(namespaceOf('operators')))[0]));
    ends.set('stranger', { namespace: warehouse, labels: { 'app.kubernetes.io/name': 'stranger' } });
    ends.set('elsewhere', { namespace: 'default', labels: { 'app.kubernetes.io/name': 'transform' } });
    const reached = (to: string): readonly string[] => {
      const target = ends.get(to);
      if (target === undefined) throw new Error(`There is no ${to}.`);
      return [...ends].flatMap(([from, end]) => {
        const open = ports.filter((port) => isAllowed(policies, end, target, port));
        return open.length === 0 ? [] : [`${from} ${open.join(' ')}`];
      });
    };
    expect({
      clickhouse: reached('main-clickhouse').toSorted(),
      keeper: reached('main-keeper').toSorted(),
    }).toMatchInlineSnapshot(`
      {
        "clickhouse": [
          "customer-segmentation 8443",
          "customer-segmentation-predict 8443",
          "customer-segmentation-train 8443",
          "demand-forecasting 8443",
          "demand-forecasting-predict 8443",
          "demand-forecasting-train 8443",
          "ingestion-erp 8443",
          "ingestion-web-shop 8443",
          "main-clickhouse 8443 9010 9440",
          "main-ready 9440",
          "operator 8443",
          "transform 8443",
        ],
        "keeper": [
          "main-clickhouse 2181",
          "main-keeper 2181 9444",
        ],
      }
    `);
    expect(reached('demand-forecasting')).toEqual([]);
  });

  test('what was sent, and what the operator made of it, passes every linter', async () => {
    const programs = ['operators', 'platform', 'use-cases'] as const;
    const sent = programs.flatMap((name) => objectsIn(stack(name).state));
    const inWarehouse = `namespaces/${warehouse}`;
    const made = await Promise.all(
      [
        `/apis/apps/v1/${inWarehouse}/statefulsets`,
        `/api/v1/${inWarehouse}/services`,
        `/apis/policy/v1/${inWarehouse}/poddisruptionbudgets`,
      ].map((collection) => cluster.api.list(collection)),
    );
    const objects = [...sent, ...made.flat().map(asSent)];
    const schemas = path.join(folder, 'schemas');
    await writeSchemas(cluster.api, schemas);
    const files = writeObjects(path.join(folder, 'objects'), objects);
    const findings = [
      ...schemaFindings(files, schemas),
      ...scoreFindings(files),
      ...(await checkovFindingsIn(path.join(folder, 'objects'))),
    ];
    expect(unexplained(findings)).toEqual({ findings: [], exceptions: [] });
    const ours = findingsIn(
      sent.map((object) => kubernetesResource(object)),
      { env: 'dev', residency: { rule: 'eu', allowedLocations: ['EU', 'europe-west1'] } },
      kubernetesRules,
    );
    expect(ours.map(({ rule, path: where, at: field }) => [rule, where, field])).toEqual([]);
  });

  test('a drain is told to wait: one Keeper at a time', async () => {
    const keepers = await pods(warehouse, 'main-keeper');
    expect(new Set(keepers.map((pod) => textAt(pod, 'spec', 'nodeName'))).size).toBe(3);
    const [first, second] = keepers;
    // With the nodes closed, what is made in place of the first stays away. Until it is made there is no trace of it
    // but our budget, which counts the pods there are.
    await cordon(true);
    expect(await evict(first)).toBe(201);
    const answers: number[] = [];
    await until('a Keeper in place of the first', 60, async () => {
      answers.push(await evict(second));
      const found = await pods(warehouse, 'main-keeper');
      const now = found.find(({ metadata }) => metadata.name === first?.metadata.name);
      return now !== undefined && textAt(now, 'metadata', 'uid') !== textAt(first, 'metadata', 'uid')
        ? { answer: undefined }
        : { missing: 'it is not made' };
    });
    answers.push(await evict(second));
    await cordon(false);
    expect([...new Set(answers)]).toEqual([429]);
    await untilAll('main-keeper', 3);
  });

  test('a node is lost: services move, the Keepers keep their quorum, and what was on it comes back', async () => {
    const [keeper] = await pods(warehouse, 'main-keeper');
    const lost = textAt(keeper, 'spec', 'nodeName') ?? '';
    await cluster.api.merge(`/api/v1/nodes/${lost}`, { metadata: { labels: { [simulated]: null } } });
    let fewest = 3;
    await until('the node is given up', 120, async () => {
      fewest = Math.min(fewest, await ready('main-keeper'));
      return fewest === 2 ? { answer: undefined } : { missing: 'all Keepers are ready' };
    });
    // The cloud takes the machine away: only now may another take its place with the same volume.
    await cluster.api.call('DELETE', `/api/v1/nodes/${lost}`);
    await until('all Keepers', 120, async () => {
      const now = await ready('main-keeper');
      fewest = Math.min(fewest, now);
      return now === 3 ? { answer: undefined } : { missing: `${now} are ready` };
    });
    expect(fewest).toBe(2);
    await untilAll('main-clickhouse', 2);
    const services = await cluster.api.list(`/apis/apps/v1/namespaces/${useCases}/deployments`);
    for (const service of services)
      await until(service.metadata.name, 90, async () => {
        const path = `/apis/apps/v1/namespaces/${useCases}/deployments/${service.metadata.name}`;
        const available = numberAt(await cluster.api.get(path), 'status', 'availableReplicas');
        return available === 2 ? { answer: undefined } : { missing: `${available} available` };
      });
    expect(isUnchanged(await preview(stack('platform')))).toBe(true);
  });
});

describe('in prod', () => {
  test('what holds data is not destroyed', async () => {
    const image = (name: string): string => `registry.example.com/${name}:1.0.0@sha256:${'1'.repeat(64)}`;
    client.set('prod', {
      kubernetes: {
        images: Object.fromEntries(
          ['clickhouse', 'clickhouse_keeper', 'clickhouse_backup'].map((name) => [name, image(name)]),
        ),
      },
    });
    client.set('prod', {
      kubernetes: {
        images: {
          clickhouse_operator: image('operator'),
          clickhouse_operator_metrics: image('metrics'),
        },
      },
    });
    const production = stack('operators', 'prod');
    expect(await up(production)).toMatchObject({ errors: [] });
    expect(await destroy(production)).toMatchObject({
      counts: {},
      errors: [expect.stringContaining('is protected: it cannot be deleted')],
    });
    expect(isUnchanged(await up(production))).toBe(true);
  });
});

describe('on the way down', () => {
  test('use cases, platform, operators: nothing is left', async () => {
    for (const name of ['use-cases', 'platform', 'operators'] as const)
      expect(await destroy(stack(name))).toMatchObject({ errors: [] });
    const left = await cluster.api.list('/api/v1/namespaces');
    expect(left.map(({ metadata }) => metadata.name).filter((name) => name.includes('-dev-'))).toEqual([]);
    expect(lab.operators.problems).toEqual([]);
  });
});

/** Ports that somebody might try. */
const ports = [80, 443, 2181, 7000, 8080, 8123, 8443, 9000, 9010, 9182, 9363, 9440, 9444];

function untilAll(app: string, count: number): Promise<void> {
  return until(app, 90, async () => {
    const now = await ready(app);
    return now === count ? { answer: undefined } : { missing: `${now} of ${count} are ready` };
  });
}

/** What the jobs on a schedule will make. */
async function jobs(): Promise<readonly KubeObject[]> {
  const found = await cluster.api.list(`/apis/batch/v1/namespaces/${useCases}/cronjobs`);
  return found.map((job) => ({
    ...job,
    metadata: {
      ...job.metadata,
      labels: Object.fromEntries(
        Object.entries(at(job, 'spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels') ?? {}),
      ),
    },
  }));
}

function appOf({ metadata }: KubeObject): string {
  return metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;
}

function endOf(pod: KubeObject | undefined): PodEnd {
  if (pod === undefined) throw new Error('There is no such pod.');
  return { namespace: pod.metadata.namespace ?? '', labels: pod.metadata.labels ?? {} };
}
