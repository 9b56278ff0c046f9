import type { Check, RuleGroup } from '../../rule.ts';
import { objectOf } from '../../resource.ts';
import { numbers, select, selectIn } from '../../values.ts';
import { mustBe, mustNotBe } from '../../checks.ts';
import { everyPod, hasLabels, inSameNamespace, podLabels } from './objects.ts';

const replicated = ['apps/v1/Deployment', 'apps/v1/StatefulSet'];
const budgetType = 'policy/v1/PodDisruptionBudget';
const scalerType = 'autoscaling/v2/HorizontalPodAutoscaler';

const hasBudget: Check = (resource, { resources }) =>
  resources.some(
    (other) =>
      other.type === budgetType &&
      inSameNamespace(other, resource) &&
      hasLabels(podLabels(resource), select(other.body, 'spec.selector.matchLabels')[0]?.value),
  )
    ? []
    : [{ at: 'spec', value: undefined, expected: 'a PodDisruptionBudget that selects its pods' }];

const letsEvict: Check = ({ body }) => [
  ...numbers(body, 'spec.maxUnavailable')
    .filter(({ value }) => value < 1)
    .map(({ at, value }) => ({ at, value, expected: '1 or more' })),
  ...select(body, 'spec.minAvailable').map(({ at, value }) => ({
    at,
    value,
    expected: 'maxUnavailable, which holds for any number of replicas',
  })),
];

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
      reads: replicated,
      check: hasBudget,
    },
    {
      id: 'TLTK_K8S_030',
      title: 'Budgets let one replica go',
      severity: 'error',
      reason: 'With none to spare, a node can never be emptied, and its update waits for ever.',
      remedy: 'Set maxUnavailable to 1.',
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
