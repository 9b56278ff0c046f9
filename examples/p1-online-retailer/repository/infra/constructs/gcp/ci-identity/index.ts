import type { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository/index.js';
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js';
import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool/index.js';
import { IamWorkloadIdentityPoolProvider } from '@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import { StorageBucketObject } from '@cdktf/provider-google/lib/storage-bucket-object/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { boundedName } from '../../common/naming.ts';
import { stateBucketName } from '../naming.ts';
import type { Construct, IConstruct } from '../terraform.ts';
import { TerraformOutput, TerraformResource } from '../terraform.ts';
import { CiAccount } from './account.ts';
import type { GithubRepository } from './github.ts';
import { attributeCondition, attributeMapping, githubIssuer, subjectsOf } from './github.ts';
import { applyPermissions, planPermissions } from './permissions.ts';
import type { CiIdentityProps } from './props.ts';
import { defaultGrantableRoles, propProblem } from './props.ts';

export type { CiAccess } from './account.ts';
export type { GithubRepository } from './github.ts';
export type { CiIdentityProps, ExistingPool } from './props.ts';

/** Resources that run, or call, as an account, or are written into a bucket: deploying one takes a right beside its own. */
const needsARight: ReadonlySet<string> = new Set([
  'google_cloud_run_v2_job',
  'google_cloud_run_v2_service',
  'google_cloud_scheduler_job',
  'google_eventarc_trigger',
  'google_pubsub_subscription',
  'google_storage_bucket_object',
  'google_workflows_workflow',
]);

/**
 * How the workflows of a repository on GitHub sign in to Google Cloud without a key: pull requests as an account that
 * only looks, jobs of one protected environment as an account that applies.
 */
export class CiIdentity extends GcpConstruct {
  /** The pool, unless it was there already. */
  readonly pool: IamWorkloadIdentityPool | undefined;
  /** The provider that trusts GitHub, unless it was there already. */
  readonly provider: IamWorkloadIdentityPoolProvider | undefined;
  /** Signs in for pull requests and the branches that plan, with its roles and its access to the state. */
  readonly planner: CiAccount;
  /** Signs in for jobs of the protected environment, with its roles and its access to the state. */
  readonly deployer: CiAccount;
  /** Full name of the provider: `GCP_PROVIDER_DEV` or `GCP_PROVIDER_PROD` of the workflows. */
  readonly providerName: string;
  /** E-mail address of the account that plans: `GCP_PLANNER_DEV` or `GCP_PLANNER_PROD` of the workflows. */
  readonly planEmail: string;
  /** E-mail address of the account that applies: `GCP_DEPLOYER` of the environment. */
  readonly applyEmail: string;

  constructor(scope: Construct, id: string, props: CiIdentityProps) {
    super(scope, id, props);
    const problem = propProblem(props);
    if (problem !== undefined) this.refuse(...problem);
    const { repository } = props;
    const branches = (props.planBranches ?? ['main']).map((branch) => `ref:refs/heads/${branch}`);
    const planSubjects = this.subjects(repository, ['pull_request', ...branches]);
    const applySubjects = this.subjects(repository, [`environment:${props.environment ?? props.env}`]);
    const trusted = this.trust(props, [...planSubjects, ...applySubjects]);
    this.pool = trusted.pool;
    this.provider = trusted.provider;
    this.providerName = trusted.providerName;
    const shared = {
      poolName: trusted.poolName,
      stateBucket: props.stateBucket ?? stateBucketName(props.project),
    };
    const roles = ['roles/iam.workloadIdentityPoolViewer'];
    this.planner = new CiAccount(this, 'plan', props, {
      ...shared,
      subjects: planSubjects,
      displayName: `Plans for ${repository.owner}/${repository.name}`,
      access: { permissions: planPermissions, roles, ...props.plan },
      stateRole: 'roles/storage.objectViewer',
      grantableRoles: [],
    });
    this.deployer = new CiAccount(this, 'apply', props, {
      ...shared,
      subjects: applySubjects,
      displayName: `Applies for ${repository.owner}/${repository.name}`,
      access: { permissions: applyPermissions, roles, ...props.apply },
      stateRole: 'roles/storage.objectUser',
      grantableRoles: props.grantableRoles ?? defaultGrantableRoles,
    });
    this.planEmail = this.planner.account.email;
    this.applyEmail = this.deployer.account.email;
    this.output('github_workload_identity_provider', this.providerName);
    this.output('github_planner', this.planEmail);
    this.output('github_deployer', this.applyEmail);
  }

  /**
   * Lets the workflows deploy programs that run as `account`: for this account only, never for all of the project. What
   * runs as it has to wait for the binding (`dependsOn`). `name` keeps the binding's address stable.
   */
  grantActAs(account: ServiceAccount, name: string): ServiceAccountIamMember {
    return new ServiceAccountIamMember(this, `act-as-${name}`, {
      serviceAccountId: account.name,
      role: 'roles/iam.serviceAccountUser',
      member: this.deployer.account.member,
    });
  }

  /**
   * Lets the workflows deploy what is below `scope`: programs as each account there ({@link grantActAs}), and objects in
   * their buckets, which pull requests may read to plan. What needs such a right waits for those of its part. Accounts of
   * this construct are left out.
   */
  grantDeployBelow(scope: IConstruct): void {
    for (const part of scope.node.children.filter((child) => child !== this)) {
      const inside = part.node.findAll();
      const rights = inside.flatMap((element): TerraformResource[] => {
        const name = element.node.scopes
          .slice(2)
          .map(({ node }) => node.id)
          .join('-');
        if (element instanceof ServiceAccount) return [this.grantActAs(element, name)];
        // As it was given: a reference to the object itself would wait for what the object waits for.
        const bucket = element instanceof StorageBucketObject ? element.bucketInput : undefined;
        return bucket === undefined ? [] : this.grantObjects(bucket, name);
      });
      const addresses = rights.map((right) => `${right.terraformResourceType}.${right.friendlyUniqueId}`);
      for (const element of inside)
        if (TerraformResource.isTerraformResource(element) && needsARight.has(element.terraformResourceType))
          element.dependsOn = [...(element.dependsOn ?? []), ...addresses];
    }
  }

  /** Lets the workflows write the objects of a bucket, and pull requests read them. */
  private grantObjects(bucket: string, name: string): StorageBucketIamMember[] {
    return [[this.planner, 'objectViewer'] as const, [this.deployer, 'objectUser'] as const].map(
      ([{ account }, role]) =>
        new StorageBucketIamMember(this, `${role === 'objectUser' ? 'writes' : 'reads'}-${name}`, {
          bucket,
          role: `roles/storage.${role}`,
          member: account.member,
        }),
    );
  }

  /** Lets the workflows push images into a repository. `name` keeps the binding's address stable. */
  grantPush(repository: ArtifactRegistryRepository, name: string): ArtifactRegistryRepositoryIamMember {
    return new ArtifactRegistryRepositoryIamMember(this, `push-${name}`, {
      project: this.deployment.project,
      location: this.deployment.region,
      repository: repository.name,
      role: 'roles/artifactregistry.writer',
      member: this.deployer.account.member,
    });
  }

  /** Google takes subjects of up to 127 characters. */
  private subjects(repository: GithubRepository, contexts: readonly string[]): string[] {
    const subjects = contexts.flatMap((context) => subjectsOf(repository, context));
    const long = subjects.find((subject) => subject.length > 127);
    if (long !== undefined)
      this.refuse(
        'repository',
        long,
        'a subject of at most 127 characters',
        'Shorten the name of the environment, the branch or the repository.',
      );
    return subjects;
  }

  private trust(props: CiIdentityProps, subjects: readonly string[]) {
    const { project, prefix, env, existing, repository } = props;
    // Begins with "github": Google keeps names that begin with "gcp-" for itself.
    const name = boundedName(['github', prefix, env], 32);
    const pool = existing === undefined ? this.makePool(name) : undefined;
    const poolName = pool?.name ?? existing?.pool ?? '';
    if (existing?.provider !== undefined)
      return {
        pool,
        provider: undefined,
        poolName,
        providerName: `${poolName}/providers/${existing.provider}`,
      };
    const [, owner = project, , , , poolId = name] = existing?.pool.split('/') ?? [];
    const provider = new IamWorkloadIdentityPoolProvider(this, 'provider', {
      project: owner,
      workloadIdentityPoolId: pool?.workloadIdentityPoolId ?? poolId,
      workloadIdentityPoolProviderId: name,
      displayName: 'GitHub',
      description: `Workflows of ${repository.owner}/${repository.name}`.slice(0, 256),
      attributeMapping,
      attributeCondition: attributeCondition(repository, subjects),
      oidc: { issuerUri: githubIssuer },
      lifecycle: { preventDestroy: this.protected },
    });
    return { pool, provider: this.atAddress(provider, name), poolName, providerName: provider.name };
  }

  private makePool(name: string): IamWorkloadIdentityPool {
    const pool = new IamWorkloadIdentityPool(this, 'pool', {
      project: this.deployment.project,
      workloadIdentityPoolId: name,
      displayName: 'GitHub',
      description: 'Workflows of GitHub; every provider in it has to be limited to its repository.',
      // Its name cannot be used again for 30 days, and nobody could sign in meanwhile.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(pool, name);
  }

  private output(name: string, value: string): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}
