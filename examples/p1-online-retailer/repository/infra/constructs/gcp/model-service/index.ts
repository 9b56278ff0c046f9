import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { Resources } from '../container.ts';
import { environment, imageProblem } from '../container.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { isNamedMember } from '../members.ts';
import { ScheduledJob } from '../scheduled-job/index.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** One command of the service's image that runs on a schedule, for instance training. */
export interface BatchProps {
  /** Name, unique within the service, for instance `train`. */
  readonly name: string;
  /** Arguments given to the image, for instance `["train"]`. */
  readonly args: readonly string[];
  /** When it runs, as a cron line. */
  readonly schedule: string;
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
export interface ModelServiceProps extends Deployment {
  /** Id of the use case, for instance `demand-forecasting`. */
  readonly name: string;
  /** Container image with an exact tag; in `prod` with a digest. */
  readonly image: string;
  /** Arguments that make the image serve requests, for instance `["serve"]`. */
  readonly args: readonly string[];
  /** Datasets it reads. */
  readonly reads: readonly string[];
  /** Datasets it writes its results to. */
  readonly writes: readonly string[];
  /**
   * Who may call it, as IAM members, for instance `group:planners@example.com`. Everyone and every
   * signed-in user are refused.
   *
   * @default [] (nobody but the project's owners)
   */
  readonly invokers?: readonly string[];
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
   * From where it can be reached: within the project's networks, or also through an internal or external
   * load balancer. Never directly from the internet.
   *
   * @default 'internal'
   */
  readonly ingress?: 'internal' | 'load-balancer';
  /**
   * Environment variables; never secrets.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Processor and memory of one instance.
   *
   * @default { cpu: '1', memory: '2Gi' }
   */
  readonly resources?: Resources;
  /**
   * Instances kept warm; 0 costs nothing while nobody calls.
   *
   * @default 0
   */
  readonly minInstances?: number;
  /**
   * Most instances at a time: the ceiling of what it can cost.
   *
   * @default 3
   */
  readonly maxInstances?: number;
  /**
   * Requests one instance answers at a time.
   *
   * @default 20
   */
  readonly concurrency?: number;
  /**
   * Seconds after which a request is stopped.
   *
   * @default 60
   */
  readonly timeoutSeconds?: number;
  /**
   * Path that answers 200 while the process is alive. It must not depend on data or a trained model: a
   * service that is not alive is not deployed, and the first model is trained after the first deployment.
   *
   * @default '/health'
   */
  readonly healthPath?: string;
  /**
   * Audience that callers may ask identity tokens for, beside the service's own address.
   *
   * @default - the service's address only
   */
  readonly audience?: string;
  /**
   * Customer-managed key for the containers and the models.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

const port = 8080;

/**
 * A model behind HTTP and the jobs that train it and write its predictions: one image, private ingress,
 * named callers, a bucket of its own for the models, and an account that reads only what it needs.
 */
export class ModelService extends GcpConstruct {
  /** The service. */
  readonly service: CloudRunV2Service;
  /** Bucket of the trained models. */
  readonly models: StorageBucket;
  /** The account the service runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The scheduled commands, in the order of the props. */
  readonly batches: readonly ScheduledJob[];

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: ModelServiceProps) {
    super(scope, id, props);
    this.checkService(props);
    this.models = this.modelBucket(props);
    this.serviceAccount = new ServiceAccount(this, 'runner', {
      project: props.project,
      accountId: this.named(props.name, 30),
      displayName: `Serves ${props.name}`,
    });
    this.service = this.cloudRunService(props);
    this.allow(
      warehouse,
      props.name,
      this.serviceAccount.member,
      { ...props, writes: [] },
      'roles/storage.objectViewer',
    );
    this.batches = (props.batches ?? []).map((batch) => this.batch(warehouse, batch, props));
    for (const [index, member] of (props.invokers ?? []).entries())
      this.grantInvoke(member, `invoker-${index}`);
  }

