import { DataGoogleBigqueryDefaultServiceAccount } from '@cdktf/provider-google/lib/data-google-bigquery-default-service-account/index.js';
import { DataGoogleKmsCryptoKey } from '@cdktf/provider-google/lib/data-google-kms-crypto-key/index.js';
import { DataGoogleLoggingProjectCmekSettings } from '@cdktf/provider-google/lib/data-google-logging-project-cmek-settings/index.js';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account/index.js';
import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key/index.js';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring/index.js';
import type { ProjectService } from '@cdktf/provider-google/lib/project-service/index.js';
import { GcpConstruct } from '../gcp-construct.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import type { ClientFoundationProps } from './props.ts';

/** A key: made, or a data source where it was there already. */
export type EncryptionKey = KmsCryptoKey | DataGoogleKmsCryptoKey;

/** The APIs of the project by their short names, for instance `cloudkms`. */
export type Apis = ReadonlyMap<string, ProjectService>;

/** The keys of a client, and which of Google's services may use them. Made by ClientFoundation. */
export class ClientKeys extends GcpConstruct {
  /** Key of everything regional. */
  readonly main: EncryptionKey;
  /** Key of the datasets, in the warehouse's location. */
  readonly warehouse: EncryptionKey;
  /** The rings of the keys that were made, by the name of the key. */
  readonly rings: ReadonlyMap<string, KmsKeyRing>;
  /** Rights of Google's services to use the keys, by the service. */
  readonly grants: ReadonlyMap<string, KmsCryptoKeyIamMember>;

  constructor(scope: Construct, id: string, props: ClientFoundationProps, projectNumber: string, apis: Apis) {
    super(scope, id, props);
    const { region, warehouseLocation = region, existing = {}, keyRotationDays } = props;
    if (keyRotationDays !== undefined && existing.key !== undefined && existing.warehouseKey !== undefined)
      this.refuse(
        'keyRotationDays',
        keyRotationDays,
        'none, because existing.key and existing.warehouseKey have their own',
        'Leave it out, or leave out the keys that are to be made.',
      );
    const keyLocation = kmsLocation(warehouseLocation);
    const rings = new Map<string, KmsKeyRing>();
    const make = (name: string, location: string, found: string | undefined) =>
      found === undefined
        ? this.make(name, location, keyRotationDays ?? 90, apis, rings)
        : this.find(name === 'main' ? 'key' : 'warehouseKey', location, found);
    this.main = make('main', region, existing.key);
    this.warehouse =
      keyLocation === region && existing.warehouseKey === undefined
        ? this.main
        : make('warehouse', keyLocation, existing.warehouseKey);
    this.rings = rings;
    this.grants = this.grantAll(projectNumber, apis);
  }

  private make(
    name: string,
    location: string,
    rotationDays: number,
    apis: Apis,
    rings: Map<string, KmsKeyRing>,
  ): KmsCryptoKey {
    if (!Number.isInteger(rotationDays) || rotationDays < 1 || rotationDays > 90)
      this.refuse('keyRotationDays', rotationDays, 'a whole number from 1 to 90', 'Leave it out for 90.');
    const ring = new KmsKeyRing(this, `ring-${name}`, {
      project: this.deployment.project,
      name: this.named(name, 63),
      location,
      lifecycle: { preventDestroy: this.protected },
      dependsOn: only(apis, 'cloudkms'),
    });
    rings.set(name, this.atAddress(ring, name));
    const key = new KmsCryptoKey(this, name, {
      keyRing: ring.id,
      name: this.named(name, 63),
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: `${rotationDays * 86_400}s`,
      labels: this.labels(),
      // A destroyed key makes what it encrypted unreadable: as final as deleting the data.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(key, name);
  }

  private find(prop: 'key' | 'warehouseKey', location: string, full: string): DataGoogleKmsCryptoKey {
    const [, keyRing, at, name] =
      /^(projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+)\/cryptoKeys\/([^/]+)$/.exec(full) ?? [];
    if (keyRing === undefined || name === undefined || at !== location)
      this.refuse(
        `existing.${prop}`,
        full,
        `projects/PROJECT/locations/${location}/keyRings/RING/cryptoKeys/KEY`,
        'A key encrypts what is in its own location only: name one that is there, or leave it out to have one made.',
      );
    return new DataGoogleKmsCryptoKey(this, prop, { keyRing, name });
  }

  /** Lets Google's own service agents use the keys for what they store. */
  private grantAll(projectNumber: string, apis: Apis): Map<string, KmsCryptoKeyIamMember> {
    const { project } = this.deployment;
    const storage = new DataGoogleStorageProjectServiceAccount(this, 'storage-agent', {
      project,
      dependsOn: only(apis, 'storage'),
    });
    const bigquery = new DataGoogleBigqueryDefaultServiceAccount(this, 'bigquery-agent', {
      project,
      dependsOn: only(apis, 'bigquery'),
    });
    const logging = new DataGoogleLoggingProjectCmekSettings(this, 'logging-agent', {
      project,
      dependsOn: only(apis, 'logging'),
    });
    const users: readonly (readonly [name: string, api: string, key: EncryptionKey, member: string])[] = [
      ['storage', 'storage', this.main, `serviceAccount:${storage.emailAddress}`],
      ['images', 'artifactregistry', this.main, serviceAgent(projectNumber, 'gcp-sa-artifactregistry')],
      ['run', 'run', this.main, serviceAgent(projectNumber, 'serverless-robot-prod')],
      ['logs', 'logging', this.main, `serviceAccount:${logging.serviceAccountId}`],
      ['warehouse', 'bigquery', this.warehouse, `serviceAccount:${bigquery.email}`],
    ];
    return new Map(
      users.map(([name, api, key, member]) => [
        name,
        new KmsCryptoKeyIamMember(this, `user-${name}`, {
          cryptoKeyId: key.id,
          role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
          member,
          // A service's agent exists once its API is on.
          dependsOn: only(apis, api),
        }),
      ]),
    );
  }
}

/** The API of that short name, as a list to depend on. */
export function only(apis: Apis, name: string): ProjectService[] {
  const api = apis.get(name);
  return api === undefined ? [] : [api];
}

/** Where Cloud KMS keeps the keys for a BigQuery location: BigQuery's multi-regions have other names there. */
function kmsLocation(bigqueryLocation: string): string {
  const multiRegions: Readonly<Record<string, string>> = { EU: 'europe', US: 'us' };
  return multiRegions[bigqueryLocation] ?? bigqueryLocation;
}
