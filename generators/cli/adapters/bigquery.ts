import { BigQuery } from '@google-cloud/bigquery';
import type { Table as ApiTable } from '@google-cloud/bigquery';
import type { Column, Table } from '#catalog/diagnostic/scan/table.ts';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import { ByteBudget } from '../warehouse/byte-budget.ts';
import { shownSize } from '../warehouse/byte-size.ts';
import { missingPermission, scanRoles } from '../warehouse/permissions.ts';
import { isSelect } from '../warehouse/select-only.ts';

/** A row of a result, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** A dataset and where its data is. */
export interface Dataset {
  readonly id: string;
  readonly location: string;
}

/** A warehouse that is only read. */
export class BigQueryReader {
  readonly project: string;
  readonly location: string;
  readonly budget: ByteBudget;
  readonly #client: BigQuery;

  /**
   * @param maxBytes cap on all queries together.
   * @param endpoint of an emulator; the environment's BIGQUERY_EMULATOR_HOST if left out, else Google's.
   */
  constructor(project: string, options: { location: string; maxBytes: number; endpoint?: string }) {
    this.project = project;
    this.location = options.location;
    this.budget = new ByteBudget(options.maxBytes);
    const host = process.env['BIGQUERY_EMULATOR_HOST'];
    const endpoint = options.endpoint ?? host?.replace(/\/bigquery\/v2\/?$/, '');
    // The client takes that variable for its whole base address, path included; Python's takes the host alone.
    delete process.env['BIGQUERY_EMULATOR_HOST'];
    // Nobody signs in to an emulator: looking for the metadata server of a cloud would only take time.
    if (endpoint !== undefined) process.env['METADATA_SERVER_DETECTION'] ??= 'none';
    this.#client = new BigQuery({
      projectId: project,
      location: options.location,
      // A refusal is said at once; what fails for a moment can be run again by a person.
      autoRetry: false,
      maxRetries: 0,
      ...(endpoint !== undefined && { apiEndpoint: endpoint }),
    });
    if (host !== undefined) process.env['BIGQUERY_EMULATOR_HOST'] = host;
  }

  /** Every dataset of the project; free of charge. */
  async datasets(): Promise<readonly Dataset[]> {
    const [datasets] = await this.#asked(() => this.#client.getDatasets());
    return datasets.map(({ id, metadata, location }) => {
      const listed: unknown = isRecord(metadata) ? metadata['location'] : undefined;
      return { id: id ?? '', location: typeof listed === 'string' ? listed : (location ?? this.location) };
    });
  }

  /** Names of the tables and views of a dataset; free of charge. */
  async tables(dataset: string): Promise<readonly string[]> {
    const [tables] = await this.#asked(() => this.#client.dataset(dataset).getTables());
    return tables.flatMap(({ id }: ApiTable) => id ?? []);
  }

  /** What the warehouse says of a table; free of charge. Undefined for one that is not there. */
  async table(dataset: string, name: string): Promise<(Table & { readonly isTable: boolean }) | undefined> {
    try {
      const answer: readonly unknown[] = await this.#client.dataset(dataset).table(name).getMetadata();
      return readTable(dataset, name, isRecord(answer[0]) ? answer[0] : {});
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw this.#explained(error);
    }
  }

  /** Bytes a query would read, from a dry run; 0 where the server does not say (an emulator). */
  async estimate(sql: string): Promise<number> {
    mustSelect(sql);
    const [job] = await this.#asked(() =>
      this.#client.createQueryJob({ query: sql, location: this.location, dryRun: true }),
    );
    return bytesOf(job.metadata);
  }

  /**
   * Rows of a query. It is tried dry first, and the server too is told to stop at what is left of the cap.
   * @throws CapReached before anything is read.
   */
  async rows(sql: string): Promise<readonly Row[]> {
    const bytes = await this.estimate(sql);
    this.budget.require(bytes);
    const [job] = await this.#asked(() =>
      this.#client.createQueryJob({
        query: sql,
        location: this.location,
        maximumBytesBilled: String(this.budget.left),
      }),
    );
    const [rows] = await this.#asked(() => job.getQueryResults());
    this.budget.spend(bytes);
    return (rows as readonly unknown[]).filter(isRecord);
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /** What BigQuery, Google's sign-in or the network said, in words with something to do. */
  #explained(error: unknown): unknown {
    if (error instanceof InputError) return error;
    const said = error instanceof Error ? error.message : String(error);
    const status = statusOf(error);
    const problem = (code: string, message: string, expected: string, action: string): InputError =>
      new InputError([{ code, severity: 'error', message, value: said, expected, action }]);
    if (/bytes billed|bytesBilledLimitExceeded/i.test(said))
      return problem(
        'BYTE_CAP',
        `BigQuery stopped a query at the cap: ${shownSize(this.budget.left)} were left.`,
        'a query within the cap',
        'Raise --max-bytes, or name single datasets with --dataset.',
      );
    if (
      /default credentials|could not refresh|invalid_grant|invalid authentication/i.test(said) ||
      status === 401
    )
      return problem(
        'WAREHOUSE_SIGN_IN',
        'Google does not know who asks.',
        'credentials of the Google Cloud tools on this machine',
        'Run: gcloud auth application-default login',
      );
    if (status === 403) {
      const missing = missingPermission(said);
      const asked = missing === undefined ? scanRoles : [missing.role];
      return problem(
        'WAREHOUSE_DENIED',
        missing === undefined
          ? `You may not read ${this.project}.`
          : `You may not read ${this.project}: the permission ${missing.permission} is missing.`,
        `${asked.length === 1 ? 'the role' : 'the roles'} ${asked.map(({ title, id }) => `${title} (${id})`).join(', ')} on the project`,
        `Ask its owner to run: ${asked.map(({ id }) => `gcloud projects add-iam-policy-binding ${this.project} --member=user:YOU --role=${id}`).join('; ')}`,
      );
    }
    if (status === 404 || (status === 400 && /project/i.test(said)))
      return problem(
        'WAREHOUSE_NOT_FOUND',
        `There is no such project or dataset: ${this.project}.`,
        'the id of a project (not its name or number)',
        'List yours: gcloud projects list',
      );
    if (
      /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|socket hang up|fetch failed/.test(
        `${said} ${codeChain(error)}`,
      )
    )
      return problem(
        'WAREHOUSE_UNREACHABLE',
        'BigQuery cannot be reached.',
        'a network that lets you reach bigquery.googleapis.com',
        'Check the connection and the proxy (HTTPS_PROXY), then run the command again.',
      );
    return problem(
      'WAREHOUSE',
      'BigQuery refused a request.',
      'an answer',
      'Read what it said above; run it again if it was for a moment.',
    );
  }
}

