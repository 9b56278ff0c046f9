import type { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription/index.js';
import type { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import type { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member/index.js';
import { StorageNotification } from '@cdktf/provider-google/lib/storage-notification/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { MessageTopic } from '../message-topic.ts';
import { mayPublish } from '../publishers.ts';
import { RecordTable } from '../record-table.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { WatchedSubscription } from '../watched-subscription.ts';
import { DocumentBucket } from './bucket.ts';
import type { DocumentIntakeProps } from './props.ts';
import { DocumentProcessor } from './processor.ts';
import { resultsOf, resultsProblem } from './results.ts';
import { DocumentWorker } from './worker.ts';

export type {
  DocumentBucketProps,
  DocumentIntakeProps,
  ProcessorProps,
  ResultsProps,
  WorkerProps,
} from './props.ts';

/**
 * Documents from their upload to a program that handles them one by one: a bucket, a message per document, a private
 * Cloud Run service that gets it, dead letters, and alerts.
 */
export class DocumentIntake extends GcpConstruct {
  /** The bucket; `undefined` when the client has one. */
  readonly bucket: StorageBucket | undefined;
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Topic of the messages, one per document. */
  readonly topic: PubsubTopic;
  /** Makes a message of every document that is complete. */
  readonly notification: StorageNotification;
  /** Calls the worker with every message. */
  readonly subscription: PubsubSubscription;
  /** Topic of the documents that failed every time. */
  readonly deadLetterTopic: PubsubTopic;
  /** Where those wait for a person. */
  readonly deadLetterSubscription: PubsubSubscription;
  /** The service that handles documents. */
  readonly service: CloudRunV2Service;
  /** The account the service runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The account Pub/Sub calls the service as. */
  readonly callerAccount: ServiceAccount;
  /** Tells people when documents wait too long. */
  readonly backlogAlert: MonitoringAlertPolicy;
  /** Tells people when documents were put aside. */
  readonly deadLetterAlert: MonitoringAlertPolicy;
  /** Has documents read; `undefined` when the worker does it itself. */
  readonly processor: DocumentProcessor | undefined;
  /** Table of the results; `undefined` when there is none. */
  readonly results: RecordTable | undefined;
  private readonly documents: DocumentBucket;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: DocumentIntakeProps) {
    super(scope, id, props);
    const seconds = props.acknowledgeDeadlineSeconds ?? 300;
    this.documents = new DocumentBucket(this, 'documents', {
      ...props,
      keeps: props.bucket,
      existing: props.existing?.bucket,
      objectNamePrefix: props.objectNamePrefix,
    });
    this.bucket = this.documents.bucket;
    this.bucketName = this.documents.bucketName;
    if (props.results !== undefined) this.stopFor(resultsProblem(props.results));
    this.processor =
      props.processor === undefined
        ? undefined
        : new DocumentProcessor(this, 'document-ai', { ...props, ...props.processor });
    this.results =
      props.results === undefined
        ? undefined
        : new RecordTable(this, 'results', warehouse, { ...props, ...resultsOf(props.results, props.name) });
    const worker = new DocumentWorker(this, 'worker', {
      ...props,
      ...props.worker,
      environment: this.environment(props),
      bucket: this.bucketName,
      timeoutSeconds: seconds,
    });
    this.service = worker.service;
    this.serviceAccount = worker.serviceAccount;
    this.callerAccount = worker.callerAccount;
    this.topic = new MessageTopic(this, 'topic', props).topic;
    const mayHandle = this.allowWorker(warehouse, props);
    const delivery = new WatchedSubscription(this, 'delivery', {
      ...props,
      topic: this.topic.id,
      acknowledgeDeadlineSeconds: seconds,
      maxDeliveryAttempts: props.maxDeliveryAttempts ?? 5,
      delivery: {
        pushConfig: {
          pushEndpoint: `${this.service.uri}${props.worker.path ?? '/documents'}`,
          oidcToken: { serviceAccountEmail: this.callerAccount.email, audience: this.service.uri },
        },
      },
      dependsOn: [worker.invoker, mayHandle],
    });
    this.subscription = delivery.subscription;
    this.deadLetterTopic = delivery.deadLetterTopic;
    this.deadLetterSubscription = delivery.deadLetterSubscription;
    this.backlogAlert = delivery.backlogAlert;
    this.deadLetterAlert = delivery.deadLetterAlert;
    this.notification = this.notify(props);
  }

  /** Lets `member` put documents into the bucket, not read or replace them. `name` keeps the address stable. */
  grantUpload(member: string, name: string): StorageBucketIamMember {
    return this.documents.grant('roles/storage.objectCreator', member, `uploader-${name}`);
  }

  /** What the worker is told beside its bucket. */
  private environment({ project, worker }: DocumentIntakeProps): Record<string, string> {
    const table = this.results?.table;
    return {
      ...worker.environment,
      ...this.processor?.environment,
      ...(table === undefined ? {} : { RESULTS_TABLE: `${project}.${table.datasetId}.${table.tableId}` }),
    };
  }

  /** The worker reads documents and its datasets, and writes its results; it changes no document. */
  private allowWorker(warehouse: Warehouse, props: DocumentIntakeProps): StorageBucketIamMember {
    const { member } = this.serviceAccount;
    for (const dataset of props.reads) warehouse.grantRead(dataset, member, props.name);
    for (const dataset of props.writes) warehouse.grantWrite(dataset, member, props.name);
    this.results?.grantWrite(member, 'worker');
    this.processor?.grantRead(member);
    return this.documents.grant('roles/storage.objectViewer', member, 'worker');
  }

  private notify(props: DocumentIntakeProps): StorageNotification {
    const mayAnnounce = mayPublish(this, {
      topic: this.topic.name,
      project: props.project,
      member: serviceAgent(props.projectNumber, 'gs-project-accounts'),
      name: 'storage',
    });
    return new StorageNotification(this, 'notification', {
      bucket: this.bucketName,
      topic: this.topic.id,
      payloadFormat: 'JSON_API_V1',
      eventTypes: ['OBJECT_FINALIZE'],
      ...(props.objectNamePrefix === undefined ? {} : { objectNamePrefix: props.objectNamePrefix }),
      // Nothing is subscribed to a topic whose subscription is not made yet, and messages would be lost.
      dependsOn: [mayAnnounce, this.subscription],
    });
  }
}
