import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { Deployment } from './deployment.ts';
import { GcpConstruct } from './gcp-construct.ts';
import { isNamedMember } from './members.ts';
import { isWholeWithin } from './messaging.ts';
import type { Construct } from './terraform.ts';

/** Props of {@link PrivateBucket}. */
export interface PrivateBucketProps extends Deployment {
  /** Name, unique among the buckets of the project, for instance `transform-artifacts`. */
  readonly name: string;
  /**
   * Days after which an object is deleted: 1 to 3650.
   *
   * @default - objects are kept
   */
  readonly deleteAfterDays?: number;
  /**
   * Days for which an object that was overwritten or deleted can be had back: 1 to 365.
   *
   * @default 90
   */
  readonly previousVersionsDays?: number;
  /**
   * Customer-managed key of the objects.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/**
 * A bucket that nobody reaches from the internet: access by IAM only, earlier versions kept for a while. Who reads and
 * writes is in the audit logs.
 */
export class PrivateBucket extends GcpConstruct {
  /** The bucket. */
  readonly bucket: StorageBucket;
  /** Its name, known before it is made. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, props);
    const { deleteAfterDays, previousVersionsDays = 90 } = props;
    this.checkDays('deleteAfterDays', deleteAfterDays, 3650);
    this.checkDays('previousVersionsDays', previousVersionsDays, 365);
    this.bucketName = this.bucketNamed(props.name);
    this.bucket = this.atAddress(
      new StorageBucket(this, 'bucket', {
        project: props.project,
        name: this.bucketName,
        location: props.region,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        versioning: { enabled: true },
        lifecycleRule: [
          { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: previousVersionsDays } },
          ...(deleteAfterDays === undefined
            ? []
            : [{ action: { type: 'Delete' }, condition: { age: deleteAfterDays, withState: 'LIVE' } }]),
          { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
        ],
        ...(props.encryption === undefined
          ? {}
          : { encryption: { defaultKmsKeyName: props.encryption.kmsKeyName } }),
        forceDestroy: !this.protected,
        labels: this.labels({ component: props.name }),
        lifecycle: { preventDestroy: this.protected },
      }),
      props.name,
    );
  }

  /** Gives `member` a role on the objects. `name` keeps the binding's address stable. */
  grant(role: string, member: string, name: string): StorageBucketIamMember {
    if (!isNamedMember(member))
      this.refuse(
        'member',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who it is.',
      );
    return new StorageBucketIamMember(this, name, { bucket: this.bucket.name, role, member });
  }

  private checkDays(prop: string, days: number | undefined, most: number): void {
    if (days !== undefined && !isWholeWithin(days, 1, most))
      this.refuse(prop, days, `a whole number from 1 to ${most}`, 'Mend the number of days.');
  }
}
