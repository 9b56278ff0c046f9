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

/**
 * What is wrong with an image reference, or `undefined`. An image needs an exact tag or a digest; in
 * production a digest, because a tag can be moved.
 */
export function imageProblem(image: string, env: 'dev' | 'prod'): string | undefined {
  const digest = /@sha256:[0-9a-f]{64}$/.test(image);
  if (digest) return undefined;
  if (env === 'prod') return 'a reference that ends in @sha256: and 64 hexadecimal digits';
  const tag = /:([\w][\w.-]{0,127})$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest'
    ? 'a reference with an exact tag (not "latest") or a digest'
    : undefined;
}

/** Environment variables in a stable order. */
export function environment(
  values: Readonly<Record<string, string>>,
): { readonly name: string; readonly value: string }[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name, value: values[name] ?? '' }));
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
