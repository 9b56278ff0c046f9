import type { DataplexDatascanDataQualitySpecRules } from '@cdktf/provider-google/lib/dataplex-datascan/index.js';
import { DataplexDatascan } from '@cdktf/provider-google/lib/dataplex-datascan/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy, logMetric, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';

/** One column as the contract has it. */
export interface ContractColumn {
  /** Name of the column. */
  readonly name: string;
  /** Whether every row has a value. */
  readonly required: boolean;
  /**
   * The only values it may have.
   *
   * @default - any
   */
  readonly values?: readonly string[];
  /**
   * Least value of a number.
   *
   * @default - none
   */
  readonly minimum?: number;
  /**
   * Greatest value of a number.
   *
   * @default - none
   */
  readonly maximum?: number;
}

/** One table and what the contract says of it. */
export interface ContractTable {
  /** Dataset of the table. */
  readonly dataset: string;
  /** Name of the table. */
  readonly table: string;
  /** Columns that tell its rows apart. */
  readonly key: readonly string[];
  /** The columns that the contract says something of. */
  readonly columns: readonly ContractColumn[];
  /**
   * Condition in SQL of the rows that are looked at, for instance `not _rejected`.
   *
   * @default - all rows
   */
  readonly rows?: string;
}

/** When tables are compared with their contract. */
export interface QualityProps {
  /** The tables; each has to exist. */
  readonly tables: readonly ContractTable[];
  /**
   * When they are scanned, as a cron line.
   *
   * @default '0 7 * * *'
   */
  readonly schedule?: string;
  /**
   * Share of the rows that is looked at, in percent: above 0, up to 100.
   *
   * @default 100
   */
  readonly samplingPercent?: number;
}

/** A rule of Dataplex. */
export type Rule = DataplexDatascanDataQualitySpecRules;

/** The rules that a contract asks for: values that are there, unique keys, lists of values and ranges. */
export function rulesOf({ key, columns }: ContractTable): readonly Rule[] {
  return [
    ...columns.flatMap((column) => columnRules(column)),
    {
      name: 'key-is-unique',
      dimension: 'UNIQUENESS',
      description: `One row for each ${key.join(', ')}`,
      sqlAssertion: {
        // Dataplex puts the rows in place of data(); Terraform takes two dollars for one.
        sqlStatement: `select ${key.join(', ')} from $\${data()} group by ${key.join(', ')} having count(*) > 1`,
      },
    },
  ];
}

function columnRules({ name, required, values, minimum, maximum }: ContractColumn): Rule[] {
  const slug = name.replaceAll('_', '-');
  return [
    ...(required
      ? [
          {
            name: `${slug}-is-there`,
            column: name,
            dimension: 'COMPLETENESS',
            threshold: 1,
            nonNullExpectation: {},
          },
        ]
      : []),
    ...(values === undefined
      ? []
      : [
          {
            name: `${slug}-is-known`,
            column: name,
            dimension: 'VALIDITY',
            ignoreNull: true,
            threshold: 1,
            setExpectation: { values: [...values] },
          },
        ]),
    ...(minimum === undefined && maximum === undefined
      ? []
      : [
          {
            name: `${slug}-is-in-range`,
            column: name,
            dimension: 'VALIDITY',
            ignoreNull: true,
            threshold: 1,
            rangeExpectation: {
              ...(minimum === undefined ? {} : { minValue: `${minimum}` }),
              ...(maximum === undefined ? {} : { maxValue: `${maximum}` }),
            },
          },
        ]),
  ];
}

/** Scans of the contract tables: one that compares, one that profiles, and an alert on what was found. */
export class Quality extends GcpConstruct {
  /** The scans that compare, by table. */
  readonly qualityScans: ReadonlyMap<string, DataplexDatascan>;
  /** The scans that profile, by table. */
  readonly profileScans: ReadonlyMap<string, DataplexDatascan>;
  /** Tells people that a table is not as the contract says. */
  readonly alert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: Deployment & AlertTargets & QualityProps) {
    super(scope, id, props);
    const { samplingPercent: share = 100 } = props;
    if (!(share > 0 && share <= 100))
      this.refuse('quality.samplingPercent', share, 'a number above 0, up to 100', 'Leave it out for 100.');
    if (props.tables.length === 0)
      this.refuse('quality.tables', props.tables, 'at least one table', 'Leave quality out for no scans.');
    this.qualityScans = new Map(props.tables.map((table) => [table.table, this.qualityScan(table, props)]));
    this.profileScans = new Map(props.tables.map((table) => [table.table, this.profileScan(table, props)]));
    this.alert = this.alertOnFindings(props);
  }

  private qualityScan(table: ContractTable, props: Deployment & QualityProps): DataplexDatascan {
    if (table.key.length === 0)
      this.refuse('quality.tables', table.table, 'a table with a key', 'Say what tells its rows apart.');
    return new DataplexDatascan(this, `quality-${table.table}`, {
      ...this.scanOf('quality', table, props),
      dataQualitySpec: {
        samplingPercent: props.samplingPercent ?? 100,
        ...(table.rows === undefined ? {} : { rowFilter: table.rows }),
        rules: [...rulesOf(table)],
      },
    });
  }

  private profileScan(table: ContractTable, props: Deployment & QualityProps): DataplexDatascan {
    return new DataplexDatascan(this, `profile-${table.table}`, {
      ...this.scanOf('profile', table, props),
      dataProfileSpec: { samplingPercent: props.samplingPercent ?? 100 },
    });
  }

  private scanOf(kind: string, { dataset, table }: ContractTable, props: Deployment & QualityProps) {
    return {
      project: props.project,
      location: props.region,
      dataScanId: this.named(`${kind}-${table.replaceAll('_', '-')}`, 63),
      displayName: `${kind} of ${dataset}.${table}`,
      data: {
        resource: `//bigquery.googleapis.com/projects/${props.project}/datasets/${dataset}/tables/${table}`,
      },
      executionSpec: { trigger: { schedule: { cron: props.schedule ?? '0 7 * * *' } } },
      labels: this.labels(),
    };
  }

  private alertOnFindings(props: Deployment & AlertTargets): MonitoringAlertPolicy {
    const name = this.named('quality-findings', 90).replaceAll('-', '_');
    const metric = logMetric(this, 'findings', {
      project: props.project,
      name,
      description: 'Scans that found a table to be not as its contract says, or that failed',
      filter:
        'resource.type="dataplex.googleapis.com/DataScan" AND ' +
        '(jsonPayload.dataQuality.passed="false" OR jsonPayload.dataQuality.passed=false OR severity>=ERROR)',
    });
    return alertPolicy(
      this,
      'findings-alert',
      { ...props, labels: this.labels() },
      {
        title: `${this.named('warehouse')}: a table is not as its contract says`,
        severity: 'WARNING',
        section: 'The contract is violated',
        content: 'The log of the scan names the rules: Dataplex, Data quality, in the console.',
        when: {
          query: `sum(increase(${queryName(`logging.googleapis.com/user/${name}`)}[1h])) > 0`,
        },
        dependsOn: [metric],
      },
    );
  }
}
