import { imageProblem } from '../../../common/container.ts';
import type { Environment } from '../../../common/deployment.ts';
import type { Check, RuleGroup, Violation } from '../../rule.ts';
import type { Place } from '../../values.ts';
import { isUnknown, selectIn, texts } from '../../values.ts';
import { objectOf } from '../../resource.ts';
import { notShown, secretName, secretValue } from '../../secrets.ts';
import {
  containersOf,
  everyContainer,
  everyPod,
  lastingTypes,
  must,
  mustBeSet,
  podsOf,
  podTypes,
} from './objects.ts';

const images = (env: Environment): Check =>
  everyContainer((container) =>
    texts(container.value, 'image').flatMap(({ value }) => {
      const expected = imageProblem(value, env);
      return expected === undefined ? [] : [{ at: `${container.at}.image`, value, expected }];
    }),
  );

/** What holds for a container by itself or by its pod. */
const nonRoot: Check = (resource) =>
  podsOf(resource).flatMap((pod) => {
    const ofPod = selectIn(pod, 'securityContext.runAsNonRoot')[0]?.value === true;
    const containers = [...selectIn(pod, 'containers'), ...selectIn(pod, 'initContainers')];
    const roots = [
      ...selectIn(pod, 'securityContext.runAsUser'),
      ...containers.flatMap((one) => selectIn(one, 'securityContext.runAsUser')),
    ];
    return [
      ...containers.flatMap((one) => {
        const own = selectIn(one, 'securityContext.runAsNonRoot');
        return own.length === 0 && ofPod ? [] : must(one, 'securityContext.runAsNonRoot', true);
      }),
      ...roots
        .filter(({ value }) => value === 0)
        .map(({ at, value }) => ({ at, value, expected: 'a user other than 0' })),
    ];
  });

const seccomp = everyPod((pod) =>
  selectIn(pod, 'securityContext.seccompProfile.type')[0]?.value === 'Unconfined' ||
  selectIn(pod, 'securityContext.seccompProfile.type').length === 0
    ? [
        {
          at: `${pod.at}.securityContext.seccompProfile.type`,
          value: undefined,
          expected: '"RuntimeDefault"',
        },
      ]
    : [],
);

const ownHost = everyPod((pod) => [
  ...['hostNetwork', 'hostPID', 'hostIPC'].flatMap((name) =>
    selectIn(pod, name)
      .filter(({ value }) => value === true)
      .map(({ at, value }) => ({ at, value, expected: 'false' })),
  ),
  ...selectIn(pod, 'volumes')
    .filter(({ value }) => objectOf(value)['hostPath'] !== undefined)
    .map(({ at }) => ({ at: `${at}.hostPath`, value: 'hostPath', expected: 'a volume of its own' })),
]);

const served: Check = (resource) =>
  containersOf(resource)
    .filter((container) => selectIn(container, 'ports').length > 0)
    .flatMap((container) =>
      ['readinessProbe', 'livenessProbe'].flatMap((probe) => mustBeSet(container, probe, 'a probe')),
    );

/** A probe that asks a port by a name nobody declared never succeeds. */
const probePorts = everyContainer((container) => {
  const ports = selectIn(container, 'ports');
  const known = new Set<unknown>(
    ports.flatMap((port) => [objectOf(port.value)['name'], objectOf(port.value)['containerPort']]),
  );
  if ([...known].some(isUnknown)) return [];
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) =>
    ['httpGet.port', 'tcpSocket.port', 'grpc.port']
      .flatMap((path) => selectIn(container, `${probe}.${path}`))
      .filter(({ value }) => ports.length > 0 && !known.has(value) && !isUnknown(value))
      .map(({ at, value }) => ({ at, value, expected: 'one of the ports of the container' })),
  );
});

const plainSecrets = everyContainer((container) => {
  const variables = selectIn(container, 'env').flatMap((variable) => {
    const name = texts(variable.value, 'name')[0]?.value ?? '';
    const value = texts(variable.value, 'value')[0]?.value ?? '';
    return (secretName.test(name) && value !== '') || secretValue.test(value) ? [`${variable.at}.value`] : [];
  });
  const words = ['args', 'command'].flatMap((path) =>
    selectIn(container, path)
      .filter(({ value }) => typeof value === 'string' && secretValue.test(value))
      .map(({ at }) => at),
  );
  return [...variables, ...words].map((at) => ({ at, value: notShown, expected: 'a Secret, as a file' }));
});

