import { randomUUID } from 'node:crypto';
import { startInterview } from '#catalog/diagnostic/questionnaire/interview.ts';
import { monthlyCost } from '#catalog/diagnostic/scan/cost.ts';
import { mergeScan } from '#catalog/diagnostic/scan/merge.ts';
import type { MergedScan } from '#catalog/diagnostic/scan/merge.ts';
import { sourcesFromScan } from '#catalog/diagnostic/scan/sources-from-scan.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { BigQueryReader } from '../adapters/bigquery.ts';
import type { InterviewFile } from '../adapters/interview-file.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { visible } from '../adapters/terminal.ts';
import { wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { counted } from '../commands/counted.ts';
import { shellWord } from '#catalog/text/shell-word.ts';
import { table } from '../commands/table.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { parseSize, shownSize } from './byte-size.ts';
import { planScan, scanWarehouse } from './scan.ts';
import type { Scanned, ScanRequest } from './scan.ts';

/** `toltek diagnose --warehouse`: data sources from what a warehouse holds. Nothing is written unless all of it went well. */
export async function scanInto(store: InterviewFile, { options, terminal }: Call): Promise<ExitCode> {
  const reader = readerOf(options);
  const day = new Date().toISOString().slice(0, 10);
  const request: ScanRequest = {
    datasets: options.list('dataset'),
    day,
    progress: (text) => {
      terminal.progress(visible(text));
    },
  };
  const stored = store.load() ?? {
    interview: startInterview({ diagnosticId: randomUUID(), today: day }),
    record: {},
  };
  if (options.flag('dry-run')) return showPlan(reader, await planScan(reader, request), terminal);

  const scanned = await scanWarehouse(reader, request);
  const { priceBook } = await loadCatalog(options.value('catalog'));
  const merged = mergeScan(stored.interview.draft, sourcesFromScan(scanned.scan, priceBook), scanned.scan);
  store.save({ ...stored.interview, draft: merged.draft }, stored.record);
  const cost = monthlyCost(scanned.scan.profiles, priceBook);
  show(store.file, reader, scanned, merged, terminal);
  terminal.print(
    `About ${cost.storage.toFixed(2)} euros a month for storage${scanned.scan.profiles.some(({ use }) => use !== undefined) ? ` and ${cost.queries.toFixed(2)} for queries` : ''}, at the list prices of ${priceBook.asOf}.`,
  );
  terminal.print(`\nNext:\n  toltek diagnose ${shellWord(store.file)}   the questions a scan cannot answer`);
  terminal.document({
    file: store.file,
    project: reader.project,
    location: reader.location,
    tables: scanned.scan.profiles,
    bytesRead: reader.budget.spent,
    monthlyCostEUR: cost,
    priceBookDate: priceBook.asOf,
    remarks: scanned.remarks,
    conflicts: merged.conflicts,
  });
  return merged.conflicts.length > 0 ? exitCode.findings : exitCode.done;
}

/**
 * A reader for what `--warehouse`, `--location` and `--max-bytes` say.
 * @throws InputError if one of them cannot be understood.
 */
function readerOf(options: CallOptions): BigQueryReader {
  const wanted = options.value('warehouse') ?? '';
  const [, project = ''] = /^bigquery:([a-z][a-z0-9.:-]{1,60}[a-z0-9])$/.exec(wanted) ?? [];
  if (project === '')
    throw wrongCall(
      `'${wanted}' is no warehouse.`,
      'bigquery: and the id of a project',
      'For example: --warehouse bigquery:acme-data',
    );
  const size = options.value('max-bytes') ?? '1GB';
  const maxBytes = parseSize(size);
  if (maxBytes === undefined || maxBytes === 0)
    throw wrongCall(`'${size}' is no size.`, 'a number with B, KB, MB, GB or TB', 'Correct --max-bytes.');
  return new BigQueryReader(project, { location: options.value('location') ?? 'EU', maxBytes });
}

function showPlan(
  { budget }: BigQueryReader,
  { queries, remarks }: Awaited<ReturnType<typeof planScan>>,
  terminal: Terminal,
): ExitCode {
  for (const { sql, bytes } of queries) terminal.print(`${shownSize(bytes).padStart(8)}  ${sql}`);
  const total = queries.reduce((sum, { bytes }) => sum + bytes, 0);
  terminal.print(
    `\n${counted(queries.length, 'query').replace('querys', 'queries')}, ${shownSize(total)} of ${shownSize(budget.cap)}. Nothing was read or written.`,
  );
  for (const remark of remarks) terminal.note(visible(remark));
  terminal.document({ queries, totalBytes: total, maxBytes: budget.cap, remarks });
  return total > budget.cap ? exitCode.findings : exitCode.done;
}

function show(
  file: string,
  { budget }: BigQueryReader,
  { scan, remarks }: Scanned,
  { conflicts }: MergedScan,
  terminal: Terminal,
): void {
  terminal.print(
    `${counted(scan.profiles.length, 'table')} of ${scan.project} in ${scan.location}, ${shownSize(budget.spent)} read. Written to ${file}.\n`,
  );
  const rows = scan.profiles.map(({ table: each, sample, use }) => [
    visible(`${each.dataset}.${each.name}`),
    `${each.rows} rows`,
    shownSize(each.bytes),
    each.modifiedMs === undefined ? '' : `changed ${new Date(each.modifiedMs).toISOString().slice(0, 10)}`,
    each.partitionedBy === undefined ? 'not partitioned' : `by ${visible(each.partitionedBy)}`,
    'rows' in sample ? `${sample.firstDay ?? '?'} to ${sample.lastDay ?? '?'}` : sample.missing,
    use?.queries === 0 ? 'unused' : '',
  ]);
  for (const line of table(rows, { width: terminal.width })) terminal.print(line);
  for (const remark of remarks) terminal.note(`\n${visible(remark)}`);
  for (const { pointer, kept, scanned } of conflicts)
    terminal.print(
      `\n${terminal.style('yellow', 'kept')} ${pointer}: ${visible(JSON.stringify(kept)).slice(0, 100)}\n  the scan says ${visible(JSON.stringify(scanned)).slice(0, 100)}`,
    );
}
