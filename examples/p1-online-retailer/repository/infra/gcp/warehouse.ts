import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { SecretReference } from '#constructs/gcp/container.ts';
import { IngestionJob } from '#constructs/gcp/ingestion-job/index.ts';
import type { Settings } from '#constructs/gcp/settings.ts';
import { TransformJob } from '#constructs/gcp/transform-job/index.ts';
import type { DatasetProps } from '#constructs/gcp/warehouse/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';

/** Datasets that do not depend on the sources. */
const datasets: readonly DatasetProps[] = [
  { id: 'landing', description: 'Canonical entities of all sources, written by ingestion' },
  { id: 'landing_staging', description: 'Rows on their way to landing, merged from here by dlt' },
  { id: 'staging', description: 'Cleaned entities, built by dbt' },
  { id: 'marts', description: 'Facts, dimensions and the models of the use cases, built by dbt' },
  { id: 'predictions', description: 'What the use cases computed, written by their jobs' },
];

/** The warehouse, one ingestion job per data source of the settings, and the dbt job. */
export function warehouse(stack: ClientStack): void {
  const foundation = stack.part(ClientFoundation);
  const sources = stack.settings.entries('sources');
  const target = stack.afterFoundation(
    new Warehouse(stack, 'warehouse', {
      ...stack.deployment,
      location: stack.settings.text('residency.multi_region'),
      encryption: { kmsKeyName: foundation.warehouseKey.id },
      datasets: [...datasets, ...sources.flatMap(({ id, settings }) => rawDatasets(id, settings))],
    }),
  );
  const common = {
    ...stack.deployment,
    timeZone: stack.settings.text('gcp.time_zone', 'Etc/UTC'),
    encryption: { kmsKeyName: foundation.key.id },
    environment: {
      GOOGLE_CLOUD_PROJECT: stack.deployment.project,
      TOLTEK_ENV: stack.deployment.env,
      WAREHOUSE_LOCATION: target.location,
    },
  };
  for (const { id, settings } of sources)
    stack.afterFoundation(
      new IngestionJob(stack, `ingestion-${id}`, target, {
        ...common,
        source: id,
        image: stack.image('ingestion'),
        args: ['run', '--source', id],
        schedule: settings.text('schedule'),
        writes: [...rawDatasets(id, settings).map((dataset) => dataset.id), 'landing', 'landing_staging'],
        sourceBuckets: settings.texts('buckets'),
        secrets: secretsOf(id, settings),
      }),
    );
  stack.afterFoundation(
    new TransformJob(stack, 'transform', target, {
      ...common,
      image: stack.image('transform'),
      args: ['build', '--quiet'],
      schedule: stack.settings.text('transform.schedule', '0 5 * * *'),
      reads: ['landing'],
      writes: ['staging', 'marts'],
    }),
  );
}

/** A source as it was loaded, and dlt's staging tables beside it. */
function rawDatasets(id: string, settings: Settings): DatasetProps[] {
  const raw = `raw_${id.replaceAll('-', '_')}`;
  const name = settings.text('name', id);
  return [
    { id: raw, description: `${name}, as it was loaded` },
    { id: `${raw}_staging`, description: `${name}, rows on their way, merged from here by dlt` },
  ];
}

/** Secrets of a source by environment variable; `version` is left out until a value is stored. */
function secretsOf(id: string, settings: Settings): SecretReference[] {
  return settings.entries('secrets').map(({ id: env, settings: secret }) => ({
    env,
    name: `source-${id}-${env.toLowerCase().replaceAll('_', '-')}`,
    ...(secret.has('version') ? { version: secret.text('version') } : {}),
  }));
}
