import { describe, expect, test } from '@jest/globals';
import type { ObservabilityArgs } from '#constructs/kubernetes/observability/index.ts';
import { Observability } from '#constructs/kubernetes/observability/index.ts';
import { prometheusRules, ruleGroupsOf } from '#constructs/kubernetes/observability/rules.ts';
import { objectOf } from '#constructs/policy/resource.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { collect } from './collect.ts';
import { prod } from './deployments.ts';
import { refusal } from './refused.ts';

const args: ObservabilityArgs = {
  runbookUrl: 'https://github.com/acme/data/blob/main/docs/runbooks',
  selectedBy: { release: 'prometheus' },
  clickhouse: [{ name: 'main', replicas: 2, keepers: 3 }],
  postgres: [{ name: 'metadata', instances: 3 }],
  services: [{ name: 'api', availability: 0.995, latencyMs: 500 }],
  jobs: { load: 26 },
};
const watched = (given: Partial<ObservabilityArgs> = {}) =>
  new Observability('watch', new RestrictedNamespace('warehouse', { ...prod, name: 'warehouse' }), {
    ...args,
    ...given,
  });
const made = async (given: Partial<ObservabilityArgs> = {}) =>
  (await collect(() => watched(given))).sent.filter(({ urn }) => urn.includes('Observability'));
const kinds = async (given: Partial<ObservabilityArgs>) =>
  [...new Set((await made(given)).map(({ object }) => object['kind']))].sort();

describe('Observability', () => {
  const groups = ruleGroupsOf('acme-prod-warehouse', args);
  const alerts = groups.flatMap((group) => group.alerts);

  test('has rules', () => {
    expect(prometheusRules(groups, args, { env: 'prod', owner: 'data-team' })).toMatchSnapshot();
  });

  test('has a runbook for every alert, under a name of its own', () => {
    const names = alerts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, runbook } of alerts) {
      expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(summary).not.toMatch(/[.\n]$/);
      expect(runbook.means).toMatch(/\.$/);
      expect(runbook.look.length).toBeGreaterThan(0);
      expect(runbook.act.length).toBeGreaterThan(0);
    }
  });

  test('has a dead man’s switch that nobody is called for', () => {
    expect(alerts.filter(({ severity }) => severity === 'none').map(({ name }) => name)).toEqual([
      'DeadMansSwitch',
    ]);
  });

  test('is collected by whatever the cluster has', async () => {
    const common = ['ConfigMap'];
    expect(await kinds({})).toEqual([...common, 'NetworkPolicy', 'PodMonitor', 'PrometheusRule']);
    expect(await kinds({ collector: 'gke-managed' })).toEqual([
      ...common,
      'NetworkPolicy',
      'PodMonitoring',
      'Rules',
    ]);
    expect(await kinds({ collector: 'none' })).toEqual(common);
  });

  test('collects from the ports that are opened for it', async () => {
    const objects = await made();
    const policies = objects.filter(({ object }) => object['kind'] === 'NetworkPolicy');
    expect(policies.map(({ name }) => name)).toHaveLength(4);
    expect(JSON.stringify(policies)).toContain('"kubernetes.io/metadata.name":"monitoring"');
    expect(
      JSON.stringify(policies)
        .match(/"port":\d+/g)
        ?.sort(),
    ).toEqual(['"port":7000', '"port":8080', '"port":9187', '"port":9363']);
  });

  test('has dashboards that Grafana reads', async () => {
    const boards = (await made()).filter(({ name }) => /clickhouse-main$|service-api$/.test(name));
    expect(boards).toHaveLength(2);
    for (const { object } of boards) {
      const [json] = Object.values(objectOf(object['data']));
      expect(JSON.parse(String(json))).toMatchObject({ schemaVersion: 39, panels: expect.any(Array) });
    }
  });

  test.each<[string, Partial<ObservabilityArgs>]>([
    ['runbookUrl', { runbookUrl: 'docs/runbooks' }],
    ['name of what is watched', { clickhouse: [{ name: 'Main', replicas: 1, keepers: 1 }] }],
    ['services.api.availability', { services: [{ name: 'api', availability: 1 }] }],
    ['services.api.latencyMs', { services: [{ name: 'api', availability: 0.99, latencyMs: 300 }] }],
    ['services.api.latencyShare', { services: [{ name: 'api', availability: 0.99, latencyShare: 99 }] }],
    ['jobs.load', { jobs: { load: 0 } }],
  ])('refuses %s (%#)', async (prop, wrong) => {
    expect(await refusal(() => watched(wrong))).toBe(prop);
  });
});
