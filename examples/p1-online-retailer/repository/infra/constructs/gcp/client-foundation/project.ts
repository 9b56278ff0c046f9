import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project/index.js';
import { Project } from '@cdktf/provider-google/lib/project/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';

/** A project that does not exist yet. */
export interface NewProject {
  /** Name shown in the console. */
  readonly displayName: string;
  /** Billing account id, for instance `012345-6789AB-CDEF01`. */
  readonly billingAccount: string;
  /**
   * Numeric id of the folder the project is made in. Exactly one of `folderId` and `organizationId`.
   *
   * @default - the project is made in the organization itself
   */
  readonly folderId?: string;
  /**
   * Numeric id of the organization the project is made in.
   *
   * @default - the project is made in the folder
   */
  readonly organizationId?: string;
}

/** The project: made, or found. Made by ClientFoundation. */
export class ClientProject extends GcpConstruct {
  /** The project; a data source where it was there already. */
  readonly resource: Project | DataGoogleProject;
  /** Its id; of a project that is made, a reference, so that what names it waits for it. */
  readonly projectId: string;

  constructor(scope: Construct, id: string, deployment: Deployment, newProject: NewProject | undefined) {
    super(scope, id, deployment);
    this.resource =
      newProject === undefined
        ? new DataGoogleProject(this, 'existing', { projectId: deployment.project })
        : this.make(newProject);
    this.projectId = newProject === undefined ? deployment.project : this.resource.projectId;
  }

  private make({ displayName, billingAccount, folderId, organizationId }: NewProject): Project {
    if ((folderId === undefined) === (organizationId === undefined))
      this.refuse(
        'newProject',
        { folderId, organizationId },
        'exactly one of folderId and organizationId',
        'Say where the project is made, or leave newProject out to use an existing project.',
      );
    const project = new Project(this, 'new', {
      projectId: this.deployment.project,
      name: displayName,
      billingAccount,
      ...(folderId === undefined ? {} : { folderId }),
      ...(organizationId === undefined ? {} : { orgId: organizationId }),
      autoCreateNetwork: false,
      deletionPolicy: this.protected ? 'PREVENT' : 'DELETE',
      labels: this.labels(),
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(project, 'project');
  }
}
