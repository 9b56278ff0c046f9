// Beside terraform.ts because that one travels with every program: what only messaging needs stands here.
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { TerraformStack } from './terraform.ts';

/**
 * A prop as it will stand in the configuration, for instance `${google_kms_crypto_key.main.id}`. Two references to the
 * same thing are equal then; before, each is a placeholder of its own.
 */
export function rendered(scope: TerraformStack, value: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
}
