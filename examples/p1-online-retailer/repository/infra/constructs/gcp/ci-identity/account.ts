import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';

/** What an account may do in the project. */
export interface CiAccess {
  /**
   * Permissions of a custom role that is made for the account; an empty list makes none.
   *
   * @default - those that planning, or applying, our constructs asks for
   */
  readonly permissions?: readonly string[];
  /**
   * Predefined roles of one service each.
   *
   * @default ['roles/iam.workloadIdentityPoolViewer']
   */
  readonly roles?: readonly string[];
}

/** Props of {@link CiAccount}. */
export interface CiAccountProps {
  /** Full name of the pool, with the project's number. */
  readonly poolName: string;
  /** Subjects of GitHub's tokens that may be this account. */
  readonly subjects: readonly string[];
  /** What it is for. */
  readonly displayName: string;
  /** What it may do in the project. */
  readonly access: Required<CiAccess>;
  /** Bucket of the Terraform state. */
  readonly stateBucket: string;
  /** What it may do there. */
  readonly stateRole: string;
  /** Roles it may give and take in the project. */
  readonly grantableRoles: readonly string[];
}

/** An account that workflows sign in as, and what it may do. Made by CiIdentity, which checks the props. */
export class CiAccount extends GcpConstruct {
  /** The account. */
  readonly account: ServiceAccount;
  /** One per subject that may be the account. */
  readonly signIns: readonly ServiceAccountIamMember[];
  /** The custom role with its permissions, if it has any. */
  readonly role: ProjectIamCustomRole | undefined;
  /** The custom role to give roles, if there are any that it may give. */
  readonly grantingRole: ProjectIamCustomRole | undefined;
  /** Its roles in the project. */
  readonly grants: readonly ProjectIamMember[];
  /** Its access to the state. */
  readonly state: StorageBucketIamMember;
  private readonly purpose: string;

  constructor(scope: Construct, id: string, deployment: Deployment, props: CiAccountProps) {
    super(scope, id, deployment);
    this.purpose = `ci-${id}`;
    const account = new ServiceAccount(this, 'account', {
      project: deployment.project,
      accountId: this.named(this.purpose, 30),
      displayName: props.displayName.slice(0, 100),
    });
    this.account = this.atAddress(account, this.purpose);
    this.signIns = props.subjects.map(
      (subject) =>
        new ServiceAccountIamMember(this, `sign-in-${subject.replaceAll(/[^A-Za-z0-9]+/g, '-')}`, {
          serviceAccountId: this.account.name,
          role: 'roles/iam.workloadIdentityUser',
          member: `principal://iam.googleapis.com/${props.poolName}/subject/${subject}`,
        }),
    );
    const { permissions, roles } = props.access;
    const grants = roles.map((role) => this.grant(role.replace('roles/', ''), role));
    this.role =
      permissions.length === 0 ? undefined : this.customRole('role', props.displayName, permissions);
    if (this.role !== undefined) grants.push(this.grant('own', this.role.name));
    this.grantingRole = props.grantableRoles.length === 0 ? undefined : this.roleToGrant();
    if (this.grantingRole !== undefined)
      grants.push(this.grant('give', this.grantingRole.name, props.grantableRoles));
    this.grants = grants;
    this.state = new StorageBucketIamMember(this, 'state', {
      bucket: props.stateBucket,
      role: props.stateRole,
      member: this.account.member,
    });
  }

  private roleToGrant(): ProjectIamCustomRole {
    return this.customRole('grant-role', 'Gives and takes roles in the project', [
      'resourcemanager.projects.get',
      'resourcemanager.projects.getIamPolicy',
      'resourcemanager.projects.setIamPolicy',
    ]);
  }

  private customRole(id: string, title: string, permissions: readonly string[]): ProjectIamCustomRole {
    const name = `${this.purpose}-${id}`;
    const role = new ProjectIamCustomRole(this, id, {
      project: this.deployment.project,
      roleId: this.named(name, 64).replaceAll('-', '_'),
      title: title.slice(0, 100),
      permissions: [...permissions],
      stage: 'GA',
      // Its id cannot be used again for weeks.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(role, name);
  }

  /** @param only roles that may be given and taken with it; all that the role says, if left out */
  private grant(id: string, role: string, only?: readonly string[]): ProjectIamMember {
    const list = (only ?? []).map((name) => `'${name}'`).join(', ');
    return new ProjectIamMember(this, `may-${id.replaceAll('.', '-')}`, {
      project: this.deployment.project,
      role,
      member: this.account.member,
      ...(only === undefined
        ? {}
        : {
            condition: {
              title: 'Named roles only',
              description: 'Other roles are given by a person.',
              expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list}])`,
            },
          }),
    });
  }
}
