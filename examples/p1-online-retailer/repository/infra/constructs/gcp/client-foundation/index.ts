import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository/index.js';
import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget/index.js';
import { DataGoogleBigqueryDefaultServiceAccount } from '@cdktf/provider-google/lib/data-google-bigquery-default-service-account/index.js';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project/index.js';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account/index.js';
import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key/index.js';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring/index.js';
import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config/index.js';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink/index.js';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel/index.js';
import { Project } from '@cdktf/provider-google/lib/project/index.js';
import { ProjectIamAuditConfig } from '@cdktf/provider-google/lib/project-iam-audit-config/index.js';
import { ProjectService } from '@cdktf/provider-google/lib/project-service/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { stateBucketName } from '../naming.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';
import { DataResource } from '../terraform.ts';

/** A project that does not exist yet. */
export interface NewProject {
  /** Name shown in the console. */
  readonly displayName: string;
  /** Billing account id, for instance `012345-678901-234567`. */
  readonly billingAccount: string;
  /**
   * Numeric id of the folder the project is made in. Exactly one of `folderId` and `organizationId`.
   *
   * @default - the project is made in the organization
   */
  readonly folderId?: string;
  /**
   * Numeric id of the organization the project is made in.
   *
   * @default - the project is made in the folder
   */
  readonly organizationId?: string;
}

/** What may be spent, and who is told. */
export interface Budget {
  /** Billing account id; whoever applies needs the right to make budgets there. */
  readonly billingAccount: string;
  /** Budget of a calendar month, in whole units of `currency`. */
  readonly amountPerMonth: number;
  /** ISO 4217 code of the billing account's currency. */
  readonly currency: string;
  /**
   * E-mail addresses told at 50, 90 and 100 % of the budget spent, and at 100 % forecast.
   *
   * @default - only the billing account's administrators are told
   */
  readonly emails?: readonly string[];
}

/** Props of {@link ClientFoundation}. */
export interface ClientFoundationProps extends Deployment {
  /**
   * Location of the warehouse, for instance `EU`: its encryption key has to be in the same place.
   *
   * @default - the deployment's region
   */
  readonly warehouseLocation?: string;
  /**
   * Makes the project. Without it an existing project of that id is used and never changed itself.
   *
   * @default - the project exists
   */
  readonly newProject?: NewProject;
  /**
   * Budget with alerts.
   *
   * @default - no budget
   */
  readonly budget?: Budget;
  /**
   * Google APIs to switch on beside those the foundation needs, for instance `aiplatform.googleapis.com`.
   *
   * @default []
   */
  readonly apis?: readonly string[];
  /**
   * Days after which the encryption keys get a new version.
   *
   * @default 90
   */
  readonly keyRotationDays?: number;
  /**
   * Days for which audit logs are kept.
   *
   * @default 400
   */
  readonly auditLogRetentionDays?: number;
}

const requiredApis = [
  'artifactregistry.googleapis.com',
  'bigquery.googleapis.com',
  'bigquerystorage.googleapis.com',
  'billingbudgets.googleapis.com',
  'cloudkms.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'cloudscheduler.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  'run.googleapis.com',
  'secretmanager.googleapis.com',
  'serviceusage.googleapis.com',
  'storage.googleapis.com',
] as const;

type Apis = ReadonlyMap<string, ProjectService>;

/**
 * What every client project needs once: the project and its APIs, encryption keys, the Terraform state
 * bucket, the image repository, audit logs kept in the region, and a budget.
 */
export class ClientFoundation extends GcpConstruct {
  /** Number of the project, known after it exists. */
  readonly projectNumber: string;
  /** Key of everything regional: images, buckets, Cloud Run. */
  readonly key: KmsCryptoKey;
  /** Key of the warehouse's datasets, in the warehouse's location. */
  readonly warehouseKey: KmsCryptoKey;
  /** Bucket of the Terraform state. */
  readonly stateBucket: StorageBucket;
  /** Repository of the container images. */
  readonly images: ArtifactRegistryRepository;
  /** Bucket that keeps the audit logs. */
  readonly auditLogs: LoggingProjectBucketConfig;
  /** Channels that alerts are sent to, one per e-mail address of the budget. */
  readonly notificationChannels: readonly MonitoringNotificationChannel[];
  /** What has to exist before anything else is made: the APIs, and the services' rights to the keys. */
  readonly ready: DataResource;
  /** Everything before a service's repository, for instance `europe-west1-docker.pkg.dev/acme-dev/acme-dev-images`. */
  readonly imagePrefix: string;

