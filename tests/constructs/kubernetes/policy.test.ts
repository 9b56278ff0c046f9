// The rules over everything the components make, and over single mistakes made in it.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { findingsIn } from '#constructs/policy/findings.ts';
import { kubernetesRules } from '#constructs/policy/kubernetes/catalogue.ts';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import { kubernetesResource, objectOf } from '#constructs/policy/resource.ts';
import { dev as gcpDev } from '../synth.ts';
import { withValue } from '../policy/mutations.ts';
import { prod } from './deployments.ts';
import { everything } from './everything.ts';
import { collect } from './collect.ts';

const judge = (resources: readonly PolicyResource[]) =>
  findingsIn(resources, { env: 'prod', residency: gcpDev.residency }, kubernetesRules);

let good: readonly PolicyResource[];
beforeAll(async () => {
  good = (await collect(() => everything(prod))).sent.map(({ object }) => kubernetesResource(object));
}, 60_000);

test('everything the components make in prod: no finding', () => {
  expect(good.length).toBeGreaterThan(50);
  expect(judge(good).map(({ rule, path, type, at, expected }) => [rule, type, path, at, expected])).toEqual(
    [],
  );
});

describe('single mistakes in what the components make', () => {
  /** Rules that find something once a value is changed. */
  function caughtBy(type: string, at: string, value: unknown): string[] {
    const target = good.find((resource) => resource.type.endsWith(`/${type}`));
    if (target === undefined) throw new Error(`no ${type}`);
    const body = objectOf(withValue(target.body, at.split('.'), value));
    expect(body).not.toEqual(target.body);
    const found = judge(good.map((resource) => (resource === target ? { ...target, body } : resource)));
    return [...new Set(found.map(({ rule }) => rule))];
  }

  const pod = 'spec.templates.podTemplates.0.spec';
  test.each([
    ['a namespace for everyone', 'Namespace', 'metadata.labels', {}, ['TLTK_K8S_016', 'TLTK_K8S_051']],
    ['root', 'Deployment', 'spec.template.spec.containers.0.securityContext.runAsUser', 0, ['TLTK_K8S_001']],
    [
      'a bad quantity in a template',
      'ClickHouseInstallation',
      `${pod}.containers.0.resources.requests.cpu`,
      'lots',
      ['TLTK_K8S_037'],
    ],
    [
      'a misspelt field in a template',
      'ClickHouseInstallation',
      `${pod}.containers.0.resourcess`,
      {},
      ['TLTK_K8S_040', 'TLTK_K8S_050'],
    ],
    [
      'an access mode that is none',
      'ClickHouseInstallation',
      'spec.templates.volumeClaimTemplates.0.spec.accessModes',
      ['RWX'],
      ['TLTK_K8S_038'],
    ],
    [
      'a template that is not there',
      'ClickHouseInstallation',
      'spec.defaults.templates.podTemplate',
      'other',
      ['TLTK_K8S_039'],
    ],
    [
      'a digest of a password',
      'ClickHouseInstallation',
      'spec.configuration.users.api/password_sha256_hex',
      '00',
      ['TLTK_K8S_041'],
    ],
    ['the user default', 'ClickHouseInstallation', 'spec.configuration.files', { a: 'b' }, ['TLTK_K8S_042']],
    [
      'a port in the clear',
      'ClickHouseInstallation',
      'spec.configuration.clusters.0.insecure',
      'yes',
      ['TLTK_K8S_043'],
    ],
    [
      'a probe of plain HTTP',
      'ClickHouseInstallation',
      `${pod}.containers.0.readinessProbe.httpGet.scheme`,
      'HTTP',
      ['TLTK_K8S_044'],
    ],
    [
      'nothing that is waited for',
      'ClickHouseInstallation',
      'metadata.annotations',
      { a: 'b' },
      ['TLTK_K8S_045'],
    ],
    ['an empty map', 'ClickHouseInstallation', 'metadata.annotations.extra', {}, ['TLTK_K8S_050']],
    [
      'true in place of yes',
      'ClickHouseInstallation',
      'spec.configuration.clusters.0.pdbManaged',
      true,
      ['TLTK_K8S_047', 'TLTK_K8S_055'],
    ],
    ['a budget that keeps every replica', 'PodDisruptionBudget', 'spec.minAvailable', 3, ['TLTK_K8S_030']],
    [
      'a budget of others',
      'PodDisruptionBudget',
      'spec.selector.matchLabels',
      { a: 'b' },
      ['TLTK_K8S_029', 'TLTK_K8S_030'],
    ],
    [
      'two Keepers',
      'ClickHouseKeeperInstallation',
      'spec.configuration.clusters.0.layout.replicasCount',
      2,
      // Neither is a budget that was made for three.
      ['TLTK_K8S_030', 'TLTK_K8S_046'],
    ],
    [
      'volumes that go',
      'ClickHouseKeeperInstallation',
      'spec.templates.volumeClaimTemplates.0.reclaimPolicy',
      'Delete',
      ['TLTK_K8S_048'],
    ],
    [
      'an operator that watches nothing',
      'ClickHouseOperatorConfiguration',
      'spec.watch.namespaces.include',
      [],
      ['TLTK_K8S_049'],
    ],
    ['Secrets of the whole cluster', 'ClusterRole', 'rules.0.resources.0', 'secrets', ['TLTK_K8S_018']],
    ['a superuser', 'Cluster', 'spec.enableSuperuserAccess', true, ['TLTK_K8S_054']],
    ['a listener in the clear', 'Gateway', 'spec.listeners.0.protocol', 'HTTP', ['TLTK_K8S_027']],
    [
      'an alert without a runbook',
      'PrometheusRule',
      'spec.groups.0.rules.0.annotations',
      { summary: 'a' },
      ['TLTK_K8S_052'],
    ],
  ])('%s', (_, type, at, value, rules) => {
    expect(caughtBy(type, at, value)).toEqual(rules);
  });
});
