import { Postgres } from '#constructs/kubernetes/postgres/index.ts';
import type { PostgresBackupArgs } from '#constructs/kubernetes/postgres/index.ts';
import type { WatchedPostgres } from '#constructs/kubernetes/observability/index.ts';
import type { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { sizeOf } from '../sizes.ts';

/**
 * PostgreSQL for the metadata of what is built on this platform, where `kubernetes.postgres.enabled` asks for it: nothing of
 * this repository needs it. CloudNativePG and its Barman Cloud plugin have to be in the cluster.
 */
export function metadataDatabase(warehouse: RestrictedNamespace, settings: Settings): WatchedPostgres[] {
  const kubernetes = settings.section('kubernetes');
  if (!kubernetes.flag('postgres.enabled', false)) return [];
  const images = kubernetes.section('images');
  const instances = sizeOf(settings).postgresInstances;
  new Postgres('metadata', warehouse, {
    image: images.text('postgres'),
    instances,
    database: 'metadata',
    apiServer: kubernetes.texts('api_server'),
    resources: { cpu: '500m', memory: '2Gi' },
    volume: kubernetes.text('postgres.volume', '20Gi'),
    ...(kubernetes.has('backup.bucket') ? { backup: backupIn(kubernetes.section('backup'), images) } : {}),
  });
  return [{ name: 'metadata', instances }];
}

function backupIn(backup: Settings, images: Settings): PostgresBackupArgs {
  return {
    bucket: backup.text('bucket'),
    googleServiceAccount: backup.text('google_service_account'),
    checkImage: images.text('postgres_check'),
    keepDays: backup.number('keep', 14),
  };
}
