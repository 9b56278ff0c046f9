import type { Check, RuleGroup, Violation } from '../../rule.ts';
import { objectOf } from '../../resource.ts';
import { isUnknown, numbers, select, selectIn } from '../../values.ts';
import { mebibytesOf, processorsOf } from '../../formats.ts';
import { mustBe } from '../../checks.ts';
import { containerFields, podFields } from './fields.ts';
import { containersOf, everyPod, installationTypes } from './objects.ts';

const [clickHouseType = '', keeperType = ''] = installationTypes;

/** Quantities of containers and claims: one that cannot be read stops the operator for every cluster it watches. */
const quantities: Check = (resource) => [
  ...containersOf(resource).flatMap((container) =>
    ['resources.requests', 'resources.limits'].flatMap((path) =>
      selectIn(container, path).flatMap(({ at, value }) =>
        Object.entries(objectOf(value)).flatMap(([name, quantity]) =>
          wrongQuantity(`${at}.${name}`, name, quantity),
        ),
      ),
    ),
  ),
  ...select(resource.body, 'spec.templates.volumeClaimTemplates.spec.resources.requests.storage').flatMap(
    ({ at, value }) => wrongQuantity(at, 'storage', value),
  ),
];

function wrongQuantity(at: string, name: string, quantity: unknown): Violation[] {
  const text = String(quantity);
  const amount = name === 'cpu' ? processorsOf(text) : mebibytesOf(text);
  if (isUnknown(text) || (amount ?? 0) > 0) return [];
  return [{ at, value: quantity, expected: name === 'cpu' ? '"500m" or "2"' : '"512Mi" or "100Gi"' }];
}

const modes = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadOnlyMany', 'ReadWriteMany'];
const accessModes: Check = ({ body }) =>
  select(body, 'spec.templates.volumeClaimTemplates.spec.accessModes')
    .filter(({ value }) => !modes.includes(String(value)) && !isUnknown(value))
    .map(({ at, value }) => ({ at, value, expected: `one of ${modes.join(', ')}` }));

/** Templates that are used, by the list they have to be in. */
const lists: Readonly<Record<string, string>> = {
  podTemplate: 'podTemplates',
  dataVolumeClaimTemplate: 'volumeClaimTemplates',
  logVolumeClaimTemplate: 'volumeClaimTemplates',
  serviceTemplate: 'serviceTemplates',
};
const templatesExist: Check = ({ body }) =>
  Object.entries(lists).flatMap(([use, list]) => {
    const names = select(body, `spec.templates.${list}.name`).map(({ value }) => value);
    return ['spec.defaults.templates', 'spec.configuration.clusters.templates']
      .flatMap((path) => select(body, `${path}.${use}`))
      .filter(({ value }) => ![value, ...names].some(isUnknown) && !names.includes(value))
      .map(({ at, value }) => ({ at, value, expected: `one of ${names.join(', ') || list}` }));
  });

const knownFields = everyPod((pod) => {
  const containers = [...selectIn(pod, 'containers'), ...selectIn(pod, 'initContainers')];
  return [
    ...unknownFields(pod.at, pod.value, podFields),
    ...containers.flatMap(({ at, value }) => unknownFields(at, value, containerFields)),
  ];
});

function unknownFields(at: string, value: unknown, known: ReadonlySet<string>): Violation[] {
  return Object.keys(objectOf(value))
    .filter((name) => !known.has(name))
    .map((name) => ({ at: `${at}.${name}`, value: name, expected: 'a field that Kubernetes knows' }));
}

/** Settings of users by path: `loader/password`. */
function userSettings(body: Readonly<Record<string, unknown>>): [string, unknown][] {
  return select(body, 'spec.configuration.users').flatMap(({ value }) => Object.entries(objectOf(value)));
}

