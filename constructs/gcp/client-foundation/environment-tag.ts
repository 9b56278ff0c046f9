import { TagsTagBinding } from '@cdktf/provider-google/lib/tags-tag-binding/index.js';
import { TagsTagKey } from '@cdktf/provider-google/lib/tags-tag-key/index.js';
import { TagsTagValue } from '@cdktf/provider-google/lib/tags-tag-value/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** The project's tag that names its environment: conditions of roles and policies can ask for it. Made by ClientFoundation. */
export class EnvironmentTag extends GcpConstruct {
  /** The key `environment` of the project, unless the client has one. */
  readonly key: TagsTagKey | undefined;
  /** Its value, `dev` or `prod`, unless the client has one. */
  readonly value: TagsTagValue | undefined;
  /** The tag on the project. */
  readonly binding: TagsTagBinding;

  /** @param existing a value that is there, `tagValues/NUMBER` */
  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    projectNumber: string,
    existing: string | undefined,
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    if (existing !== undefined && !/^tagValues\/\d+$/.test(existing))
      this.refuse(
        'existing.environmentTag',
        existing,
        'tagValues/NUMBER',
        'Ask for it: gcloud resource-manager tags values list --parent=tagKeys/NUMBER',
      );
    if (existing === undefined) {
      this.key = new TagsTagKey(this, 'key', {
        parent: `projects/${deployment.project}`,
        shortName: 'environment',
        description: 'Environment of everything in the project',
        dependsOn,
      });
      this.value = new TagsTagValue(this, 'value', { parent: this.key.id, shortName: deployment.env });
    }
    this.binding = new TagsTagBinding(this, 'binding', {
      parent: `//cloudresourcemanager.googleapis.com/projects/${projectNumber}`,
      tagValue: existing ?? this.value?.id ?? '',
      dependsOn,
    });
  }
}
