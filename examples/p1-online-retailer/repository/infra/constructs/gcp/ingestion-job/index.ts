import type { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import { alertPolicy, logMetric, queryName } from '../alerts.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { PrivateBucket } from '../private-bucket.ts';
import type { JobProps } from '../scheduled-job/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** Props of {@link IngestionJob}. */
export interface IngestionJobProps extends JobProps {
  /** Id of the data source, for instance `crm`. */
  readonly source: string;
  /** Arguments given to the ingestion image, for instance `["run", "--source", "crm"]`. */
  readonly args: readonly string[];
  /** Datasets it writes to: as landed, and the canonical entities. */
  readonly writes: readonly string[];
  /**
   * Existing buckets whose files it reads. Exclusive of `stagingBucket`.
   *
   * @default []
   */
  readonly sourceBuckets?: readonly string[];
  /**
   * Makes a bucket that files are delivered to and read from, and gives its address to the container.
   *
   * @default - no bucket is made
   */
  readonly stagingBucket?: StagingBucket;
}

/** Where files of a source arrive. */
export interface StagingBucket {
  /** Environment variable that gets the address of the bucket, for instance `CRM_FOLDER`. */
  readonly env: string;
  /**
   * Days after which a delivered file is deleted: 1 to 3650. What was loaded is in the warehouse.
   *
   * @default - files are kept
   */
  readonly deleteAfterDays?: number;
  /**
   * Who may put files there, as IAM members.
   *
   * @default [] (nobody but the project's owners)
   */
  readonly writers?: readonly string[];
}

/** Loads one data source into the warehouse; may write to its own datasets only. */
export class IngestionJob extends GcpConstruct {
  /** The job that does it. */
  readonly job: ScheduledJob;
  /** Where files of the source arrive, where it makes one. */
  readonly stagingBucket: PrivateBucket | undefined;
  /** Rows loaded by each run, as the ingestion logs them. */
  readonly rowsMetric: LoggingMetric;
  /** Seconds each load took. */
  readonly durationMetric: LoggingMetric;
  /** Tells people that loads get slow: the 95th percentile of a week. */
  readonly durationAlert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: IngestionJobProps) {
    super(scope, id, props);
    if (props.stagingBucket !== undefined && (props.sourceBuckets ?? []).length > 0)
      this.refuse(
        'sourceBuckets and stagingBucket',
        props.sourceBuckets,
        'one of the two',
        'Read from the buckets the client has, or have one made.',
      );
    const name = `ingest-${props.source}`;
    this.stagingBucket =
      props.stagingBucket === undefined ? undefined : this.bucket(props.stagingBucket, props);
    this.job = new ScheduledJob(this, 'job', {
      ...props,
      name,
      runbookSection: 'A load fails',
      environment: { ...props.environment, ...this.stagingAddress(props.stagingBucket) },
    });
    for (const dataset of props.writes) warehouse.grantWrite(dataset, this.job.member, name);
    for (const bucket of props.sourceBuckets ?? []) this.mayRead(`read-${bucket}`, bucket);
    if (this.stagingBucket !== undefined) this.mayRead('read-staging', this.stagingBucket.bucket.name);
    this.rowsMetric = this.metric('rows', 'Rows loaded', '{row}', props);
    this.durationMetric = this.metric('seconds', 'Seconds a load took', 's', props);
    this.durationAlert = this.alertOnDuration(props);
  }

  private bucket(staging: StagingBucket, props: IngestionJobProps): PrivateBucket {
    const made = new PrivateBucket(this, 'staging', {
      ...props,
      name: `${props.source}-files`,
      ...(staging.deleteAfterDays === undefined ? {} : { deleteAfterDays: staging.deleteAfterDays }),
    });
    for (const [index, member] of (staging.writers ?? []).entries())
      made.grant('roles/storage.objectCreator', member, `writer-${index}`);
    return made;
  }

  private stagingAddress(staging: StagingBucket | undefined): Record<string, string> {
    return staging === undefined || this.stagingBucket === undefined
      ? {}
      : { [staging.env]: `gs://${this.stagingBucket.bucketName}` };
  }

  private mayRead(id: string, bucket: string): void {
    new StorageBucketIamMember(this, id, {
      bucket,
      role: 'roles/storage.objectViewer',
      member: this.job.member,
    });
  }

  private metric(what: string, description: string, unit: string, props: IngestionJobProps): LoggingMetric {
    return logMetric(this, `${what}-metric`, {
      project: props.project,
      name: this.metricName(what, props),
      description: `${description} from ${props.source}`,
      filter:
        `resource.type="cloud_run_job" AND resource.labels.job_name="${this.named(`ingest-${props.source}`, 63)}" ` +
        'AND jsonPayload.event="loaded"',
      value: { field: `jsonPayload.${what}`, unit },
    });
  }

  private metricName(what: string, props: IngestionJobProps): string {
    return this.named(`ingest-${props.source}-${what}`, 90).replaceAll('-', '_');
  }

  private alertOnDuration(props: IngestionJobProps): MonitoringAlertPolicy {
    const title = this.named(`ingest-${props.source}`, 63);
    const limit = Math.floor((props.timeoutSeconds ?? 3600) * 0.8);
    const buckets = `${queryName(`logging.googleapis.com/user/${this.metricName('seconds', props)}`)}_bucket`;
    return alertPolicy(
      this,
      'duration-alert',
      { ...props, labels: this.labels({ component: title }) },
      {
        title: `${title}: loads take close to their timeout`,
        severity: 'WARNING',
        section: 'A load fails',
        content:
          `Of the loads of a week, one in twenty took more than ${limit} s; after ${props.timeoutSeconds ?? 3600} s they ` +
          'are stopped. Load incrementally, in smaller parts or more often, or raise timeoutSeconds.',
        when: {
          query: `histogram_quantile(0.95, sum by (le) (increase(${buckets}[7d]))) > ${limit}`,
          durationSeconds: 600,
        },
        dependsOn: [this.durationMetric],
      },
    );
  }
}
