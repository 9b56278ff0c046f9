import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { environment, imageProblem } from '../container.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { isWholeWithin } from '../messaging.ts';
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

const port = 8080;

/** The service that handles documents: reached from inside the project only, and called by Pub/Sub as one account. */
export class DocumentWorker extends GcpConstruct {
  /** The service. */
  readonly service: CloudRunV2Service;
  /** The account it runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The account Pub/Sub calls it as; it may do nothing else. */
  readonly callerAccount: ServiceAccount;
  /** The caller's right to call. */
  readonly invoker: CloudRunV2ServiceIamMember;

  constructor(scope: Construct, id: string, props: DocumentWorkerProps) {
    super(scope, id, props);
    this.checkWorker(props);
    this.serviceAccount = this.account('runner', props.name, `Handles the documents of ${props.name}`);
    this.callerAccount = this.account('caller', `${props.name}-push`, `Announces documents to ${props.name}`);
    this.service = this.cloudRunService(props);
    this.invoker = new CloudRunV2ServiceIamMember(this, 'invoker', {
      project: props.project,
      location: props.region,
      name: this.service.name,
      role: 'roles/run.invoker',
      member: this.callerAccount.member,
    });
  }

  private checkWorker(props: DocumentWorkerProps): void {
    const expected = imageProblem(props.image, props.env);
    if (expected !== undefined)
      this.refuse(
        'image',
        props.image,
        expected,
        'Build and push the image, then note it in images.lock.yaml.',
      );
    const limits = { maxInstances: props.maxInstances, concurrency: props.concurrency };
    for (const [prop, value] of Object.entries(limits))
      if (value !== undefined && !isWholeWithin(value, 1, 1000))
        this.refuse(prop, value, 'a whole number from 1 to 1000', 'Leave it out.');
    for (const [prop, path] of Object.entries({ path: props.path, healthPath: props.healthPath }))
      if (path !== undefined && !/^\/[\w/.~-]*$/.test(path))
        this.refuse(prop, path, 'a path such as "/documents"', 'Begin it with a slash.');
  }

  private account(id: string, name: string, displayName: string): ServiceAccount {
    return new ServiceAccount(this, id, {
      project: this.deployment.project,
      accountId: this.named(name, 30),
      displayName,
    });
  }

  private cloudRunService(props: DocumentWorkerProps): CloudRunV2Service {
    const { cpu, memory } = props.resources ?? { cpu: '1', memory: '2Gi' };
    const httpGet = { path: props.healthPath ?? '/health', port };
    return new CloudRunV2Service(this, 'service', {
      project: props.project,
      location: props.region,
      name: this.named(props.name),
      // Pub/Sub of the same project counts as inside.
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invokerIamDisabled: false,
      deletionProtection: this.protected,
      labels: this.labels({ component: props.name }),
      template: {
        serviceAccount: this.serviceAccount.email,
        timeout: `${props.timeoutSeconds}s`,
        maxInstanceRequestConcurrency: props.concurrency ?? 1,
        scaling: { minInstanceCount: 0, maxInstanceCount: props.maxInstances ?? 3 },
        ...(props.encryption === undefined ? {} : { encryptionKey: props.encryption.kmsKeyName }),
        containers: [
          {
            image: props.image,
            args: [...props.args],
            env: environment({ ...props.environment, DOCUMENT_BUCKET: props.bucket }),
            ports: { containerPort: port },
            resources: { limits: { cpu, memory }, cpuIdle: true, startupCpuBoost: true },
            startupProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 24 },
            livenessProbe: { httpGet, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
          },
        ],
      },
    });
  }
}
