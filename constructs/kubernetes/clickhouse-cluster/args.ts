import type { ContainerResources } from '../container.ts';
import type { TlsArgs } from '../http-service/index.ts';

/** A secret value: one key of a Secret in the cluster's namespace. It has to exist; a person or an operator fills it. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly secret: string;
  /** Key in it. */
  readonly key: string;
}

/** What a user of ClickHouse may do: limits of one query, and quotas of an hour. */
export interface ProfileArgs {
  /** Name, for instance `reader`. */
  readonly name: string;
  /**
   * Whether it may only read: tables, or tables and settings of its own queries.
   *
   * @default 'no'
   */
  readonly readOnly?: 'no' | 'data' | 'data-and-settings';
  /**
   * Memory that one query may use, for instance `4Gi`.
   *
   * @default '4Gi'
   */
  readonly maxQueryMemory?: string;
  /**
   * Seconds that one query may take.
   *
   * @default 300
   */
  readonly maxQuerySeconds?: number;
  /**
   * Bytes that one query may read, for instance `100Gi`.
   *
   * @default '500Gi'
   */
  readonly maxQueryRead?: string;
  /**
   * Queries that may start within an hour.
   *
   * @default 10000
   */
  readonly queriesPerHour?: number;
}

/** A user of ClickHouse. */
export interface UserArgs {
  /** Name, for instance `loader`: lower-case letters, digits and underscores. */
  readonly name: string;
  /** Where its password is. ClickHouse gets it from the Secret; no object of this program holds it, nor its digest. */
  readonly password: SecretKey;
  /** Name of one of `profiles`. */
  readonly profile: string;
  /**
   * Addresses it may come from, beside those of pods.
   *
   * @default [] (pods of the cluster)
   */
  readonly networks?: readonly string[];
  /**
   * What it is granted, as statements without `TO`, for instance `["GRANT SELECT ON marts.*"]`.
   *
   * @default ["GRANT SELECT ON *.*"]
   */
  readonly grants?: readonly string[];
}

/** Values that tables name instead of holding them, for instance where Kafka is and how to sign in there. */
export interface NamedCollectionArgs {
  /** Name, for instance `kafka`: lower-case letters, digits and underscores. */
  readonly name: string;
  /** The values by key. Those of a Secret reach ClickHouse through its environment: no object of this program holds them. */
  readonly values: Readonly<Record<string, string | SecretKey>>;
}

/** Keeper, which agrees on what replicas do. */
export interface KeeperArgs {
  /** How many: 1 or an odd number up to 7, at most one for each zone. */
  readonly replicas: number;
  /** Image of Keeper, with an exact tag or a digest. */
  readonly image: string;
  /**
   * Processors and memory of each.
   *
   * @default { cpu: '500m', memory: '1Gi' }
   */
  readonly resources?: ContainerResources;
  /**
   * Volume of each.
   *
   * @default '10Gi'
   */
  readonly volume?: string;
}

/** Rows that are kept for a time. Ingestion, which makes their tables, reads the same figures from the settings. */
export interface RetentionArgs {
  /** What is kept, for instance the source `web-shop`; each name once. */
  readonly name: string;
  /** Months that events are kept before they are deleted. */
  readonly months: number;
  /** Gigabytes of data on disk, compressed, at the start: what the diagnostic found. */
  readonly startGigabytes: number;
  /**
   * Growth in a month, in percent of the month before.
   *
   * @default 0
   */
  readonly growthPercentPerMonth?: number;
  /** Gigabytes that are added in a month, compressed, at the start. */
  readonly gigabytesPerMonth: number;
}

/** Copies of the data in a bucket, and the proof that they can be used. */
export interface ClickHouseBackupArgs {
  /** Bucket of Cloud Storage, in a place the residency rule allows. */
  readonly bucket: string;
  /** Image of clickhouse-backup, with an exact tag or a digest. */
  readonly image: string;
  /** Google service account that may write to the bucket: there is no key. */
  readonly googleServiceAccount: string;
  /**
   * When a copy is made, as a cron line.
   *
   * @default '0 1 * * *'
   */
  readonly schedule?: string;
  /**
   * When a copy is restored beside the data and the rows are compared, as a cron line.
   *
   * @default '0 4 * * 0'
   */
  readonly restoreCheck?: string;
  /**
   * Copies that are kept.
   *
   * @default 14
   */
  readonly keep?: number;
}

/** Args of `ClickHouseCluster`. */
export interface ClickHouseClusterArgs {
  /**
   * Name of the installation, at most 15 lower-case letters, digits and hyphens.
   *
   * @default - the name of the component
   */
  readonly name?: string;
  /** Image of ClickHouse, with an exact tag or a digest. */
  readonly image: string;
  /** Parts that the data is divided into. */
  readonly shards: number;
  /** Copies of every part, each in a zone of its own. */
  readonly replicas: number;
  /** Processors and memory of each replica. */
  readonly resources: ContainerResources;
  /** Volume of each replica, for instance `500Gi`. It can grow, never shrink. */
  readonly volume: string;
  /**
   * What the volume of each replica was, when it is known: one that shrinks is refused.
   *
   * @default - not compared
   */
  readonly previousVolume?: string;
  /** Keeper. */
  readonly keeper: KeeperArgs;
  /** Issuer of the certificates: nothing is said in the clear, neither by clients nor between replicas. */
  readonly tls: TlsArgs;
  /** What users may do. */
  readonly profiles: readonly ProfileArgs[];
  /** Users; the user `default` is taken out. */
  readonly users: readonly UserArgs[];
  /**
   * Name of one of `users`, who asks every replica whether it works and makes the copies: for copies it needs
   * `GRANT ALL ON *.* WITH GRANT OPTION`.
   */
  readonly operationsUser: string;
  /**
   * Named collections; a user needs `GRANT NAMED COLLECTION ON <name>` to use one.
   *
   * @default []
   */
  readonly namedCollections?: readonly NamedCollectionArgs[];
  /**
   * Secrets that exist in the namespace, with their keys, when it is known: one that a user needs and that is missing is
   * refused, because the operator would give the user a well-known password.
   *
   * @default - not compared: pods wait until each of them is there
   */
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
  /**
   * How long events are kept: refused when the volumes cannot hold all of them together.
   *
   * @default [] (not compared with the volumes)
   */
  readonly retention?: readonly RetentionArgs[];
  /**
   * Gigabytes of data on disk, compressed, that is kept for ever: what `retention` cannot use.
   *
   * @default 0
   */
  readonly keptGigabytes?: number;
  /**
   * Copies in a bucket.
   *
   * @default - none, which `prod` refuses
   */
  readonly backup?: ClickHouseBackupArgs;
  /**
   * Days that ClickHouse keeps its own logs of queries and parts.
   *
   * @default 30
   */
  readonly logDays?: number;
}
