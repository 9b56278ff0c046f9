import { existsSync } from 'node:fs';
import path from 'node:path';
import { monthlyCost } from '#catalog/diagnostic/scan/cost.ts';
import type { Profile } from '#catalog/diagnostic/scan/table.ts';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import type { PriceBook } from '#catalog/schema/generated/price-book.ts';
import type { VerifyReport } from '#catalog/schema/generated/verify-report.ts';
import type { BigQueryReader } from '../adapters/bigquery.ts';
import { readJsonDocument } from '../adapters/json-document.ts';
import { readUse } from '../warehouse/scan.ts';
import type { Expected, ExpectedSource } from './expected.ts';

type Check = VerifyReport['checks'][number];

/** What a deployment is compared with. */
export interface VerifyRequest {
  readonly folder: string;
  readonly env: string;
  readonly expected: Expected;
  readonly priceBook: PriceBook;
  /** Now, milliseconds since 1970. */
  readonly nowMs: number;
  readonly progress: (text: string) => void;
}

/** Every check of a deployment, in the order: place, tables, freshness, tests, budget. */
export async function verify(reader: BigQueryReader, request: VerifyRequest): Promise<readonly Check[]> {
  const { expected, progress } = request;
  const datasets = await reader.datasets();
  const wanted = [...new Set(expected.tables.map(({ dataset }) => dataset))].sort();
  const checks: Check[] = wanted.map((id) => {
    const found = datasets.find((dataset) => dataset.id === id);
    if (found === undefined)
      return finding(
        'dataset',
        id,
        'The dataset is not there.',
        'Run make deploy: the infrastructure makes it.',
      );
    return found.location === expected.location
      ? ok('dataset', id, `in ${found.location}`)
      : finding(
          'dataset',
          id,
          `It lies in ${found.location}, not in ${expected.location}.`,
          'Move the data: settings/common.yaml says where it may be.',
        );
  });
  const there = new Set(datasets.map(({ id }) => id));
  const profiles: Profile[] = [];
  for (const { dataset, name, madeBy } of expected.tables.filter((each) => there.has(each.dataset))) {
    progress(`${dataset}.${name}`);
    const table = await reader.table(dataset, name);
    const maker = madeBy === 'dbt' ? 'the transform job' : 'the ingestion jobs';
    if (table === undefined)
      checks.push(
        finding(
          'table',
          `${dataset}.${name}`,
          'The table is not there.',
          `See whether ${maker} ran: it makes the table.`,
        ),
      );
    else {
      profiles.push({ table, sample: { missing: 'not_a_table' } });
      checks.push(ok('table', `${dataset}.${name}`, stateOf(table)));
    }
  }
  const landed = new Set(
    profiles.filter(({ table }) => table.dataset === 'landing').map(({ table }) => table.name),
  );
  for (const source of expected.sources) {
    progress(source.id);
    checks.push(await freshness(reader, source, landed, request.nowMs));
  }
  checks.push(testsOf(request), await budget(reader, profiles, request));
  return checks;
}

async function freshness(
  reader: BigQueryReader,
  { id, maxAgeHours, entities }: ExpectedSource,
  landed: ReadonlySet<string>,
  nowMs: number,
): Promise<Check> {
  const place = `ingestion/${id}/mapping.yaml`;
  if (entities.length === 0)
    return unknown('fresh', id, `Nothing of it is mapped yet: ${place} names no entity.`);
  const readable = entities.filter((entity) => landed.has(entity));
  if (readable.length === 0)
    return finding(
      'fresh',
      id,
      'None of its entities has landed.',
      `Run the ingestion job of ${id} and read its log.`,
    );
  const newest = readable.map(
    (entity) => `SELECT MAX(_loaded_at) AS loaded FROM landing.${entity} WHERE source_id = '${id}'`,
  );
  const [row] = await reader.rows(
    `SELECT UNIX_MILLIS(MAX(loaded)) AS newest FROM (${newest.join(' UNION ALL ')}) AS loads`,
  );
  const at = Number(row?.['newest'] ?? Number.NaN);
  if (!Number.isFinite(at) || at <= 0)
    return finding(
      'fresh',
      id,
      'None of its rows has landed.',
      `Run the ingestion job of ${id} and read its log.`,
    );
  const hours = Math.round((nowMs - at) / 360_000) / 10;
  return hours <= maxAgeHours
    ? ok('fresh', id, `loaded ${hours} hours ago, at most ${maxAgeHours}`)
    : finding(
        'fresh',
        id,
        `It was loaded ${hours} hours ago; at most ${maxAgeHours} are allowed.`,
        `Run the ingestion job of ${id} and read its log.`,
      );
}

