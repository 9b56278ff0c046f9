/** A column of a table in a warehouse. */
export interface Column {
  readonly name: string;
  /** Type as the warehouse names it: `STRING`, `INTEGER`, `DATE`, … */
  readonly type: string;
  readonly repeated: boolean;
}

/** What a warehouse says of a table without reading it. */
export interface Table {
  readonly dataset: string;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Bytes that nobody changed for 90 days; they cost half. */
  readonly longTermBytes: number;
  /** When it was changed last, milliseconds since 1970; undefined where the warehouse does not say. */
  readonly modifiedMs?: number;
  /** Column or `_PARTITIONTIME` it is partitioned by. */
  readonly partitionedBy?: string;
  readonly columns: readonly Column[];
}

/** What a sample of a table showed. Only counts and the ends of a time column ever leave the warehouse. */
export interface Sample {
  /** Rows that were looked at. */
  readonly rows: number;
  /** Rows without a value, by column. */
  readonly nulls: Readonly<Record<string, number>>;
  /** Different values of the key column, where there is one. */
  readonly distinctKeys?: number;
  /** First and last day of the time column, YYYY-MM-DD. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Rows that look like an e-mail address, a phone number or an account number, by column. */
  readonly personal: Readonly<Record<string, number>>;
  /** Percent of the table that was sampled; 100 where all of it was read. */
  readonly percent: number;
}

/** How often a table was read in the last 90 days. */
export interface Use {
  readonly queries: number;
  readonly bytes: number;
}

/** A table with all that is known of it. */
export interface Profile {
  readonly table: Table;
  /** Why there is no sample, where there is none. */
  readonly sample: Sample | { readonly missing: 'empty' | 'cap' | 'not_a_table' | 'denied' };
  /** Undefined where the history of queries may not be read. */
  readonly use?: Use;
}

/** A scan of a warehouse. */
export interface WarehouseScan {
  readonly project: string;
  /** Day of the scan, YYYY-MM-DD. */
  readonly day: string;
  /** Region of the data. */
  readonly location: string;
  readonly profiles: readonly Profile[];
}
