import type { Check, RuleGroup } from '../../rule.ts';
import { objectOf } from '../../resource.ts';
import { select, selectIn } from '../../values.ts';
import { mustBe } from '../../checks.ts';
import { notShown, secretValue } from '../../secrets.ts';

const roles = ['rbac.authorization.k8s.io/v1/Role', 'rbac.authorization.k8s.io/v1/ClusterRole'];
const bindings = [
  'rbac.authorization.k8s.io/v1/RoleBinding',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding',
];

const wildcards: Check = ({ body }) =>
  ['rules.apiGroups', 'rules.resources', 'rules.verbs']
    .flatMap((path) => select(body, path))
    .filter(({ value }) => value === '*')
    .map(({ at, value }) => ({ at, value, expected: 'names' }));

/** Rules of a role that give access to Secrets. */
const toSecrets: Check = ({ body }) =>
  select(body, 'rules')
    .filter((rule) => selectIn(rule, 'resources').some(({ value }) => value === 'secrets'))
    .map(({ at }) => ({
      at: `${at}.resources`,
      value: 'secrets',
      expected: 'a Role in the namespace it is for',
    }));

const more = ['escalate', 'bind', 'impersonate'];
const escalating: Check = ({ body }) =>
  select(body, 'rules.verbs')
    .filter(({ value }) => more.includes(String(value)))
    .map(({ at, value }) => ({ at, value, expected: `neither ${more.join(' nor ')}` }));

const strangers: Check = ({ body }) => [
  ...select(body, 'roleRef.name')
    .filter(({ value }) => value === 'cluster-admin' || value === 'admin' || value === 'edit')
    .map(({ at, value }) => ({ at, value, expected: 'a role of its own' })),
  ...select(body, 'subjects')
    .filter(({ value }) => {
      const { kind, name } = objectOf(value);
      return kind === 'Group' || name === 'default' || String(name).startsWith('system:');
    })
    .map(({ at, value }) => ({
      at: `${at}.name`,
      value: objectOf(value)['name'],
      expected: 'a service account that is named',
    })),
];

const inConfigMap: Check = ({ body }) =>
  Object.entries(objectOf(body['data']))
    .filter(([, value]) => typeof value === 'string' && secretValue.test(value))
    .map(([key]) => ({ at: `data.${key}`, value: notShown, expected: 'no secret' }));

const throughProgram: Check = ({ body }) =>
  ['data', 'stringData']
    .filter((name) => Object.keys(objectOf(body[name])).length > 0)
    .map((at) => ({ at, value: notShown, expected: 'a Secret that a person or an operator fills' }));

export const kubernetesAccess: RuleGroup = {
  subject: 'Kubernetes: access and secrets',
  rules: [
    {
      id: 'TLTK_K8S_016',
      title: 'Namespaces hold pods to the restricted standard',
      severity: 'error',
      reason: 'Without it, anything that may make a pod may make one that owns the node.',
      remedy: 'Set the label pod-security.kubernetes.io/enforce to restricted.',
      reads: ['v1/Namespace'],
      check: (resource, context) =>
        // The key holds dots: it is no path.
        mustBe('enforced', 'restricted')(
          {
            ...resource,
            body: {
              enforced: objectOf(objectOf(resource.body['metadata'])['labels'])[
                'pod-security.kubernetes.io/enforce'
              ],
            },
          },
          context,
        ).map((found) => ({ ...found, at: 'metadata.labels.pod-security.kubernetes.io/enforce' })),
    },
    {
      id: 'TLTK_K8S_017',
      title: 'Roles name what they allow',
      severity: 'error',
      reason: '"*" covers kinds and actions that do not exist yet.',
      remedy: 'List groups, resources and verbs.',
      references: ['wildcard-in-rules', 'CKV_K8S_49'],
      reads: roles,
      check: wildcards,
    },
    {
      id: 'TLTK_K8S_018',
      title: 'Nothing reads the Secrets of all namespaces',
      severity: 'error',
      reason: 'One stolen token is then every password of the cluster.',
      remedy: 'Allow Secrets by a Role in the namespace they are in, by name where they are known.',
      references: ['access-to-secrets'],
      reads: ['rbac.authorization.k8s.io/v1/ClusterRole'],
      check: toSecrets,
    },
    {
      id: 'TLTK_K8S_019',
      title: 'No role lets its holder become someone else',
      severity: 'error',
      reason: 'Who may bind or escalate may do everything.',
      remedy: 'Leave these verbs out.',
      references: ['CKV_K8S_157', 'CKV_K8S_158'],
      reads: roles,
      check: escalating,
    },
    {
      id: 'TLTK_K8S_020',
      title: 'Roles are bound to service accounts, and no ready-made administrator is',
      severity: 'error',
      reason: 'A group or the account "default" covers whoever comes later.',
      remedy: 'Bind a role of its own to a service account of its own.',
      references: ['cluster-admin-role-binding'],
      reads: bindings,
      check: strangers,
    },
    {
      id: 'TLTK_K8S_021',
      title: 'ConfigMaps hold no secret',
      severity: 'error',
      reason: 'Everyone who may look at the namespace reads them.',
      remedy: 'Keep it in a Secret.',
      reads: ['v1/ConfigMap'],
      check: inConfigMap,
    },
    {
      id: 'TLTK_K8S_022',
      title: 'No secret passes through Pulumi',
      severity: 'error',
      reason: 'Pulumi writes it into its state, encrypted or not.',
      remedy: 'Let a person, External Secrets or an operator fill the Secret, and name it here.',
      reads: ['v1/Secret'],
      check: throughProgram,
    },
  ],
};
