import type { Check, PolicyContext, RuleGroup } from '../../rule.ts';
import type { PolicyResource } from '../../resource.ts';
import { objectOf } from '../../resource.ts';
import { isUnknown, select, selectIn } from '../../values.ts';
import { mustBe } from '../../checks.ts';
import { hasLabels, inSameNamespace, lastingTypes, namespaceOf, podLabels } from './objects.ts';

const policyType = 'networking.k8s.io/v1/NetworkPolicy';

/** Policies that select every pod of a namespace and allow nothing in a direction. */
function denies(policy: PolicyResource, direction: 'Ingress' | 'Egress'): boolean {
  const spec = objectOf(policy.body['spec']);
  return (
    policy.type === policyType &&
    Object.keys(objectOf(spec['podSelector'])).length === 0 &&
    select(spec, 'policyTypes').some(({ value }) => value === direction) &&
    select(spec, direction.toLowerCase()).length === 0
  );
}

const deniesByDefault: Check = ({ body }, { resources }: PolicyContext) => {
  const { name } = objectOf(body['metadata']);
  if (isUnknown(name)) return [];
  return (['Ingress', 'Egress'] as const)
    .filter(
      (direction) =>
        !resources.some(
          (policy) =>
            (namespaceOf(policy) === name || isUnknown(namespaceOf(policy))) && denies(policy, direction),
        ),
    )
    .map((direction) => ({
      at: direction.toLowerCase(),
      value: undefined,
      expected: 'a NetworkPolicy that denies by default',
    }));
};

/** A side of a rule that is everyone: left out, empty, or all addresses. */
const opensAll: Check = ({ body }) =>
  [
    { rules: 'spec.ingress', side: 'from' },
    { rules: 'spec.egress', side: 'to' },
  ].flatMap(({ rules, side }) =>
    select(body, rules).flatMap((rule) => {
      const peers = selectIn(rule, side);
      const ports = selectIn(rule, 'ports');
      return [
        ...(peers.length === 0
          ? [{ at: `${rule.at}.${side}`, value: undefined, expected: 'who is meant' }]
          : []),
        ...(ports.length === 0
          ? [{ at: `${rule.at}.ports`, value: undefined, expected: 'the ports that are meant' }]
          : []),
        ...peers
          .filter(({ value }) => isEveryone(value))
          .map(({ at, value }) => ({ at, value, expected: 'who is meant' })),
      ];
    }),
  );

function isEveryone(peer: unknown): boolean {
  const { ipBlock, namespaceSelector, podSelector } = objectOf(peer);
  const { cidr, except } = objectOf(ipBlock);
  if (cidr === '0.0.0.0/0' || cidr === '::/0') return except === undefined;
  return (
    namespaceSelector !== undefined &&
    Object.keys(objectOf(namespaceSelector)).length === 0 &&
    podSelector === undefined
  );
}

const reachesSomething: Check = (resource, { resources }) => {
  const selected = select(resource.body, 'spec.selector')[0]?.value;
  if (selected === undefined) return [];
  const found = resources.some(
    (other) =>
      lastingTypes.includes(other.type) &&
      inSameNamespace(other, resource) &&
      hasLabels(podLabels(other), selected),
  );
  return found
    ? []
    : [{ at: 'spec.selector', value: selected, expected: 'labels that pods of this namespace have' }];
};

const insideOnly: Check = ({ body }) =>
  select(body, 'spec.type')
    .filter(({ value }) => value === 'LoadBalancer' || value === 'NodePort')
    .map(({ at, value }) => ({ at, value, expected: '"ClusterIP"' }));

const encrypted: Check = (resource, context) => [
  ...mustBe('spec.listeners.protocol', 'HTTPS')(resource, context),
  ...select(resource.body, 'spec.listeners')
    .filter((listener) => selectIn(listener, 'tls.certificateRefs.name').length === 0)
    .map(({ at }) => ({ at: `${at}.tls.certificateRefs`, value: undefined, expected: 'a certificate' })),
];

export const kubernetesNetwork: RuleGroup = {
  subject: 'Kubernetes: who reaches what',
  rules: [
    {
      id: 'TLTK_K8S_023',
      title: 'Namespaces deny connections by default, both ways',
      severity: 'error',
      reason: 'Left open, whatever breaks in anywhere in the cluster reaches the data, and can send it out.',
      remedy: 'Use RestrictedNamespace, which makes such a policy.',
      references: ['non-isolated-pod'],
      reads: ['v1/Namespace'],
      check: deniesByDefault,
    },
    {
      id: 'TLTK_K8S_024',
      title: 'No policy opens a port to everyone, or everything to someone',
      severity: 'error',
      reason: 'A side or a port that is left out stands for all of them.',
      remedy: 'Name both sides and the ports; leave private ranges out of the internet.',
      reads: [policyType],
      check: opensAll,
    },
    {
      id: 'TLTK_K8S_025',
      title: 'Services lead to pods that there are',
      severity: 'error',
      reason: 'A misspelt label is a name that nobody answers at.',
      remedy: 'Select labels that pods have.',
      references: ['dangling-service'],
      reads: ['v1/Service'],
      check: reachesSomething,
    },
    {
      id: 'TLTK_K8S_026',
      title: 'Services are reached from inside, or through a Gateway',
      severity: 'error',
      reason: 'A load balancer or a port of the node of its own has neither TLS nor a limit of calls.',
      remedy: 'Use ClusterIP, and give HttpService a route.',
      references: ['exposed-services'],
      reads: ['v1/Service'],
      check: insideOnly,
    },
    {
      id: 'TLTK_K8S_027',
      title: 'What comes in from outside is encrypted',
      severity: 'error',
      reason: 'Over plain HTTP everyone on the way reads and changes what is said.',
      remedy: 'Use listeners of the protocol HTTPS with a certificate.',
      reads: ['gateway.networking.k8s.io/v1/Gateway'],
      check: encrypted,
    },
    {
      id: 'TLTK_K8S_028',
      title: 'No Ingress is made',
      severity: 'warning',
      reason:
        'The controller that most clusters used, ingress-nginx, was retired in March 2026 and gets no fixes.',
      remedy: 'Use the Gateway API.',
      reads: ['networking.k8s.io/v1/Ingress'],
      check: () => [{ at: 'kind', value: 'Ingress', expected: 'a Gateway and routes' }],
    },
  ],
};
