import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js';
import { boundedName } from '../../common/naming.ts';
import { KubernetesComponent } from '../component.ts';
import { nameRefusal } from '../container.ts';
import type { AddressPeer, PodPeer } from '../peers.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';

/** One connection that is allowed, in its direction; answers come back by themselves. */
export interface ConnectionArgs {
  /** Who opens it, for instance the `peer` of a `Workload`. */
  readonly from: PodPeer;
  /** Who is reached, for instance the `peer` of a `ClickHouseCluster`. */
  readonly to: PodPeer | AddressPeer;
  /** Ports that are reached, all TCP. */
  readonly ports: readonly number[];
}

/** Args of {@link Connections}. */
export interface ConnectionsArgs {
  /** The connections; each pair of peers once. */
  readonly allow: readonly ConnectionArgs[];
}

/**
 * Who may talk to whom: for every connection the policy that lets it out of where it begins and the one that lets it in
 * where it ends. A side that is in no namespace of ours, Prometheus for instance, is for its owner to open.
 */
export class Connections extends KubernetesComponent {
  private readonly namespaces: ReadonlyMap<string, RestrictedNamespace>;

  /**
   * @param namespaces those of this program that the policies may be written in; the first decides about the deployment
   */
  constructor(
    name: string,
    namespaces: readonly [RestrictedNamespace, ...RestrictedNamespace[]],
    args: ConnectionsArgs,
    options?: ComponentResourceOptions,
  ) {
    const [first] = namespaces;
    super('Connections', name, first.deployment, { parent: first, ...options });
    this.namespaces = new Map(namespaces.map((one) => [one.namespaceName, one]));
    this.check(args);
    for (const { from, to, ports } of args.allow) {
      const allowed = ports.map((port) => ({ port, protocol: 'TCP' }));
      this.policy(from, [from.name, 'to', to.name], {
        policyTypes: ['Egress'],
        egress: [{ to: sideOf(to), ports: allowed }],
      });
      if ('namespace' in to)
        this.policy(to, [to.name, 'from', from.name], {
          policyTypes: ['Ingress'],
          ingress: [{ from: sideOf(from), ports: allowed }],
        });
    }
    this.registerOutputs({});
  }

  private policy(
    { namespace, labels }: PodPeer,
    words: readonly string[],
    rules: { readonly policyTypes: string[]; readonly egress?: object[]; readonly ingress?: object[] },
  ): void {
    const own = this.namespaces.get(namespace);
    if (own === undefined) return;
    const name = boundedName(words, 63);
    new NetworkPolicy(
      boundedName([namespace, ...words], 100),
      {
        metadata: { name, namespace: own.ready, labels: this.labels(words[0] ?? name) },
        spec: { podSelector: selectorOf(labels), ...rules },
      },
      this.child(),
    );
  }

  private check({ allow }: ConnectionsArgs): void {
    const pairs = new Set<string>();
    for (const { from, to, ports } of allow) {
      const pair = `${from.name} to ${to.name}`;
      for (const { name } of [from, to]) this.stopFor(nameRefusal(name, `allow (${pair})`));
      if (pairs.has(pair))
        this.refuse('allow', pair, 'each pair of peers once', 'Name all ports in one of the two.');
      pairs.add(pair);
      this.checkPorts(pair, ports);
      const ends = 'namespace' in to ? [from, to] : [from];
      ends.forEach((end) => {
        this.checkNamespace(pair, end);
      });
      if (!ends.some(({ namespace }) => this.namespaces.has(namespace)))
        this.refuse(
          'allow',
          pair,
          `an end in ${[...this.namespaces.keys()].join(' or ')}`,
          'Give the namespace that one of the two is in to Connections.',
        );
      if (!('namespace' in to)) this.checkAddresses(pair, to);
    }
  }

  private checkPorts(pair: string, ports: readonly number[]): void {
    if (ports.length === 0)
      this.refuse(`allow (${pair}) ports`, ports, 'at least one port', 'Without one all would be open.');
    for (const port of ports)
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        this.refuse(`allow (${pair}) ports`, port, 'numbers from 1 to 65535', 'Mend the number.');
  }

  /** A namespace of this client that is not given would silently get no policy, and the connection stay closed. */
  private checkNamespace(pair: string, { namespace }: PodPeer): void {
    const { prefix, env } = this.deployment;
    if (namespace.startsWith(`${prefix}-${env}-`) && !this.namespaces.has(namespace))
      this.refuse(
        `allow (${pair})`,
        namespace,
        `one of ${[...this.namespaces.keys()].join(', ')}, or a namespace that is not ours`,
        'Give the namespace to Connections too, or make this connection in the program that makes the namespace.',
      );
  }

  private checkAddresses(pair: string, { cidrs, except = [] }: AddressPeer): void {
    if (cidrs.length === 0)
      this.refuse(`allow (${pair}) cidrs`, cidrs, 'at least one range', 'Without one all would be open.');
    for (const cidr of [...cidrs, ...except])
      if (!/^\d{1,3}(\.\d{1,3}){3}\/([0-9]|[12]\d|3[0-2])$/.test(cidr))
        this.refuse(
          `allow (${pair}) cidrs`,
          cidr,
          'a range of addresses such as "199.36.153.8/30"',
          'Write one address as "192.0.2.7/32".',
        );
  }
}

/** The other side of a rule. */
function sideOf(peer: PodPeer | AddressPeer): object[] {
  if ('cidrs' in peer)
    return peer.cidrs.map((cidr) => ({
      ipBlock: {
        cidr,
        ...(peer.except === undefined || peer.except.length === 0 ? {} : { except: [...peer.except] }),
      },
    }));
  return [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
      podSelector: selectorOf(peer.labels),
    },
  ];
}

function selectorOf(labels: Readonly<Record<string, string>> | undefined) {
  return labels === undefined ? {} : { matchLabels: { ...labels } };
}
