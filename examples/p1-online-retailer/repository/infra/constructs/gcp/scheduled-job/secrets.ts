import type { SecretManagerSecretRotation } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { keyUser } from '../key-user.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';
import type { SecretProtection } from './props.ts';

/** Secret Manager's own account in a project. */
function secretManager(projectNumber: string): string {
  return serviceAgent(projectNumber, 'gcp-sa-secretmanager');
}

/** The one replica of a secret: in the region, under the client's key where one is given. */
export function replica(region: string, protection: SecretProtection | undefined) {
  return {
    location: region,
    ...(protection === undefined ? {} : { customerManagedEncryption: { kmsKeyName: protection.kmsKeyName } }),
  };
}

/** What has to exist before a protected secret: Secret Manager's right to the key. */
export function keyRight(
  scope: Construct,
  { kmsKeyName, projectNumber }: SecretProtection,
): ITerraformDependable {
  return keyUser(scope, { kmsKeyName, service: 'secretmanager', member: secretManager(projectNumber) });
}

/** When a secret is due. Terraform fixes the first date once; Secret Manager moves it on after that. */
export function rotationOf({ rotationDays = 90 }: SecretProtection): SecretManagerSecretRotation {
  const hours = rotationDays * 24;
  return {
    nextRotationTime: `\${timeadd(plantimestamp(), "${hours}h")}`,
    rotationPeriod: `${hours * 3600}s`,
  };
}
