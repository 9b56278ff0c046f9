import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset/index.js';
import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import { StorageBucketObject } from '@cdktf/provider-google/lib/storage-bucket-object/index.js';
import type { StackContract } from '../../contract/stack-contract.ts';
import { contractObject, contractVersion } from '../../contract/stack-contract.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { IamProps } from '../iam.ts';
import { grantConfig, grantsOf } from '../iam.ts';
import { isNamedMember } from '../members.ts';
import type { Construct } from '../terraform.ts';
import { Fn, TerraformOutput, TerraformStack } from '../terraform.ts';

/** Props of {@link ContractPublication}. */
export interface ContractPublicationProps extends Deployment, IamProps {
  /** Which stack it speaks for, for instance `gcp`: lower-case letters, digits and hyphens, a letter first. */
  readonly name: string;
  /**
   * Customer-managed key for the contract.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/**
 * Publishes the contract of a stack: what other programs may know of it, as an object in a bucket of its own and as the output
 * `contract`. Made last, because it speaks of what is there when it is made.
 */
export class ContractPublication extends GcpConstruct {
  /** What is published; values that only the cloud knows are references. */
  readonly contract: StackContract;
  /** The bucket of contracts. */
  readonly bucket: StorageBucket;
  /** The object that holds it. */
  readonly object: StorageBucketObject;

  constructor(scope: Construct, id: string, props: ContractPublicationProps) {
    super(scope, id, props);
    if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(props.name))
      this.refuse(
        'name',
        props.name,
        'lower-case letters, digits and hyphens, a letter first',
        'Mend the name.',
      );
    this.contract = this.contractOf(props);
    this.bucket = this.makeBucket(props);
    this.object = new StorageBucketObject(this, 'object', {
      bucket: this.bucket.name,
      name: contractObject(props.env, props.name),
      content: Fn.jsonencode(this.contract),
      contentType: 'application/json',
      ...(props.encryption === undefined ? {} : { kmsKeyName: props.encryption.kmsKeyName }),
    });
    for (const grant of grantsOf(this, props))
      new StorageBucketIamMember(this, grant.id, { bucket: this.bucket.name, ...grantConfig(grant) });
    new TerraformOutput(this, 'contract', { value: this.contract, staticId: true });
  }

  /** Lets `member` read the contracts in the bucket. `name` keeps the resource's address stable. */
  grantRead(member: string, name: string): void {
    if (!isNamedMember(member))
      this.refuse('member', member, 'a named principal such as "serviceAccount:…"', 'Name who it is.');
    new StorageBucketIamMember(this, `reader-${name}`, {
      bucket: this.bucket.name,
      role: 'roles/storage.objectViewer',
      member,
    });
  }

  private contractOf({
    name,
    prefix,
    env,
    project,
    region,
    residency,
  }: ContractPublicationProps): StackContract {
    const made = TerraformStack.of(this).node.findAll();
    const datasets = made.filter((one) => one instanceof BigqueryDataset);
    const services = made.filter((one) => one instanceof CloudRunV2Service);
    const secrets = made.filter((one) => one instanceof SecretManagerSecret);
    return {
      contract: contractVersion,
      stack: name,
      client: prefix,
      env,
      project,
      region,
      residency: { rule: residency.rule, allowedLocations: [...residency.allowedLocations] },
      datasets: byName(datasets, ({ datasetIdInput, location }) => [datasetIdInput, { location }]),
      services: byName(services, ({ nameInput, uri, template }) => [
        nameInput,
        { uri, serviceAccount: template.serviceAccount },
      ]),
      secrets: byName(secrets, ({ secretIdInput, id }) => [secretIdInput, id]),
    };
  }

  private makeBucket({ project, region, encryption }: ContractPublicationProps): StorageBucket {
    const bucket = new StorageBucket(this, 'bucket', {
      project,
      name: this.bucketNamed('contracts'),
      location: region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      // Earlier contracts are for finding out what a reader was told.
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 90, withState: 'ARCHIVED' } },
      ],
      ...(encryption === undefined ? {} : { encryption: { defaultKmsKeyName: encryption.kmsKeyName } }),
      forceDestroy: !this.protected,
      labels: this.labels({ component: 'contracts' }),
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(bucket, 'contracts');
  }
}

/** Named values in the order of their names, so that the configuration does not depend on the order of parts. */
function byName<T, V>(
  made: readonly T[],
  entry: (one: T) => readonly [string | undefined, V],
): Record<string, V> {
  const entries = made.map(entry).map(([name, value]): [string, V] => [name ?? '', value]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
