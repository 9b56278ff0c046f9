import type { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table/index.js';
import { BigqueryTableIamMember } from '@cdktf/provider-google/lib/bigquery-table-iam-member/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { PubsubSchema } from '@cdktf/provider-google/lib/pubsub-schema/index.js';
import type { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription/index.js';
import type { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { grantConfig, grantsOf } from '../iam.ts';
import { MessageTopic } from '../message-topic.ts';
import { isWholeWithin } from '../messaging.ts';
import { mayPublish } from '../publishers.ts';
import type { TableColumn } from '../record-table.ts';
import { RecordTable } from '../record-table.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { WatchedSubscription } from '../watched-subscription.ts';
import { columnsOf, schemaProblem } from './avro.ts';
import type { EventStreamProps } from './props.ts';

export type { AvroField, AvroRecord, AvroType } from './avro.ts';
export type { EventStreamProps, EventTableProps } from './props.ts';

/** Columns of `writeMetadata`, as Pub/Sub fills them. */
const metadata: readonly TableColumn[] = [
  { name: 'subscription_name', type: 'STRING', description: 'Subscription that delivered the event' },
  {
    name: 'message_id',
    type: 'STRING',
    description: 'Id of the message; the same when it is delivered twice',
  },
  { name: 'publish_time', type: 'TIMESTAMP', description: 'When it was published' },
  { name: 'attributes', type: 'JSON', description: 'Attributes of the message' },
];

/**
 * Events from their publishers to a table of the warehouse without a program in between: a topic with a schema, a
 * subscription that writes to BigQuery, dead letters, and alerts.
 */
export class EventStream extends GcpConstruct {
  /** Id of the topic, `projects/<project>/topics/<topic>`. */
  readonly topicId: string;
  /** The topic; `undefined` when the client has one. */
  readonly topic: PubsubTopic | undefined;
  /** The schema of the topic; `undefined` when the client has a topic. */
  readonly schema: PubsubSchema | undefined;
  /** The table. */
  readonly table: BigqueryTable;
  /** Writes the events to the table. */
  readonly subscription: PubsubSubscription;
  /** Topic of the events that could not be written. */
  readonly deadLetterTopic: PubsubTopic;
  /** Where those events wait for a person. */
  readonly deadLetterSubscription: PubsubSubscription;
  /** Tells people when events wait too long. */
  readonly backlogAlert: MonitoringAlertPolicy;
  /** Tells people when events were put aside. */
  readonly deadLetterAlert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: EventStreamProps) {
    super(scope, id, props);
    this.checkTopic(props);
    this.checkTable(props);
    if (props.existing === undefined) {
      this.schema = this.makeSchema(props);
      this.topic = new MessageTopic(this, 'topic', {
        ...props,
        replayDays: props.replayDays ?? 7,
        enforceInTransit: true,
        schema: { schema: this.schema.id, encoding: props.encoding === 'binary' ? 'BINARY' : 'JSON' },
      }).topic;
    }
    this.topicId = this.topic?.id ?? props.existing?.topic ?? '';
    for (const grant of grantsOf(this, props))
      new PubsubTopicIamMember(this, grant.id, {
        project: props.project,
        topic: this.topic?.name ?? this.topicId,
        ...grantConfig(grant),
      });
    this.table = this.recordTable(warehouse, props).table;
    // The one right Pub/Sub needs to write: on this table, not on the dataset.
    const mayWrite = new BigqueryTableIamMember(this, 'writes', {
      project: props.project,
      datasetId: this.table.datasetId,
      tableId: this.table.tableId,
      role: 'roles/bigquery.dataEditor',
      member: serviceAgent(props.projectNumber, 'gcp-sa-pubsub'),
    });
    const delivery = new WatchedSubscription(this, 'delivery', {
      ...props,
      topic: this.topicId,
      delivery: {
        bigqueryConfig: {
          table: `${props.project}.${this.table.datasetId}.${this.table.tableId}`,
          useTopicSchema: props.useTableSchema !== true,
          useTableSchema: props.useTableSchema === true,
          writeMetadata: props.writeMetadata ?? true,
          dropUnknownFields: props.useTableSchema === true,
        },
      },
      dependsOn: [mayWrite],
    });
    this.subscription = delivery.subscription;
    this.deadLetterTopic = delivery.deadLetterTopic;
    this.deadLetterSubscription = delivery.deadLetterSubscription;
    this.backlogAlert = delivery.backlogAlert;
    this.deadLetterAlert = delivery.deadLetterAlert;
  }

  /** Lets `member` publish events. `name` keeps the binding's address stable. */
  grantPublish(member: string, name: string): PubsubTopicIamMember {
    return mayPublish(this, {
      topic: this.topic?.name ?? this.topicId,
      project: this.deployment.project,
      member,
      name,
    });
  }

  private checkTopic(props: EventStreamProps): void {
    const problem = schemaProblem(props.schema);
    if (problem !== undefined)
      this.refuse(
        'schema',
        problem,
        'an Avro record whose fields BigQuery has columns for',
        'Mend the schema.',
      );
    if (props.existing === undefined) return;
    if (
      !/^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/topics\/[A-Za-z][\w.~+%-]{2,254}$/.test(props.existing.topic)
    )
      this.refuse(
        'existing.topic',
        props.existing.topic,
        'a full name such as "projects/acme-shop/topics/orders"',
        'Copy it from the page of the topic.',
      );
    const ofTheTopic = { encoding: props.encoding, replayDays: props.replayDays };
    for (const [prop, value] of Object.entries(ofTheTopic))
      if (value !== undefined)
        this.refuse(
          `existing and ${prop}`,
          value,
          'one of the two',
          'An existing topic is not changed here: leave the other out.',
        );
  }

  private checkTable(props: EventStreamProps): void {
    const { table, useTableSchema = false } = props;
    if (!/^\w{1,1024}$/.test(table.id))
      this.refuse('table.id', table.id, 'letters, digits and underscores', 'Mend the id of the table.');
    if (useTableSchema !== (table.columns !== undefined))
      this.refuse(
        'useTableSchema and table.columns',
        [useTableSchema, table.columns?.length ?? 0],
        'both or neither',
        'Columns are derived from the schema unless the table has its own.',
      );
    if (useTableSchema && props.encoding === 'binary')
      this.refuse(
        'useTableSchema and encoding',
        'binary',
        '"json"',
        'Pub/Sub reads fields by name out of JSON only.',
      );
    const days = table.retentionDays;
    if (days !== undefined && !isWholeWithin(days, 1, 36_500))
      this.refuse(
        'table.retentionDays',
        days,
        'a whole number from 1 to 36500',
        'Leave it out to keep events.',
      );
    const taken = this.columns(props).map(({ name }) => name.toLowerCase());
    const twice = taken.find((name, index) => taken.indexOf(name) !== index);
    if (twice !== undefined)
      this.refuse(
        useTableSchema ? 'table.columns' : 'schema',
        twice,
        'names that differ from each other and from those of writeMetadata',
        'Rename the field, or set writeMetadata to false.',
      );
  }

  private columns(props: EventStreamProps): TableColumn[] {
    const own = props.table.columns ?? columnsOf(props.schema);
    return props.writeMetadata === false ? [...own] : [...own, ...metadata];
  }

  private makeSchema(props: EventStreamProps): PubsubSchema {
    const schema = new PubsubSchema(this, 'schema', {
      project: props.project,
      name: this.named(props.name, 255),
      type: 'AVRO',
      definition: JSON.stringify(props.schema),
      // A topic whose schema is gone refuses whatever is published.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(schema, props.name);
  }

  private recordTable(warehouse: Warehouse, props: EventStreamProps): RecordTable {
    const { dataset, id, description, retentionDays } = props.table;
    return new RecordTable(this, 'table', warehouse, {
      ...props,
      dataset,
      id,
      description,
      columns: this.columns(props),
      ...(props.writeMetadata === false ? {} : { partitionedBy: 'publish_time' }),
      ...(retentionDays === undefined ? {} : { retentionDays }),
    });
  }
}
