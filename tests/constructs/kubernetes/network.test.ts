import { beforeAll, describe, expect, test } from '@jest/globals';
import { Connections } from '#constructs/kubernetes/connections/index.ts';
import type { ConnectionArgs } from '#constructs/kubernetes/connections/index.ts';
import type { PodPeer } from '#constructs/kubernetes/peers.ts';
import { internet } from '#constructs/kubernetes/peers.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import type { End } from '../../tools/network-policies.ts';
import { isAllowed } from '../../tools/network-policies.ts';
import { collect } from './collect.ts';
import { prod } from './deployments.ts';
import { everything } from './everything.ts';
import { refusal } from './refused.ts';

/** Ports that somebody might try. */
const ports = [80, 443, 2181, 5432, 6443, 7000, 8000, 8080, 8123, 8443, 9000, 9010, 9187, 9363, 9440, 9444];

describe('everything the components make', () => {
  const policies: Readonly<Record<string, unknown>>[] = [];
  const ends = new Map<string, End>();

  beforeAll(async () => {
    let peers: Record<string, PodPeer> = {};
    const { sent } = await collect(() => {
      peers = everything(prod);
    });
    policies.push(...sent.map(({ object }) => object).filter(({ kind }) => kind === 'NetworkPolicy'));
    for (const [name, peer] of Object.entries(peers))
      ends.set(name, {
        namespace: peer.namespace,
        labels: { ...peer.labels, ...(name === 'clickhouse' ? operatorLabels : {}) },
      });
    // The operator labels what it makes, and asks ClickHouse by that label.
    for (const app of ['ready', 'backup', 'restore'])
      ends.set(app, {
        namespace: 'acme-prod-warehouse',
        labels: { 'app.kubernetes.io/name': `main-${app}` },
      });
    ends.set('stranger inside', {
      namespace: 'acme-prod-warehouse',
      labels: { 'app.kubernetes.io/name': 'stranger' },
    });
    ends.set('stranger elsewhere', { namespace: 'default', labels: { 'app.kubernetes.io/name': 'api' } });
    ends.set('prometheus', { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } });
    ends.set('google apis', { address: '199.36.153.9' });
    ends.set('internet', { address: '203.0.113.7' });
    ends.set('api server', { address: '172.16.0.2' });
  }, 60_000);

  const operatorLabels = { 'clickhouse.altinity.com/app': 'chop' };
  const openPorts = (from: string, to: string) => {
    const [first, second] = [ends.get(from), ends.get(to)];
    if (first === undefined || second === undefined) throw new Error(`${from} or ${to} is nobody`);
    return ports.filter((port) => isAllowed(policies, first, second, port));
  };

  test('who reaches whom, and at which ports; everything else is denied', () => {
    const names = [...ends.keys()].sort();
    const reached = names.filter((name) => !['stranger elsewhere', 'prometheus'].includes(name));
    const rows = names
      .filter((name) => 'namespace' in (ends.get(name) ?? {}))
      .map((from) => [from, ...reached.map((to) => openPorts(from, to).join(' '))]);
    expect(`\n${markdownTable(['from \\ to', ...reached], rows)}\n`).toMatchSnapshot();
  });

  test('nobody but the named callers reaches ClickHouse, Keeper and PostgreSQL', () => {
    const callers = (to: string) =>
      [...ends.keys()]
        .filter((from) => 'namespace' in (ends.get(from) ?? {}) && openPorts(from, to).length > 0)
        .sort();
    expect(callers('clickhouse')).toEqual([
      'api',
      'backup',
      'clickhouse',
      'load',
      'operator',
      'prometheus',
      'ready',
      'restore',
    ]);
    expect(callers('keeper')).toEqual(['clickhouse', 'keeper', 'prometheus']);
    expect(callers('postgres')).toEqual(['api', 'postgres', 'prometheus']);
  });

  test('nothing reaches the internet, and nothing is asked in the clear', () => {
    for (const from of ends.keys()) {
      if (!('namespace' in (ends.get(from) ?? {})) || ['stranger elsewhere', 'prometheus'].includes(from))
        continue;
      expect(openPorts(from, 'internet')).toEqual([]);
      expect(openPorts(from, 'clickhouse').filter((port) => port === 8123 || port === 9000)).toEqual([]);
    }
  });
});

