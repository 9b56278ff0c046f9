/** Pods that connections come from or go to. Plain JSON. */
export interface PodPeer {
  /** Name for people, unique among the peers, for instance `clickhouse`. */
  readonly name: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /**
   * Labels that all of the pods have.
   *
   * @default - every pod of the namespace
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Addresses outside the cluster that connections go to. Plain JSON. */
export interface AddressPeer {
  /** Name for people, unique among the peers, for instance `google-apis`. */
  readonly name: string;
  /** The addresses, for instance `["199.36.153.8/30"]`. */
  readonly cidrs: readonly string[];
  /**
   * Addresses that are left out, for instance private ones.
   *
   * @default []
   */
  readonly except?: readonly string[];
}

/** The internet without private addresses and those of the cloud's own metadata service. */
export const internet: AddressPeer = {
  name: 'internet',
  cidrs: ['0.0.0.0/0'],
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
};

/** The APIs of Google at the addresses that are reached without the internet (`private.googleapis.com`). */
export const googleApis: AddressPeer = {
  name: 'google-apis',
  cidrs: ['199.36.153.8/30'],
};

/** Where GKE gives pods the tokens of their Google accounts. */
export const googleTokens: AddressPeer = {
  name: 'google-tokens',
  cidrs: ['169.254.169.252/32', '169.254.169.254/32'],
};

/** Ports of {@link googleTokens}. */
export const googleTokenPorts: readonly number[] = [80, 988];
