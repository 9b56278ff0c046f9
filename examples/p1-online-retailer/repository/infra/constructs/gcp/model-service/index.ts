import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { AlertTargets } from '../alerts.ts';
import type { Resources } from '../container.ts';
import { bucketName } from '../naming.ts';
import type { RunServiceProps } from '../run-service-props.ts';
import { RunService } from '../run-service.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import type { Objectives } from '../service-monitoring.ts';
import { ServiceMonitoring } from '../service-monitoring.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** One command of the service's image that runs on a schedule, for instance training. */
export interface BatchProps {
  /** Name, unique within the service, for instance `train`. */
  readonly name: string;
  /** Arguments given to the image, for instance `["train"]`. */
  readonly args: readonly string[];
  /**
   * When it runs, as a cron line.
   *
   * @default - a `Pipeline` or a person starts it
   */
  readonly schedule?: string;
  /**
   * Processor and memory.
   *
   * @default - those of the service
   */
  readonly resources?: Resources;
  /**
   * Seconds after which a run is stopped, at most 86400.
   *
   * @default 3600
   */
  readonly timeoutSeconds?: number;
}

/** Props of {@link ModelService}. */
export interface ModelServiceProps extends RunServiceProps, AlertTargets {
  /** Datasets it reads. */
  readonly reads: readonly string[];
  /** Datasets it writes its results to. */
  readonly writes: readonly string[];
  /**
   * Commands of the same image that run on a schedule.
   *
   * @default []
   */
  readonly batches?: readonly BatchProps[];
  /**
   * Time zone of the schedules.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * What is promised of the service.
   *
   * @default {}
   */
  readonly objectives?: Objectives;
}

/**
 * A model behind HTTP and the jobs that train it and write its predictions: one image, private ingress,
 * named callers, a bucket of its own for the models, and an account that reads only what it needs.
 */
export class ModelService extends RunService {
  /** Bucket of the trained models. */
  readonly models: StorageBucket;
  /** The scheduled commands, in the order of the props. */
  readonly batches: readonly ScheduledJob[];
  /** What is promised of the service, with alerts and a dashboard. */
  readonly monitoring: ServiceMonitoring;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: ModelServiceProps) {
    super(scope, id, { ...props, environment: containerEnvironment(props) });
    this.models = this.modelBucket(props);
    this.allow(
      warehouse,
      props.name,
      this.member,
      { reads: props.reads, writes: [] },
      'roles/storage.objectViewer',
    );
    this.batches = (props.batches ?? []).map((batch) => this.batch(warehouse, batch, props));
    this.monitoring = new ServiceMonitoring(this, 'monitoring', {
      ...props,
      service: this.service.name,
      objectives: props.objectives ?? {},
    });
  }

  private modelBucket(props: ModelServiceProps): StorageBucket {
    const bucket = new StorageBucket(this, 'models', {
      project: props.project,
      name: modelBucketName(props),
      location: props.region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { numNewerVersions: 10, daysSinceNoncurrentTime: 90 } },
      ],
      ...(props.encryption === undefined
        ? {}
        : { encryption: { defaultKmsKeyName: props.encryption.kmsKeyName } }),
      forceDestroy: !this.protected,
      labels: this.labels({ component: props.name }),
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(bucket, `${props.name}-models`);
  }

  private batch(warehouse: Warehouse, batch: BatchProps, props: ModelServiceProps): ScheduledJob {
    const name = `${props.name}-${batch.name}`;
    const { project, prefix, env, region, residency, dataLoss, labels } = props;
    const { notificationChannels, runbookUrl } = props;
    const resources = batch.resources ?? props.resources;
    const job = new ScheduledJob(this, batch.name, {
      ...{ project, prefix, env, region, residency },
      ...(dataLoss === undefined ? {} : { dataLoss }),
      ...(labels === undefined ? {} : { labels }),
      ...(notificationChannels === undefined ? {} : { notificationChannels }),
      ...(runbookUrl === undefined ? {} : { runbookUrl }),
      ...(resources === undefined ? {} : { resources }),
      ...(props.encryption === undefined ? {} : { encryption: props.encryption }),
      ...(props.network === undefined ? {} : { network: props.network }),
      ...(props.timeZone === undefined ? {} : { timeZone: props.timeZone }),
      ...(batch.timeoutSeconds === undefined ? {} : { timeoutSeconds: batch.timeoutSeconds }),
      name,
      image: props.image,
      args: batch.args,
      ...(batch.schedule === undefined ? {} : { schedule: batch.schedule }),
      environment: containerEnvironment(props),
    });
    this.allow(warehouse, name, job.member, props, 'roles/storage.objectUser');
    return job;
  }

  private allow(
    warehouse: Warehouse,
    name: string,
    member: string,
    access: { readonly reads: readonly string[]; readonly writes: readonly string[] },
    bucketRole: string,
  ): void {
    for (const dataset of access.reads) warehouse.grantRead(dataset, member, name);
    for (const dataset of access.writes) warehouse.grantWrite(dataset, member, name);
    new StorageBucketIamMember(this, `models-${name}`, {
      bucket: this.models.name,
      role: bucketRole,
      member,
    });
  }
}

function modelBucketName({ project, name }: ModelServiceProps): string {
  return bucketName(project, `${name}-models`);
}

function containerEnvironment(props: ModelServiceProps): Record<string, string> {
  return { ...props.environment, MODEL_REGISTRY: `gs://${modelBucketName(props)}` };
}
