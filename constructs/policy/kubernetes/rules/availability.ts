import type { Check, RuleGroup } from '../../rule.ts';
import type { PolicyResource } from '../../resource.ts';
import { objectOf } from '../../resource.ts';
import type { Place } from '../../values.ts';
import { isUnknown, numbers, select, selectIn } from '../../values.ts';
import { mustBe, mustNotBe } from '../../checks.ts';
import { hostsOf } from './hosts.ts';
import { everyPod, hasLabels, hasSurely, inSameNamespace, installationTypes, podLabels } from './objects.ts';

const replicated = ['apps/v1/Deployment', 'apps/v1/StatefulSet'];
const budgetType = 'policy/v1/PodDisruptionBudget';
const scalerType = 'autoscaling/v2/HorizontalPodAutoscaler';

const hasBudget: Check = (resource, { resources }) => {
  const budgets = resources.filter((other) => other.type === budgetType && inSameNamespace(other, resource));
  const pods = installationTypes.includes(resource.type)
    ? hostsOf(resource).flatMap(({ labels, replicas }) => (replicas > 1 ? [labels] : []))
    : [podLabels(resource)];
  return pods.every((labels) => budgets.some((budget) => hasLabels(labels, selectedBy(budget))))
    ? []
    : [{ at: 'spec', value: undefined, expected: 'a PodDisruptionBudget that selects its pods' }];
};

const letsEvict: Check = (resource, { resources }) => {
  const { body } = resource;
  const wanted = selectedBy(resource);
  const hosts = resources
    .filter((other) => inSameNamespace(other, resource))
    .flatMap(hostsOf)
    .filter(({ labels }) => hasLabels(labels, wanted));
  const isOfHosts = hosts.some(({ labels }) => hasSurely(labels, wanted));
  // Shares are of the pods that stateful sets ask for, too.
  const some = `a number below ${hosts.length}, the pods it selects`;
  return [
    ...numbersOrShares(body, 'spec.maxUnavailable')
      .filter(({ value }) => isOfHosts || Number(value) < 1)
      .map(({ at, value }) => ({
        at,
        value,
        expected: isOfHosts
          ? `minAvailable, ${some}: each of them has a StatefulSet of its own, and maxUnavailable counts those`
          : '1 or more',
      })),
    ...(hosts.length === 0
      ? select(body, 'spec.minAvailable').map(({ at, value }) => ({
          at,
          value,
          expected: 'maxUnavailable, which holds for any number of replicas',
        }))
      : numbersOrShares(body, 'spec.minAvailable')
          .filter(({ value }) => typeof value !== 'number' || value >= hosts.length)
          .map(({ at, value }) => ({ at, value, expected: some }))),
  ];
};

function numbersOrShares(body: unknown, path: string): Place[] {
  return select(body, path).filter(({ value }) => !isUnknown(value));
}

function selectedBy({ body }: PolicyResource): unknown {
  return select(body, 'spec.selector.matchLabels')[0]?.value;
}

const apart: Check = (resource, context) => {
  const replicas = numbers(resource.body, 'spec.replicas')[0]?.value ?? 2;
  if (replicas < 2) return [];
  return everyPod((pod) =>
    ['affinity.podAntiAffinity', 'topologySpreadConstraints'].some((path) => selectIn(pod, path).length > 0)
      ? []
      : [
          {
            at: `${pod.at}.affinity.podAntiAffinity`,
            value: undefined,
            expected: 'a rule that keeps replicas apart',
          },
        ],
  )(resource, context);
};

const enough: Check = ({ body }) => {
  const found = numbers(body, 'spec.minReplicas');
  if (select(body, 'spec.minReplicas').length === 0)
    return [{ at: 'spec.minReplicas', value: undefined, expected: '3 or more' }];
  return found
    .filter(({ value }) => value < 3)
    .map(({ at, value }) => ({ at, value, expected: '3 or more' }));
};

const leftToScaler: Check = (resource, { resources }) => {
  const name = objectOf(resource.body['metadata'])['name'];
  const scaled = resources.some(
    (other) =>
      other.type === scalerType &&
      inSameNamespace(other, resource) &&
      select(other.body, 'spec.scaleTargetRef.name')[0]?.value === name,
  );
  return scaled
    ? select(resource.body, 'spec.replicas').map(({ at, value }) => ({
        at,
        value,
        expected: 'nothing: the autoscaler says how many',
      }))
    : [];
};

