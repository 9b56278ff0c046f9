import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { output } from '@pulumi/pulumi';
import { LimitRange } from '@pulumi/kubernetes/core/v1/limitRange.js';
import { Namespace } from '@pulumi/kubernetes/core/v1/namespace.js';
import { ResourceQuota } from '@pulumi/kubernetes/core/v1/resourceQuota.js';
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js';
import { boundedName } from '../../common/naming.ts';
import { KubernetesComponent } from '../component.ts';
import type { KubernetesDeployment } from '../deployment.ts';
import { isObjectName, nameExpected } from '../names.ts';
import { bytesExpected, cpuExpected, isBytes, isCpu } from '../quantities.ts';

/** What all pods of a namespace may ask for together. */
export interface QuotaArgs {
  /** Processors that are asked for, for instance `16`. */
  readonly cpu: string;
  /** Memory that is asked for, and at most used, for instance `64Gi`. */
  readonly memory: string;
  /**
   * Volumes together, for instance `2Ti`.
   *
   * @default '100Gi'
   */
  readonly storage?: string;
  /**
   * Pods, finished ones not counted.
   *
   * @default 50
   */
  readonly pods?: number;
}

/** Args of {@link RestrictedNamespace}. */
export interface RestrictedNamespaceArgs extends KubernetesDeployment {
  /** What it is for, for instance `warehouse`: the namespace is `prefix-env-name`. */
  readonly name: string;
  /**
   * What all its pods may ask for together.
   *
   * @default { cpu: '8', memory: '32Gi' }
   */
  readonly quota?: QuotaArgs;
  /**
   * Uses a namespace that another program made, and makes nothing. Exclusive of `quota`.
   *
   * @default false
   */
  readonly existing?: boolean;
}

/**
 * A namespace that lets nothing through by itself: pods are held to the Pod Security Standard "restricted", no
 * connection is allowed in or out but to the cluster's DNS, and what all pods may use together has limits.
 */
export class RestrictedNamespace extends KubernetesComponent {
  /** Name of the namespace, for instance `acme-prod-warehouse`. */
  readonly namespaceName: string;
  /** Its name, known when it exists: what is made in it waits for it. */
  readonly ready: Output<string>;
  /** What all its pods may ask for together. */
  readonly quota: Required<QuotaArgs>;

  constructor(name: string, args: RestrictedNamespaceArgs, options?: ComponentResourceOptions) {
    super('RestrictedNamespace', name, args, options);
    this.checkDeployment();
    if (!isObjectName(args.name))
      this.refuse('name', args.name, nameExpected, 'Name what the namespace is for.');
    this.quota = { storage: '100Gi', pods: 50, ...(args.quota ?? { cpu: '8', memory: '32Gi' }) };
    this.checkQuota();
    this.namespaceName = boundedName([args.prefix, args.env, args.name], 63);
    if (args.existing === true && args.quota !== undefined)
      this.refuse(
        'existing and quota',
        args.quota,
        'one of the two',
        'Say the quota in the program that makes the namespace.',
      );
    this.ready = args.existing === true ? output(this.namespaceName) : this.make(name, args.name);
    this.registerOutputs({ namespace: this.namespaceName });
  }

  /** Makes the namespace with all that closes it; gives its name. */
  private make(name: string, purpose: string): Output<string> {
    const labels = this.labels(purpose);
    const namespace = new Namespace(
      name,
      {
        metadata: {
          name: this.namespaceName,
          labels: {
            ...labels,
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/audit': 'restricted',
            'pod-security.kubernetes.io/warn': 'restricted',
          },
        },
      },
      this.stateful(),
    );
    const ready = namespace.metadata.name;
    const metadata = (own: string) => ({ name: own, namespace: ready, labels });
    new NetworkPolicy(
      `${name}-default-deny`,
      {
        metadata: metadata('default-deny'),
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      },
      this.child(),
    );
    new NetworkPolicy(
      `${name}-allow-dns`,
      {
        metadata: metadata('allow-dns'),
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [
            {
              to: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
                },
              ],
              ports: [
                { port: 53, protocol: 'UDP' },
                { port: 53, protocol: 'TCP' },
              ],
            },
          ],
        },
      },
      this.child(),
    );
    new ResourceQuota(
      `${name}-quota`,
      { metadata: metadata('quota'), spec: { hard: hardLimits(this.quota) } },
      this.child(),
    );
    new LimitRange(
      `${name}-defaults`,
      {
        metadata: metadata('defaults'),
        // For the containers that operators add without saying what they need.
        spec: {
          limits: [
            {
              type: 'Container',
              default: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
              defaultRequest: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
            },
          ],
        },
      },
      this.child(),
    );
    return ready;
  }

  private checkDeployment(): void {
    const { prefix, env, dataLoss, zones } = this.deployment;
    if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(prefix))
      this.refuse(
        'prefix',
        prefix,
        'lower-case letters, digits and hyphens, a letter first',
        'Use the short name of the client.',
      );
    if (env === 'prod' && dataLoss === 'allow')
      this.refuse(
        'dataLoss',
        dataLoss,
        '"forbid" in prod',
        'To remove production data on purpose, delete it by hand, with a second person, after a backup.',
      );
    if (zones.length === 0 || new Set(zones).size < zones.length)
      this.refuse(
        'zones',
        zones,
        'the zones of the cluster, each once',
        'List what `kubectl get nodes -L topology.kubernetes.io/zone` shows; for a single node, any one name.',
      );
  }

  private checkQuota(): void {
    const { cpu, memory, storage, pods } = this.quota;
    if (!isCpu(cpu)) this.refuse('quota.cpu', cpu, cpuExpected, 'Mend the quantity.');
    for (const [prop, value] of [
      ['quota.memory', memory],
      ['quota.storage', storage],
    ] as const)
      if (!isBytes(value)) this.refuse(prop, value, bytesExpected, 'Mend the quantity.');
    if (!Number.isInteger(pods) || pods < 1)
      this.refuse('quota.pods', pods, 'a whole number above 0', 'Leave it out for 50.');
  }
}

function hardLimits({ cpu, memory, storage, pods }: Required<QuotaArgs>): Record<string, string> {
  return {
    pods: `${pods}`,
    'requests.cpu': cpu,
    'requests.memory': memory,
    'limits.memory': memory,
    'requests.storage': storage,
    // What is reached from outside comes in through a Gateway.
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
}
