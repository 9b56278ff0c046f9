import type { IamProps } from '../iam.ts';
import type { MessagingProps } from '../messaging.ts';
import type { TableColumn } from '../record-table.ts';
import type { AvroRecord } from './avro.ts';

/** The table events are written to. */
export interface EventTableProps {
  /** Dataset of the warehouse, for instance `landing`. */
  readonly dataset: string;
  /** Id of the table: letters, digits and underscores, for instance `orders`. */
  readonly id: string;
  /** What is in it, shown in the console. */
  readonly description: string;
  /**
   * Its columns, when Pub/Sub goes by them (`useTableSchema`).
   *
   * @default - the fields of the schema
   */
  readonly columns?: readonly TableColumn[];
  /**
   * Days after which an event is deleted, 1 or more.
   *
   * @default - events are kept
   */
  readonly retentionDays?: number;
}

/** Props of `EventStream`. */
export interface EventStreamProps extends MessagingProps, IamProps {
  /** What an event looks like: an Avro schema as data. What does not fit is refused when it is published. */
  readonly schema: AvroRecord;
  /** Where events are written to. */
  readonly table: EventTableProps;
  /**
   * How events are written when they are published: `json` as JSON with the fields of the schema, `binary` as Avro.
   *
   * @default 'json'
   */
  readonly encoding?: 'json' | 'binary';
  /**
   * Fills columns by the table's own schema in place of the topic's. Needs `table.columns` and JSON; fields without a
   * column are dropped.
   *
   * @default false
   */
  readonly useTableSchema?: boolean;
  /**
   * Adds the columns `subscription_name`, `message_id`, `publish_time` and `attributes`, and partitions the table by
   * day of `publish_time`.
   *
   * @default true
   */
  readonly writeMetadata?: boolean;
  /**
   * Days for which events can be delivered anew after they were written: 1 to 31.
   *
   * @default 7
   */
  readonly replayDays?: number;
  /**
   * A topic the client has already: its schema, storage policy and key stay as they are.
   *
   * @default - a topic is made
   */
  readonly existing?: {
    /** Full name, `projects/<project>/topics/<topic>`. */
    readonly topic: string;
  };
}
