import type { PriceBook } from '../../schema/generated/price-book.ts';
import type { DataObject, DataSource, Evidence } from '../../schema/generated/diagnostic.ts';
import { slugOf } from '../../text/slug.ts';
import { keyColumn, kindOf, personalByName } from './columns.ts';
import { monthlyCost } from './cost.ts';
import type { Profile, Sample, WarehouseScan } from './table.ts';

/** Share of the rows of a column that have to look personal. */
const personalShare = 0.2;
const gigabyte = 1_000_000_000;
const daysPerMonth = 30.4375;

type PersonalData = NonNullable<DataSource['pii']>;

const sensitivity: readonly PersonalData[] = [
  'special_category',
  'criminal',
  'minors',
  'direct',
  'pseudonymous',
  'none',
];

/** The data sources that a scan found: one per dataset, with an object per kind of its tables, judged by the largest. */
export function sourcesFromScan(scan: WarehouseScan, book: PriceBook): readonly DataSource[] {
  const datasets = [...new Set(scan.profiles.map(({ table }) => table.dataset))].sort();
  return datasets.map((dataset) =>
    sourceOf(
      dataset,
      scan.profiles.filter(({ table }) => table.dataset === dataset),
      scan,
      book,
    ),
  );
}

/** What a scan rests on: the tables that were read. */
export function scanEvidence({ project, day }: WarehouseScan, place: string): Evidence {
  return { kind: 'system_scan', ref: `bigquery:${project}.${place}`.slice(0, 300), collectedAt: day };
}

function sourceOf(
  dataset: string,
  profiles: readonly Profile[],
  scan: WarehouseScan,
  book: PriceBook,
): DataSource {
  const bytes = profiles.reduce((sum, { table }) => sum + table.bytes, 0);
  const volume = Math.round((bytes / gigabyte) * 1000) / 1000;
  const kinds = [...new Set(profiles.map(({ table }) => kindOf(table)))].sort();
  const refresh = refreshOf(profiles, scan.day);
  return {
    id: slugOf(dataset) === '' ? 'dataset' : slugOf(dataset),
    name: dataset,
    system: 'other',
    vendor: 'BigQuery',
    access: 'db',
    objects: kinds.map((kind) =>
      objectOf(
        kind,
        profiles.filter(({ table }) => kindOf(table) === kind),
        scan,
      ),
    ),
    volumeGB: {
      low: volume,
      mid: volume,
      high: volume,
      status: 'answered',
      confidence: 'A',
      evidence: [scanEvidence(scan, dataset)],
      note: noteOf(profiles, book),
    },
    ...(refresh !== undefined && { refresh }),
    pii: personalDataOf(profiles),
  };
}

function objectOf(kind: DataObject['kind'], profiles: readonly Profile[], scan: WarehouseScan): DataObject {
  const [largest] = [...profiles].sort(
    (a, b) => b.table.rows - a.table.rows || (a.table.name < b.table.name ? -1 : 1),
  );
  const sample = largest !== undefined && 'rows' in largest.sample ? largest.sample : undefined;
  const place = `${largest?.table.dataset ?? ''}.${largest?.table.name ?? ''}`;
  const evidence = [scanEvidence(scan, place)];
  const months = sample === undefined ? undefined : historyMonths(sample);
  const figures =
    sample === undefined || largest === undefined ? undefined : figuresOf(sample, keyColumn(largest.table));
  return {
    kind,
    rowsOrDocs: largest?.table.rows ?? 0,
    historyMonths:
      months === undefined
        ? { value: null, status: 'unknown', confidence: 'D', evidence }
        : { value: months, status: 'answered', confidence: 'A', evidence },
    quality:
      figures === undefined
        ? { value: null, status: 'unknown', confidence: 'D', evidence }
        : {
            value: qualityOf(figures),
            status: 'answered',
            confidence: 'B',
            evidence,
            note: 'Worked out from rates of nulls and duplicates; whether values are right was not looked at.',
          },
    ...figures,
  };
}

