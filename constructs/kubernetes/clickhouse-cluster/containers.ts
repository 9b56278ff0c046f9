import type { ContainerArgs } from '../container.ts';
import type { ClickHouseBackupArgs, ClickHouseClusterArgs, UserArgs } from './args.ts';

/** User that the images of ClickHouse and Keeper run as. */
const clickHouseUser = 101;

/** Folder of the certificate. */
export const tlsFolder = '/etc/clickhouse-server/tls';

/** Folder of the password of the operations user. */
export const operationsFolder = '/secrets/operations';

/** Folder of the scripts. */
export const scriptsFolder = '/scripts';

/** Name of the Secret with the certificate of a cluster. */
export function tlsSecret(name: string): string {
  return `${name}-clickhouse-tls`;
}

/** Name of the ConfigMap with the scripts of a cluster. */
export function scriptsName(name: string): string {
  return `${name}-scripts`;
}

/** The user that asks and copies. */
export function operationsUserOf({ users, operationsUser }: ClickHouseClusterArgs): UserArgs | undefined {
  return users.find(({ name }) => name === operationsUser);
}

/** The server. */
export function serverContainer(name: string, { image, resources }: ClickHouseClusterArgs): ContainerArgs {
  return {
    image,
    resources: { ephemeralStorage: '4Gi', ...resources },
    user: clickHouseUser,
    scratch: ['/tmp', '/var/log/clickhouse-server'],
    secrets: [{ secret: tlsSecret(name), mountPath: tlsFolder }],
    // Users are ours to say; on a read-only disk the image could not change them anyway.
    environment: { CLICKHOUSE_SKIP_USER_SETUP: '1' },
  };
}

/** Keeper. */
export function keeperContainer({ keeper }: ClickHouseClusterArgs): ContainerArgs {
  return {
    image: keeper.image,
    resources: keeper.resources ?? { cpu: '500m', memory: '1Gi' },
    user: clickHouseUser,
    scratch: ['/tmp', '/var/log/clickhouse-keeper'],
  };
}

/** The program beside every server that copies what it holds, on the orders it finds in `system.backup_actions`. */
export function backupContainer(
  name: string,
  args: ClickHouseClusterArgs,
  backup: ClickHouseBackupArgs,
): ContainerArgs {
  const user = operationsUserOf(args);
  return {
    image: backup.image,
    resources: { cpu: '250m', memory: '512Mi', cpuLimit: '2' },
    user: clickHouseUser,
    scratch: ['/tmp'],
    // From the file to the variable that the program reads: no object of the cluster holds the password.
    command: ['/bin/sh', `${scriptsFolder}/clickhouse-backup.sh`],
    args: ['server'],
    environment: {
      API_CREATE_INTEGRATION_TABLES: 'true',
      API_LISTEN: '127.0.0.1:7171',
      // A copy leaves the volume as soon as it is in the bucket.
      BACKUPS_TO_KEEP_LOCAL: '-1',
      BACKUPS_TO_KEEP_REMOTE: `${backup.keep ?? 14}`,
      CLICKHOUSE_HOST: 'localhost',
      CLICKHOUSE_PORT: '9440',
      CLICKHOUSE_SECURE: 'true',
      // The program's own exceptions, and ours: restoring drops what is there of the same name.
      CLICKHOUSE_SKIP_TABLES:
        'system.*,INFORMATION_SCHEMA.*,information_schema.*,_temporary_and_external_tables.*,backup_check.*,restore_check_*.*',
      CLICKHOUSE_TLS_CA: `${tlsFolder}/ca.crt`,
      CLICKHOUSE_USERNAME: args.operationsUser,
      GCS_BUCKET: backup.bucket,
      GCS_PATH: `clickhouse/${name}/{shard}`,
      PASSWORD_KEY: user?.password.key ?? '',
      REMOTE_STORAGE: 'gcs',
    },
    secrets: [
      { secret: tlsSecret(name), mountPath: tlsFolder },
      { secret: user?.password.secret ?? '', mountPath: operationsFolder },
    ],
    files: [{ configMap: scriptsName(name), mountPath: scriptsFolder }],
  };
}
