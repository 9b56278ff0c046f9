import { BigqueryDataTransferConfig } from '@cdktf/provider-google/lib/bigquery-data-transfer-config/index.js';
import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset/index.js';
import { BigqueryDatasetIamMember } from '@cdktf/provider-google/lib/bigquery-dataset-iam-member/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy, logMetric, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { isWholeWithin } from '../messaging.ts';
import type { Construct } from '../terraform.ts';

/** Copies of datasets that cannot be made again from elsewhere. */
export interface BackupProps {
  /** Ids of the datasets that are copied: some of the warehouse. */
  readonly datasets: readonly string[];
  /** BigQuery location of the copies, other than the warehouse's and within the residency rule. */
  readonly location: string;
  /**
   * Customer-managed key of the copies, in their location.
   *
   * @default - encrypted with a key of Google's
   */
  readonly kmsKeyName?: string;
  /**
   * Hours between two copies, in whole days.
   *
   * @default 24
   */
  readonly everyHours?: number;
}

/** What a backup is made from. */
export interface BackupConfig extends Deployment, AlertTargets, BackupProps {
  /** Location of the datasets that are copied. */
  readonly warehouseLocation: string;
  /** Reference to a dataset of the warehouse by its id. */
  readonly datasetOf: (id: string) => string;
}

/**
 * Copies datasets to another location every day, and once a week restores each table of the copy into a table that
 * expires and compares the rows: a copy that nobody restored is a hope.
 */
export class Backup extends GcpConstruct {
  /** The account that copies and checks. */
  readonly serviceAccount: ServiceAccount;
  /** The copies, by the id of what they copy. */
  readonly copies: ReadonlyMap<string, BigqueryDataset>;
  /** What copies, by the id of what is copied. */
  readonly transfers: ReadonlyMap<string, BigqueryDataTransferConfig>;
  /** Where tables are restored to, for a day. */
  readonly restored: BigqueryDataset;
  /** The weekly checks, by the id of what was copied. */
  readonly restoreChecks: ReadonlyMap<string, BigqueryDataTransferConfig>;
  /** Tells people that a copy or a check failed. */
  readonly alert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: BackupConfig) {
    super(scope, id, props);
    this.checkBackup(props);
    this.serviceAccount = new ServiceAccount(this, 'runner', {
      project: props.project,
      accountId: this.named('backup', 30),
      displayName: 'Copies datasets and checks the copies',
    });
    // Copies and checks are jobs of the project; the role sees no data.
    const jobs = new ProjectIamMember(this, 'jobs', {
      project: props.project,
      role: 'roles/bigquery.jobUser',
      member: this.serviceAccount.member,
    });
    this.restored = this.makeDataset('restore_check', 'Tables restored from the copies, for a day', props);
    this.mayEdit('restore_check', this.restored.datasetId);
    this.copies = new Map(props.datasets.map((dataset) => [dataset, this.copyOf(dataset, props)]));
    this.transfers = new Map(props.datasets.map((dataset) => [dataset, this.transfer(dataset, props, jobs)]));
    this.restoreChecks = new Map(
      props.datasets.map((dataset) => [dataset, this.restoreCheck(dataset, props, jobs)]),
    );
    this.alert = this.alertOnFailure(props);
  }

  private checkBackup(props: BackupConfig): void {
    if (props.datasets.length === 0)
      this.refuse('backup.datasets', props.datasets, 'at least one', 'Leave backup out for none.');
    if (props.location.toLowerCase() === props.warehouseLocation.toLowerCase())
      this.refuse(
        'backup.location',
        props.location,
        'another location than the warehouse has',
        'What destroys the one must not destroy the other.',
      );
    const { everyHours = 24 } = props;
    if (!isWholeWithin(everyHours, 24, 720) || everyHours % 24 !== 0)
      this.refuse('backup.everyHours', everyHours, 'a multiple of 24 from 24 to 720', 'Leave it out for 24.');
  }

  private copyOf(dataset: string, props: BackupConfig): BigqueryDataset {
    const made = this.makeDataset(`backup_${dataset}`, `Copy of ${dataset}`, props);
    this.mayEdit(`backup_${dataset}`, made.datasetId);
    new BigqueryDatasetIamMember(this, `reads-${dataset}`, {
      project: props.project,
      datasetId: props.datasetOf(dataset),
      role: 'roles/bigquery.dataViewer',
      member: this.serviceAccount.member,
    });
    return made;
  }

  private makeDataset(id: string, description: string, props: BackupConfig): BigqueryDataset {
    return this.atAddress(
      new BigqueryDataset(this, id, {
        project: props.project,
        datasetId: id,
        location: props.location,
        description,
        maxTimeTravelHours: '168',
        deleteContentsOnDestroy: !this.protected,
        labels: this.labels({ dataset: id }),
        ...(props.kmsKeyName === undefined
          ? {}
          : { defaultEncryptionConfiguration: { kmsKeyName: props.kmsKeyName } }),
        lifecycle: { preventDestroy: this.protected },
      }),
      id,
    );
  }

  private mayEdit(id: string, datasetId: string): void {
    new BigqueryDatasetIamMember(this, `edits-${id}`, {
      project: this.deployment.project,
      datasetId,
      role: 'roles/bigquery.dataEditor',
      member: this.serviceAccount.member,
    });
  }

  private transfer(dataset: string, props: BackupConfig, jobs: ProjectIamMember): BigqueryDataTransferConfig {
    const hours = props.everyHours ?? 24;
    return new BigqueryDataTransferConfig(this, `copy-${dataset}`, {
      project: props.project,
      location: props.location,
      displayName: this.named(`backup-${dataset}`, 200),
      dataSourceId: 'cross_region_copy',
      destinationDatasetId: `backup_${dataset}`,
      schedule: `every ${hours} hours`,
      serviceAccountName: this.serviceAccount.email,
      params: {
        source_project_id: props.project,
        source_dataset_id: props.datasetOf(dataset),
        overwrite_destination_table: 'true',
      },
      dependsOn: [jobs, ...[this.copies.get(dataset)].filter((copy) => copy !== undefined)],
    });
  }

  private restoreCheck(
    dataset: string,
    props: BackupConfig,
    jobs: ProjectIamMember,
  ): BigqueryDataTransferConfig {
    return new BigqueryDataTransferConfig(this, `restore-${dataset}`, {
      project: props.project,
      location: props.location,
      displayName: this.named(`restore-check-${dataset}`, 200),
      dataSourceId: 'scheduled_query',
      schedule: 'every sunday 09:00',
      serviceAccountName: this.serviceAccount.email,
      params: { query: restoreQuery(dataset, (props.everyHours ?? 24) * 2) },
      dependsOn: [jobs, this.restored],
    });
  }

  private alertOnFailure(props: BackupConfig): MonitoringAlertPolicy {
    const name = this.named('backup-failures', 90).replaceAll('-', '_');
    const metric = logMetric(this, 'failures', {
      project: props.project,
      name,
      description: 'Copies of datasets and checks of the copies that failed',
      filter: 'resource.type="bigquery_dts_config" AND severity>=ERROR',
    });
    return alertPolicy(
      this,
      'failed-alert',
      { ...props, labels: this.labels() },
      {
        title: `${this.named('warehouse')}: a backup or its check failed`,
        section: 'Restore data',
        content:
          'The copy is older than it should be, or cannot be restored: BigQuery, Data transfers, in the console, shows ' +
          'the run and its message. Mend it today: until then there is no way back but time travel.',
        when: { query: `sum(increase(${queryName(`logging.googleapis.com/user/${name}`)}[1h])) > 0` },
        dependsOn: [metric],
      },
    );
  }
}

