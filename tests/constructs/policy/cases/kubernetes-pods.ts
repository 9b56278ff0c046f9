import { lastingTypes, podTypes } from '#constructs/policy/kubernetes/rules/objects.ts';
import type { Body, RuleCase } from './case.ts';
import { digest } from './case.ts';

/** Where a kind keeps its pod specification, and how to put one there. */
function holding(type: string, pod: Body): { readonly body: Body; readonly at: string } {
  if (type === 'v1/Pod') return { body: { spec: pod }, at: 'spec' };
  if (type === 'batch/v1/CronJob')
    return {
      body: { spec: { jobTemplate: { spec: { template: { spec: pod } } } } },
      at: 'spec.jobTemplate.spec.template.spec',
    };
  if (type.includes('altinity'))
    return {
      body: { spec: { templates: { podTemplates: [{ name: 'p', spec: pod }] } } },
      at: 'spec.templates.podTemplates.0.spec',
    };
  return { body: { spec: { template: { spec: pod } } }, at: 'spec.template.spec' };
}

/** The same case for every kind that holds pods. */
function inPods(
  rule: RuleCase['rule'],
  passes: readonly Body[],
  fails: readonly (readonly [at: string, pod: Body])[],
  types: readonly string[] = podTypes,
): RuleCase[] {
  return types.map((type) => ({
    rule,
    type,
    passes: passes.map((pod) => holding(type, pod).body),
    fails: fails.map(([at, pod]) => [`${holding(type, pod).at}.${at}`, holding(type, pod).body] as const),
  }));
}

const one = (container: Body): Body => ({ containers: [container] });
const secured = (securityContext: Body): Body => one({ securityContext });
const env = (variable: Body): Body => one({ env: [{ name: 'PLAIN', value: 'x' }, variable] });
const requests = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
const ports = [{ name: 'http', containerPort: 8080 }];
const probe = { httpGet: { path: '/', port: 'http' } };
const probes = { readinessProbe: probe, livenessProbe: probe };

export const kubernetesPods: readonly RuleCase[] = [
  ...inPods(
    'TLTK_K8S_001',
    [secured({ runAsNonRoot: true }), { securityContext: { runAsNonRoot: true }, containers: [{}] }],
    [
      ['containers.0.securityContext.runAsNonRoot', one({})],
      ['containers.0.securityContext.runAsNonRoot', secured({ runAsNonRoot: false })],
      ['containers.0.securityContext.runAsUser', secured({ runAsNonRoot: true, runAsUser: 0 })],
      ['initContainers.0.securityContext.runAsNonRoot', { initContainers: [{}] }],
    ],
  ),
  ...inPods(
    'TLTK_K8S_002',
    [secured({ readOnlyRootFilesystem: true })],
    [['containers.0.securityContext.readOnlyRootFilesystem', one({})]],
  ),
  ...inPods(
    'TLTK_K8S_003',
    [secured({ allowPrivilegeEscalation: false, privileged: false })],
    [
      ['containers.0.securityContext.allowPrivilegeEscalation', one({})],
      [
        'containers.0.securityContext.privileged',
        secured({ allowPrivilegeEscalation: false, privileged: true }),
      ],
    ],
  ),
  ...inPods(
    'TLTK_K8S_004',
    [secured({ capabilities: { drop: ['ALL'] } })],
    [
      ['containers.0.securityContext.capabilities.drop', one({})],
      [
        'containers.0.securityContext.capabilities.add.0',
        secured({ capabilities: { drop: ['ALL'], add: ['NET_RAW'] } }),
      ],
    ],
  ),
  ...inPods(
    'TLTK_K8S_005',
    [{ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
    [
      ['securityContext.seccompProfile.type', one({})],
      [
        'securityContext.seccompProfile.type',
        { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      ],
    ],
  ),
  ...inPods(
    'TLTK_K8S_006',
    [{ hostNetwork: false, volumes: [{ name: 'a', emptyDir: {} }] }],
    [
      ['hostNetwork', { hostNetwork: true }],
      ['volumes.0.hostPath', { volumes: [{ name: 'a', hostPath: { path: '/' } }] }],
    ],
  ),
  ...inPods(
    'TLTK_K8S_007',
    [one({ resources: requests })],
    [
      ['containers.0.resources.requests.cpu', one({})],
      ['containers.0.resources.limits.memory', one({ resources: { requests: requests.requests } })],
    ],
  ),
  ...inPods(
    'TLTK_K8S_008',
    [one({ image: 'registry/i:1.0.0' })],
    [
      ['containers.0.image', one({ image: 'registry:5000/i' })],
      ['containers.0.image', one({ image: 'registry/i:latest' })],
    ],
  ),
  ...inPods(
    'TLTK_K8S_009',
    [one({ image: digest })],
    [['containers.0.image', one({ image: 'registry/i:1.0.0' })]],
  ),
  ...inPods(
    'TLTK_K8S_010',
    [one({ ports, ...probes }), one({})],
    [
      ['containers.0.readinessProbe', one({ ports })],
      ['containers.0.livenessProbe', one({ ports, readinessProbe: probe })],
    ],
    lastingTypes,
  ),
  ...inPods(
    'TLTK_K8S_011',
    [one({ ports, ...probes }), one({ ports, livenessProbe: { tcpSocket: { port: 8080 } } })],
    [
      [
        'containers.0.livenessProbe.httpGet.port',
        one({ ports, livenessProbe: { httpGet: { port: 'htpp' } } }),
      ],
    ],
    lastingTypes,
  ),
  ...inPods(
    'TLTK_K8S_012',
    [env({ name: 'TOKENS_PER_MINUTE', value: '100' })],
    [
      ['containers.0.env.1.value', env({ name: 'CRM_PASSWORD', value: 'hunter2' })],
      ['containers.0.args.1', one({ args: ['--db', 'mysql://load:hunter2@db/crm'] })],
    ],
  ),
  ...inPods(
    'TLTK_K8S_013',
    [one({ volumeMounts: [{ name: 'secret', mountPath: '/secrets' }] })],
    [
      [
        'containers.0.env.1.valueFrom.secretKeyRef',
        env({ name: 'P', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }),
      ],
      ['containers.0.envFrom.0.secretRef', one({ envFrom: [{ secretRef: { name: 's' } }] })],
    ],
  ),
  ...inPods(
    'TLTK_K8S_014',
    [{ serviceAccountName: 'api', containers: [] }],
    [
      ['serviceAccountName', one({})],
      ['serviceAccountName', { serviceAccountName: 'default' }],
    ],
  ),
  ...inPods(
    'TLTK_K8S_015',
    [{ automountServiceAccountToken: false }, { automountServiceAccountToken: true }],
    [['automountServiceAccountToken', one({})]],
  ),
];
