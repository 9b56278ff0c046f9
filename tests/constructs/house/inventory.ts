// What a README example makes, and what of it decides whether it is safe: a file beside the tests that a reviewer reads.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { resourcesOf } from '#constructs/policy/resource.ts';
import type { ReadmeExample } from '../examples.ts';
import { examplesBelow, partOf, stackOf } from '../examples.ts';
import { prod } from '../synth.ts';

/** What one example adds to what it stands on. */
export interface Inventory {
  /** How many resources of each type. */
  readonly resources: Readonly<Record<string, number>>;
  /** By address: the arguments that decide about safety, by dotted path. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Arguments that decide about safety, by the last parts of their path, and what each group is about. */
const watched: Readonly<Record<string, RegExp>> = {
  'where data is': /(^|\.)(location|locations|region|allowed_persistence_regions|enforce_in_transit)$/,
  'whose key encrypts it':
    /(^|\.)(kms_key\w*|default_kms_key_name|encryption_key|crypto_key_id|rotation_period)$/,
  'who may do what': /(^|\.)(role|members?|permissions|service_account\w*|access|grantees?)$/,
  'who is trusted': /(^|\.)(attribute_(condition|mapping\.\w+)|issuer_uri|audience|allowed_audiences)$/,
  'what is reached from where':
    /(^|\.)(ingress|egress|invoker_iam_disabled|public_access_prevention|uniform_bucket_level_access|load_balancing_scheme|security_policy|src_ip_ranges|source_ranges|min_tls_version|profile|https_redirect|private_ip_google_access|allow|deny|binary_authorization\.\w+)$/,
  'what may be lost':
    /(^|\.)(deletion_\w+|prevent_destroy|delete_contents_on_destroy|force_destroy|disable_on_destroy|versioning\.enabled|on_delete)$/,
  'how long it is kept':
    /(^|\.)(\w*retention\w*(\.\w+)?|\w*expiration_ms|max_time_travel_hours|soft_delete_policy\.\w+|ttl|version_destroy_ttl|immutable_tags|age)$/,
  'what is on record': /(^|\.)(audit_log_config\.log_type|log_config\.\w+|enable|enforced?|filter_result)$/,
  'which secret a program reads': /secret_key_ref\.(secret|version)$/,
};

const patterns = Object.values(watched);

/** The inventory of an example on production settings. */
export async function inventoryOf(example: ReadmeExample): Promise<Inventory> {
  const below = examplesBelow(example);
  const before = new Set(below.length === 0 ? [] : (await synthesized(below)).keys());
  const own = [...(await synthesized([...below, example]))].filter(([address]) => !before.has(address));
  const counts = new Map<string, number>();
  for (const [address] of own) {
    const type = address.split('.')[0] ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const values = own.map(([address, body]): [string, Record<string, unknown>] => [address, watchedIn(body)]);
  return {
    resources: Object.fromEntries([...counts].sort(byKey)),
    values: Object.fromEntries(values.filter(([, found]) => Object.keys(found).length > 0).sort(byKey)),
  };
}

async function synthesized(examples: readonly ReadmeExample[]): Promise<Map<string, unknown>> {
  const parts = await Promise.all(examples.map(partOf));
  const { stack } = stackOf(prod, 'cdktf.out', parts);
  return new Map(resourcesOf(stack.toTerraform()).map(({ type, name, body }) => [`${type}.${name}`, body]));
}

/** The arguments of a body that decide about safety, by dotted path. */
export function watchedIn(body: unknown): Record<string, unknown> {
  const found = leaves(body, '').filter(([at]) => {
    const names = at.replaceAll(/\.\d+(?=\.|$)/g, '');
    return patterns.some((pattern) => pattern.test(names));
  });
  return Object.fromEntries(found.sort(byKey));
}

/** Every value that is no object or list, by its dotted path; lists of plain values as a whole. */
function leaves(value: unknown, at: string): [string, unknown][] {
  const isPlain = typeof value !== 'object' || value === null;
  if (isPlain || (Array.isArray(value) && value.every((item) => typeof item !== 'object')))
    return [[at, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '//' ? [] : leaves(inner, at === '' ? key : `${at}.${key}`),
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The committed file of an example's inventory. */
export function inventoryFile({ name }: ReadmeExample): string {
  return path.resolve(import.meta.dirname, `../inventories/${name}.yaml`);
}

/** The inventory as its file holds it. */
export function inventoryText(inventory: Inventory): string {
  return `# Made by \`npm run constructs\`. A reviewer reads its changes: every line decides about safety.\n${stringify(inventory, { lineWidth: 0 })}`;
}

/** The committed inventory of an example. */
export function committedInventory(example: ReadmeExample): unknown {
  return parse(readFileSync(inventoryFile(example), 'utf8'));
}