/**
 * Restores every table of a copy into `restore_check`, compares the rows, and fails when the copy is empty or older
 * than `hours`.
 */
export function restoreQuery(dataset: string, hours: number): string {
  const copy = `backup_${dataset}`;
  return [
    'DECLARE restored BOOL;',
    `ASSERT (SELECT COUNT(*) FROM \`${copy}.__TABLES__\` WHERE type = 1) > 0 AS 'The copy of ${dataset} is empty.';`,
    `ASSERT (SELECT TIMESTAMP_DIFF(CURRENT_TIMESTAMP(), TIMESTAMP_MILLIS(MAX(last_modified_time)), HOUR) FROM \`${copy}.__TABLES__\`) < ${hours} AS 'The copy of ${dataset} is older than ${hours} hours.';`,
    `FOR item IN (SELECT table_id, row_count FROM \`${copy}.__TABLES__\` WHERE type = 1) DO`,
    `  EXECUTE IMMEDIATE FORMAT('CREATE OR REPLACE TABLE \`restore_check.${dataset}_%s\` COPY \`${copy}.%s\` OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 1 DAY))', item.table_id, item.table_id);`,
    `  EXECUTE IMMEDIATE FORMAT('SELECT COUNT(*) = %d FROM \`restore_check.${dataset}_%s\`', item.row_count, item.table_id) INTO restored;`,
    `  ASSERT restored AS 'A table of ${dataset} was not restored with all its rows.';`,
    'END FOR;',
  ].join('\n');
}
