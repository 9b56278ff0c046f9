import type { ResourceKind } from './kind.ts';
import { freeForm, list, object, oneOf, port, text, texts, whole } from './schema.ts';
import type { StructuralSchema } from './schema.ts';

/** How the operator writes yes and no. A boolean is refused by its definitions. */
export type YesNo = 'yes' | 'no';

/** A value of a setting: a text, a number, a list, or the key of a Secret. */
export type Setting = string | number | readonly string[] | SettingFromSecret;

/** A setting whose value ClickHouse gets from a Secret, through an environment variable that the operator adds. */
export interface SettingFromSecret {
  readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** Settings by path, for instance `loader/profile`. */
export type Settings = Readonly<Record<string, Setting>>;

/** A pod template: the operator takes it as it is, so it is ours to check. */
export interface PodTemplate {
  readonly name: string;
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: object;
}

/** A claim template: the operator takes it as it is, so it is ours to check. */
export interface ClaimTemplate {
  readonly name: string;
  readonly reclaimPolicy: 'Retain' | 'Delete';
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly accessModes: readonly ['ReadWriteOnce'];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly storageClassName?: string;
  };
}

/** What a `ClickHouseInstallation` says here. */
export interface ClickHouseSpec {
  /** Name of what is asked for: the status tells it once the operator has made it. Keeper's never does. */
  readonly taskID: string;
  readonly defaults: {
    readonly templates: {
      readonly podTemplate: string;
      readonly dataVolumeClaimTemplate: string;
      readonly serviceTemplate: string;
    };
    readonly storageManagement: { readonly provisioner: 'Operator' };
  };
  readonly configuration: {
    readonly zookeeper: { readonly nodes: readonly { readonly host: string; readonly port: number }[] };
    readonly users: Settings;
    readonly profiles: Settings;
    readonly quotas: Settings;
    readonly settings: Settings;
    readonly files: Readonly<Record<string, string>>;
    readonly clusters: readonly {
      readonly name: string;
      readonly secure: YesNo;
      readonly insecure: YesNo;
      readonly secret: { readonly auto: YesNo };
      readonly pdbManaged: YesNo;
      readonly layout: { readonly shardsCount: number; readonly replicasCount: number };
    }[];
  };
  readonly templates: {
    readonly podTemplates: readonly PodTemplate[];
    readonly volumeClaimTemplates: readonly ClaimTemplate[];
    readonly serviceTemplates: readonly {
      readonly name: string;
      readonly generateName: string;
      readonly spec: object;
    }[];
  };
}

/** What a `ClickHouseKeeperInstallation` says here. */
export interface KeeperSpec {
  readonly defaults: {
    readonly templates: { readonly podTemplate: string; readonly dataVolumeClaimTemplate: string };
    readonly storageManagement: { readonly provisioner: 'Operator' };
  };
  readonly configuration: {
    readonly settings: Settings;
    readonly clusters: readonly {
      readonly name: string;
      readonly pdbManaged: YesNo;
      readonly layout: { readonly replicasCount: number };
    }[];
  };
  readonly templates: {
    readonly podTemplates: readonly PodTemplate[];
    readonly volumeClaimTemplates: readonly ClaimTemplate[];
  };
}

/** What a `ClickHouseOperatorConfiguration` says here. */
export interface OperatorConfigurationSpec {
  readonly watch: { readonly namespaces: { readonly include: readonly string[] } };
  /** Annotations of a cluster that its pods do not get. */
  readonly annotation: { readonly exclude: readonly string[] };
  readonly clickhouse: {
    readonly access: {
      readonly scheme: 'https';
      readonly port: number;
      readonly secret: { readonly namespace: string; readonly name: string };
    };
  };
}

