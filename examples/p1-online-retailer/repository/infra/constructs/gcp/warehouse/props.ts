import type { AlertTargets } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import type { IamProps } from '../iam.ts';
import type { BackupProps } from './backup.ts';
import type { PersonalDataProps } from './personal-data.ts';
import type { QualityProps } from './quality.ts';
import type { RowPolicy } from './row-policies.ts';

/** One dataset of the warehouse, and who beside the pipelines may use it. */
export interface DatasetProps extends IamProps {
  /** BigQuery dataset id, for instance `marts`. */
  readonly id: string;
  /** What is in it, shown in the console. */
  readonly description: string;
  /**
   * Uses a dataset that the client has, and changes nothing of it but who may use it. Exclusive of
   * `tableExpirationDays`.
   *
   * @default false
   */
  readonly existing?: boolean;
  /**
   * Days after which its tables expire. For copies that can be loaded again, never for marts in production.
   *
   * @default - tables are kept
   */
  readonly tableExpirationDays?: number;
}

/** Props of {@link Warehouse}. */
export interface WarehouseProps extends Deployment, AlertTargets {
  /**
   * BigQuery location of all datasets, for instance `EU`.
   *
   * @default - the deployment's region
   */
  readonly location?: string;
  /** The datasets, in any order; ids must differ. */
  readonly datasets: readonly DatasetProps[];
  /**
   * Customer-managed key for everything stored.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
  /**
   * Hours for which a table's earlier states can be queried: 48 to 168, in whole days.
   *
   * @default 168
   */
  readonly timeTravelHours?: number;
  /**
   * What storage is paid by: bytes as they are (`logical`), or as they are compressed, with time travel (`physical`,
   * which costs twice as much for each byte). It can be changed once in 14 days.
   *
   * @default 'logical'
   */
  readonly storageBilling?: 'logical' | 'physical';
  /**
   * Most bytes that one query of a job or service may bill; a query that would read more is refused and costs nothing.
   * The programs get it as `WAREHOUSE_MAX_BYTES_BILLED`, from `queryEnvironment`.
   *
   * @default 107374182400 (100 GiB)
   */
  readonly maxBytesBilledPerQuery?: number;
  /**
   * Bytes billed by all queries of 24 hours, above which people are told.
   *
   * @default 1099511627776 (1 TiB)
   */
  readonly alertBytesBilledPerDay?: number;
  /**
   * Queries and loads that failed within an hour, above which people are told.
   *
   * @default 10
   */
  readonly alertFailedJobsPerHour?: number;
  /**
   * Policy tags for the classes of personal data, what those see who may not see it, and who may.
   *
   * @default - no tags
   */
  readonly personalData?: PersonalDataProps;
  /**
   * Who sees which rows of a table that exists.
   *
   * @default [] (who reads a table sees all of it)
   */
  readonly rowPolicies?: readonly RowPolicy[];
  /**
   * Scans that compare tables with their contract, and profile them. The tables have to exist.
   *
   * @default - none
   */
  readonly quality?: QualityProps;
  /**
   * Copies of datasets in another location, with a check that they can be restored.
   *
   * @default - none: time travel only
   */
  readonly backup?: BackupProps;
}
