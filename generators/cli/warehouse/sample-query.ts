import { keyColumn, personalByName, timeColumn } from '#catalog/diagnostic/scan/columns.ts';
import type { Column, Sample, Table } from '#catalog/diagnostic/scan/table.ts';
import type { Row } from '../adapters/bigquery.ts';

/** Columns of which the rows without a value are counted; a table can have 10,000. */
export const mostColumns = 60;
/** Text columns that are looked at for personal data. */
const mostTexts = 20;
/** A table above this is sampled. */
const wholeBytes = 100_000_000;

/** What e-mail addresses, international phone numbers and IBANs look like. */
const personalPattern =
  "r'^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$|^[+][0-9][0-9 .()-]{7,}$|^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,30}$'";

/** One query about a table, and how to read its only row. */
export interface SampleQuery {
  readonly sql: string;
  readonly percent: number;
  readonly read: (row: Row) => Sample;
}

/** The query that counts what a profile of a table needs: no value leaves the warehouse but the ends of its time column. */
export function sampleQuery(project: string, table: Table): SampleQuery {
  const columns = table.columns.filter(isFlat).slice(0, mostColumns);
  const texts = columns
    .filter(({ name, type }) => type === 'STRING' && personalByName(name) === undefined)
    .slice(0, mostTexts);
  const key = keyColumn({ ...table, columns });
  const time = timeColumn({ ...table, columns });
  const percent = table.bytes > wholeBytes ? Math.max(1, Math.floor((100 * wholeBytes) / table.bytes)) : 100;
  const selected = [
    'COUNT(*) AS n',
    ...columns.map(({ name }, index) => `COUNTIF(${quoted(name)} IS NULL) AS null_${index}`),
    ...texts.map(
      ({ name }, index) =>
        `COUNTIF(REGEXP_CONTAINS(${quoted(name)}, ${personalPattern})) AS personal_${index}`,
    ),
    ...(key === undefined ? [] : [`COUNT(DISTINCT ${quoted(key)}) AS distinct_keys`]),
    ...(time === undefined
      ? []
      : [
          `CAST(DATE(MIN(${quoted(time.name)})) AS STRING) AS first_day`,
          `CAST(DATE(MAX(${quoted(time.name)})) AS STRING) AS last_day`,
        ]),
  ];
  const sampled = percent < 100 ? ` TABLESAMPLE SYSTEM (${percent} PERCENT)` : '';
  return {
    sql: `SELECT ${selected.join(', ')} FROM ${quoted(`${project}.${table.dataset}.${table.name}`)}${sampled}`,
    percent,
    read: (row) => readSample(row, { columns, texts, percent }),
  };
}

function readSample(
  row: Row,
  { columns, texts, percent }: { columns: readonly Column[]; texts: readonly Column[]; percent: number },
): Sample {
  const { distinct_keys: keys, first_day: first, last_day: last } = row;
  return {
    rows: Number(row['n'] ?? 0),
    nulls: counts(row, 'null', columns),
    personal: counts(row, 'personal', texts),
    percent,
    ...(keys !== undefined && keys !== null && { distinctKeys: Number(keys) }),
    ...(typeof first === 'string' && { firstDay: first.slice(0, 10) }),
    ...(typeof last === 'string' && { lastDay: last.slice(0, 10) }),
  };
}

function counts(row: Row, prefix: string, columns: readonly Column[]): Readonly<Record<string, number>> {
  return Object.fromEntries(columns.map(({ name }, index) => [name, Number(row[`${prefix}_${index}`] ?? 0)]));
}

/** How often each table of a project was read in 90 days; needs the right to see the jobs of all. */
export function useQuery(project: string, location: string): string {
  return [
    'SELECT t.dataset_id AS dataset, t.table_id AS name, COUNT(*) AS queries,',
    'SUM(j.total_bytes_billed / ARRAY_LENGTH(j.referenced_tables)) AS bytes',
    `FROM ${quoted(project)}.${quoted(`region-${location.toLowerCase()}`)}.INFORMATION_SCHEMA.JOBS_BY_PROJECT AS j, UNNEST(j.referenced_tables) AS t`,
    'WHERE j.creation_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 90 DAY)',
    `AND j.job_type = 'QUERY' AND t.project_id = '${project.replaceAll(/[^a-z0-9:.-]/gi, '')}'`,
    'GROUP BY 1, 2',
  ].join(' ');
}

function isFlat({ type, repeated }: Column): boolean {
  return !repeated && !/^(RECORD|STRUCT|JSON|GEOGRAPHY|RANGE)/.test(type);
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '')}\``;
}