/** What the last run of dbt on this machine said; a deployment keeps the results of its own runs in the job's log. */
function testsOf({ folder, env }: VerifyRequest): Check {
  const place = `.local/transform/${env}/run_results.json`;
  const file = path.join(folder, place);
  if (!existsSync(file))
    return unknown(
      'tested',
      'dbt',
      `There is no ${place} here: the results of the deployed job stand in its log in Cloud Logging.`,
    );
  const results = readJsonDocument(file);
  const listed =
    isRecord(results) && Array.isArray(results['results']) ? results['results'].filter(isRecord) : [];
  const failed = listed.filter(({ status }) => status === 'fail' || status === 'error');
  if (listed.length === 0) return unknown('tested', 'dbt', `${place} holds no results.`);
  const [first] = failed;
  return failed.length === 0
    ? ok('tested', 'dbt', `${listed.length} models and tests passed, by ${place}`)
    : finding(
        'tested',
        'dbt',
        `${failed.length} of ${listed.length} models and tests failed, first ${String(first?.['unique_id'])}, by ${place}.`,
        'Run python -m transform build and mend what it says.',
      );
}

/** What the warehouse costs a month at list prices, against the budget of the settings. */
async function budget(
  reader: BigQueryReader,
  profiles: readonly Profile[],
  { expected: { budgetEUR }, priceBook }: VerifyRequest,
): Promise<Check> {
  if (budgetEUR === undefined) return unknown('budget', 'BigQuery', 'The settings name no budget.');
  const remarks: string[] = [];
  const uses = await readUse(reader, remarks);
  const used = profiles.map((profile) => {
    const { dataset, name } = profile.table;
    const use = uses?.get(`${dataset}.${name}`);
    return use === undefined ? profile : { ...profile, use };
  });
  const { storage, queries } = monthlyCost(used, priceBook);
  const cost = Math.round((storage + queries) * 100) / 100;
  const basis = `list prices of ${priceBook.asOf}, BigQuery only${uses === undefined ? ', storage only: the history of queries may not be read' : ''}`;
  return cost <= budgetEUR
    ? ok('budget', 'BigQuery', `about ${cost} of ${budgetEUR} euros a month (${basis})`)
    : finding(
        'budget',
        'BigQuery',
        `About ${cost} euros a month, more than the ${budgetEUR} of the settings (${basis}).`,
        'See which tables are read most: toltek diagnose --warehouse shows it; or raise gcp.budget.',
      );
}

/** Rows are those of the metadata, which does not count what is still being streamed in. */
function stateOf({ isTable, rows }: { readonly isTable: boolean; readonly rows: number }): string {
  if (!isTable) return 'a view';
  return rows === 0 ? 'there' : `${rows} rows`;
}

function ok(check: Check['check'], subject: string, message: string): Check {
  return { check, subject, status: 'ok', message };
}

function finding(check: Check['check'], subject: string, message: string, action: string): Check {
  return { check, subject, status: 'finding', message, action };
}

function unknown(check: Check['check'], subject: string, message: string): Check {
  return { check, subject, status: 'unknown', message };
}

/** A folder that is no client repository, said before anything is asked of Google. */
export function mustBeRepository(folder: string): void {
  if (existsSync(path.join(folder, 'settings/common.yaml'))) return;
  throw new InputError([
    {
      code: 'VERIFY',
      severity: 'error',
      message: 'This is no client repository: it has no settings/common.yaml.',
      file: folder,
      expected: 'a folder that toltek new wrote',
      action: 'Name the folder of the client repository.',
    },
  ]);
}
