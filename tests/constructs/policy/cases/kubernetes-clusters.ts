import { installationTypes, podTypes } from '#constructs/policy/kubernetes/rules/objects.ts';
import type { Body, RuleCase } from './case.ts';

const [clickHouse = '', keeper = ''] = installationTypes;
const postgres = 'postgresql.cnpg.io/v1/Cluster';

const templates = (given: Body): Body => ({ spec: { templates: given } });
const container = (given: Body): Body => templates({ podTemplates: [{ spec: { containers: [given] } }] });
const claim = (spec: Body, reclaimPolicy = 'Retain'): Body =>
  templates({ volumeClaimTemplates: [{ name: 'data', reclaimPolicy, spec }] });
const configured = (configuration: Body): Body => ({ spec: { configuration } });
const cluster = (given: Body): Body => configured({ clusters: [{ name: 'main', ...given }] });
const users = (given: Body): Body => configured({ users: given });
const fromSecret = { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
const probed = (scheme: string): Body => ({
  spec: {
    configuration: { clusters: [{ insecure: 'no' }] },
    templates: {
      podTemplates: [
        {
          spec: {
            containers: [
              {
                name: 'clickhouse',
                readinessProbe: { httpGet: { scheme } },
                livenessProbe: { httpGet: { scheme } },
              },
            ],
          },
        },
      ],
    },
  },
});
const used = (podTemplate: string): Body => ({
  spec: { defaults: { templates: { podTemplate } }, templates: { podTemplates: [{ name: 'clickhouse' }] } },
});
const firstContainer = 'spec.templates.podTemplates.0.spec.containers.0';
const firstClaim = 'spec.templates.volumeClaimTemplates.0';

const alert = (given: Body): Body => ({ spec: { groups: [{ rules: [{ alert: 'A', ...given }] }] } });
const complete = { labels: { severity: 'critical' }, annotations: { summary: 's', runbook_url: 'u' } };
const labels = {
  'app.kubernetes.io/name': 'api',
  'app.kubernetes.io/part-of': 'acme',
  env: 'prod',
  owner: 'data-team',
};

export const kubernetesClusters: readonly RuleCase[] = [
  {
    rule: 'TLTK_K8S_037',
    type: clickHouse,
    like: [keeper],
    passes: [
      container({ resources: { requests: { cpu: '500m', memory: '1Gi' } } }),
      claim({ resources: { requests: { storage: '2Ti' } } }),
    ],
    fails: [
      [`${firstContainer}.resources.requests.cpu`, container({ resources: { requests: { cpu: 'lots' } } })],
      [
        `${firstContainer}.resources.limits.memory`,
        container({ resources: { limits: { memory: '10GB!' } } }),
      ],
      [
        `${firstClaim}.spec.resources.requests.storage`,
        claim({ resources: { requests: { storage: '10GB!' } } }),
      ],
    ],
  },
  {
    rule: 'TLTK_K8S_038',
    type: clickHouse,
    like: [keeper],
    passes: [claim({ accessModes: ['ReadWriteOnce'] })],
    fails: [[`${firstClaim}.spec.accessModes.0`, claim({ accessModes: ['RWX'] })]],
  },
  {
    rule: 'TLTK_K8S_039',
    type: clickHouse,
    like: [keeper],
    passes: [used('clickhouse')],
    fails: [['spec.defaults.templates.podTemplate', used('clikhouse')]],
  },
  {
    rule: 'TLTK_K8S_040',
    type: clickHouse,
    like: [keeper],
    passes: [container({ name: 'clickhouse', resources: {} })],
    fails: [[`${firstContainer}.resourcess`, container({ resourcess: {} })]],
  },
  {
    rule: 'TLTK_K8S_041',
    type: clickHouse,
    passes: [users({ 'api/password': fromSecret, 'api/profile': 'reader', 'default/profile': 'none' })],
    fails: [
      ['spec.configuration.users.api/password', users({ 'api/password': 'hunter2' })],
      ['spec.configuration.users.api/password_sha256_hex', users({ 'api/password_sha256_hex': '00' })],
      ['spec.configuration.users.api/k8s_secret_password', users({ 'api/k8s_secret_password': 'a/b' })],
      ['spec.configuration.users.api/password', users({ 'api/profile': 'reader' })],
    ],
  },
  {
    rule: 'TLTK_K8S_042',
    type: clickHouse,
    passes: [
      configured({
        files: { 'users.d/a.xml': '<clickhouse><users><default remove="1"/></users></clickhouse>' },
      }),
      users({ 'default/password': fromSecret }),
    ],
    fails: [['spec.configuration.files', configured({ clusters: [] })]],
  },
  {
    rule: 'TLTK_K8S_043',
    type: clickHouse,
    passes: [cluster({ secure: 'yes', insecure: 'no' })],
    fails: [
      ['spec.configuration.clusters.insecure', cluster({ secure: 'yes' })],
      ['spec.configuration.clusters.0.secure', cluster({ secure: 'no', insecure: 'no' })],
    ],
  },
  {
    rule: 'TLTK_K8S_044',
    type: clickHouse,
    passes: [probed('HTTPS')],
    fails: [[`${firstContainer}.readinessProbe.httpGet.scheme`, probed('HTTP')]],
  },
  {
    rule: 'TLTK_K8S_045',
    type: clickHouse,
    like: [keeper, postgres],
    passes: [{ metadata: { annotations: { 'pulumi.com/waitFor': 'condition=Ready' } } }],
    fails: [['metadata.annotations.pulumi.com/waitFor', { metadata: {} }]],
  },
  {
    rule: 'TLTK_K8S_046',
    type: keeper,
    passes: [cluster({ layout: { replicasCount: 3 } })],
    fails: [
      ['spec.configuration.clusters.0.layout.replicasCount', cluster({ layout: { replicasCount: 2 } })],
    ],
  },
  {
    rule: 'TLTK_K8S_047',
    type: clickHouse,
    like: [keeper],
    passes: [cluster({ pdbManaged: 'no', secret: { auto: 'yes' } })],
    fails: [
      ['spec.configuration.clusters.0.pdbManaged', cluster({ pdbManaged: true })],
      ['spec.configuration.clusters.0.secret.auto', cluster({ secret: { auto: true } })],
    ],
  },
  {
    rule: 'TLTK_K8S_048',
    type: clickHouse,
    like: [keeper],
    passes: [claim({})],
    fails: [[`${firstClaim}.reclaimPolicy`, claim({}, 'Delete')]],
  },
  {
    rule: 'TLTK_K8S_049',
    type: 'clickhouse.altinity.com/v1/ClickHouseOperatorConfiguration',
    passes: [{ spec: { watch: { namespaces: { include: ['warehouse'] } } } }],
    fails: [['spec.watch.namespaces.include', { spec: {} }]],
  },
  {
    rule: 'TLTK_K8S_050',
    type: clickHouse,
    passes: [
      { metadata: { annotations: { a: 'b' } }, spec: { volumes: [{ emptyDir: {} }], podSelector: {} } },
    ],
    fails: [
      ['metadata.annotations', { metadata: { annotations: {} } }],
      ['spec.configuration.settings', configured({ settings: {} })],
    ],
  },
  {
    rule: 'TLTK_K8S_051',
    type: 'v1/Namespace',
    like: [...podTypes, postgres],
    passes: [{ metadata: { labels } }],
    fails: [['metadata.labels.owner', { metadata: { labels: { env: 'prod' } } }]],
  },
  {
    rule: 'TLTK_K8S_052',
    type: 'monitoring.coreos.com/v1/PrometheusRule',
    like: ['monitoring.googleapis.com/v1/Rules'],
    passes: [alert(complete), { spec: { groups: [{ rules: [{ record: 'a:b', expr: '1' }] }] } }],
    fails: [
      ['spec.groups.0.rules.0.labels.severity', alert({ annotations: complete.annotations })],
      ['spec.groups.0.rules.0.annotations.runbook_url', alert({ labels: complete.labels })],
    ],
  },
  {
    rule: 'TLTK_K8S_053',
    type: postgres,
    passes: [{ spec: { plugins: [{ name: 'barman-cloud.cloudnative-pg.io' }] } }],
    fails: [
      ['spec.plugins', { spec: {} }],
      ['spec.backup.barmanObjectStore', { spec: { backup: { barmanObjectStore: {} } } }],
    ],
  },
  {
    rule: 'TLTK_K8S_054',
    type: postgres,
    passes: [{ spec: { enableSuperuserAccess: false } }],
    fails: [
      ['spec.enableSuperuserAccess', { spec: { enableSuperuserAccess: true } }],
      ['spec.enableSuperuserAccess', { spec: {} }],
    ],
  },
  {
    rule: 'TLTK_K8S_055',
    type: clickHouse,
    like: [keeper],
    passes: [cluster({ pdbManaged: 'no' })],
    fails: [
      ['spec.configuration.clusters.0.pdbManaged', cluster({})],
      ['spec.configuration.clusters.0.pdbManaged', cluster({ pdbManaged: 'yes' })],
    ],
  },
];
