import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone/index.js';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** Where private.googleapis.com answers: reached from a network without the internet. */
export const googleAddresses = '199.36.153.8/30';

const hosts = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

/** Names under which Google's APIs, and the services on Cloud Run, are called. */
const domains = ['googleapis.com', 'run.app'] as const;

/**
 * Private names in a network that lead to Google's private addresses: under the public ones a closed network would not
 * get out. Made by ClientNetwork.
 */
export class GoogleNames extends GcpConstruct {
  /** The zones, by domain. */
  readonly zones: ReadonlyMap<string, DnsManagedZone>;
  /** The records, by name. */
  readonly records: ReadonlyMap<string, DnsRecordSet>;

  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    network: string,
    dependsOn: ITerraformDependable[],
  ) {
    super(scope, id, deployment);
    const records = new Map<string, DnsRecordSet>();
    this.zones = new Map(
      domains.map((domain) => {
        const slug = domain.replace('.', '-');
        const zone = new DnsManagedZone(this, slug, {
          project: deployment.project,
          name: this.named(slug, 63),
          dnsName: `${domain}.`,
          description: "Google's private addresses",
          visibility: 'private',
          privateVisibilityConfig: { networks: [{ networkUrl: network }] },
          labels: this.labels(),
          dependsOn,
        });
        const top = domain === 'googleapis.com' ? `private.${domain}.` : `${domain}.`;
        const record = (name: string, type: string, rrdatas: string[]) =>
          new DnsRecordSet(this, `${slug}-${type.toLowerCase()}`, {
            project: deployment.project,
            managedZone: zone.name,
            name,
            type,
            ttl: 300,
            rrdatas,
          });
        records.set(top, record(top, 'A', hosts));
        records.set(`*.${domain}.`, record(`*.${domain}.`, 'CNAME', [top]));
        return [domain, zone];
      }),
    );
    this.records = records;
  }
}
