import type { Profile, Table, Use, WarehouseScan } from '#catalog/diagnostic/scan/table.ts';
import { eeaRegions, euMultiRegion } from '#catalog/compliance/residency.data.ts';
import { InputError } from '#catalog/problem.ts';
import type { BigQueryReader, Dataset } from '../adapters/bigquery.ts';
import { counted } from '../commands/counted.ts';
import { CapReached } from './byte-budget.ts';
import { mostColumns, sampleQuery, useQuery } from './sample-query.ts';

/** Most tables that are looked at; a warehouse with more is scanned dataset by dataset. */
const mostTables = 500;

/** What to scan. */
export interface ScanRequest {
  /** Only these datasets; all of the location where empty. */
  readonly datasets: readonly string[];
  /** Day of the scan, YYYY-MM-DD. */
  readonly day: string;
  /** Called as the scan goes on. */
  readonly progress: (text: string) => void;
}

/** A scan with what could not be looked at. */
export interface Scanned {
  readonly scan: WarehouseScan;
  readonly remarks: readonly string[];
}

/** The queries a scan would send, with the bytes each would read. */
export interface PlannedQuery {
  readonly sql: string;
  readonly bytes: number;
}

type Found = Table & { readonly isTable: boolean };

interface Listing {
  readonly tables: readonly Found[];
  readonly remarks: readonly string[];
}

/** Looks at every table of a project's datasets in one location. Only metadata and counts are read. */
export async function scanWarehouse(reader: BigQueryReader, request: ScanRequest): Promise<Scanned> {
  const { tables, remarks } = await listTables(reader, request);
  const said = [...remarks];
  const uses = await readUse(reader, said);
  const profiles: Profile[] = [];
  const lacking = new Set<string>();
  let capped = false;
  for (const [index, { isTable, ...table }] of tables.entries()) {
    request.progress(`${index + 1}/${tables.length} ${table.dataset}.${table.name}`);
    const use =
      uses === undefined
        ? undefined
        : (uses.get(`${table.dataset}.${table.name}`) ?? { queries: 0, bytes: 0 });
    const sample = await sampled(reader, { ...table, isTable }, capped, lacking);
    capped ||= 'missing' in sample && sample.missing === 'cap';
    // Metadata does not count rows that are still being streamed in; a whole table that was read does.
    const rows = 'rows' in sample && sample.percent === 100 ? Math.max(table.rows, sample.rows) : table.rows;
    profiles.push({ table: { ...table, rows }, sample, ...(use !== undefined && { use }) });
  }
  const without = (why: string): number =>
    profiles.filter(({ sample }) => 'missing' in sample && sample.missing === why).length;
  if (without('cap') > 0)
    said.push(
      `The cap on bytes was reached before ${counted(without('cap'), 'table')}, known by metadata only. Raise --max-bytes to sample them.`,
    );
  if (without('denied') > 0)
    said.push(
      `Of ${counted(without('denied'), 'table')} you may not read rows: known by metadata only.${lacking.size === 0 ? '' : ` What is missing: ${[...lacking].join('; ')}.`}`,
    );
  const wide = profiles.filter(({ table }) => table.columns.length > mostColumns);
  for (const { table } of wide)
    said.push(
      `${table.dataset}.${table.name} has ${table.columns.length} columns: the first ${mostColumns} were looked at, all by name.`,
    );
  return {
    scan: { project: reader.project, day: request.day, location: reader.location, profiles },
    remarks: said,
  };
}

/** The queries of a scan, tried dry: nothing is read. */
export async function planScan(
  reader: BigQueryReader,
  request: ScanRequest,
): Promise<{ queries: readonly PlannedQuery[]; remarks: readonly string[] }> {
  const { tables, remarks } = await listTables(reader, request);
  const said = [...remarks];
  const history = useQuery(reader.project, reader.location);
  const queries: PlannedQuery[] = [];
  const historyBytes = await allowed(() => reader.estimate(history));
  if (historyBytes === undefined) said.push(noHistory);
  else queries.push({ sql: history, bytes: historyBytes });
  for (const table of tables.filter(({ isTable }) => isTable)) {
    request.progress(`${table.dataset}.${table.name}`);
    const { sql } = sampleQuery(reader.project, table);
    const bytes = await allowed(() => reader.estimate(sql));
    if (bytes === undefined) said.push(`${table.dataset}.${table.name} may not be read.`);
    else queries.push({ sql, bytes });
  }
  return { queries, remarks: said };
}

const noHistory =
  'The history of queries may not be read (roles/bigquery.resourceViewer): unused tables and the cost of queries are not known.';