function mustSelect(sql: string): void {
  if (!isSelect(sql)) throw new Error(`Only SELECT is ever sent to a warehouse, not: ${sql.slice(0, 80)}`);
}

function readTable(dataset: string, name: string, metadata: Row): Table & { readonly isTable: boolean } {
  const { numRows, numBytes, numLongTermBytes, lastModifiedTime, timePartitioning, schema, type } = metadata;
  const fields: unknown = isRecord(schema) ? schema['fields'] : undefined;
  const partition = isRecord(timePartitioning) ? (timePartitioning['field'] ?? '_PARTITIONTIME') : undefined;
  const modified = Number(lastModifiedTime);
  return {
    dataset,
    name,
    rows: count(numRows),
    bytes: count(numBytes),
    longTermBytes: count(numLongTermBytes),
    ...(modified > 0 && { modifiedMs: modified }),
    ...(typeof partition === 'string' && { partitionedBy: partition }),
    columns: Array.isArray(fields) ? fields.flatMap(readColumn) : [],
    isTable: type === 'TABLE' || type === undefined,
  };
}

function readColumn(field: unknown): readonly Column[] {
  if (!isRecord(field) || typeof field['name'] !== 'string') return [];
  return [{ name: field['name'], type: String(field['type']), repeated: field['mode'] === 'REPEATED' }];
}

function bytesOf(metadata: unknown): number {
  const statistics = isRecord(metadata) ? metadata['statistics'] : undefined;
  return isRecord(statistics) ? count(statistics['totalBytesProcessed']) : 0;
}

function count(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const status = Number(error.code);
  return Number.isInteger(status) ? status : undefined;
}

/** Codes of an error and of what caused it. */
function codeChain(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 3) return '';
  const code = 'code' in error ? String(error.code) : '';
  return `${code} ${'cause' in error ? codeChain(error.cause, depth + 1) : ''}`;
}