describe('the evaluator', () => {
  const policy = (spec: object, namespace = 'n') => ({
    kind: 'NetworkPolicy',
    metadata: { namespace },
    spec,
  });
  const a: End = { namespace: 'n', labels: { app: 'a' } };
  const b: End = { namespace: 'n', labels: { app: 'b' } };
  const stranger: End = { namespace: 'm', labels: { app: 'a' } };
  const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const out = policy({
    podSelector: { matchLabels: { app: 'a' } },
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: { matchLabels: { app: 'b' } } }], ports: [{ port: 1 }] }],
  });
  const into = policy({
    podSelector: { matchLabels: { app: 'b' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }], ports: [{ port: 1 }] }],
  });

  test('lets through what no policy selects, and closes what one does', () => {
    expect(isAllowed([], a, b, 1)).toBe(true);
    expect(isAllowed([deny], a, b, 1)).toBe(false);
    expect(isAllowed([policy({ podSelector: {} })], a, stranger, 1)).toBe(true);
    expect(isAllowed([policy({ podSelector: {} })], stranger, a, 1)).toBe(false);
  });

  test('asks for both sides, the port, and the namespace', () => {
    expect(isAllowed([deny, out, into], a, b, 1)).toBe(true);
    expect(isAllowed([deny, out], a, b, 1)).toBe(false);
    expect(isAllowed([deny, into], a, b, 1)).toBe(false);
    expect(isAllowed([deny, out, into], a, b, 2)).toBe(false);
    expect(isAllowed([deny, out, into], b, a, 1)).toBe(false);
    expect(isAllowed([deny, out, into], stranger, b, 1)).toBe(false);
  });

  test('reads ranges of addresses and what is left out of them', () => {
    const toInternet = policy({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }],
    });
    expect(isAllowed([toInternet], a, { address: '192.0.2.1' }, 443)).toBe(true);
    expect(isAllowed([toInternet], a, { address: '10.1.2.3' }, 443)).toBe(false);
    expect(isAllowed([toInternet], a, b, 443)).toBe(false);
  });
});

describe('Connections', () => {
  const api: PodPeer = { name: 'api', namespace: 'acme-prod-services', labels: { app: 'api' } };
  const store: PodPeer = { name: 'store', namespace: 'acme-prod-services', labels: { app: 'store' } };
  const connect = (...allow: ConnectionArgs[]) =>
    new Connections('allowed', [new RestrictedNamespace('services', { ...prod, name: 'services' })], {
      allow,
    });
  const one: ConnectionArgs = { from: api, to: store, ports: [8080] };

  test.each<[string, ConnectionArgs[]]>([
    ['allow', [one, { ...one, ports: [9090] }]],
    ['allow (api to store) ports', [{ ...one, ports: [] }]],
    ['allow (api to store) ports', [{ ...one, ports: [70_000] }]],
    ['allow (api to store)', [{ ...one, to: { ...store, namespace: 'acme-prod-warehouse' } }]],
    ['allow', [{ ...one, from: { ...api, namespace: 'x' }, to: { ...store, namespace: 'y' } }]],
    ['allow (api to internet) cidrs', [{ ...one, to: { ...internet, cidrs: [] } }]],
    ['allow (api to internet) cidrs', [{ ...one, to: { ...internet, cidrs: ['example.com'] } }]],
    ['allow (Api to store)', [{ ...one, from: { ...api, name: 'Api' } }]],
  ])('refuses %s (%#)', async (prop, allow) => {
    expect(await refusal(() => connect(...allow))).toBe(prop);
  });

  test('writes only the side that is ours', async () => {
    const made = await collect(() => connect({ ...one, from: { ...api, namespace: 'monitoring' } }));
    expect(made.sent.filter(({ urn }) => urn.includes('Connections')).map(({ name }) => name)).toEqual([
      'acme-prod-services-store-from-api',
    ]);
  });
});
