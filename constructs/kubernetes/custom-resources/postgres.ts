import type { ResourceKind } from './kind.ts';
import { flag, freeForm, list, object, oneOf, text, textMap, whole } from './schema.ts';

/** A volume of CloudNativePG. */
export interface PostgresStorage {
  readonly size: string;
  readonly storageClass?: string;
  readonly resizeInUseVolumes: true;
}

/** What a `Cluster` of CloudNativePG says here. */
export interface PostgresClusterSpec {
  readonly instances: number;
  readonly imageName: string;
  readonly enablePDB: true;
  readonly enableSuperuserAccess: false;
  readonly primaryUpdateStrategy: 'unsupervised';
  readonly inheritedMetadata: { readonly labels: Readonly<Record<string, string>> };
  readonly serviceAccountTemplate?: {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  };
  readonly bootstrap: {
    readonly initdb: { readonly database: string; readonly owner: string; readonly dataChecksums: true };
  };
  readonly storage: PostgresStorage;
  readonly walStorage: PostgresStorage;
  readonly resources: object;
  readonly affinity: {
    readonly enablePodAntiAffinity: true;
    readonly podAntiAffinityType: 'preferred' | 'required';
    readonly topologyKey: string;
  };
  readonly postgresql: {
    readonly parameters: Readonly<Record<string, string>>;
    readonly pg_hba: readonly string[];
    readonly synchronous?: {
      readonly method: 'any';
      readonly number: number;
      readonly dataDurability: 'required';
    };
  };
  readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  readonly plugins?: readonly {
    readonly name: string;
    readonly isWALArchiver: true;
    readonly parameters: Readonly<Record<string, string>>;
  }[];
}

const cloudNativePg = 'CloudNativePG';
const storage = object({ size: text, storageClass: text, resizeInUseVolumes: flag });

/** A PostgreSQL cluster. */
export const postgresClusterKind: ResourceKind = {
  group: 'postgresql.cnpg.io',
  version: 'v1',
  kind: 'Cluster',
  plural: 'clusters',
  operator: cloudNativePg,
  spec: object(
    {
      instances: whole(1),
      imageName: text,
      enablePDB: flag,
      enableSuperuserAccess: flag,
      primaryUpdateStrategy: oneOf('unsupervised', 'supervised'),
      inheritedMetadata: object({ labels: textMap }),
      serviceAccountTemplate: object({ metadata: object({ annotations: textMap }) }, ['metadata']),
      bootstrap: object({ initdb: object({ database: text, owner: text, dataChecksums: flag }) }),
      storage,
      walStorage: storage,
      resources: freeForm,
      affinity: object({
        enablePodAntiAffinity: flag,
        podAntiAffinityType: oneOf('preferred', 'required'),
        topologyKey: text,
      }),
      postgresql: object({
        parameters: textMap,
        pg_hba: list(text),
        synchronous: object(
          { method: oneOf('any', 'first'), number: whole(1), dataDurability: oneOf('required', 'preferred') },
          ['method', 'number'],
        ),
      }),
      seccompProfile: object({ type: text }, ['type']),
      plugins: list(object({ name: text, isWALArchiver: flag, parameters: textMap }, ['name'])),
    },
    ['instances'],
  ),
};

/** What a `ScheduledBackup` says here. */
export interface ScheduledBackupSpec {
  readonly schedule: string;
  readonly cluster: { readonly name: string };
  readonly method: 'plugin';
  readonly pluginConfiguration: { readonly name: string };
  readonly backupOwnerReference: 'self';
  readonly immediate: true;
}

/** When copies of a PostgreSQL cluster are made. */
export const scheduledBackupKind: ResourceKind = {
  group: 'postgresql.cnpg.io',
  version: 'v1',
  kind: 'ScheduledBackup',
  plural: 'scheduledbackups',
  operator: cloudNativePg,
  spec: object(
    {
      schedule: text,
      cluster: object({ name: text }, ['name']),
      method: oneOf('plugin'),
      pluginConfiguration: object({ name: text }, ['name']),
      backupOwnerReference: oneOf('none', 'self', 'cluster'),
      immediate: flag,
    },
    ['schedule', 'cluster'],
  ),
};

/** What an `ObjectStore` says here. */
export interface ObjectStoreSpec {
  readonly configuration: {
    readonly destinationPath: string;
    readonly googleCredentials: { readonly gkeEnvironment: true };
    readonly data: { readonly compression: 'gzip' };
    readonly wal: { readonly compression: 'gzip'; readonly maxParallel: number };
  };
  readonly retentionPolicy: string;
}

/** The bucket that copies and the log of PostgreSQL go to. */
export const objectStoreKind: ResourceKind = {
  group: 'barmancloud.cnpg.io',
  version: 'v1',
  kind: 'ObjectStore',
  plural: 'objectstores',
  operator: 'the Barman Cloud plugin of CloudNativePG',
  spec: object(
    {
      configuration: object(
        {
          destinationPath: text,
          googleCredentials: object({ gkeEnvironment: flag }),
          data: object({ compression: oneOf('gzip') }),
          wal: object({ compression: oneOf('gzip'), maxParallel: whole(1) }),
        },
        ['destinationPath'],
      ),
      retentionPolicy: text,
    },
    ['configuration'],
  ),
};
