// Who reaches whom, worked out from NetworkPolicies as Kubernetes defines them: whom a policy selects is closed in its
// directions but for what some policy allows, and a connection has to be allowed where it begins and where it ends.
import { objectOf } from '#constructs/policy/resource.ts';

/** An object as the API server gets it. */
type KubernetesObject = Readonly<Record<string, unknown>>;

/** A pod that connections come from or go to. */
export interface PodEnd {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An address outside the cluster, for instance `192.0.2.7`. */
export interface AddressEnd {
  readonly address: string;
}

/** One end of a connection. */
export type End = PodEnd | AddressEnd;

/** Whether the policies let a connection through. */
export function isAllowed(policies: readonly KubernetesObject[], from: End, to: End, port: number): boolean {
  return isOpen(policies, 'Egress', from, to, port) && isOpen(policies, 'Ingress', to, from, port);
}

/** Whether one end may be left or entered. What is outside the cluster has no policies. */
function isOpen(
  policies: readonly KubernetesObject[],
  direction: 'Ingress' | 'Egress',
  own: End,
  other: End,
  port: number,
): boolean {
  if ('address' in own) return true;
  const selecting = policies.filter((policy) => selects(policy, direction, own));
  if (selecting.length === 0) return true;
  const [rules, side] =
    direction === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  return selecting.some((policy) =>
    listOf(objectOf(policy['spec'])[rules]).some(
      (rule) =>
        hasPort(objectOf(rule)['ports'], port) && hasPeer(objectOf(rule)[side], namespaceOf(policy), other),
    ),
  );
}

function selects(policy: KubernetesObject, direction: 'Ingress' | 'Egress', pod: PodEnd): boolean {
  const spec = objectOf(policy['spec']);
  return (
    policy['kind'] === 'NetworkPolicy' &&
    namespaceOf(policy) === pod.namespace &&
    directionsOf(spec).includes(direction) &&
    matches(spec['podSelector'], pod.labels)
  );
}

/** Left out, it is Ingress, and Egress where there are rules for it. */
function directionsOf(spec: Readonly<Record<string, unknown>>): unknown[] {
  const given = listOf(spec['policyTypes']);
  if (given.length > 0) return given;
  return ['Ingress', ...(spec['egress'] === undefined ? [] : ['Egress'])];
}

function hasPort(ports: unknown, port: number): boolean {
  const given = listOf(ports).map(objectOf);
  return given.length === 0 || given.some((one) => one['port'] === undefined || one['port'] === port);
}

function hasPeer(peers: unknown, namespace: string, other: End): boolean {
  const given = listOf(peers).map(objectOf);
  return given.length === 0 || given.some((peer) => isPeer(peer, namespace, other));
}

function isPeer(peer: Readonly<Record<string, unknown>>, namespace: string, other: End): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if ('address' in other) {
    if (ipBlock === undefined) return false;
    const { cidr, except } = objectOf(ipBlock);
    return isWithin(other.address, cidr) && !listOf(except).some((range) => isWithin(other.address, range));
  }
  // A range of addresses is not for pods: their addresses change.
  if (ipBlock !== undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? other.namespace === namespace
      : matches(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return inNamespace && (podSelector === undefined || matches(podSelector, other.labels));
}

function matches(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions, ...rest } = objectOf(selector);
  if (matchExpressions !== undefined || Object.keys(rest).length > 0)
    throw new Error(`this selector is not understood: ${JSON.stringify(selector)}`);
  return Object.entries(objectOf(matchLabels)).every(([name, value]) => labels[name] === value);
}

function namespaceOf(policy: KubernetesObject): string {
  return String(objectOf(policy['metadata'])['namespace']);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether an IPv4 address is in a range. */
function isWithin(address: string, range: unknown): boolean {
  const [base = '', bits = '32'] = String(range).split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
