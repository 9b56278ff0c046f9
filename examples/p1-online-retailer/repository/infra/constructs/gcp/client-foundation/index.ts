import type { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository/index.js';
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel/index.js';
import { ProjectService } from '@cdktf/provider-google/lib/project-service/index.js';
import type { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { isNamedMember } from '../members.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';
import { TerraformResource, TerraformStack } from '../terraform.ts';
import { guardApis, similarApis, standardApis } from './apis.ts';
import { AuditLogs } from './audit-logs.ts';
import { CostBudget } from './budget.ts';
import { Contacts, isEmail, slugOf } from './contacts.ts';
import type { Apis, EncryptionKey } from './encryption.ts';
import { ClientKeys, only } from './encryption.ts';
import { EnvironmentTag } from './environment-tag.ts';
import { ClientNetwork } from './network.ts';
import { ProjectPolicies } from './organization-policies.ts';
import { ClientProject } from './project.ts';
import type { ClientFoundationProps } from './props.ts';
import { DeploymentStorage } from './storage.ts';

export type { Budget } from './budget.ts';
export type { Contact, ContactCategory } from './contacts.ts';
export type { EncryptionKey } from './encryption.ts';
export type { EgressRule, ExistingNetwork, NetworkProps } from './network.ts';
export type { OrganizationPolicies } from './organization-policies.ts';
export type { NewProject } from './project.ts';
export type { ClientFoundationProps, ExistingParts } from './props.ts';

/**
 * What every client project needs once: the project and its APIs, a closed network, encryption keys, the Terraform state
 * bucket, the image repository, audit logs kept in the region, rules of the organization, a budget, and who is told.
 */
export class ClientFoundation extends GcpConstruct {
  /** The project, made or found. */
  readonly project: ClientProject;
  /** Number of the project, known after it exists. */
  readonly projectNumber: string;
  /** The APIs that are on, by their short names, for instance `cloudkms`. */
  readonly apis: Apis;
  /** The keys, their rings, and who may use them. */
  readonly keys: ClientKeys;
  /** Key of everything regional: images, buckets, Cloud Run. */
  readonly key: EncryptionKey;
  /** Key of the warehouse's datasets, in the warehouse's location. */
  readonly warehouseKey: EncryptionKey;
  /** The network: `network.subnetwork.id` is what Cloud Run joins. */
  readonly network: ClientNetwork;
  /** Bucket of the Terraform state. */
  readonly stateBucket: StorageBucket;
  /** Repository of the container images. */
  readonly images: ArtifactRegistryRepository;
  /** Audit logs: what is logged, and where it is kept. */
  readonly auditLogs: AuditLogs;
  /** The project's tag that names its environment. */
  readonly environmentTag: EnvironmentTag;
  /** Rules of the organization, where there is one. */
  readonly policies: ProjectPolicies | undefined;
  /** Channels that alerts are sent to, one per address of `alertEmails`. */
  readonly notificationChannels: readonly MonitoringNotificationChannel[];
  /** The budget, if there is one. */
  readonly budget: CostBudget | undefined;
  /** Who Google tells about the project. */
  readonly contacts: Contacts;
  /** What has to exist before anything else is made: the APIs, and the services' rights to the keys. */
  readonly ready: TerraformResource;
  /** Everything before a service's repository, for instance `europe-west1-docker.pkg.dev/acme-dev/acme-dev-images`. */
  readonly imagePrefix: string;

  constructor(scope: Construct, id: string, props: ClientFoundationProps) {
    super(scope, id, props);
    const { project, region, existing = {} } = props;
    if (props.network !== undefined && existing.network !== undefined)
      this.refuse(
        'network',
        props.network,
        'none, because existing.network is used',
        'Leave one of the two out.',
      );
    this.project = new ClientProject(this, 'project', props, props.newProject);
    this.projectNumber = this.project.resource.number;
    this.apis = this.switchOn(
      props.apis ?? [],
      props.newProject === undefined ? [] : [this.project.resource],
    );
    guardApis(TerraformStack.of(this), new Set(this.apis.keys()));
    this.keys = new ClientKeys(this, 'keys', props, this.projectNumber, this.apis);
    this.key = this.keys.main;
    this.warehouseKey = this.keys.warehouse;
    // By its type: cdktf's class of it asks for the version of a program named terraform, which is not there with OpenTofu.
    this.ready = new TerraformResource(this, 'ready', {
      terraformResourceType: 'terraform_data',
      dependsOn: [...this.apis.values(), ...this.keys.grants.values()],
    });
    const after = [this.ready];
    this.network = new ClientNetwork(this, 'network', props, existing.network ?? props.network ?? {}, after);
    const storage = new DeploymentStorage(this, 'storage', props, this.key.id, after);
    this.stateBucket = storage.stateBucket;
    this.images = storage.images;
    this.imagePrefix = `${region}-docker.pkg.dev/${project}/${this.named('images', 63)}`;
    this.auditLogs = new AuditLogs(this, 'audit', props, {
      projectId: this.project.projectId,
      retentionDays: props.auditLogRetentionDays ?? 400,
      kmsKeyName: this.key.id,
      dependsOn: after,
    });
    this.environmentTag = new EnvironmentTag(
      this,
      'tag',
      props,
      this.projectNumber,
      existing.environmentTag,
      only(this.apis, 'cloudresourcemanager'),
    );
    this.policies =
      props.organizationPolicies === undefined
        ? undefined
        : new ProjectPolicies(
            this,
            'policies',
            props,
            props.organizationPolicies,
            only(this.apis, 'orgpolicy'),
          );
    this.notificationChannels = (props.alertEmails ?? []).map((email) => this.channel(email));
    this.budget =
      props.budget === undefined
        ? undefined
        : new CostBudget(this, 'budget', props, {
            budget: props.budget,
            projectNumber: this.projectNumber,
            kmsKeyName: this.key.id,
            notificationChannels: this.notificationChannels.map((channel) => channel.id),
            dependsOn: after,
          });
    this.contacts = new Contacts(
      this,
      'contacts',
      props,
      props.contacts ?? [],
      only(this.apis, 'essentialcontacts'),
    );
  }

  /** Lets `member` pull images, for instance the account that copies them to another project. */
  grantImageRead(member: string, name: string): ArtifactRegistryRepositoryIamMember {
    if (!isNamedMember(member))
      this.refuse('member', member, 'a named principal', 'Name who pulls, such as "serviceAccount:…".');
    return new ArtifactRegistryRepositoryIamMember(this, `pulls-${name}`, {
      project: this.deployment.project,
      location: this.deployment.region,
      repository: this.images.name,
      role: 'roles/artifactregistry.reader',
      member,
    });
  }

  private switchOn(more: readonly string[], dependsOn: ITerraformDependable[]): Apis {
    const names = [...standardApis, ...more.map((service) => this.shortName(service))];
    return new Map(
      [...new Set(names)].sort().map((name) => [
        name,
        new ProjectService(this, `api-${name}`, {
          project: this.deployment.project,
          service: `${name}.googleapis.com`,
          disableOnDestroy: false,
          dependsOn,
        }),
      ]),
    );
  }

  private shortName(service: string): string {
    const [, name] = /^([a-z0-9-]+)\.googleapis\.com$/.exec(service) ?? [];
    const [similar] = name === undefined ? [] : similarApis(name);
    if (name === undefined || similar !== undefined)
      this.refuse(
        'apis',
        service,
        'the name of a service, such as "documentai.googleapis.com"',
        similar === undefined ? 'Mend the name.' : `Did you mean "${similar}.googleapis.com"?`,
      );
    return name;
  }

  private channel(email: string): MonitoringNotificationChannel {
    if (!isEmail(email))
      this.refuse('alertEmails', email, 'an e-mail address', 'Mend the address in the settings.');
    return new MonitoringNotificationChannel(this, `channel-${slugOf(email)}`, {
      project: this.deployment.project,
      displayName: `${this.named('alerts')} ${email}`,
      type: 'email',
      labels: { email_address: email },
      dependsOn: [this.ready],
    });
  }
}
