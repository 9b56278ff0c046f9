import type { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { Deployment } from '../deployment.ts';
import { pathProblem } from '../run-service-props.ts';
import { RunService } from '../run-service.ts';
import type { Construct } from '../terraform.ts';
import type { WorkerProps } from './props.ts';

/** Props of {@link DocumentWorker}. */
export interface DocumentWorkerProps extends Deployment, WorkerProps {
  /** Name of the intake. */
  readonly name: string;
  /** Bucket of the documents. */
  readonly bucket: string;
  /** Seconds it has for one document. */
  readonly timeoutSeconds: number;
  /**
   * Customer-managed key for the container.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/** The service that handles documents: reached from inside the project only, and called by Pub/Sub as one account. */
export class DocumentWorker extends RunService {
  /** The account Pub/Sub calls it as; it may do nothing else. */
  readonly callerAccount: ServiceAccount;
  /** The caller's right to call. */
  readonly invoker: CloudRunV2ServiceIamMember;

  constructor(scope: Construct, id: string, props: DocumentWorkerProps) {
    super(scope, id, {
      ...props,
      concurrency: props.concurrency ?? 1,
      environment: { ...props.environment, DOCUMENT_BUCKET: props.bucket },
    });
    if (props.path !== undefined) this.stopFor(pathProblem('path', props.path, '/documents'));
    this.callerAccount = this.account('caller', `${props.name}-push`, `Announces documents to ${props.name}`);
    // Pub/Sub of the same project counts as inside.
    this.invoker = this.grantInvoke(this.callerAccount.member, 'invoker');
  }
}
