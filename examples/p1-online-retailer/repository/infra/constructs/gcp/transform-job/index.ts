import type { JobProps } from '../scheduled-job/index.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { PrivateBucket } from '../private-bucket.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** Props of {@link TransformJob}. */
export interface TransformJobProps extends JobProps {
  /** Arguments given to the transformation image, for instance `["build", "--quiet"]`. */
  readonly args: readonly string[];
  /**
   * Arguments of the second job, which asks how fresh the sources are and fails when one is too old.
   *
   * @default ['source', 'freshness']
   */
  readonly freshnessArgs?: readonly string[];
  /** Datasets it reads. */
  readonly reads: readonly string[];
  /** Datasets it builds. */
  readonly writes: readonly string[];
  /**
   * Datasets among them whose columns get policy tags, where the warehouse has tags: their names are in the environment, as
   * `POLICY_TAG_DIRECT` and `POLICY_TAG_PSEUDONYMOUS`. Takes two custom roles, which workflows may not make: a person applies
   * once.
   *
   * @default [] (none)
   */
  readonly tags?: readonly string[];
  /**
   * Environment variable that gets the address of the bucket for documentation, lineage and the results of runs.
   *
   * @default 'TRANSFORM_ARTIFACTS'
   */
  readonly artifactsEnv?: string;
  /**
   * Days for which artifacts are kept: 1 to 3650.
   *
   * @default 365
   */
  readonly artifactsDays?: number;
}

/**
 * Builds and tests the dbt project: reads what was landed, writes staging and marts. A model is tested before the
 * next is built on it, so a failed test fails the run. A second job asks how fresh the sources are.
 */
export class TransformJob extends GcpConstruct {
  /** The job that builds and tests. */
  readonly job: ScheduledJob;
  /** The job that fails when a source is too old. */
  readonly freshness: ScheduledJob;
  /** Documentation, lineage and the results of runs. */
  readonly artifacts: PrivateBucket;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: TransformJobProps) {
    super(scope, id, props);
    this.artifacts = new PrivateBucket(this, 'artifacts', {
      ...props,
      name: 'transform-artifacts',
      deleteAfterDays: props.artifactsDays ?? 365,
    });
    const tags = props.tags ?? [];
    const environment = {
      ...props.environment,
      ...(tags.length === 0 ? {} : warehouse.personalData?.environment),
      [props.artifactsEnv ?? 'TRANSFORM_ARTIFACTS']: `gs://${this.artifacts.bucketName}`,
    };
    this.job = new ScheduledJob(this, 'job', {
      ...props,
      name: 'transform',
      environment,
      runbookSection: 'A dbt test fails',
    });
    this.freshness = new ScheduledJob(this, 'freshness', {
      ...props,
      name: 'freshness',
      args: props.freshnessArgs ?? ['source', 'freshness'],
      // A source that is old is not younger a second later.
      maxRetries: 0,
      runbookSection: 'Data is not fresh',
    });
    this.artifacts.grant('roles/storage.objectUser', this.job.member, 'writer-transform');
    for (const dataset of props.reads) {
      warehouse.grantRead(dataset, this.job.member, 'transform');
      warehouse.grantRead(dataset, this.freshness.member, 'freshness');
    }
    for (const dataset of props.writes) warehouse.grantWrite(dataset, this.job.member, 'transform');
    if (tags.length > 0) warehouse.grantTagging(tags, this.job.member, 'transform');
  }
}
