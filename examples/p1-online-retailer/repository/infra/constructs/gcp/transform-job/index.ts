import type { JobProps } from '../scheduled-job/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** Props of {@link TransformJob}. */
export interface TransformJobProps extends JobProps {
  /** Arguments given to the transformation image, for instance `["build", "--target", "prod"]`. */
  readonly args: readonly string[];
  /** Datasets it reads. */
  readonly reads: readonly string[];
  /** Datasets it builds. */
  readonly writes: readonly string[];
}

/** Builds and tests the dbt project on a schedule: reads what was landed, writes staging and marts. */
export class TransformJob extends GcpConstruct {
  /** The job that does it. */
  readonly job: ScheduledJob;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: TransformJobProps) {
    super(scope, id, props);
    this.job = new ScheduledJob(this, 'job', { ...props, name: 'transform' });
    for (const dataset of props.reads) warehouse.grantRead(dataset, this.job.member, 'transform');
    for (const dataset of props.writes) warehouse.grantWrite(dataset, this.job.member, 'transform');
  }
}
