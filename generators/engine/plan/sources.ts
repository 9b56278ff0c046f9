import type { Diagnostic, Plan } from '#catalog/schema/generated/types.ts';
import { entitiesOfKind } from '#catalog/entities.ts';
import { sourceVolume } from '#catalog/pricing/volumes.ts';

type DataSource = Diagnostic['dataSources'][number];
type PlanSource = Plan['sources'][number];

/** How ingestion reads a source, or why it gets no pipeline. */
const CONNECTORS: Readonly<
  Record<DataSource['access'], PlanSource['connector'] | { readonly because: string }>
> = {
  api: 'rest',
  db: 'sql',
  warehouse_share: 'sql',
  file_export: 'files',
  manual: 'files',
  none: { because: 'There is no access to it.' },
  unknown: { because: 'Nobody said how it can be read.' },
};

interface Rhythm {
  /** Cron line, UTC. */
  readonly schedule: string;
  /** One missed load is tolerated, two are not. */
  readonly maxAgeHours: number;
}

/** When a source is loaded and how old its data may be, by how often it changes. */
const RHYTHMS: Readonly<Record<NonNullable<DataSource['refresh']>, Rhythm>> = {
  realtime: { schedule: '*/15 * * * *', maxAgeHours: 2 },
  hourly: { schedule: '5 * * * *', maxAgeHours: 3 },
  daily: { schedule: '0 4 * * *', maxAgeHours: 48 },
  weekly: { schedule: '0 4 * * 1', maxAgeHours: 192 },
  monthly: { schedule: '0 4 1 * *', maxAgeHours: 816 },
  // Nobody knows when the next delivery comes: look every day, complain after a quarter.
  ad_hoc: { schedule: '0 4 * * *', maxAgeHours: 2208 },
};

/** The pipelines of a diagnostic's data sources, and the sources that get none. */
export function planSources(dataSources: readonly DataSource[]): Pick<Plan, 'sources' | 'omittedSources'> {
  const sources: PlanSource[] = [];
  const omittedSources: Plan['omittedSources'] = [];
  for (const source of dataSources) {
    const connector = CONNECTORS[source.access];
    if (source.licenceOrToS === 'prohibited') {
      omittedSources.push({ id: source.id, name: source.name, because: 'Its terms forbid this use.' });
    } else if (typeof connector === 'object') {
      omittedSources.push({ id: source.id, name: source.name, because: connector.because });
    } else {
      sources.push(planSource(source, connector));
    }
  }
  return { sources, omittedSources };
}

function planSource(source: DataSource, connector: PlanSource['connector']): PlanSource {
  const refresh = source.refresh ?? 'daily';
  const kinds = source.objects.map((object) => object.kind);
  return {
    id: source.id,
    snake: source.id.replaceAll('-', '_'),
    name: source.name,
    system: source.system,
    access: source.access,
    connector,
    refresh,
    ...RHYTHMS[refresh],
    objects: unique(kinds),
    entities: unique(kinds.flatMap((kind) => entitiesOfKind[kind])),
    personalData: source.pii ?? 'unknown',
    ...sourceVolume(source),
  };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
