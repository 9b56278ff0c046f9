import type {
  ClickHouseClusterArgs,
  RetentionArgs,
} from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import type { Settings } from '#constructs/common/settings.ts';

/** How many times smaller data is on disk than it comes (`docs/clickhouse.md`). */
const compression = 5;

/**
 * How long the rows of each source are kept, and how much there is of them: `sources.<source>.retention` and `.volume` of
 * the settings. Without any retention nothing is held against the volumes.
 */
export function keptRows(settings: Settings): Pick<ClickHouseClusterArgs, 'retention' | 'keptGigabytes'> {
  const sources = settings.entries('sources');
  const kept = sources.filter(({ settings: source }) => source.has('retention'));
  if (kept.length === 0) return {};
  const rest = sources.filter((source) => !kept.includes(source));
  return {
    retention: kept.map(({ id, settings: source }) => retentionOf(id, source)),
    keptGigabytes: rest.reduce((sum, { settings: source }) => sum + onDisk(source, 'gigabytes', 0), 0),
  };
}

function retentionOf(name: string, source: Settings): RetentionArgs {
  // Ingestion goes by it: what it would refuse is not deployed.
  source.text('retention.column');
  const startGigabytes = onDisk(source, 'gigabytes');
  const growth = source.number('volume.growth_percent_per_month', 0);
  return {
    name,
    months: source.whole('retention.months', 1, 240),
    startGigabytes,
    growthPercentPerMonth: growth,
    gigabytesPerMonth: onDisk(
      source,
      'gigabytes_per_month',
      source.number('volume.gigabytes') * (growth / 100),
    ),
  };
}

function onDisk(source: Settings, key: string, fallback?: number): number {
  return source.number(`volume.${key}`, fallback) / compression;
}
