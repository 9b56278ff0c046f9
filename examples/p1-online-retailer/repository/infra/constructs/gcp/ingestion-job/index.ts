import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { JobProps } from '../scheduled-job/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import { GcpConstruct } from '../gcp-construct.ts';
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
   * Existing buckets whose files it reads.
   *
   * @default []
   */
  readonly sourceBuckets?: readonly string[];
}

/** Loads one data source into the warehouse on a schedule; may write to its own datasets only. */
export class IngestionJob extends GcpConstruct {
  /** The job that does it. */
  readonly job: ScheduledJob;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: IngestionJobProps) {
    super(scope, id, props);
    this.job = new ScheduledJob(this, 'job', { ...props, name: `ingest-${props.source}` });
    for (const dataset of props.writes)
      warehouse.grantWrite(dataset, this.job.member, `ingest-${props.source}`);
    for (const bucket of props.sourceBuckets ?? [])
      new StorageBucketIamMember(this, `read-${bucket}`, {
        bucket,
        role: 'roles/storage.objectViewer',
        member: this.job.member,
      });
  }
}
