import type { ContainerResources } from '../container.ts';

/** Copies of a PostgreSQL cluster in a bucket, and the proof that they can be used. */
export interface PostgresBackupArgs {
  /** Bucket of Cloud Storage, in a place the residency rule allows. */
  readonly bucket: string;
  /** Google service account that may write to the bucket: there is no key. */
  readonly googleServiceAccount: string;
  /** Image with `kubectl` and `psql` that restores a copy beside the cluster and compares the rows. */
  readonly checkImage: string;
  /**
   * When a copy is restored and compared, as a cron line.
   *
   * @default '0 5 * * 0'
   */
  readonly restoreCheck?: string;
  /**
   * When a copy is made, as a cron line.
   *
   * @default '0 2 * * *'
   */
  readonly schedule?: string;
  /**
   * Days that copies and the log between them are kept: every moment of them can be restored.
   *
   * @default 14
   */
  readonly keepDays?: number;
}

/** Args of `Postgres`. */
export interface PostgresArgs {
  /**
   * Name of the cluster.
   *
   * @default - the name of the component
   */
  readonly name?: string;
  /** Image of PostgreSQL for CloudNativePG, with an exact tag or a digest. */
  readonly image: string;
  /**
   * How many instances there are: one, or three and more.
   *
   * @default 3
   */
  readonly instances?: number;
  /** Name of the database; its owner has the same name, and its password is made by the operator. */
  readonly database: string;
  /** Addresses of the Kubernetes API, which every instance asks who is the primary, for instance `["172.16.0.2/32"]`. */
  readonly apiServer: readonly string[];
  /** Processors and memory of each instance. */
  readonly resources: ContainerResources;
  /** Volume of each instance, for instance `20Gi`. */
  readonly volume: string;
  /**
   * Volume of the log of each instance.
   *
   * @default '10Gi'
   */
  readonly walVolume?: string;
  /**
   * Copies in a bucket.
   *
   * @default - none, which `prod` refuses
   */
  readonly backup?: PostgresBackupArgs;
}