const secretPasswords: Check = ({ body }) => {
  const settings = userSettings(body);
  const users = [...new Set(settings.map(([name]) => name.split('/')[0] ?? ''))].filter(
    (name) => name !== 'default',
  );
  const wrong = settings
    .filter(([name, value]) => {
      const setting = name.split('/')[1] ?? '';
      return setting.includes('password') && !(setting === 'password' && isFromSecret(value));
    })
    .map(([name]) => ({
      at: `spec.configuration.users.${name}`,
      value: '(not shown)',
      expected: 'password with valueFrom.secretKeyRef',
    }));
  const without = users
    .filter((user) => !settings.some(([name]) => name.startsWith(`${user}/`) && name.includes('password')))
    .map((user) => ({
      at: `spec.configuration.users.${user}/password`,
      value: undefined,
      expected: 'password with valueFrom.secretKeyRef',
    }));
  return [...wrong, ...without];
};

function isFromSecret(value: unknown): boolean {
  return isUnknown(value) || select(value, 'valueFrom.secretKeyRef.name').length > 0;
}

const closedDefault: Check = ({ body }) => {
  const files = select(body, 'spec.configuration.files').flatMap(({ value }) =>
    Object.values(objectOf(value)),
  );
  const removed = files.some((file) => isUnknown(file) || /<default\s+remove=/.test(String(file)));
  const hasPassword = userSettings(body).some(
    ([name, value]) => name === 'default/password' && isFromSecret(value),
  );
  return removed || hasPassword
    ? []
    : [
        {
          at: 'spec.configuration.files',
          value: undefined,
          expected: 'a file in users.d that removes the user default',
        },
      ];
};

const secureOnly: Check = (resource, context) => [
  ...mustBe('spec.configuration.clusters.secure', 'yes')(resource, context),
  ...mustBe('spec.configuration.clusters.insecure', 'no')(resource, context),
];

/** Probes of the server: the operator's own ask plain HTTP. */
const secureProbes: Check = (resource) => {
  const open = select(resource.body, 'spec.configuration.clusters.insecure').some(
    ({ value }) => value !== 'no',
  );
  if (open) return [];
  return containersOf(resource)
    .filter(({ value }) => objectOf(value)['name'] === 'clickhouse')
    .flatMap((container) =>
      ['readinessProbe', 'livenessProbe'].flatMap((probe) => {
        const scheme = selectIn(container, `${probe}.httpGet.scheme`)[0]?.value;
        return scheme === 'HTTPS' || isUnknown(scheme)
          ? []
          : [{ at: `${container.at}.${probe}.httpGet.scheme`, value: scheme, expected: '"HTTPS"' }];
      }),
    );
};

const awaited: Check = ({ body }) =>
  objectOf(objectOf(body['metadata'])['annotations'])['pulumi.com/waitFor'] === undefined
    ? [
        {
          at: 'metadata.annotations.pulumi.com/waitFor',
          value: undefined,
          expected: '"jsonpath={.status.status}=Completed"',
        },
      ]
    : [];

const oddKeepers: Check = ({ body }) =>
  numbers(body, 'spec.configuration.clusters.layout.replicasCount')
    .filter(({ value }) => value % 2 === 0)
    .map(({ at, value }) => ({ at, value, expected: 'an odd number' }));

const yesNoFields = ['secure', 'insecure', 'pdbManaged', 'secret.auto'];
const yesNo: Check = ({ body }) =>
  yesNoFields
    .flatMap((name) => select(body, `spec.configuration.clusters.${name}`))
    .filter(({ value }) => typeof value === 'boolean')
    .map(({ at, value }) => ({ at, value, expected: value === true ? '"yes"' : '"no"' }));

const watches: Check = ({ body }) =>
  select(body, 'spec.watch.namespaces.include').length > 0
    ? []
    : [{ at: 'spec.watch.namespaces.include', value: undefined, expected: 'the namespaces of the clusters' }];

const kept = (path: string): Check => mustBe(path, 'Retain');

