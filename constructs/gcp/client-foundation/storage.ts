import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { stateBucketName } from '../naming.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** What is kept for deploying: the Terraform state and the container images. Made by ClientFoundation. */
export class DeploymentStorage extends GcpConstruct {
  /** Bucket of the Terraform state. */
  readonly stateBucket: StorageBucket;
  /** Repository of the container images. */
  readonly images: ArtifactRegistryRepository;
  private readonly kmsKeyName: string;
  private readonly dependsOn: ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    kmsKeyName: string,
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    this.kmsKeyName = kmsKeyName;
    this.dependsOn = dependsOn;
    this.stateBucket = this.makeStateBucket();
    this.images = this.makeImageRepository();
  }

  private makeStateBucket(): StorageBucket {
    const bucket = new StorageBucket(this, 'state', {
      project: this.deployment.project,
      name: stateBucketName(this.deployment.project),
      location: this.deployment.region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      // Terraform writes its state and deletes its lock: a retention policy would refuse both. Older versions and
      // deleted ones are kept instead.
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 30 * 86_400 },
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { numNewerVersions: 50, daysSinceNoncurrentTime: 90 } },
      ],
      encryption: { defaultKmsKeyName: this.kmsKeyName },
      forceDestroy: !this.protected,
      labels: this.labels(),
      lifecycle: { preventDestroy: this.protected },
      dependsOn: this.dependsOn,
    });
    return this.atAddress(bucket, 'terraform_state');
  }

  private makeImageRepository(): ArtifactRegistryRepository {
    const images = new ArtifactRegistryRepository(this, 'images', {
      project: this.deployment.project,
      location: this.deployment.region,
      repositoryId: this.named('images', 63),
      format: 'DOCKER',
      kmsKeyName: this.kmsKeyName,
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
      dependsOn: this.dependsOn,
    });
    return this.atAddress(images, 'images');
  }
}
