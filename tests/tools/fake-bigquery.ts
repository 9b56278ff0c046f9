import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { isRecord } from '#catalog/record.ts';

/** A table of the fake, as BigQuery's API describes it. */
export interface FakeTable {
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly type?: string;
  readonly lastModifiedTime?: string;
  readonly timePartitioning?: { readonly field: string };
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

/** What the fake holds and how it behaves. */
export interface FakeWarehouse {
  readonly location?: string;
  readonly datasets: Readonly<Record<string, Readonly<Record<string, FakeTable>>>>;
  /** `totalBytesProcessed` of every query: the one figure the emulator does not give. */
  readonly bytes?: number;
  /** The only row of every result. */
  readonly row?: Readonly<Record<string, string | null>>;
  /** An error in place of the answer to a request: status, reason and message. */
  readonly refuse?: (
    path: string,
    sql: string,
  ) => readonly [status: number, reason: string, message: string] | undefined;
}

/** One query job that was asked for. */
export interface SentQuery {
  readonly sql: string;
  readonly dryRun: boolean;
  readonly maximumBytesBilled?: string;
}

export interface FakeBigQuery {
  readonly endpoint: string;
  /** Every query that reached it. */
  readonly queries: readonly SentQuery[];
  /** Methods of all requests with their paths. */
  readonly requests: readonly string[];
  stop: () => Promise<void>;
}

/**
 * A server on the loopback interface that speaks as much of BigQuery's API as a scan needs. It stands in for what the
 * emulator cannot show: bytes of dry runs, refusals, very wide tables. It runs no SQL.
 */
export async function startFakeBigQuery(warehouse: FakeWarehouse): Promise<FakeBigQuery> {
  const queries: SentQuery[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const path = new URL(request.url ?? '/', 'http://fake').pathname.replace(
        /^\/bigquery\/v2\/projects\/[^/]+/,
        '',
      );
      requests.push(`${request.method ?? ''} ${path}`);
      const sent = sentQuery(body);
      if (sent !== undefined) queries.push(sent);
      const refused = warehouse.refuse?.(path, sent?.sql ?? '');
      const [status, answer] =
        refused === undefined
          ? answerTo(path, sent, warehouse)
          : ([
              refused[0],
              {
                error: {
                  code: refused[0],
                  message: refused[2],
                  errors: [{ reason: refused[1], message: refused[2] }],
                },
              },
            ] as const);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, queries, requests, stop: () => stopped(server) };
}

function answerTo(
  path: string,
  sent: SentQuery | undefined,
  warehouse: FakeWarehouse,
): readonly [number, object] {
  const { datasets, location = 'EU', bytes = 0, row = { n: '0' } } = warehouse;
  const [, kind, first = '', second, third] = path.split('/');
  if (kind === 'datasets' && first === '')
    return [
      200,
      {
        datasets: Object.keys(datasets).map((id) => ({
          datasetReference: { datasetId: id },
          id: `p:${id}`,
          location,
        })),
      },
    ];
  const tables = datasets[first];
  if (kind === 'datasets' && tables !== undefined && second === 'tables') {
    const names = Object.keys(tables);
    if (third === undefined)
      return [
        200,
        {
          tables: names.map((tableId) => ({ tableReference: { datasetId: first, tableId } })),
          totalItems: names.length,
        },
      ];
    const table = tables[third];
    if (table === undefined) return [404, { error: { code: 404, message: 'Not found' } }];
    const { fields, ...rest } = table;
    return [
      200,
      {
        tableReference: { datasetId: first, tableId: third },
        type: 'TABLE',
        numRows: '0',
        numBytes: '0',
        ...rest,
        schema: { fields },
      },
    ];
  }
  if (kind === 'jobs' && first === '')
    return [
      200,
      {
        id: 'p:EU.job',
        jobReference: { projectId: 'p', jobId: 'job', location },
        configuration: { query: {}, dryRun: sent?.dryRun },
        statistics: { totalBytesProcessed: String(bytes) },
        status: { state: 'DONE' },
      },
    ];
  if (kind === 'queries' || (kind === 'jobs' && first !== '')) {
    const names = Object.keys(row);
    return [
      200,
      {
        jobReference: { projectId: 'p', jobId: 'job', location },
        jobComplete: true,
        schema: { fields: names.map((name) => ({ name, type: 'STRING' })) },
        rows: [{ f: names.map((name) => ({ v: row[name] })) }],
        totalRows: '1',
        status: { state: 'DONE' },
        statistics: {},
      },
    ];
  }
  return [404, { error: { code: 404, message: `The fake does not know ${path}` } }];
}

function sentQuery(body: string): SentQuery | undefined {
  const parsed: unknown = body === '' ? undefined : JSON.parse(body);
  const configuration =
    isRecord(parsed) && isRecord(parsed['configuration']) ? parsed['configuration'] : undefined;
  const query = isRecord(configuration?.['query']) ? configuration['query'] : undefined;
  if (query === undefined) return undefined;
  const cap = query['maximumBytesBilled'];
  return {
    sql: String(query['query']),
    dryRun: configuration?.['dryRun'] === true,
    ...(typeof cap === 'string' && { maximumBytesBilled: cap }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