async function listTables(reader: BigQueryReader, request: ScanRequest): Promise<Listing> {
  const all = await reader.datasets();
  const remarks: string[] = [];
  const datasets = chosen(all, reader, request.datasets, remarks);
  const tables: Found[] = [];
  for (const { id } of datasets) {
    const names = await reader.tables(id);
    for (const name of [...names].sort()) {
      if (tables.length === mostTables) {
        remarks.push(
          `Only the first ${mostTables} tables were looked at: name single datasets with --dataset.`,
        );
        return { tables, remarks };
      }
      request.progress(`${id}: ${name}`);
      const table = await reader.table(id, name);
      if (table !== undefined) tables.push(table);
    }
  }
  return { tables, remarks };
}

/** The datasets to look at; those elsewhere are named, for where data is matters to the law. */
function chosen(
  all: readonly Dataset[],
  reader: BigQueryReader,
  wanted: readonly string[],
  remarks: string[],
): readonly Dataset[] {
  const unknown = wanted.find((name) => !all.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new InputError([
      {
        code: 'WAREHOUSE_NOT_FOUND',
        severity: 'error',
        message: `${reader.project} has no dataset '${unknown}'.`,
        expected: `one of: ${all.map(({ id }) => id).join(', ')}`,
        action: 'Correct --dataset.',
      },
    ]);
  const asked = all.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  for (const { id, location } of asked) {
    if (!isEuropean(location))
      remarks.push(`${id} lies in ${location}, outside the EU. Ask whether personal data is in it.`);
    else if (location !== reader.location)
      remarks.push(`${id} lies in ${location} and was not looked at: give --location ${location}.`);
  }
  const here = asked.filter(({ location }) => location.toUpperCase() === reader.location.toUpperCase());
  if (asked.length > 0 && here.length === 0)
    throw new InputError([
      {
        code: 'WAREHOUSE_LOCATION',
        severity: 'error',
        message: `No dataset of ${reader.project} lies in ${reader.location}.`,
        value: asked.map(({ id, location }) => `${id}: ${location}`).join(', '),
        expected: 'the location of the data',
        action: `Give --location ${asked[0]?.location ?? ''}.`,
      },
    ]);
  return [...here].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a location of BigQuery is inside the EU. */
export function isEuropean(location: string): boolean {
  return (
    location.toUpperCase() === euMultiRegion || eeaRegions.some(({ id }) => id === location.toLowerCase())
  );
}

/** How often each table was read in 90 days; undefined, with a remark, where that may not be seen. */
export async function readUse(
  reader: BigQueryReader,
  remarks: string[],
): Promise<ReadonlyMap<string, Use> | undefined> {
  const rows = await allowed(() => reader.rows(useQuery(reader.project, reader.location)));
  if (rows === undefined) {
    remarks.push(noHistory);
    return undefined;
  }
  return new Map(
    rows.map(({ dataset, name, queries, bytes }) => [
      `${String(dataset)}.${String(name)}`,
      { queries: Number(queries), bytes: Number(bytes ?? 0) },
    ]),
  );
}

/** @param lacking takes what BigQuery says is missing where the table may not be read. */
async function sampled(
  reader: BigQueryReader,
  table: Found,
  capped: boolean,
  lacking: Set<string>,
): Promise<Profile['sample']> {
  if (!table.isTable) return { missing: 'not_a_table' };
  if (capped) return { missing: 'cap' };
  const query = sampleQuery(reader.project, table);
  try {
    const rows = await allowed(() => reader.rows(query.sql), lacking);
    const [row] = rows ?? [];
    if (row === undefined) return { missing: 'denied' };
    const sample = query.read(row);
    return sample.rows === 0 ? { missing: 'empty' } : sample;
  } catch (error) {
    if (isCap(error)) return { missing: 'cap' };
    throw error;
  }
}

/**
 * The result, or undefined where one may not see it: the rest of a scan goes on.
 * @param lacking takes what would be needed to see it.
 */
async function allowed<T>(ask: () => Promise<T>, lacking?: Set<string>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isCap(error) || !(error instanceof InputError)) throw error;
    const codes = error.problems.map(({ code }) => code);
    if (
      codes.includes('WAREHOUSE_DENIED') ||
      codes.includes('WAREHOUSE') ||
      codes.includes('WAREHOUSE_NOT_FOUND')
    ) {
      for (const { code, expected = '' } of error.problems)
        if (code === 'WAREHOUSE_DENIED') lacking?.add(expected);
      return undefined;
    }
    throw error;
  }
}

function isCap(error: unknown): boolean {
  return (
    error instanceof CapReached ||
    (error instanceof InputError && error.problems.some(({ code }) => code === 'BYTE_CAP'))
  );
}
