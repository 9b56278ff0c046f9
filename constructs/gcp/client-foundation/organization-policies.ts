import { OrgPolicyPolicy } from '@cdktf/provider-google/lib/org-policy-policy/index.js';
import { githubIssuer } from '../ci-identity/github.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { schedulerRegion } from '../scheduler-region.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';
import { budgetPublisher } from './budget.ts';

/** Rules of the organization for the project. */
export interface OrganizationPolicies {
  /** Numeric id of the organization: only its own members and accounts may be given access. */
  readonly organizationId: string;
  /**
   * `dryRun` notes in the audit log what would be refused, and refuses nothing; Google takes only its managed constraints
   * that way, so the others are left out. `enforce` makes all of them and refuses.
   *
   * @default 'dryRun'
   */
  readonly mode?: 'dryRun' | 'enforce';
}

/** One rule, as both ways of writing a policy take it. */
interface Rule {
  readonly enforce?: string;
  readonly parameters?: string;
  readonly values?: { readonly allowedValues?: string[]; readonly deniedValues?: string[] };
}

const enforced: Rule = { enforce: 'TRUE' };

/** Google's services that store data, and may do so only under the client's key. */
const encryptedServices = ['artifactregistry', 'bigquery', 'pubsub', 'storage'];

/** What Google refuses in the project whoever asks for it. Made by ClientFoundation. */
export class ProjectPolicies extends GcpConstruct {
  /** The policies, by constraint. */
  readonly policies: ReadonlyMap<string, OrgPolicyPolicy>;

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    { organizationId, mode = 'dryRun' }: OrganizationPolicies,
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    if (!/^\d+$/.test(organizationId))
      this.refuse(
        'organizationPolicies.organizationId',
        organizationId,
        'a number',
        'Ask for it: gcloud organizations list --format "value(name)"',
      );
    const constraints: Readonly<Record<string, Rule>> = {
      ...managed(organizationId),
      ...(mode === 'enforce' ? legacy(deployment) : {}),
    };
    this.policies = new Map(
      Object.entries(constraints).map(([constraint, rule]) => {
        const spec = { rules: [rule] };
        const policy = new OrgPolicyPolicy(this, constraint.replaceAll('.', '-'), {
          name: `projects/${deployment.project}/policies/${constraint}`,
          parent: `projects/${deployment.project}`,
          ...(mode === 'enforce' ? { spec } : { dryRunSpec: spec }),
          dependsOn,
        });
        return [constraint, policy];
      }),
    );
  }
}

/** Constraints that can be tried before they are enforced. */
function managed(organizationId: string): Record<string, Rule> {
  return {
    'iam.managed.allowedPolicyMembers': {
      enforce: 'TRUE',
      parameters: JSON.stringify({
        allowedPrincipalSets: [`//cloudresourcemanager.googleapis.com/organizations/${organizationId}`],
        allowedMemberSubjects: [budgetPublisher],
      }),
    },
    'iam.managed.disableServiceAccountKeyCreation': enforced,
    'iam.managed.disableServiceAccountKeyUpload': enforced,
    'iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts': enforced,
    'run.managed.requireInvokerIam': enforced,
  };
}

/** Constraints that Google can only enforce. */
function legacy({ residency, region }: Deployment): Record<string, Rule> {
  const locations = [...residency.allowedLocations, schedulerRegion(region)];
  return {
    'gcp.resourceLocations': {
      values: {
        allowedValues: [...new Set(locations.map((item) => `in:${item.toLowerCase()}-locations`))].sort(),
      },
    },
    'gcp.restrictNonCmekServices': {
      values: { deniedValues: encryptedServices.map((name) => `is:${name}.googleapis.com`) },
    },
    'iam.workloadIdentityPoolProviders': { values: { allowedValues: [githubIssuer] } },
    'run.allowedIngress': { values: { allowedValues: ['internal', 'internal-and-cloud-load-balancing'] } },
    'storage.publicAccessPrevention': enforced,
    'storage.uniformBucketLevelAccess': enforced,
  };
}
