import { alertTargetsOf } from '#constructs/gcp/alert-targets.ts';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { SecretReference } from '#constructs/gcp/container.ts';
import { IngestionJob } from '#constructs/gcp/ingestion-job/index.ts';
import { Pipeline } from '#constructs/gcp/pipeline/index.ts';
import { SecretRotation } from '#constructs/gcp/secret-rotation/index.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { TransformJob } from '#constructs/gcp/transform-job/index.ts';
import type { BackupProps, DatasetProps } from '#constructs/gcp/warehouse/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { contractTables } from '../contract.ts';

const gibibyte = 1024 ** 3;

/** The warehouse, one ingestion job per data source of the settings, the dbt jobs, and the pipeline of them all. */
export function warehouse(stack: ClientStack): void {
  const target = addWarehouse(stack);
  const common = commonProps(stack, target);
  const pipeline = addPipeline(stack);
  const sources = stack.settings.entries('sources');
  const rotation = sources.some(({ settings }) => settings.has('secrets')) ? addRotation(stack) : undefined;
  for (const { id, settings } of sources) {
    const job = new IngestionJob(stack, `ingestion-${id}`, target, {
      ...common,
      source: id,
      image: stack.image('ingestion'),
      args: ['run', '--source', id],
      network: stack.network(leavesByOneAddress(stack) ? 'all-traffic' : 'private-ranges'),
      ...rhythmOf(settings, stack),
      writes: [...rawDatasets(id, settings).map((dataset) => dataset.id), 'landing', 'landing_staging'],
      ...filesOf(id, settings),
      secrets: secretsOf(id, settings),
      ...(rotation === undefined
        ? {}
        : {
            secretProtection: {
              projectNumber: stack.part(ClientFoundation).projectNumber,
              kmsKeyName: common.encryption.kmsKeyName,
              rotationTopic: rotation.topic.id,
            },
          }),
    });
    stack.afterFoundation(job);
    rotation?.remindsOf(job.job);
    if (job.job.scheduler === undefined) pipeline.add('load', job.job);
  }
  const transform = stack.afterFoundation(
    new TransformJob(stack, 'transform', target, {
      ...common,
      image: stack.image('transform'),
      args: ['build', '--quiet'],
      network: stack.network('all-traffic'),
      reads: ['landing'],
      writes: ['staging', 'marts'],
      tags: stack.settings.flag('bigquery.personal_data.tag_columns', false) ? ['marts'] : [],
    }),
  );
  pipeline.add('transform', transform.job).add('test', transform.freshness);
}

function addWarehouse(stack: ClientStack): Warehouse {
  const settings = stack.settings.section('bigquery');
  const sources = stack.settings.entries('sources');
  // What dbt builds anew with every run is not kept for ever where nobody works any more.
  const rebuilt =
    stack.deployment.env === 'dev' ? { tableExpirationDays: settings.number('dev_expiration_days', 60) } : {};
  const datasets: readonly DatasetProps[] = [
    { id: 'landing', description: 'Canonical entities of all sources, written by ingestion' },
    { id: 'landing_staging', description: 'Rows on their way to landing, merged from here by dlt' },
    { id: 'staging', description: 'Cleaned entities, built by dbt', ...rebuilt },
    {
      id: 'marts',
      description: 'Facts, dimensions and the models of the use cases, built by dbt',
      ...rebuilt,
      iam: { 'roles/bigquery.dataViewer': settings.texts('readers') },
    },
    { id: 'predictions', description: 'What the use cases computed, written by their jobs' },
  ];
  const personalData = settings.section('personal_data');
  return stack.afterFoundation(
    new Warehouse(stack, 'warehouse', {
      ...stack.deployment,
      ...alertTargetsOf(stack),
      location: stack.settings.text('residency.multi_region'),
      encryption: { kmsKeyName: stack.part(ClientFoundation).warehouseKey.id },
      datasets: [...datasets, ...sources.flatMap((source) => rawDatasets(source.id, source.settings))],
      storageBilling: settings.text('storage_billing', 'logical') === 'physical' ? 'physical' : 'logical',
      maxBytesBilledPerQuery: settings.number('max_gib_billed_per_query', 100) * gibibyte,
      alertBytesBilledPerDay: settings.number('alert_gib_billed_per_day', 1024) * gibibyte,
      personalData: {
        clearReaders: {
          direct: personalData.texts('direct_readers'),
          pseudonymous: personalData.texts('pseudonymous_readers'),
        },
        // Who may read the marts sees digests in place of keys, unless it may see more.
        maskedReaders: [...new Set([...settings.texts('readers'), ...personalData.texts('masked_readers')])],
      },
      ...(settings.text('quality_scans', 'off') === 'on'
        ? { quality: { tables: contractTables(new URL('../../', import.meta.url)) } }
        : {}),
      ...(settings.has('backup.location') ? { backup: backupIn(stack, settings.section('backup')) } : {}),
    }),
  );
}