export const clickHouse: RuleGroup = {
  subject: 'Kubernetes: what the ClickHouse operator lets through',
  rules: [
    {
      id: 'TLTK_K8S_037',
      title: 'Quantities in templates can be read',
      severity: 'error',
      reason: 'One that cannot stops the operator for all clusters it watches, with no word in any status.',
      remedy: 'Write processors as "500m" or "2", bytes as "512Mi" or "100Gi".',
      reads: installationTypes,
      check: quantities,
    },
    {
      id: 'TLTK_K8S_038',
      title: 'Claims ask for an access mode that there is',
      severity: 'error',
      reason: 'The operator says "Completed", and there is no pod.',
      remedy: 'Use ReadWriteOnce.',
      reads: installationTypes,
      check: accessModes,
    },
    {
      id: 'TLTK_K8S_039',
      title: 'Templates that are used are there',
      severity: 'error',
      reason: 'The operator takes a pod of its own instead, without your limits and your security.',
      remedy: 'Name one of the templates of the object.',
      reads: installationTypes,
      check: templatesExist,
    },
    {
      id: 'TLTK_K8S_040',
      title: 'Templates hold fields that Kubernetes knows',
      severity: 'error',
      reason: 'A misspelt field is dropped without a word, and what it said does not hold.',
      remedy: 'Mend the name of the field.',
      reads: installationTypes,
      check: knownFields,
    },
    {
      id: 'TLTK_K8S_041',
      title: 'Passwords of users come from Secrets, by valueFrom',
      severity: 'error',
      reason:
        'Any other way copies the password or its digest into a ConfigMap, or leaves one that everyone knows.',
      remedy: 'Set <user>/password to { valueFrom: { secretKeyRef } }.',
      reads: [clickHouseType],
      check: secretPasswords,
    },
    {
      id: 'TLTK_K8S_042',
      title: 'The user "default" is closed',
      severity: 'error',
      reason: 'The operator leaves it without a password, for every pod of the cluster.',
      remedy: 'Remove it by a file in users.d, or give it a password from a Secret.',
      reads: [clickHouseType],
      check: closedDefault,
    },
    {
      id: 'TLTK_K8S_043',
      title: 'ClickHouse speaks TLS only',
      severity: 'error',
      reason: 'Passwords and rows would cross the network in the clear.',
      remedy: 'Set secure to "yes" and insecure to "no".',
      reads: [clickHouseType],
      check: secureOnly,
    },
    {
      id: 'TLTK_K8S_044',
      title: 'Probes of ClickHouse ask the secure port',
      severity: 'error',
      reason: 'Those of the operator ask plain HTTP, which is closed: the pods would never be ready.',
      remedy: 'Set probes with the scheme HTTPS in the pod template.',
      reads: [clickHouseType],
      check: secureProbes,
    },
    {
      id: 'TLTK_K8S_045',
      title: 'Pulumi waits for what an operator makes',
      severity: 'error',
      reason: 'The object is there at once, and whatever comes next finds no cluster.',
      remedy: 'Set the annotation pulumi.com/waitFor.',
      reads: [clickHouseType, keeperType, 'postgresql.cnpg.io/v1/Cluster'],
      check: awaited,
    },
    {
      id: 'TLTK_K8S_046',
      title: 'The number of Keepers is odd',
      severity: 'error',
      reason: 'Half of an even number is no majority: one more costs money and bears no more losses.',
      remedy: 'Use 1, 3 or 5.',
      reads: [keeperType],
      check: oddKeepers,
    },
    {
      id: 'TLTK_K8S_047',
      title: 'Yes and no are written as the operator reads them',
      severity: 'error',
      reason: 'Its definitions refuse true and false.',
      remedy: 'Write "yes" or "no".',
      reads: installationTypes,
      check: yesNo,
    },
    {
      id: 'TLTK_K8S_048',
      title: 'Volumes outlive their cluster',
      severity: 'error',
      reason: 'A cluster that is deleted, or a replica less, takes the data with it.',
      remedy: 'Set reclaimPolicy to Retain.',
      reads: installationTypes,
      only: 'prod',
      check: kept('spec.templates.volumeClaimTemplates.reclaimPolicy'),
    },
    {
      id: 'TLTK_K8S_049',
      title: 'The operator is told which namespaces it watches',
      severity: 'error',
      reason: 'Told nothing, it watches its own, and ignores every cluster elsewhere without a word.',
      remedy: 'Name the namespaces of the clusters in watch.namespaces.include.',
      reads: ['clickhouse.altinity.com/v1/ClickHouseOperatorConfiguration'],
      check: watches,
    },
  ],
};
