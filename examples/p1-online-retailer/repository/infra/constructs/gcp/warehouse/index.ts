import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset/index.js';
import { BigqueryDatasetIamMember } from '@cdktf/provider-google/lib/bigquery-dataset-iam-member/index.js';
import { DataGoogleBigqueryDataset } from '@cdktf/provider-google/lib/data-google-bigquery-dataset/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { grantConfig, grantsOf } from '../iam.ts';
import { isNamedMember } from '../members.ts';
import type { Construct } from '../terraform.ts';
import { Backup } from './backup.ts';
import { PersonalData, personalDataClasses } from './personal-data.ts';
import type { DatasetProps, WarehouseProps } from './props.ts';
import { Quality } from './quality.ts';
import { RowPolicies } from './row-policies.ts';
import { Watch } from './watch.ts';

export type { BackupProps } from './backup.ts';
export type { PersonalDataClass, PersonalDataProps } from './personal-data.ts';
export type { DatasetProps, WarehouseProps } from './props.ts';
export type { ContractColumn, ContractTable, QualityProps } from './quality.ts';
export type { RowPolicy } from './row-policies.ts';

/** What a member that was granted a dataset sees of the columns with personal data. */
export type Sight = 'clear' | 'masked';

/** A dataset that was made here, or one of the client's. */
export type AnyDataset = BigqueryDataset | DataGoogleBigqueryDataset;

/**
 * The BigQuery warehouse: datasets in one location, access added per dataset and principal, personal data under policy
 * tags, queries that cannot cost more than allowed, copies elsewhere, and alerts.
 */