const ends: Check = ({ body }) =>
  [
    ['spec.jobTemplate.spec.activeDeadlineSeconds', 'seconds after which a run is stopped'],
    ['spec.jobTemplate.spec.ttlSecondsAfterFinished', 'seconds after which it is taken away'],
    ['spec.startingDeadlineSeconds', 'seconds within which a run has to start'],
    ['spec.timeZone', 'a time zone, for instance "Etc/UTC"'],
  ].flatMap(([path = '', expected = '']) =>
    select(body, path).length > 0 ? [] : [{ at: path, value: undefined, expected }],
  );

export const kubernetesAvailability: RuleGroup = {
  subject: 'Kubernetes: staying up',
  rules: [
    {
      id: 'TLTK_K8S_029',
      title: 'What has replicas has a budget of how many may be away',
      severity: 'error',
      reason: 'An update of the nodes otherwise takes all replicas at once.',
      remedy: 'Make a PodDisruptionBudget that selects its pods.',
      reads: [...replicated, ...installationTypes],
      check: hasBudget,
    },
    {
      id: 'TLTK_K8S_030',
      title: 'Budgets let one replica go',
      severity: 'error',
      reason: 'With none to spare, a node can never be emptied, and its update waits for ever.',
      remedy:
        'Set maxUnavailable to 1; for pods of the ClickHouse operator minAvailable to one less than there are.',
      references: ['pdb-max-unavailable', 'pdb-min-available'],
      reads: [budgetType],
      check: letsEvict,
    },
    {
      id: 'TLTK_K8S_031',
      title: 'Budgets let go what does not work anyway',
      severity: 'warning',
      reason: 'A pod that never gets ready otherwise keeps its node from being emptied.',
      remedy: 'Set unhealthyPodEvictionPolicy to AlwaysAllow.',
      references: ['pdb-unhealthy-pod-eviction-policy'],
      reads: [budgetType],
      check: mustBe('spec.unhealthyPodEvictionPolicy', 'AlwaysAllow'),
    },
    {
      id: 'TLTK_K8S_032',
      title: 'Replicas are kept apart',
      severity: 'error',
      reason: 'Two on one node are lost together.',
      remedy: 'Set podAntiAffinity or topologySpreadConstraints.',
      references: ['no-anti-affinity'],
      reads: replicated,
      check: apart,
    },
    {
      id: 'TLTK_K8S_033',
      title: 'What scales has three replicas or more',
      severity: 'error',
      reason: 'One may fail while another is replaced.',
      remedy: 'Set minReplicas to 3.',
      references: ['hpa-minimum-three-replicas'],
      reads: [scalerType],
      only: 'prod',
      check: enough,
    },
    {
      id: 'TLTK_K8S_034',
      title: 'The number of replicas is left to the autoscaler',
      severity: 'error',
      reason: 'Every deployment would set it back, in the middle of the load.',
      remedy: 'Leave spec.replicas out.',
      reads: ['apps/v1/Deployment'],
      check: leftToScaler,
    },
    {
      id: 'TLTK_K8S_035',
      title: 'Scheduled runs end, and are taken away',
      severity: 'error',
      reason: 'A run that hangs keeps all later ones from starting; finished pods fill the quota.',
      remedy: 'Use ScheduledJob, which sets all of it.',
      references: ['job-ttl-seconds-after-finished'],
      reads: ['batch/v1/CronJob'],
      check: ends,
    },
    {
      id: 'TLTK_K8S_036',
      title: 'Scheduled runs never overlap',
      severity: 'error',
      reason: 'Two loads of the same data at a time double or mix it.',
      remedy: 'Set concurrencyPolicy to Forbid.',
      reads: ['batch/v1/CronJob'],
      check: (resource, context) => [
        ...mustNotBe('spec.concurrencyPolicy', 'Allow', '"Forbid"')(resource, context),
        ...(select(resource.body, 'spec.concurrencyPolicy').length > 0
          ? []
          : [{ at: 'spec.concurrencyPolicy', value: undefined, expected: '"Forbid"' }]),
      ],
    },
  ],
};
