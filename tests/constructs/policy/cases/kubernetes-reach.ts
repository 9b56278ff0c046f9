import { installationTypes } from '#constructs/policy/kubernetes/rules/objects.ts';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import type { Body, RuleCase } from './case.ts';

const rbac = (kind: string) => `rbac.authorization.k8s.io/v1/${kind}`;
const rule = (verbs: string[], resources = ['pods']): Body => ({
  rules: [{ apiGroups: [''], resources, verbs }],
});
const binding = (role: string, subject: Body): Body => ({
  roleRef: { kind: 'Role', name: role },
  subjects: [subject],
});
const account = { kind: 'ServiceAccount', name: 'api', namespace: 'n' };
const policy = (name: string, spec: Body): PolicyResource => ({
  type: 'networking.k8s.io/v1/NetworkPolicy',
  name,
  path: name,
  body: { metadata: { name, namespace: 'closed' }, spec },
});
const named = (name: string, labels: Body = {}): Body => ({ metadata: { name, labels } });
const inside = { namespaceSelector: { matchLabels: { a: 'b' } }, podSelector: {} };
const ports = [{ port: 8443 }];
const selected = (spec: Body, namespace = 'n'): Body => ({ metadata: { name: 'api', namespace }, spec });
const labels = { 'app.kubernetes.io/name': 'api' };
const pods = (spec: Body = {}): Body => ({
  metadata: { name: 'api', namespace: 'n' },
  spec: { ...spec, template: { metadata: { labels }, spec: { containers: [] } } },
});
const apartSpec = { affinity: { podAntiAffinity: {} }, containers: [] };
const deployment: PolicyResource = {
  type: 'apps/v1/Deployment',
  name: 'n/api',
  path: 'n/other',
  body: pods(),
};

/** An installation of the ClickHouse operator. */
const hosts = (layout: Body, namespace = 'n'): Body => ({
  metadata: { name: 'main', namespace },
  spec: {
    configuration: { clusters: [{ name: 'main', layout }] },
    templates: { podTemplates: [{ metadata: { labels } }] },
  },
});
const budget = (spec: Body, among: Body = {}): Body => ({
  metadata: { name: 'api', namespace: 'n' },
  spec: { ...spec, selector: { matchLabels: { ...labels, ...among } } },
});

