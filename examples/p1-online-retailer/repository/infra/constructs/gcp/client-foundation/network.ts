import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address/index.js';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall/index.js';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network/index.js';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router/index.js';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat/index.js';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork/index.js';
import { DataGoogleComputeNetwork } from '@cdktf/provider-google/lib/data-google-compute-network/index.js';
import { DataGoogleComputeSubnetwork } from '@cdktf/provider-google/lib/data-google-compute-subnetwork/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';
import { googleAddresses, GoogleNames } from './google-names.ts';

/** A network that is there already. */
export interface ExistingNetwork {
  /**
   * Project that owns it, for instance the host of a shared network.
   *
   * @default - the deployment's project
   */
  readonly project?: string;
  /** Name of the network. */
  readonly network: string;
  /** Name of its subnetwork in the deployment's region. */
  readonly subnetwork: string;
}

/** Something outside that programs may reach. */
export interface EgressRule {
  /** Addresses, for instance `["203.0.113.4/32"]`. */
  readonly ranges: readonly string[];
  /** TCP ports: 1 to 65535. */
  readonly tcpPorts: readonly number[];
}

/** The network that is made. */
export interface NetworkProps {
  /**
   * Private range of the subnetwork, at least `/26`; Cloud Run takes two addresses for each instance.
   *
   * @default '10.0.0.0/24'
   */
  readonly range?: string;
  /**
   * Makes a way to the internet from a fixed address, for sources that ask for one.
   *
   * @default false
   */
  readonly nat?: boolean;
  /**
   * What may be reached beside Google's APIs and the subnetwork, by a name in lower-case letters, digits and hyphens.
   *
   * @default {}
   */
  readonly egress?: Readonly<Record<string, EgressRule>>;
  /**
   * Share of the connections that is logged: 0.01 to 1.
   *
   * @default 0.5
   */
  readonly flowSampling?: number;
}

const cidr = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;

/**
 * A network that reaches Google's APIs without the internet and nothing else that it was not told to, or the one that is
 * there. Made by ClientFoundation.
 */