/** Months between the first and the last day of a sample. */
function historyMonths({ firstDay, lastDay }: Sample): number | undefined {
  if (firstDay === undefined || lastDay === undefined) return undefined;
  const months = (dayNumber(lastDay) - dayNumber(firstDay)) / daysPerMonth;
  return months < 0 ? undefined : Math.min(1200, Math.round(months * 10) / 10);
}

interface Figures {
  readonly completeness?: number;
  readonly duplicates?: number;
  readonly keyStability?: number;
}

/**
 * Completeness is the mean over the columns looked at. One look cannot show whether keys stay the same over time: a key
 * that is there once in every row gets 3 of 4, one with few faults 2, any other 1.
 */
function figuresOf(
  { rows, nulls, distinctKeys, percent }: Sample,
  key: string | undefined,
): Figures | undefined {
  if (rows === 0) return undefined;
  const shares = Object.values(nulls).map((count) => 1 - count / rows);
  const completeness =
    shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const keyed = key === undefined ? undefined : rows - (nulls[key] ?? 0);
  const unique =
    keyed === undefined || keyed === 0 || distinctKeys === undefined ? undefined : distinctKeys / keyed;
  // In a sample, most duplicates are not beside each other: their rate would be too low.
  const duplicates = unique === undefined || percent < 100 ? undefined : Math.max(0, 1 - unique);
  const sound = unique === undefined ? undefined : unique * ((keyed ?? 0) / rows);
  return {
    ...(completeness !== undefined && { completeness: thousandths(completeness) }),
    ...(duplicates !== undefined && { duplicates: thousandths(duplicates) }),
    ...(sound !== undefined && { keyStability: sound >= 0.9999 ? 3 : sound >= 0.99 ? 2 : 1 }),
  };
}

/** Fitness for use from rates alone, 0–4; 4 needs checks that a scan cannot make. */
function qualityOf({ completeness = 1, duplicates = 0 }: Figures): number {
  if (completeness < 0.7 || duplicates > 0.05) return 1;
  return completeness < 0.9 || duplicates > 0.01 ? 2 : 3;
}

function personalDataOf(profiles: readonly Profile[]): PersonalData {
  const found = profiles.flatMap(({ table, sample }) => {
    const named = table.columns.flatMap(({ name }) => personalByName(name) ?? []);
    const seen =
      'rows' in sample
        ? Object.values(sample.personal).some((count) => count > sample.rows * personalShare)
        : false;
    return seen ? [...named, 'direct' as const] : named;
  });
  return sensitivity.find((each) => found.includes(each)) ?? 'none';
}

/** How often a dataset changes, from how long ago its freshest table did. */
function refreshOf(profiles: readonly Profile[], day: string): DataSource['refresh'] | undefined {
  const changed = profiles.flatMap(({ table: { modifiedMs } }) => modifiedMs ?? []);
  if (changed.length === 0) return undefined;
  // The end of the day of the scan: hours cannot be told from a day.
  const hours = (dayNumber(day) + 1) * 24 - Math.max(...changed) / 3_600_000;
  if (hours <= 48) return 'daily';
  if (hours <= 24 * 8) return 'weekly';
  return hours <= 24 * 35 ? 'monthly' : 'ad_hoc';
}

function noteOf(profiles: readonly Profile[], book: PriceBook): string {
  const { storage, queries } = monthlyCost(profiles, book);
  const unused = profiles.filter(({ use }) => use?.queries === 0).map(({ table }) => table.name);
  const known = profiles.some(({ use }) => use !== undefined);
  return [
    `${profiles.length} tables.`,
    `Storage about ${storage.toFixed(2)} euros a month, queries ${known ? `about ${queries.toFixed(2)}` : 'not known'} (list prices of ${book.asOf}, no free tier).`,
    ...(unused.length === 0
      ? []
      : [`Not queried in 90 days: ${unused.slice(0, 20).join(', ')}${unused.length > 20 ? ', …' : ''}.`]),
  ].join(' ');
}

function thousandths(share: number): number {
  return Math.round(share * 1000) / 1000;
}

/** Days since 1970. */
function dayNumber(day: string): number {
  return Math.floor(new Date(`${day.slice(0, 10)}T00:00:00Z`).getTime() / 86_400_000);
}
