import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js';
import type { Construct } from './terraform.ts';
import { TerraformStack } from './terraform.ts';
import { rendered } from './tokens.ts';

/** One of Google's services that encrypts with the client's key. */
export interface KeyUser {
  /** Id of the key. */
  readonly kmsKeyName: string;
  /** Short name of the service, for instance `pubsub`: part of the address of its right. */
  readonly service: string;
  /** IAM member of the service's own account. */
  readonly member: string;
}

/** The services' rights to keys, by stack. */
const granted = new WeakMap<TerraformStack, Map<string, KmsCryptoKeyIamMember>>();

/**
 * Lets a service use a key. One binding for all that asks for it in a stack: of two equal ones, destroying the first
 * would take the right from the second too.
 */
export function keyUser(scope: Construct, { kmsKeyName, service, member }: KeyUser): KmsCryptoKeyIamMember {
  const stack = TerraformStack.of(scope);
  const grants = granted.get(stack) ?? new Map<string, KmsCryptoKeyIamMember>();
  granted.set(stack, grants);
  const key = rendered(stack, kmsKeyName);
  const place = key.replace(/^\$\{google_kms_crypto_key\.|\.id\}$/g, '').replace(/\W+/g, '_');
  const name = `${service}_uses_${place}`.replaceAll('-', '_');
  const found = grants.get(name);
  if (found !== undefined) return found;
  const made = new KmsCryptoKeyIamMember(scope, `key-user-${service}`, {
    cryptoKeyId: kmsKeyName,
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    member,
  });
  made.overrideLogicalId(name);
  grants.set(name, made);
  return made;
}