const secretVariables = everyContainer((container) =>
  ['env.valueFrom.secretKeyRef', 'envFrom.secretRef']
    .flatMap((path) => selectIn(container, path))
    .map(({ at, value }) => ({
      at,
      value: objectOf(value)['name'],
      expected: 'the Secret mounted as files',
    })),
);

const ownAccount = everyPod((pod) => {
  const name = selectIn(pod, 'serviceAccountName')[0]?.value;
  return name === undefined || name === 'default'
    ? [{ at: `${pod.at}.serviceAccountName`, value: name, expected: 'an account of its own' }]
    : [];
});

const dropsAll = (container: Place): Violation[] => {
  const dropped = selectIn(container, 'securityContext.capabilities.drop').map(({ value }) => value);
  const added = selectIn(container, 'securityContext.capabilities.add');
  return [
    ...(dropped.includes('ALL') || dropped.some(isUnknown)
      ? []
      : [{ at: `${container.at}.securityContext.capabilities.drop`, value: dropped, expected: '["ALL"]' }]),
    ...added.map(({ at, value }) => ({ at, value, expected: 'no capability' })),
  ];
};

export const podRules: RuleGroup = {
  subject: 'Kubernetes: what pods may do',
  rules: [
    {
      id: 'TLTK_K8S_001',
      title: 'Containers do not run as root',
      severity: 'error',
      reason: 'A hole in the container is then a hole in the node.',
      remedy: 'Set securityContext.runAsNonRoot to true, and no runAsUser of 0.',
      references: ['run-as-non-root', 'CKV_K8S_23'],
      reads: podTypes,
      check: nonRoot,
    },
    {
      id: 'TLTK_K8S_002',
      title: 'Containers cannot write to their own disk',
      severity: 'error',
      reason: 'What breaks in can otherwise stay, as a changed program.',
      remedy: 'Set securityContext.readOnlyRootFilesystem to true, and mount what has to be written.',
      references: ['no-read-only-root-fs', 'CKV_K8S_22'],
      reads: podTypes,
      check: everyContainer((one) => must(one, 'securityContext.readOnlyRootFilesystem', true)),
    },
    {
      id: 'TLTK_K8S_003',
      title: 'Containers cannot get more rights than they have',
      severity: 'error',
      reason: 'A program with the setuid bit would be root.',
      remedy: 'Set securityContext.allowPrivilegeEscalation to false.',
      references: ['privilege-escalation-container', 'CKV_K8S_20'],
      reads: podTypes,
      check: everyContainer((one) => [
        ...must(one, 'securityContext.allowPrivilegeEscalation', false),
        ...selectIn(one, 'securityContext.privileged')
          .filter(({ value }) => value === true)
          .map(({ at, value }) => ({ at, value, expected: 'false' })),
      ]),
    },
    {
      id: 'TLTK_K8S_004',
      title: 'Containers have no capabilities of the kernel',
      severity: 'error',
      reason: 'The default ones are enough to forge packets and change owners of files.',
      remedy: 'Drop ALL in securityContext.capabilities, and add none.',
      references: ['drop-net-raw-capability', 'CKV_K8S_37'],
      reads: podTypes,
      check: everyContainer(dropsAll),
    },
    {
      id: 'TLTK_K8S_005',
      title: 'Pods are held to the usual calls of the kernel',
      severity: 'error',
      reason:
        'Without a profile all calls are open, and most holes of the kernel are in those that nobody needs.',
      remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
      references: ['CKV_K8S_31'],
      reads: podTypes,
      check: seccomp,
    },
    {
      id: 'TLTK_K8S_006',
      title: 'Pods keep off the node',
      severity: 'error',
      reason: 'With its network, processes or folders a pod sees and changes what belongs to others.',
      remedy: 'Leave hostNetwork, hostPID, hostIPC and hostPath out.',
      references: ['host-network', 'host-pid', 'host-ipc', 'sensitive-host-mounts'],
      reads: podTypes,
      check: ownHost,
    },
    {
      id: 'TLTK_K8S_007',
      title: 'Containers say what they need, and have a limit of memory',
      severity: 'error',
      reason: 'One of them takes all of a node, and everything on it is stopped.',
      remedy: 'Set resources.requests and resources.limits.memory.',
      references: [
        'unset-cpu-requirements',
        'unset-memory-requirements',
        'CKV_K8S_10',
        'CKV_K8S_12',
        'CKV_K8S_13',
      ],
      reads: podTypes,
      check: everyContainer((one) => [
        ...mustBeSet(one, 'resources.requests.cpu', 'processors, for instance "500m"'),
        ...mustBeSet(one, 'resources.requests.memory', 'memory, for instance "1Gi"'),
        ...mustBeSet(one, 'resources.limits.memory', 'memory, for instance "1Gi"'),
      ]),
    },
    {
      id: 'TLTK_K8S_008',
      title: 'Images have an exact tag or a digest',
      severity: 'error',
      reason: 'What "latest" is changes without a change here: two replicas can run different code.',
      remedy: 'Name the tag the image was pushed with.',
      references: ['latest-tag', 'CKV_K8S_14'],
      reads: podTypes,
      check: images('dev'),
    },
    {
      id: 'TLTK_K8S_009',
      title: 'Production runs images by digest',
      severity: 'error',
      reason: 'A tag can be moved to another image by whoever may push.',
      remedy: 'Let the deploy workflow note the digest in images.lock.yaml.',
      references: ['CKV_K8S_43'],
      reads: podTypes,
      only: 'prod',
      check: images('prod'),
    },
    {
      id: 'TLTK_K8S_010',
      title: 'What answers is watched by probes',
      severity: 'error',
      reason:
        'Without a readiness probe calls come too early, without a liveness probe a stuck process stays.',
      remedy: 'Set readinessProbe and livenessProbe.',
      references: ['no-readiness-probe', 'no-liveness-probe', 'CKV_K8S_8', 'CKV_K8S_9'],
      reads: lastingTypes,
      check: served,
    },
    {
      id: 'TLTK_K8S_011',
      title: 'Probes ask a port that there is',
      severity: 'error',
      reason: 'A probe of another port never succeeds: the pod gets no call, or is restarted for ever.',
      remedy: 'Name one of the ports of the container.',
      references: ['liveness-port', 'readiness-port', 'startup-port'],
      reads: lastingTypes,
      check: probePorts,
    },
    {
      id: 'TLTK_K8S_012',
      title: 'Containers are given no secret as plain text',
      severity: 'error',
      reason: 'Whoever may look at the object reads it, and so does everyone with the state.',
      remedy: 'Keep it in a Secret, and mount that as files.',
      references: ['env-var-secret'],
      reads: podTypes,
      check: plainSecrets,
    },
    {
      id: 'TLTK_K8S_013',
      title: 'Secrets are read from files, not from the environment',
      severity: 'error',
      reason: 'The environment is inherited by every process, and ends up in logs and reports of crashes.',
      remedy: 'Mount the Secret as a volume.',
      references: ['read-secret-from-env-var', 'CKV_K8S_35'],
      reads: podTypes,
      check: secretVariables,
    },
    {
      id: 'TLTK_K8S_014',
      title: 'Every program runs as an account of its own',
      severity: 'error',
      reason: 'The account "default" shares its rights with everything that names no account.',
      remedy: 'Make a ServiceAccount for it and name it.',
      references: ['default-service-account', 'non-existent-service-account'],
      reads: podTypes,
      check: ownAccount,
    },
    {
      id: 'TLTK_K8S_015',
      title: 'Pods say whether they get a token of their account',
      severity: 'error',
      reason: 'Left out, each gets one, and what breaks in can use it.',
      remedy: 'Set automountServiceAccountToken to false, or to true where the program talks to Kubernetes.',
      references: ['CKV_K8S_38'],
      reads: podTypes,
      check: everyPod((pod) => mustBeSet(pod, 'automountServiceAccountToken', 'true or false')),
    },
  ],
};
