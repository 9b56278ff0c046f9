import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { realPrices } from '../../tools/prices.ts';

const constructs = path.resolve(import.meta.dirname, '../../../constructs/gcp');

/** Kinds of resource that nobody is charged for, or whose use another kind is charged for. */
const free = [
  /_iam_/,
  /^google_(data|org_policy|project|service_account|essential_contacts|monitoring_(dashboard|notification|slo))/,
  /^google_(bigquery_data_policy|bigquery_data_transfer_config|bigquery_row_access|bigquery_datapolicy|data_catalog)/,
  /^google_compute_(backend|managed_ssl|region_network_endpoint|ssl|target|url_map|network|subnetwork|router$|firewall)/,
  /^google_(billing_budget|eventarc|iam_workload_identity|kms_key_ring|logging_project_sink|provider|pubsub_schema)/,
  /^google_(service_networking|service_usage|storage_notification|storage_bucket_object|tags)/,
];

/** Kinds of resource that the constructs import, as Terraform names them. */
function madeKinds(): readonly string[] {
  const kinds = readdirSync(constructs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(path.join(constructs, name), 'utf8').matchAll(
        /@cdktf\/provider-google\/lib\/([a-z0-9-]+)/g,
      ),
    ])
    .map(([, kind = '']) => `google_${kind.replaceAll('-', '_')}`);
  return [...new Set(kinds)].sort();
}

describe('the price book', () => {
  test('has a price for every kind of resource the constructs make that costs anything', () => {
    const priced = realPrices().items.flatMap(({ resources }) => resources);
    const unpriced = madeKinds().filter(
      (kind) => !priced.includes(kind) && !free.some((pattern) => pattern.test(kind)),
    );
    expect(unpriced).toEqual([]);
    expect(madeKinds().length).toBeGreaterThan(30);
  });
});
