import type { DataLoss, Environment, Exposure } from '../common/deployment.ts';

/** What every component needs to know about the cluster it is deployed to; a namespace passes it on. Plain JSON. */
export interface KubernetesDeployment {
  /** First part of every namespace's name: the client's slug. */
  readonly prefix: string;
  /** Whether it is for trying (`dev`) or for work (`prod`), which is held to stricter rules. */
  readonly env: Environment;
  /**
   * Values of the label `topology.kubernetes.io/zone` on the cluster's nodes, for instance
   * `["europe-west1-b", "europe-west1-c", "europe-west1-d"]`; one name of your choice for a single node.
   */
  readonly zones: readonly string[];
  /**
   * Whether data may be deleted with the infrastructure. `forbid` protects what holds data, and is the only value
   * that `prod` accepts.
   *
   * @default 'forbid'
   */
  readonly dataLoss?: DataLoss;
  /**
   * Whether anything may be reached from the internet.
   *
   * @default 'private'
   */
  readonly exposure?: Exposure;
  /**
   * Who answers for it, as a label `owner` on everything, for instance `data-team`.
   *
   * @default - the prefix
   */
  readonly owner?: string;
  /**
   * Labels for everything, beside those that the components set.
   *
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Storage class of volumes.
   *
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
}
