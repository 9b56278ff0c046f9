import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset/index.js';
import { BigqueryDatasetIamMember } from '@cdktf/provider-google/lib/bigquery-dataset-iam-member/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { isNamedMember } from '../members.ts';
import type { Construct } from '../terraform.ts';

/** One dataset of the warehouse. */
export interface DatasetProps {
  /** BigQuery dataset id, for instance `marts`. */
  readonly id: string;
  /** What is in it, shown in the console. */
  readonly description: string;
  /**
   * Days after which its tables expire. For copies that can be loaded again, never for marts.
   *
   * @default - tables are kept
   */
  readonly tableExpirationDays?: number;
}

/** Props of {@link Warehouse}. */
export interface WarehouseProps extends Deployment {
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
}

/** The BigQuery warehouse: datasets in one location, access added per dataset and principal. */
export class Warehouse extends GcpConstruct {
  /** BigQuery location of all datasets. */
  readonly location: string;
  private readonly datasets: ReadonlyMap<string, BigqueryDataset>;
  private readonly granted = new Set<string>();

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id, props);
    this.location = props.location ?? props.region;
    const ids = props.datasets.map((dataset) => dataset.id);
    const twice = ids.find((item, index) => ids.indexOf(item) !== index);
    if (twice !== undefined)
      this.refuse('datasets', twice, 'ids that differ', 'Two sources may share a name: rename one.');
    this.datasets = new Map(props.datasets.map((dataset) => [dataset.id, this.makeDataset(dataset, props)]));
  }

  /** The dataset of that id. */
  dataset(id: string): BigqueryDataset {
    const found = this.datasets.get(id);
    if (found === undefined)
      this.refuse('dataset', id, `one of ${[...this.datasets.keys()].join(', ')}`, 'Add it to the datasets.');
    return found;
  }

  /** Lets `member` read the tables of a dataset and run queries. */
  grantRead(dataset: string, member: string, name: string): void {
    this.grant(dataset, 'roles/bigquery.dataViewer', 'reader', member, name);
  }

  /** Lets `member` read, write, make and drop the tables of a dataset and run queries. */
  grantWrite(dataset: string, member: string, name: string): void {
    this.grant(dataset, 'roles/bigquery.dataEditor', 'writer', member, name);
  }

  /** Additive: bindings that others made on the dataset stay. `name` keeps the resource's address stable. */
  private grant(dataset: string, role: string, verb: string, member: string, name: string): void {
    if (!isNamedMember(member))
      this.refuse(
        'member',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who it is.',
      );
    new BigqueryDatasetIamMember(this, `${verb}-${dataset}-${name}`, {
      project: this.deployment.project,
      datasetId: this.dataset(dataset).datasetId,
      role,
      member,
    });
    if (this.granted.has(name)) return;
    this.granted.add(name);
    // A query is a job of the project, and jobs can only be allowed there. This role sees no data.
    new ProjectIamMember(this, `query-${name}`, {
      project: this.deployment.project,
      role: 'roles/bigquery.jobUser',
      member,
    });
    // dlt, pandas and dbt read results through the Storage Read API; also a right of the project.
    new ProjectIamMember(this, `read-session-${name}`, {
      project: this.deployment.project,
      role: 'roles/bigquery.readSessionUser',
      member,
    });
  }

  private makeDataset(dataset: DatasetProps, props: WarehouseProps): BigqueryDataset {
    if (!/^[A-Za-z0-9_]{1,1024}$/.test(dataset.id))
      this.refuse('datasets', dataset.id, 'letters, digits and underscores', 'Mend the id of the dataset.');
    const hours = props.timeTravelHours ?? 168;
    if (hours < 48 || hours > 168 || hours % 24 !== 0)
      this.refuse('timeTravelHours', hours, 'a multiple of 24 from 48 to 168', 'Leave it out for 168.');
    const days = dataset.tableExpirationDays;
    const made = new BigqueryDataset(this, dataset.id, {
      project: props.project,
      datasetId: dataset.id,
      location: this.location,
      description: dataset.description,
      maxTimeTravelHours: `${hours}`,
      deleteContentsOnDestroy: !this.protected,
      labels: this.labels({ dataset: dataset.id.toLowerCase().slice(0, 63) }),
      ...(days === undefined ? {} : { defaultTableExpirationMs: days * 86_400_000 }),
      ...(props.encryption === undefined
        ? {}
        : { defaultEncryptionConfiguration: { kmsKeyName: props.encryption.kmsKeyName } }),
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(made, dataset.id);
  }
}
