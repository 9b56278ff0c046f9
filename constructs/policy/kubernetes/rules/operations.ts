import type { Check, RuleGroup } from '../../rule.ts';
import { objectOf } from '../../resource.ts';
import { select, selectIn } from '../../values.ts';
import { mustBe } from '../../checks.ts';
import { installationTypes, must, podTypes } from './objects.ts';

/** Kinds of operators, whose objects Pulumi compares field by field. */
const custom = [
  'barmancloud.cnpg.io/*',
  'cert-manager.io/*',
  'clickhouse*.altinity.com/*',
  'gateway.*/*',
  'monitoring.*/*',
  'networking.gke.io/*',
  'postgresql.cnpg.io/*',
];

const postgres = 'postgresql.cnpg.io/v1/Cluster';

/** Places of maps that hold nothing; an emptyDir and a selector of everything mean something. */
function emptyMaps(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => emptyMaps(item, `${at}.${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if (entries.length === 0 && !/(^|\.)(emptyDir|podSelector|namespaceSelector)$/.test(at)) return [at];
  return entries.flatMap(([key, item]) => emptyMaps(item, at === '' ? key : `${at}.${key}`));
}

const noEmptyMaps: Check = ({ body }) =>
  [...emptyMaps(body['metadata'], 'metadata'), ...emptyMaps(body['spec'], 'spec')].map((at) => ({
    at,
    value: {},
    expected: 'nothing at all',
  }));

const ours = ['app.kubernetes.io/name', 'app.kubernetes.io/part-of', 'env', 'owner'];
const labelled: Check = ({ body }) => {
  const labels = objectOf(objectOf(body['metadata'])['labels']);
  return ours
    .filter((name) => labels[name] === undefined)
    .map((name) => ({ at: `metadata.labels.${name}`, value: undefined, expected: 'a label of that name' }));
};

const completeAlerts: Check = ({ body }) =>
  select(body, 'spec.groups.rules')
    .filter(({ value }) => objectOf(value)['alert'] !== undefined)
    .flatMap((rule) =>
      ['labels.severity', 'annotations.summary', 'annotations.runbook_url']
        .filter((path) => selectIn(rule, path).length === 0)
        .map((path) => ({ at: `${rule.at}.${path}`, value: undefined, expected: 'something' })),
    );

const copies: Check = ({ body }) => [
  ...select(body, 'spec.backup.barmanObjectStore').map(({ at }) => ({
    at,
    value: 'barmanObjectStore',
    expected: 'the Barman Cloud plugin, as it leaves CloudNativePG in 1.31',
  })),
  ...(select(body, 'spec.plugins').length > 0
    ? []
    : [{ at: 'spec.plugins', value: undefined, expected: 'a plugin that archives the log' }]),
];

/** Left out, it stands for yes. */
const ownBudgets: Check = ({ body }) =>
  select(body, 'spec.configuration.clusters').flatMap((cluster) => must(cluster, 'pdbManaged', 'no'));

export const kubernetesOperations: RuleGroup = {
  subject: 'Kubernetes: running it',
  rules: [
    {
      id: 'TLTK_K8S_050',
      title: 'Objects of operators hold no empty map',
      severity: 'error',
      reason: 'The API server drops it, and Pulumi finds a change for ever.',
      remedy: 'Leave it out.',
      reads: custom,
      check: noEmptyMaps,
    },
    {
      id: 'TLTK_K8S_051',
      title: 'Everything says whose it is',
      severity: 'warning',
      reason: 'Who is called at night, and who pays, is told by these labels.',
      remedy: 'Set the labels: the components do.',
      references: ['required-label-owner'],
      reads: ['v1/Namespace', ...podTypes, postgres],
      check: labelled,
    },
    {
      id: 'TLTK_K8S_052',
      title: 'Alerts say how soon somebody has to act, and what to do',
      severity: 'error',
      reason: 'An alert that nobody understands at night is none.',
      remedy: 'Set the label severity, and the annotations summary and runbook_url.',
      reads: ['monitoring.coreos.com/v1/PrometheusRule', 'monitoring.googleapis.com/v1/Rules'],
      check: completeAlerts,
    },
    {
      id: 'TLTK_K8S_053',
      title: 'PostgreSQL archives its log by the plugin',
      severity: 'error',
      reason: 'Without its log in a bucket, everything since the last copy is lost with the cluster.',
      remedy: 'Name barman-cloud.cloudnative-pg.io in plugins.',
      reads: [postgres],
      only: 'prod',
      check: copies,
    },
    {
      id: 'TLTK_K8S_054',
      title: 'Nobody is superuser of PostgreSQL',
      severity: 'error',
      reason: 'The superuser reads and writes files of the server.',
      remedy: 'Set enableSuperuserAccess to false.',
      reads: [postgres],
      check: mustBe('spec.enableSuperuserAccess', false),
    },
    {
      id: 'TLTK_K8S_055',
      title: 'The operator makes no budgets',
      severity: 'error',
      reason:
        'Its own counts stateful sets, and lets a second pod go while the first is away; beside another, no pod can be evicted.',
      remedy: 'Set pdbManaged to "no", and make a PodDisruptionBudget with minAvailable.',
      reads: installationTypes,
      check: ownBudgets,
    },
  ],
};