  /** Lets `member` call the service. `name` keeps the binding's address stable. */
  grantInvoke(member: string, name: string): void {
    if (!isNamedMember(member))
      this.refuse(
        'invokers',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who calls the service; what the public needs goes through a protected entrance of its own.',
      );
    new CloudRunV2ServiceIamMember(this, name, {
      project: this.deployment.project,
      location: this.deployment.region,
      name: this.service.name,
      role: 'roles/run.invoker',
      member,
    });
  }

  private checkService(props: ModelServiceProps): void {
    const expected = imageProblem(props.image, props.env);
    if (expected !== undefined)
      this.refuse(
        'image',
        props.image,
        expected,
        'Build and push the image, then note it in images.lock.yaml.',
      );
    const { minInstances = 0, maxInstances = 3 } = props;
    if (minInstances < 0 || maxInstances < 1 || minInstances > maxInstances)
      this.refuse(
        'minInstances and maxInstances',
        [minInstances, maxInstances],
        '0 or more, and not above maxInstances',
        'Mend the settings of this service.',
      );
  }

  private modelBucket(props: ModelServiceProps): StorageBucket {
    const bucket = new StorageBucket(this, 'models', {
      project: props.project,
      name: this.bucketNamed(`${props.name}-models`),
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

  private cloudRunService(props: ModelServiceProps): CloudRunV2Service {
    const resources = props.resources ?? { cpu: '1', memory: '2Gi' };
    const httpGet = { path: props.healthPath ?? '/health', port };
    return new CloudRunV2Service(this, 'service', {
      project: props.project,
      location: props.region,
      name: this.named(props.name),
      ingress:
        props.ingress === 'load-balancer'
          ? 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'
          : 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invokerIamDisabled: false,
      ...(props.audience === undefined ? {} : { customAudiences: [props.audience] }),
      deletionProtection: this.protected,
      labels: this.labels({ component: props.name }),
      template: {
        serviceAccount: this.serviceAccount.email,
        timeout: `${props.timeoutSeconds ?? 60}s`,
        maxInstanceRequestConcurrency: props.concurrency ?? 20,
        scaling: { minInstanceCount: props.minInstances ?? 0, maxInstanceCount: props.maxInstances ?? 3 },
        ...(props.encryption === undefined ? {} : { encryptionKey: props.encryption.kmsKeyName }),
        containers: [
          {
            image: props.image,
            args: [...props.args],
            env: environment(this.containerEnvironment(props)),
            ports: { containerPort: port },
            resources: {
              limits: { cpu: resources.cpu, memory: resources.memory },
              cpuIdle: true,
              startupCpuBoost: true,
            },
            startupProbe: {
              httpGet,
              periodSeconds: 5,
              timeoutSeconds: 3,
              failureThreshold: 24,
            },
            livenessProbe: {
              httpGet,
              periodSeconds: 30,
              timeoutSeconds: 5,
              failureThreshold: 3,
            },
          },
        ],
      },
    });
  }

  private batch(warehouse: Warehouse, batch: BatchProps, props: ModelServiceProps): ScheduledJob {
    const name = `${props.name}-${batch.name}`;
    const { project, prefix, env, region, residency, dataLoss, labels } = props;
    const resources = batch.resources ?? props.resources;
    const job = new ScheduledJob(this, batch.name, {
      ...{ project, prefix, env, region, residency },
      ...(dataLoss === undefined ? {} : { dataLoss }),
      ...(labels === undefined ? {} : { labels }),
      ...(resources === undefined ? {} : { resources }),
      ...(props.encryption === undefined ? {} : { encryption: props.encryption }),
      ...(props.timeZone === undefined ? {} : { timeZone: props.timeZone }),
      ...(batch.timeoutSeconds === undefined ? {} : { timeoutSeconds: batch.timeoutSeconds }),
      name,
      image: props.image,
      args: batch.args,
      schedule: batch.schedule,
      environment: this.containerEnvironment(props),
    });
    this.allow(warehouse, name, job.member, props, 'roles/storage.objectUser');
    return job;
  }

  private containerEnvironment(props: ModelServiceProps): Record<string, string> {
    return { ...props.environment, MODEL_REGISTRY: `gs://${this.bucketNamed(`${props.name}-models`)}` };
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
