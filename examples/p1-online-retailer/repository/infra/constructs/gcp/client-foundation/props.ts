import type { Deployment } from '../deployment.ts';
import type { Budget } from './budget.ts';
import type { Contact } from './contacts.ts';
import type { ExistingNetwork, NetworkProps } from './network.ts';
import type { OrganizationPolicies } from './organization-policies.ts';
import type { NewProject } from './project.ts';

/** What the client owns already and the foundation uses in place of its own. */
export interface ExistingParts {
  /**
   * Key of everything regional, in the deployment's region:
   * `projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY`. Whoever applies gives Google's services the right
   * to use it.
   *
   * @default - a key is made
   */
  readonly key?: string;
  /**
   * Key of the warehouse, in the location that Cloud KMS has for the warehouse's, for instance `europe` for `EU`.
   *
   * @default - a key is made, or `key` is used where both are in one place
   */
  readonly warehouseKey?: string;
  /**
   * Network and subnetwork, for instance those of a shared network.
   *
   * @default - a network is made
   */
  readonly network?: ExistingNetwork;
  /**
   * Value of a tag that names the environment for all of the organization, for instance `tagValues/281475012345678`.
   *
   * @default - a tag is made in the project
   */
  readonly environmentTag?: string;
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
   * What the client owns already.
   *
   * @default {}
   */
  readonly existing?: ExistingParts;
  /**
   * The network that is made; contradicts `existing.network`.
   *
   * @default {}
   */
  readonly network?: NetworkProps;
  /**
   * Rules of the organization for the project. Leave it out where the project is in no organization.
   *
   * @default - none
   */
  readonly organizationPolicies?: OrganizationPolicies;
  /**
   * E-mail addresses that alerts are sent to, those of the budget included.
   *
   * @default []
   */
  readonly alertEmails?: readonly string[];
  /**
   * Budget with alerts.
   *
   * @default - no budget
   */
  readonly budget?: Budget;
  /**
   * People whom Google tells about incidents, abuse, bills and changes of the law.
   *
   * @default - those with roles in the project, as Google chooses
   */
  readonly contacts?: readonly Contact[];
  /**
   * Google APIs to switch on beside those the constructs of the toolbox need, for instance
   * `documentai.googleapis.com`.
   *
   * @default []
   */
  readonly apis?: readonly string[];
  /**
   * Days after which the encryption keys get a new version: 1 to 90.
   *
   * @default 90
   */
  readonly keyRotationDays?: number;
  /**
   * Days for which audit logs are kept: 1 to 3650. Where data may not be lost, nobody can shorten it afterwards.
   *
   * @default 400
   */
  readonly auditLogRetentionDays?: number;
}
