import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config/index.js';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink/index.js';
import { ProjectIamAuditConfig } from '@cdktf/provider-google/lib/project-iam-audit-config/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** What audit logs need. */
export interface AuditLogsProps {
  /** Id of the project whose use is logged, or a reference to it. */
  readonly projectId: string;
  /** Days for which they are kept. */
  readonly retentionDays: number;
  /** Key they are stored under, in the deployment's region. */
  readonly kmsKeyName: string;
  /** What has to exist before. */
  readonly dependsOn: ITerraformDependable[];
}

const audited = ['activity', 'data_access', 'system_event', 'policy', 'access_transparency'];

/** Everything that is read and changed is logged, and kept in the region. Made by ClientFoundation. */
export class AuditLogs extends GcpConstruct {
  /** What is logged: everything, for everyone. */
  readonly config: ProjectIamAuditConfig;
  /** Bucket that keeps the logs; locked where data may not be lost. */
  readonly bucket: LoggingProjectBucketConfig;
  /** What brings them there. */
  readonly sink: LoggingProjectSink;

  constructor(scope: Construct, id: string, deployment: Deployment, props: AuditLogsProps) {
    super(scope, id, deployment);
    const { project, region } = deployment;
    const { projectId, retentionDays, kmsKeyName, dependsOn } = props;
    if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 3650)
      this.refuse(
        'auditLogRetentionDays',
        retentionDays,
        'a whole number from 1 to 3650',
        'Leave it out for 400.',
      );
    this.config = new ProjectIamAuditConfig(this, 'config', {
      project: projectId,
      service: 'allServices',
      auditLogConfig: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
      dependsOn,
    });
    const bucket = new LoggingProjectBucketConfig(this, 'bucket', {
      project,
      location: region,
      bucketId: this.named('audit', 63),
      description: 'Who read and changed what',
      retentionDays,
      locked: this.protected,
      cmekSettings: { kmsKeyName },
      lifecycle: { preventDestroy: this.protected },
      dependsOn,
    });
    this.bucket = this.atAddress(bucket, 'audit_logs');
    this.sink = new LoggingProjectSink(this, 'sink', {
      project,
      name: this.named('audit', 63),
      destination: `logging.googleapis.com/${bucket.id}`,
      filter: audited.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`).join(' OR '),
      uniqueWriterIdentity: true,
    });
  }
}
