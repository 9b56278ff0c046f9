/** A secret that a container reads as an environment variable. The value never passes through Terraform. */
export interface SecretReference {
  /** Environment variable, for instance `CRM_PASSWORD`. */
  readonly env: string;
  /** Name of the secret, for instance `source-crm-password`; made here, filled by a person. */
  readonly name: string;
  /**
   * Version to use, for instance `1`. A container cannot start with a version that does not exist: leave it
   * out until the first value is stored.
   *
   * @default - the secret is made and may be read, but not given to the container yet
   */
  readonly version?: string;
}

/** Processor and memory of a container. */
export interface Resources {
  /** Processors, for instance `1` or `2`. */
  readonly cpu: string;
  /** Memory, for instance `2Gi`. */
  readonly memory: string;
}

/** The network a container reaches private addresses through. */
export interface ContainerNetwork {
  /** Id of a subnetwork in the deployment's region, for instance the foundation's. */
  readonly subnetwork: string;
  /**
   * What goes through it: calls to private addresses, or all calls, for instance to leave by one known address.
   *
   * @default 'private-ranges'
   */
  readonly egress?: 'private-ranges' | 'all-traffic';
}

/** The `vpc_access` block of Cloud Run for a network. */
export function vpcAccessOf({ subnetwork, egress }: ContainerNetwork) {
  return {
    networkInterfaces: [{ subnetwork }],
    egress: egress === 'all-traffic' ? 'ALL_TRAFFIC' : 'PRIVATE_RANGES_ONLY',
  };
}