  constructor(scope: Construct, id: string, props: ClientFoundationProps) {
    super(scope, id, props);
    const project = this.project(props);
    this.projectNumber = project.number;
    const apis = this.apis(props, project.dependsOn);
    this.auditEverything(apis);
    this.key = this.encryptionKey('main', props.region, props, apis);
    const keyLocation = kmsLocation(props.warehouseLocation ?? props.region);
    this.warehouseKey =
      keyLocation === props.region ? this.key : this.encryptionKey('warehouse', keyLocation, props, apis);
    const grants = this.keyGrants(apis);
    this.ready = new DataResource(this, 'ready', { dependsOn: [...apis.values(), ...grants] });
    this.stateBucket = this.makeStateBucket();
    this.images = this.makeImageRepository();
    this.imagePrefix = `${props.region}-docker.pkg.dev/${props.project}/${this.named('images', 63)}`;
    this.auditLogs = this.keepAuditLogs(props.auditLogRetentionDays ?? 400);
    this.notificationChannels = (props.budget?.emails ?? []).map((email, index) =>
      this.channel(email, index),
    );
    if (props.budget !== undefined) this.makeBudget(props.budget);
  }

  private project(props: ClientFoundationProps): { number: string; dependsOn: ITerraformDependable[] } {
    const { newProject } = props;
    if (newProject === undefined) {
      const existing = new DataGoogleProject(this, 'project', { projectId: props.project });
      return { number: existing.number, dependsOn: [] };
    }
    const { folderId, organizationId } = newProject;
    if ((folderId === undefined) === (organizationId === undefined))
      this.refuse(
        'newProject',
        { folderId, organizationId },
        'exactly one of folderId and organizationId',
        'Say where the project is made, or leave newProject out to use an existing project.',
      );
    const made = new Project(this, 'project', {
      projectId: props.project,
      name: newProject.displayName,
      billingAccount: newProject.billingAccount,
      ...(folderId === undefined ? {} : { folderId }),
      ...(organizationId === undefined ? {} : { orgId: organizationId }),
      autoCreateNetwork: false,
      deletionPolicy: this.protected ? 'PREVENT' : 'DELETE',
      labels: this.labels(),
      lifecycle: { preventDestroy: this.protected },
    });
    this.atAddress(made, 'project');
    return { number: made.number, dependsOn: [made] };
  }

  private apis(props: ClientFoundationProps, dependsOn: ITerraformDependable[]): Map<string, ProjectService> {
    const names = [...new Set([...requiredApis, ...(props.apis ?? [])])].sort();
    return new Map(
      names.map((service) => {
        if (!/^[a-z0-9-]+\.googleapis\.com$/.test(service))
          this.refuse(
            'apis',
            service,
            'a service name such as "aiplatform.googleapis.com"',
            'Mend the name.',
          );
        const name = service.replace('.googleapis.com', '');
        const api = new ProjectService(this, `api-${name}`, {
          project: props.project,
          service,
          disableOnDestroy: false,
          dependsOn,
        });
        return [name, api];
      }),
    );
  }

  private auditEverything(apis: Apis): void {
    new ProjectIamAuditConfig(this, 'audit', {
      project: this.deployment.project,
      service: 'allServices',
      auditLogConfig: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
      dependsOn: only(apis, 'cloudresourcemanager'),
    });
  }

  private encryptionKey(
    name: string,
    location: string,
    props: ClientFoundationProps,
    apis: Apis,
  ): KmsCryptoKey {
    const days = props.keyRotationDays ?? 90;
    if (!Number.isInteger(days) || days < 1 || days > 90)
      this.refuse('keyRotationDays', days, 'a whole number from 1 to 90', 'Leave it out for 90.');
    const ring = new KmsKeyRing(this, `key-ring-${name}`, {
      project: props.project,
      name: this.named(name, 63),
      location,
      lifecycle: { preventDestroy: this.protected },
      dependsOn: only(apis, 'cloudkms'),
    });
    this.atAddress(ring, name);
    const key = new KmsCryptoKey(this, `key-${name}`, {
      keyRing: ring.id,
      name: this.named(name, 63),
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: `${days * 86_400}s`,
      labels: this.labels(),
      // A destroyed key makes what it encrypted unreadable: as final as deleting the data.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(key, name);
  }

  /** Lets Google's own service agents use the keys for what they store. */
  private keyGrants(apis: Apis): KmsCryptoKeyIamMember[] {
    const { project } = this.deployment;
    const storage = new DataGoogleStorageProjectServiceAccount(this, 'storage-agent', {
      project,
      dependsOn: only(apis, 'storage'),
    });
    const bigquery = new DataGoogleBigqueryDefaultServiceAccount(this, 'bigquery-agent', {
      project,
      dependsOn: only(apis, 'bigquery'),
    });
    const agent = (name: string) =>
      `serviceAccount:service-${this.projectNumber}@${name}.iam.gserviceaccount.com`;
    const grant = (name: string, api: string, key: KmsCryptoKey, member: string) =>
      new KmsCryptoKeyIamMember(this, `key-user-${name}`, {
        cryptoKeyId: key.id,
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        member,
        // A service's agent exists once its API is on.
        dependsOn: only(apis, api),
      });
    return [
      grant('storage', 'storage', this.key, `serviceAccount:${storage.emailAddress}`),
      grant('images', 'artifactregistry', this.key, agent('gcp-sa-artifactregistry')),
      grant('run', 'run', this.key, agent('serverless-robot-prod')),
      grant('warehouse', 'bigquery', this.warehouseKey, `serviceAccount:${bigquery.email}`),
    ];
  }

  private makeStateBucket(): StorageBucket {
    const bucket = new StorageBucket(this, 'state', {
      project: this.deployment.project,
      name: stateBucketName(this.deployment.project),
      location: this.deployment.region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      encryption: { defaultKmsKeyName: this.key.id },
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { numNewerVersions: 50, daysSinceNoncurrentTime: 90 } },
      ],
      forceDestroy: !this.protected,
      labels: this.labels(),
      lifecycle: { preventDestroy: this.protected },
      dependsOn: [this.ready],
    });
    return this.atAddress(bucket, 'terraform_state');
  }