export const kubernetesReach: readonly RuleCase[] = [
  {
    rule: 'TLTK_K8S_016',
    type: 'v1/Namespace',
    passes: [named('a', { 'pod-security.kubernetes.io/enforce': 'restricted' })],
    fails: [
      ['metadata.labels.pod-security.kubernetes.io/enforce', named('a')],
      [
        'metadata.labels.pod-security.kubernetes.io/enforce',
        named('a', { 'pod-security.kubernetes.io/enforce': 'baseline' }),
      ],
    ],
  },
  {
    rule: 'TLTK_K8S_017',
    type: rbac('Role'),
    like: [rbac('ClusterRole')],
    passes: [rule(['get'])],
    fails: [
      ['rules.0.verbs.0', rule(['*'])],
      ['rules.0.resources.0', rule(['get'], ['*'])],
    ],
  },
  {
    rule: 'TLTK_K8S_018',
    type: rbac('ClusterRole'),
    passes: [rule(['get'])],
    fails: [['rules.0.resources', rule(['get'], ['secrets'])]],
  },
  {
    rule: 'TLTK_K8S_019',
    type: rbac('Role'),
    like: [rbac('ClusterRole')],
    passes: [rule(['get', 'create'])],
    fails: [['rules.0.verbs.1', rule(['get', 'bind'])]],
  },
  {
    rule: 'TLTK_K8S_020',
    type: rbac('RoleBinding'),
    like: [rbac('ClusterRoleBinding')],
    passes: [binding('api', account)],
    fails: [
      ['roleRef.name', binding('cluster-admin', account)],
      ['subjects.0.name', binding('api', { kind: 'Group', name: 'system:authenticated' })],
      ['subjects.0.name', binding('api', { ...account, name: 'default' })],
    ],
  },
  {
    rule: 'TLTK_K8S_021',
    type: 'v1/ConfigMap',
    passes: [{ data: { 'a.sh': 'echo "$PASSWORD"' } }],
    fails: [['data.key', { data: { key: '-----BEGIN RSA PRIVATE KEY-----' } }]],
  },
  {
    rule: 'TLTK_K8S_022',
    type: 'v1/Secret',
    passes: [{ metadata: { name: 'a' } }],
    fails: [
      ['stringData', { stringData: { password: 'x' } }],
      ['data', { data: { password: 'eA==' } }],
    ],
  },
  {
    rule: 'TLTK_K8S_023',
    type: 'v1/Namespace',
    passes: [named('closed')],
    fails: [
      ['ingress', named('open')],
      ['egress', named('open')],
    ],
    beside: [policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })],
  },
  {
    rule: 'TLTK_K8S_024',
    type: 'networking.k8s.io/v1/NetworkPolicy',
    passes: [
      { spec: { ingress: [{ from: [inside], ports }] } },
      { spec: { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports }] } },
      { spec: { policyTypes: ['Ingress', 'Egress'] } },
    ],
    fails: [
      ['spec.ingress.0.from', { spec: { ingress: [{ ports }] } }],
      ['spec.ingress.0.ports', { spec: { ingress: [{ from: [inside] }] } }],
      ['spec.egress.0.to.0', { spec: { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports }] } }],
      ['spec.ingress.0.from.0', { spec: { ingress: [{ from: [{ namespaceSelector: {} }], ports }] } }],
    ],
  },
  {
    rule: 'TLTK_K8S_025',
    type: 'v1/Service',
    passes: [selected({ selector: labels }), selected({ clusterIP: 'None' })],
    fails: [
      ['spec.selector', selected({ selector: { 'app.kubernetes.io/name': 'apy' } })],
      ['spec.selector', selected({ selector: labels }, 'elsewhere')],
    ],
    beside: [deployment],
  },
  {
    rule: 'TLTK_K8S_026',
    type: 'v1/Service',
    passes: [{ spec: { type: 'ClusterIP' } }, { spec: {} }],
    fails: [
      ['spec.type', { spec: { type: 'LoadBalancer' } }],
      ['spec.type', { spec: { type: 'NodePort' } }],
    ],
  },
  {
    rule: 'TLTK_K8S_027',
    type: 'gateway.networking.k8s.io/v1/Gateway',
    passes: [{ spec: { listeners: [{ protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'a' }] } }] } }],
    fails: [
      ['spec.listeners.0.protocol', { spec: { listeners: [{ protocol: 'HTTP' }] } }],
      ['spec.listeners.0.tls.certificateRefs', { spec: { listeners: [{ protocol: 'HTTPS' }] } }],
    ],
  },
  {
    rule: 'TLTK_K8S_028',
    type: 'networking.k8s.io/v1/Ingress',
    passes: [],
    fails: [['kind', { spec: {} }]],
  },
  {
    rule: 'TLTK_K8S_029',
    type: 'apps/v1/Deployment',
    like: ['apps/v1/StatefulSet'],
    passes: [pods()],
    fails: [['spec', { metadata: { name: 'api', namespace: 'elsewhere' }, spec: pods()['spec'] }]],
    beside: [
      {
        type: 'policy/v1/PodDisruptionBudget',
        name: 'n/api',
        path: 'n/budget',
        body: { metadata: { namespace: 'n' }, spec: { selector: { matchLabels: labels } } },
      },
    ],
  },
  ...installationTypes.map((type): RuleCase => {
    const shard = `${type.replace(/\/.*$/, '')}/shard`;
    const first = budget({ minAvailable: 1 }, { [shard]: '0' });
    return {
      rule: 'TLTK_K8S_029',
      type,
      beside: [{ type: 'policy/v1/PodDisruptionBudget', name: 'n/api', path: 'n/budget', body: first }],
      passes: [
        hosts({ shardsCount: 1, replicasCount: 2 }),
        hosts({ shardsCount: 2, replicasCount: 1 }),
        hosts({ replicasCount: 1 }, 'elsewhere'),
      ],
      fails: [
        ['spec', hosts({ shardsCount: 2, replicasCount: 2 })],
        ['spec', hosts({ replicasCount: 2 }, 'elsewhere')],
      ],
    };
  }),
  {
    rule: 'TLTK_K8S_030',
    type: 'policy/v1/PodDisruptionBudget',
    passes: [{ spec: { maxUnavailable: 1 } }],
    fails: [
      ['spec.maxUnavailable', { spec: { maxUnavailable: 0 } }],
      ['spec.minAvailable', { spec: { minAvailable: 1 } }],
    ],
  },
  ...installationTypes.map((type): RuleCase => {
    const group = type.replace(/\/.*$/, '');
    return {
      rule: 'TLTK_K8S_030',
      type: 'policy/v1/PodDisruptionBudget',
      beside: [{ type, name: 'n/main', path: 'n/main', body: hosts({ shardsCount: 2, replicasCount: 3 }) }],
      passes: [
        budget({ minAvailable: 2 }, { [`${group}/shard`]: '1' }),
        budget({ minAvailable: 5 }),
        // Of no host.
        budget({ maxUnavailable: 1 }, { [`${group}/shard`]: '2' }),
      ],
      fails: [
        ['spec.maxUnavailable', budget({ maxUnavailable: 1 })],
        ['spec.minAvailable', budget({ minAvailable: 3 }, { [`${group}/shard`]: '1' })],
        ['spec.minAvailable', budget({ minAvailable: 6 })],
        ['spec.minAvailable', budget({ minAvailable: '50%' })],
        ['spec.minAvailable', budget({ minAvailable: 2 }, { [`${group}/shard`]: '2' })],
      ],
    };
  }),
  {
    rule: 'TLTK_K8S_031',
    type: 'policy/v1/PodDisruptionBudget',
    passes: [{ spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }],
    fails: [['spec.unhealthyPodEvictionPolicy', { spec: {} }]],
  },
  {
    rule: 'TLTK_K8S_032',
    type: 'apps/v1/Deployment',
    like: ['apps/v1/StatefulSet'],
    passes: [
      { spec: { replicas: 1, template: { spec: { containers: [] } } } },
      { spec: { replicas: 2, template: { spec: apartSpec } } },
    ],
    fails: [
      [
        'spec.template.spec.affinity.podAntiAffinity',
        { spec: { replicas: 2, template: { spec: { containers: [] } } } },
      ],
    ],
  },
  {
    rule: 'TLTK_K8S_033',
    type: 'autoscaling/v2/HorizontalPodAutoscaler',
    passes: [{ spec: { minReplicas: 3 } }],
    fails: [
      ['spec.minReplicas', { spec: { minReplicas: 2 } }],
      ['spec.minReplicas', { spec: {} }],
    ],
  },
  {
    rule: 'TLTK_K8S_034',
    type: 'apps/v1/Deployment',
    passes: [pods(), { metadata: { name: 'other', namespace: 'n' }, spec: { replicas: 2 } }],
    fails: [['spec.replicas', pods({ replicas: 2 })]],
    beside: [
      {
        type: 'autoscaling/v2/HorizontalPodAutoscaler',
        name: 'n/api',
        path: 'n/scaler',
        body: { metadata: { namespace: 'n' }, spec: { scaleTargetRef: { name: 'api' } } },
      },
    ],
  },
  {
    rule: 'TLTK_K8S_035',
    type: 'batch/v1/CronJob',
    passes: [
      {
        spec: {
          timeZone: 'Etc/UTC',
          startingDeadlineSeconds: 600,
          jobTemplate: { spec: { activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 60 } },
        },
      },
    ],
    fails: [
      ['spec.jobTemplate.spec.activeDeadlineSeconds', { spec: {} }],
      ['spec.timeZone', { spec: {} }],
    ],
  },
  {
    rule: 'TLTK_K8S_036',
    type: 'batch/v1/CronJob',
    passes: [{ spec: { concurrencyPolicy: 'Forbid' } }],
    fails: [
      ['spec.concurrencyPolicy', { spec: { concurrencyPolicy: 'Allow' } }],
      ['spec.concurrencyPolicy', { spec: {} }],
    ],
  },
];