const altinity = 'the ClickHouse operator of Altinity';
const yesNo = oneOf('yes', 'no');
const names = { type: 'string', pattern: '^[a-zA-Z0-9-]{1,15}$' } as const;
/** Settings may be of any shape, and their values are for ClickHouse to check. */
const settings = freeForm;
const podTemplates = list(object({ name: text, metadata: freeForm, spec: freeForm }, ['name', 'spec']));
const claimTemplates = list(
  object({ name: text, reclaimPolicy: oneOf('Retain', 'Delete'), metadata: freeForm, spec: freeForm }, [
    'name',
    'spec',
  ]),
);
const serviceTemplates = list(object({ name: text, generateName: text, spec: freeForm }, ['name', 'spec']));
const storageManagement = object({ provisioner: oneOf('StatefulSet', 'Operator') });
const used = (...templates: readonly string[]): StructuralSchema =>
  object(Object.fromEntries(templates.map((template) => [template, text])));

/** A ClickHouse cluster. */
export const clickHouseKind: ResourceKind = {
  group: 'clickhouse.altinity.com',
  version: 'v1',
  kind: 'ClickHouseInstallation',
  plural: 'clickhouseinstallations',
  shortNames: ['chi'],
  operator: altinity,
  spec: object(
    {
      taskID: text,
      defaults: object({
        templates: used('podTemplate', 'dataVolumeClaimTemplate', 'serviceTemplate'),
        storageManagement,
      }),
      configuration: object(
        {
          zookeeper: object({ nodes: list(object({ host: text, port }, ['host'])) }),
          users: settings,
          profiles: settings,
          quotas: settings,
          settings,
          files: settings,
          clusters: list(
            object(
              {
                name: names,
                secure: yesNo,
                insecure: yesNo,
                secret: object({ auto: yesNo }),
                pdbManaged: yesNo,
                layout: object({ shardsCount: whole(1), replicasCount: whole(1) }),
              },
              ['name'],
            ),
          ),
        },
        ['clusters'],
      ),
      templates: object({ podTemplates, volumeClaimTemplates: claimTemplates, serviceTemplates }),
    },
    ['configuration'],
  ),
};

/** Keeper, which agrees on what the replicas of a ClickHouse cluster do. */
export const keeperKind: ResourceKind = {
  group: 'clickhouse-keeper.altinity.com',
  version: 'v1',
  kind: 'ClickHouseKeeperInstallation',
  plural: 'clickhousekeeperinstallations',
  shortNames: ['chk'],
  operator: altinity,
  spec: object(
    {
      defaults: object({ templates: used('podTemplate', 'dataVolumeClaimTemplate'), storageManagement }),
      configuration: object(
        {
          settings,
          clusters: list(
            object(
              {
                name: names,
                pdbManaged: yesNo,
                layout: object({ replicasCount: whole(1, 7) }),
              },
              ['name'],
            ),
          ),
        },
        ['clusters'],
      ),
      templates: object({ podTemplates, volumeClaimTemplates: claimTemplates }),
    },
    ['configuration'],
  ),
};

/** Settings of the operator itself. */
export const operatorConfigurationKind: ResourceKind = {
  group: 'clickhouse.altinity.com',
  version: 'v1',
  kind: 'ClickHouseOperatorConfiguration',
  plural: 'clickhouseoperatorconfigurations',
  shortNames: ['chopconf'],
  operator: altinity,
  spec: object({
    watch: object({ namespaces: object({ include: texts }) }),
    annotation: object({ exclude: texts }),
    clickhouse: object({
      access: object({
        scheme: oneOf('https'),
        port,
        secret: object({ namespace: text, name: text }, ['name']),
      }),
    }),
  }),
};

/** Templates that installations share. Nothing here makes one; the operator does not start without the kind. */
export const installationTemplateKind: ResourceKind = {
  group: 'clickhouse.altinity.com',
  version: 'v1',
  kind: 'ClickHouseInstallationTemplate',
  plural: 'clickhouseinstallationtemplates',
  shortNames: ['chit'],
  operator: altinity,
  spec: freeForm,
};

/** The kinds that the operators stack installs. */
export const clickHouseKinds = [
  clickHouseKind,
  installationTemplateKind,
  operatorConfigurationKind,
  keeperKind,
] as const;