export class Warehouse extends GcpConstruct {
  /** BigQuery location of all datasets. */
  readonly location: string;
  /** Policy tags and masks, where they were asked for. */
  readonly personalData: PersonalData | undefined;
  /** Row access policies, where they were asked for. */
  readonly rowPolicies: RowPolicies | undefined;
  /** Scans of the contract tables, where they were asked for. */
  readonly quality: Quality | undefined;
  /** Copies, where they were asked for. */
  readonly backup: Backup | undefined;
  /** Metrics and alerts on cost and failures. */
  readonly watch: Watch;
  /** What programs that query have to be told: location, and the most that a query may bill. */
  readonly queryEnvironment: Readonly<Record<string, string>>;
  /** Customer-managed key of the datasets that were made here. */
  readonly kmsKeyName: string | undefined;
  private readonly datasets: ReadonlyMap<string, AnyDataset>;
  private readonly granted = new Set<string>();

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id, props);
    this.checkWarehouse(props);
    this.location = props.location ?? props.region;
    this.kmsKeyName = props.encryption?.kmsKeyName;
    this.queryEnvironment = {
      WAREHOUSE_LOCATION: this.location,
      WAREHOUSE_MAX_BYTES_BILLED: `${props.maxBytesBilledPerQuery ?? 100 * 1024 ** 3}`,
    };
    this.datasets = new Map(props.datasets.map((dataset) => [dataset.id, this.addDataset(dataset, props)]));
    for (const dataset of props.datasets) this.addGrants(dataset);
    this.personalData =
      props.personalData === undefined
        ? undefined
        : new PersonalData(this, 'personal-data', {
            ...props,
            ...props.personalData,
            location: this.location,
          });
    const datasetOf = (dataset: string) => this.dataset(dataset).datasetId;
    this.rowPolicies =
      props.rowPolicies === undefined
        ? undefined
        : new RowPolicies(this, 'row-policies', props, props.rowPolicies, datasetOf);
    this.quality =
      props.quality === undefined ? undefined : new Quality(this, 'quality', { ...props, ...props.quality });
    this.backup =
      props.backup === undefined
        ? undefined
        : new Backup(this, 'backup', {
            ...props,
            ...props.backup,
            warehouseLocation: this.location,
            datasetOf,
          });
    this.watch = new Watch(this, 'watch', {
      ...props,
      bytesBilledPerDay: props.alertBytesBilledPerDay ?? 1024 ** 4,
      failedJobsPerHour: props.alertFailedJobsPerHour ?? 10,
    });
  }

  /** The dataset of that id. */
  dataset(id: string): AnyDataset {
    const found = this.datasets.get(id);
    if (found === undefined)
      this.refuse('dataset', id, `one of ${[...this.datasets.keys()].join(', ')}`, 'Add it to the datasets.');
    return found;
  }

  /** Lets `member` read the tables of a dataset and run queries. */
  grantRead(dataset: string, member: string, name: string, sight: Sight = 'clear'): void {
    this.grant(dataset, 'roles/bigquery.dataViewer', 'reader', member, name, sight);
  }

  /** Lets `member` read, write, make and drop the tables of a dataset and run queries. */
  grantWrite(dataset: string, member: string, name: string): void {
    this.grant(dataset, 'roles/bigquery.dataEditor', 'writer', member, name, 'clear');
  }

  /**
   * Lets `member` put the policy tags on columns of datasets it may write; nothing where there are no tags. `name` keeps
   * the addresses stable.
   */
  grantTagging(datasets: readonly string[], member: string, name: string): void {
    const role = this.personalData?.grantLookup(member, name);
    if (role === undefined) return;
    for (const dataset of datasets)
      new BigqueryDatasetIamMember(this, `tagger-${dataset}-${name}`, {
        project: this.deployment.project,
        datasetId: this.dataset(dataset).datasetId,
        role: role.name,
        member,
      });
  }

  /** Additive: bindings that others made on the dataset stay. `name` keeps the resource's address stable. */
  private grant(
    dataset: string,
    role: string,
    verb: string,
    member: string,
    name: string,
    sight: Sight,
  ): void {
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
    this.grantSight(member, name, sight);
  }

  private grantSight(member: string, name: string, sight: Sight): void {
    const { personalData } = this;
    if (personalData === undefined) return;
    if (sight === 'masked') personalData.grantMasked(member, name);
    else for (const kind of personalDataClasses) personalData.grantClear(kind, member, name);
  }

  private addGrants(dataset: DatasetProps): void {
    for (const grant of grantsOf(this, dataset))
      new BigqueryDatasetIamMember(this, `${dataset.id}-${grant.id}`, {
        project: this.deployment.project,
        datasetId: this.dataset(dataset.id).datasetId,
        ...grantConfig(grant),
      });
  }

  private checkWarehouse(props: WarehouseProps): void {
    const ids = props.datasets.map((dataset) => dataset.id);
    const twice = ids.find((item, index) => ids.indexOf(item) !== index);
    if (twice !== undefined)
      this.refuse('datasets', twice, 'ids that differ', 'Two sources may share a name: rename one.');
    const hours = props.timeTravelHours ?? 168;
    if (hours < 48 || hours > 168 || hours % 24 !== 0)
      this.refuse('timeTravelHours', hours, 'a multiple of 24 from 48 to 168', 'Leave it out for 168.');
    this.checkPositive('maxBytesBilledPerQuery', props.maxBytesBilledPerQuery);
    this.checkPositive('alertBytesBilledPerDay', props.alertBytesBilledPerDay);
    this.checkPositive('alertFailedJobsPerHour', props.alertFailedJobsPerHour);
  }

  private checkPositive(prop: string, value: number | undefined): void {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      this.refuse(prop, value, 'a whole number above 0', 'Leave it out for the default.');
  }

  private addDataset(dataset: DatasetProps, props: WarehouseProps): AnyDataset {
    if (!/^[A-Za-z0-9_]{1,1024}$/.test(dataset.id))
      this.refuse('datasets', dataset.id, 'letters, digits and underscores', 'Mend the id of the dataset.');
    const days = dataset.tableExpirationDays;
    if (dataset.existing === true) {
      if (days !== undefined)
        this.refuse(
          'existing and tableExpirationDays',
          days,
          'one of the two',
          'Nothing of an existing dataset is changed here but who may use it.',
        );
      return new DataGoogleBigqueryDataset(this, dataset.id, {
        project: props.project,
        datasetId: dataset.id,
      });
    }
    const made = new BigqueryDataset(this, dataset.id, {
      project: props.project,
      datasetId: dataset.id,
      location: this.location,
      description: dataset.description,
      maxTimeTravelHours: `${props.timeTravelHours ?? 168}`,
      storageBillingModel: props.storageBilling === 'physical' ? 'PHYSICAL' : 'LOGICAL',
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
