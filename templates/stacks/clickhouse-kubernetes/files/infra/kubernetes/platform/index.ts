import { ClickHouseCluster } from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import type { ClickHouseBackupArgs } from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import { Observability } from '#constructs/kubernetes/observability/index.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { watching } from '../observability.ts';
import { surroundings } from '../program.ts';
import { sizeOf } from '../sizes.ts';
import { metadataDatabase } from './metadata.ts';
import { keptRows } from './retention.ts';
import { users } from './users.ts';

const { deployment, provider, settings } = surroundings();
const kubernetes = settings.section('kubernetes');
const images = kubernetes.section('images');
const { shards, replicas, cpu, memory, volume, keepers } = sizeOf(settings);
const copied = kubernetes.has('backup.bucket');

const warehouse = new RestrictedNamespace(
  'warehouse',
  { ...deployment, name: 'warehouse', existing: true },
  { provider },
);
new ClickHouseCluster('main', warehouse, {
  image: images.text('clickhouse'),
  shards,
  replicas,
  resources: { cpu, memory },
  volume,
  keeper: { replicas: keepers, image: images.text('clickhouse_keeper') },
  tls: { issuer: kubernetes.text('tls_issuer') },
  ...users,
  ...keptRows(settings),
  ...(copied ? { backup: backupIn(kubernetes.section('backup'), images) } : {}),
});
new Observability('platform', warehouse, {
  ...watching(settings),
  clickhouse: [{ name: 'main', replicas, keepers, backup: copied }],
  postgres: metadataDatabase(warehouse, settings),
});

/** Copies in the bucket of the settings, made by the account that may write there. */
function backupIn(backup: Settings, from: Settings): ClickHouseBackupArgs {
  return {
    bucket: backup.text('bucket'),
    googleServiceAccount: backup.text('google_service_account'),
    image: from.text('clickhouse_backup'),
    keep: backup.number('keep', 14),
  };
}