/** Copies in the deployment's own region are encrypted with its key, others with the one of the settings. */
function backupIn(stack: ClientStack, settings: Settings): BackupProps {
  const location = settings.text('location');
  const key = stack.part(ClientFoundation).key.id;
  return {
    datasets: ['landing', 'predictions'],
    location,
    kmsKeyName: location === stack.deployment.region ? key : settings.text('kms_key'),
  };
}

function addPipeline(stack: ClientStack): Pipeline {
  const foundation = stack.part(ClientFoundation);
  return stack.afterFoundation(
    new Pipeline(stack, 'pipeline', {
      ...stack.deployment,
      ...alertTargetsOf(stack),
      schedule: stack.settings.text('pipeline.schedule', '0 5 * * *'),
      timeZone: stack.settings.text('gcp.time_zone', 'Etc/UTC'),
      maxHoursWithoutSuccess: stack.settings.number('pipeline.max_hours_without_success', 26),
      encryption: { kmsKeyName: foundation.key.id, projectNumber: foundation.projectNumber },
    }),
  );
}

function addRotation(stack: ClientStack): SecretRotation {
  const foundation = stack.part(ClientFoundation);
  return stack.afterFoundation(
    new SecretRotation(stack, 'secret-rotation', {
      ...stack.deployment,
      ...alertTargetsOf(stack),
      projectNumber: foundation.projectNumber,
      encryption: { kmsKeyName: foundation.key.id },
    }),
  );
}

/** What all jobs of the warehouse are told. */
function commonProps(stack: ClientStack, target: Warehouse) {
  return {
    ...stack.deployment,
    ...alertTargetsOf(stack),
    encryption: { kmsKeyName: stack.part(ClientFoundation).key.id },
    environment: {
      GOOGLE_CLOUD_PROJECT: stack.deployment.project,
      TOLTEK_ENV: stack.deployment.env,
      ...target.queryEnvironment,
    },
  };
}

/** Sources on the internet are called directly, unless they have to see one address, or may be reached only by name. */
function leavesByOneAddress(stack: ClientStack): boolean {
  return stack.settings.flag('gcp.network.nat', false);
}

/** A source that changes more than once a day is loaded by itself; the others at the beginning of the pipeline. */
function rhythmOf(settings: Settings, stack: ClientStack) {
  return settings.has('schedule')
    ? { schedule: settings.text('schedule'), timeZone: stack.settings.text('gcp.time_zone', 'Etc/UTC') }
    : {};
}

/** Files come from the buckets of the settings, else from one that is made for them. */
function filesOf(id: string, settings: Settings) {
  const buckets = settings.texts('buckets');
  if (settings.text('connector', '') !== 'files' || buckets.length > 0) return { sourceBuckets: buckets };
  const env = `${id.toUpperCase().replaceAll('-', '_')}_FOLDER`;
  return { stagingBucket: { env, writers: settings.texts('writers') } };
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