export class ClientNetwork extends GcpConstruct {
  /** The network; a data source where it was there already. */
  readonly network: ComputeNetwork | DataGoogleComputeNetwork;
  /** Its subnetwork in the deployment's region. */
  readonly subnetwork: ComputeSubnetwork | DataGoogleComputeSubnetwork;
  /** Firewall rules that were made, by name: `deny-all`, `google-apis`, `inside` and those of `egress`. */
  readonly firewalls: ReadonlyMap<string, ComputeFirewall> = new Map();
  /** Names that lead to Google's APIs, unless the network was there. */
  readonly googleNames: GoogleNames | undefined;
  /** The fixed address, the router and the translation, if there is a way to the internet. */
  readonly nat:
    | { readonly address: ComputeAddress; readonly router: ComputeRouter; readonly nat: ComputeRouterNat }
    | undefined;

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    props: NetworkProps | ExistingNetwork,
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    if ('network' in props) {
      const { project = deployment.project, network, subnetwork } = props;
      this.network = new DataGoogleComputeNetwork(this, 'network', { project, name: network });
      this.subnetwork = new DataGoogleComputeSubnetwork(this, 'subnetwork', {
        project,
        name: subnetwork,
        region: deployment.region,
      });
      return;
    }
    const range = this.checked(props);
    const network = new ComputeNetwork(this, 'network', {
      project: deployment.project,
      name: this.named('network', 63),
      autoCreateSubnetworks: false,
      dependsOn,
    });
    this.network = network;
    this.subnetwork = new ComputeSubnetwork(this, 'subnetwork', {
      project: deployment.project,
      name: this.named(deployment.region, 63),
      region: deployment.region,
      network: network.id,
      ipCidrRange: range,
      privateIpGoogleAccess: true,
      logConfig: {
        aggregationInterval: 'INTERVAL_5_SEC',
        flowSampling: props.flowSampling ?? 0.5,
        metadata: 'INCLUDE_ALL_METADATA',
      },
    });
    this.firewalls = this.closeAllBut(network, {
      'google-apis': { ranges: [googleAddresses], tcpPorts: [443] },
      inside: { ranges: [range], tcpPorts: [] },
      ...props.egress,
    });
    this.googleNames = new GoogleNames(this, 'google', deployment, network.id, dependsOn);
    this.nat = props.nat === true ? this.wayOut(network) : undefined;
  }

  private checked({ range = '10.0.0.0/24', egress = {}, flowSampling = 0.5 }: NetworkProps): string {
    const [, bits = '32'] = range.split('/');
    if (!cidr.test(range) || Number(bits) > 26)
      this.refuse(
        'range',
        range,
        'a private range of at least /26, such as "10.0.0.0/24"',
        'Choose one that overlaps no network it will be connected to.',
      );
    if (!(flowSampling >= 0.01 && flowSampling <= 1))
      this.refuse('flowSampling', flowSampling, 'a number from 0.01 to 1', 'Leave it out for 0.5.');
    for (const [name, { ranges, tcpPorts }] of Object.entries(egress)) {
      if (
        !/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) ||
        ['deny-all', 'google-apis', 'inside'].includes(name)
      )
        this.refuse(
          'egress',
          name,
          'a name of lower-case letters, digits and hyphens that the foundation does not use',
          'Name what is reached, for instance "erp".',
        );
      const wrong = ranges.find((item) => !cidr.test(item));
      if (wrong !== undefined || ranges.length === 0)
        this.refuse(
          `egress.${name}.ranges`,
          wrong ?? ranges,
          'addresses such as "203.0.113.4/32"',
          'Ask for the addresses of what is reached.',
        );
      const port = tcpPorts.find((item) => !Number.isInteger(item) || item < 1 || item > 65_535);
      if (port !== undefined || tcpPorts.length === 0)
        this.refuse(
          `egress.${name}.tcpPorts`,
          port ?? tcpPorts,
          'port numbers from 1 to 65535',
          'Name the ports that are needed, for instance 5432.',
        );
    }
    return range;
  }

  /** Nothing leaves the network but what is named. */
  private closeAllBut(
    network: ComputeNetwork,
    open: Readonly<Record<string, EgressRule>>,
  ): Map<string, ComputeFirewall> {
    const common = {
      project: this.deployment.project,
      network: network.id,
      direction: 'EGRESS',
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    };
    const denyAll = new ComputeFirewall(this, 'firewall-deny-all', {
      ...common,
      name: this.named('egress-deny-all', 63),
      description: 'What no other rule allows does not leave the network.',
      priority: 65_534,
      destinationRanges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
    });
    const allowed = Object.entries(open).map(([name, { ranges, tcpPorts }]): [string, ComputeFirewall] => [
      name,
      new ComputeFirewall(this, `firewall-${name}`, {
        ...common,
        name: this.named(`egress-${name}`, 63),
        priority: 1000,
        destinationRanges: [...ranges],
        allow: [{ protocol: 'tcp', ...(tcpPorts.length === 0 ? {} : { ports: tcpPorts.map(String) }) }],
      }),
    ]);
    return new Map([['deny-all', denyAll], ...allowed]);
  }

  private wayOut(network: ComputeNetwork) {
    const { project, region } = this.deployment;
    const address = new ComputeAddress(this, 'nat-address', {
      project,
      region,
      name: this.named('nat', 63),
      labels: this.labels(),
      // Others let this address in by its number.
      lifecycle: { preventDestroy: this.protected },
    });
    const router = new ComputeRouter(this, 'router', {
      project,
      region,
      name: this.named('router', 63),
      network: network.id,
    });
    const nat = new ComputeRouterNat(this, 'nat', {
      project,
      region,
      router: router.name,
      name: this.named('nat', 63),
      natIpAllocateOption: 'MANUAL_ONLY',
      natIps: [address.selfLink],
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: this.subnetwork.id, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
      logConfig: { enable: true, filter: 'ERRORS_ONLY' },
    });
    return { address, router, nat };
  }
}
