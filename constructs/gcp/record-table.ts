import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table/index.js';
import { BigqueryTableIamMember } from '@cdktf/provider-google/lib/bigquery-table-iam-member/index.js';
import type { Deployment } from './deployment.ts';
import { GcpConstruct } from './gcp-construct.ts';
import { isNamedMember } from './members.ts';
import type { Construct } from './terraform.ts';
import type { Warehouse } from './warehouse/index.ts';

/** A column of a table. */
export interface TableColumn {
  /** Name of the column. */
  readonly name: string;
  /** BigQuery's name of the type, for instance `STRING` or `TIMESTAMP`. */
  readonly type: string;
  /**
   * Whether every row has it, may lack it, or holds a list.
   *
   * @default 'NULLABLE'
   */
  readonly mode?: 'REQUIRED' | 'NULLABLE' | 'REPEATED';
  /**
   * What is in it.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Columns of a `RECORD`.
   *
   * @default - none
   */
  readonly fields?: readonly TableColumn[];
  /**
   * The policy tag that masks it.
   *
   * @default - it is not masked
   */
  readonly policyTags?: { readonly names: readonly string[] };
}

/** Props of {@link RecordTable}. */
export interface RecordTableProps extends Deployment {
  /** Name of what writes to it, for the labels. */
  readonly name: string;
  /** Dataset of the warehouse. */
  readonly dataset: string;
  /** Id of the table. */
  readonly id: string;
  /** What a row is. */
  readonly description: string;
  /** Its columns. */
  readonly columns: readonly TableColumn[];
  /**
   * Column of the time by whose days it is partitioned.
   *
   * @default - by the day a row arrives
   */
  readonly partitionedBy?: string;
  /**
   * Columns by which rows lie together.
   *
   * @default []
   */
  readonly clusteredBy?: readonly string[];
  /**
   * Days after which rows are forgotten.
   *
   * @default - they are kept
   */
  readonly retentionDays?: number;
}

/**
 * A table that a program adds rows to: partitioned by day, queried by day, under the key of its dataset, kept from
 * deletion.
 */
export class RecordTable extends GcpConstruct {
  /** The table. */
  readonly table: BigqueryTable;

  constructor(scope: Construct, id: string, warehouse: Warehouse, props: RecordTableProps) {
    super(scope, id, props);
    const dataset = warehouse.dataset(props.dataset);
    const key = warehouse.kmsKeyName;
    const { partitionedBy, clusteredBy = [], retentionDays } = props;
    const table = new BigqueryTable(this, 'table', {
      project: props.project,
      datasetId: dataset.datasetId,
      tableId: props.id,
      description: props.description,
      schema: JSON.stringify(props.columns),
      timePartitioning: {
        type: 'DAY',
        ...(partitionedBy === undefined ? {} : { field: partitionedBy }),
        ...(retentionDays === undefined ? {} : { expirationMs: retentionDays * 86_400_000 }),
      },
      requirePartitionFilter: true,
      ...(clusteredBy.length === 0 ? {} : { clustering: [...clusteredBy] }),
      // The warehouse's key, which is in its place.
      ...(key === undefined ? {} : { encryptionConfiguration: { kmsKeyName: key } }),
      deletionProtection: this.protected,
      labels: this.labels({ component: props.name }),
      lifecycle: { preventDestroy: this.protected },
    });
    this.table = this.atAddress(table, `${props.dataset}_${props.id}`);
  }

  /** Lets `member` add, change and read rows of this table, and of no other. `name` keeps the binding's address stable. */
  grantWrite(member: string, name: string): BigqueryTableIamMember {
    return this.grant('roles/bigquery.dataEditor', member, `writer-${name}`);
  }

  /** Lets `member` read this table. `name` keeps the binding's address stable. */
  grantRead(member: string, name: string): BigqueryTableIamMember {
    return this.grant('roles/bigquery.dataViewer', member, `reader-${name}`);
  }

  private grant(role: string, member: string, name: string): BigqueryTableIamMember {
    if (!isNamedMember(member))
      this.refuse(
        'member',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who it is.',
      );
    return new BigqueryTableIamMember(this, name, {
      project: this.deployment.project,
      datasetId: this.table.datasetId,
      tableId: this.table.tableId,
      role,
      member,
    });
  }
}