  private makeImageRepository(): ArtifactRegistryRepository {
    const images = new ArtifactRegistryRepository(this, 'images', {
      project: this.deployment.project,
      location: this.deployment.region,
      repositoryId: this.named('images', 63),
      format: 'DOCKER',
      kmsKeyName: this.key.id,
      dockerConfig: { immutableTags: true },
      cleanupPolicies: [
        { id: 'keep-last-20', action: 'KEEP', mostRecentVersions: { keepCount: 20 } },
        {
          id: 'delete-untagged',
          action: 'DELETE',
          condition: { tagState: 'UNTAGGED', olderThan: '2592000s' },
        },
      ],
      labels: this.labels(),
      // A digest that was deployed can only be pulled from here: building again gives another one.
      lifecycle: { preventDestroy: this.protected },
      dependsOn: [this.ready],
    });
    return this.atAddress(images, 'images');
  }

  private keepAuditLogs(retentionDays: number): LoggingProjectBucketConfig {
    const { project, region } = this.deployment;
    const bucket = new LoggingProjectBucketConfig(this, 'audit-logs', {
      project,
      location: region,
      bucketId: this.named('audit', 63),
      retentionDays,
      lifecycle: { preventDestroy: this.protected },
      dependsOn: [this.ready],
    });
    this.atAddress(bucket, 'audit_logs');
    new LoggingProjectSink(this, 'audit-sink', {
      project,
      name: this.named('audit', 63),
      destination: `logging.googleapis.com/${bucket.id}`,
      filter:
        'log_id("cloudaudit.googleapis.com/activity") OR log_id("cloudaudit.googleapis.com/data_access")',
      uniqueWriterIdentity: true,
    });
    return bucket;
  }

  private channel(email: string, index: number): MonitoringNotificationChannel {
    if (!/^[^@\s]+@[^@\s]+$/.test(email))
      this.refuse('budget.emails', email, 'an e-mail address', 'Mend the address in the settings.');
    return new MonitoringNotificationChannel(this, `channel-${index}`, {
      project: this.deployment.project,
      displayName: `${this.named('alerts')} ${email}`,
      type: 'email',
      labels: { email_address: email },
      dependsOn: [this.ready],
    });
  }

  private makeBudget(budget: Budget): void {
    const { amountPerMonth, billingAccount } = budget;
    if (!Number.isInteger(amountPerMonth) || amountPerMonth <= 0)
      this.refuse(
        'budget.amountPerMonth',
        amountPerMonth,
        'a whole number above 0',
        'Set gcp.budget.amount_per_month.',
      );
    if (!/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/.test(billingAccount))
      this.refuse(
        'budget.billingAccount',
        billingAccount,
        'a billing account id such as "012345-6789AB-CDEF01"',
        'Copy it from the Billing page of the Google Cloud console.',
      );
    new BillingBudget(this, 'budget', {
      billingAccount,
      displayName: this.named('monthly', 60),
      budgetFilter: { projects: [`projects/${this.projectNumber}`], calendarPeriod: 'MONTH' },
      amount: { specifiedAmount: { currencyCode: budget.currency, units: `${amountPerMonth}` } },
      thresholdRules: [
        { thresholdPercent: 0.5 },
        { thresholdPercent: 0.9 },
        { thresholdPercent: 1 },
        { thresholdPercent: 1, spendBasis: 'FORECASTED_SPEND' },
      ],
      allUpdatesRule: {
        monitoringNotificationChannels: this.notificationChannels.map((channel) => channel.id),
        disableDefaultIamRecipients: false,
      },
      dependsOn: [this.ready],
    });
  }
}

/** The API of that short name, as a list to depend on. */
function only(apis: Apis, name: string): ProjectService[] {
  const api = apis.get(name);
  return api === undefined ? [] : [api];
}

/** Where Cloud KMS keeps the keys for a BigQuery location: BigQuery's multi-regions have other names there. */
function kmsLocation(bigqueryLocation: string): string {
  const multiRegions: Readonly<Record<string, string>> = { EU: 'europe', US: 'us' };
  return multiRegions[bigqueryLocation] ?? bigqueryLocation;
}
