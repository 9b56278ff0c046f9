import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { grantConfig, grantsOf } from '../iam.ts';
import { isNamedMember } from '../members.ts';
import { isWholeWithin } from '../messaging.ts';
import type { Construct } from '../terraform.ts';
import type { DocumentBucketProps } from './props.ts';

/** Props of {@link DocumentBucket}. */
export interface DocumentBucketConfig extends Deployment {
  /** Name of the intake. */
  readonly name: string;
  /** How documents are kept. */
  readonly keeps: DocumentBucketProps | undefined;
  /** Name of the client's own bucket. */
  readonly existing: string | undefined;
  /** Beginning of the names of the documents. */
  readonly objectNamePrefix: string | undefined;
  /**
   * Customer-managed key of the documents.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/** Where documents arrive: a bucket of its own, or one the client has, and who may put and read documents there. */
export class DocumentBucket extends GcpConstruct {
  /** The bucket; `undefined` when the client has one. */
  readonly bucket: StorageBucket | undefined;
  /** Name of the bucket. */
  readonly bucketName: string;
  private readonly prefix: string | undefined;

  constructor(scope: Construct, id: string, props: DocumentBucketConfig) {
    super(scope, id, props);
    this.checkBucket(props);
    this.prefix = props.objectNamePrefix;
    this.bucket = props.existing === undefined ? this.makeBucket(props) : undefined;
    this.bucketName = this.bucket?.name ?? props.existing ?? '';
    for (const grant of grantsOf(this, props.keeps ?? {}))
      new StorageBucketIamMember(this, grant.id, { bucket: this.bucketName, ...grantConfig(grant) });
  }

  /** Gives `member` a role on the documents: those whose names begin with the prefix. */
  grant(role: string, member: string, name: string): StorageBucketIamMember {
    if (!isNamedMember(member))
      this.refuse(
        'member',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who it is.',
      );
    return new StorageBucketIamMember(this, name, {
      bucket: this.bucketName,
      role,
      member,
      ...(this.prefix === undefined
        ? {}
        : {
            condition: {
              title: 'documents',
              description: `Objects below ${this.prefix}`,
              expression: `resource.name.startsWith("projects/_/buckets/${this.bucketName}/objects/${this.prefix}")`,
            },
          }),
    });
  }

  private checkBucket({ keeps = {}, existing, objectNamePrefix }: DocumentBucketConfig): void {
    if (objectNamePrefix !== undefined && !/^[A-Za-z0-9_][\w./-]{0,499}$/.test(objectNamePrefix))
      this.refuse(
        'objectNamePrefix',
        objectNamePrefix,
        'letters, digits, "_", "-", "." and "/", no "/" first, such as "invoices/"',
        'Leave it out for all objects.',
      );
    if (existing !== undefined && !/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(existing))
      this.refuse(
        'existing.bucket',
        existing,
        'the name of a bucket, without gs://',
        'Copy it from the console.',
      );
    if (existing !== undefined && Object.keys(keeps).length > 0)
      this.refuse(
        'existing and bucket',
        keeps,
        'one of the two',
        'The rules of an existing bucket are not changed here: leave bucket out.',
      );
    const { retentionDays, deleteAfterDays, previousVersionsDays, softDeleteDays } = keeps;
    this.checkDays('bucket.retentionDays', retentionDays, 1, 36_500);
    this.checkDays('bucket.deleteAfterDays', deleteAfterDays, retentionDays ?? 1, 36_500);
    this.checkDays('bucket.previousVersionsDays', previousVersionsDays, 1, 36_500);
    this.checkDays('bucket.softDeleteDays', softDeleteDays, 7, 90);
  }

  private checkDays(prop: string, days: number | undefined, least: number, most: number): void {
    if (days !== undefined && !isWholeWithin(days, least, most))
      this.refuse(prop, days, `a whole number from ${least} to ${most}`, 'Mend the number of days.');
  }

  private makeBucket(props: DocumentBucketConfig): StorageBucket {
    const { location, retentionDays, deleteAfterDays, previousVersionsDays, softDeleteDays } =
      props.keeps ?? {};
    const bucket = new StorageBucket(this, 'bucket', {
      project: props.project,
      name: this.bucketNamed(`${props.name}-documents`),
      location: location ?? props.region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: (softDeleteDays ?? 7) * 86_400 },
      // Not locked: a lock cannot be taken back, so a person sets it.
      ...(retentionDays === undefined
        ? {}
        : { retentionPolicy: { retentionPeriod: retentionDays * 86_400, isLocked: false } }),
      lifecycleRule: [
        { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: previousVersionsDays ?? 90 } },
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
    });
    return this.atAddress(bucket, `${props.name}-documents`);
  }
}
