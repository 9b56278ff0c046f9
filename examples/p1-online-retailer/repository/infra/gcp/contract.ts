import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { ContractPublication } from '#constructs/gcp/contract-publication/index.ts';

/** What other programs may know of this stack: names and places of what the earlier parts made. The last part. */
export function contract(stack: ClientStack): void {
  stack.afterFoundation(
    new ContractPublication(stack, 'contract', {
      ...stack.deployment,
      name: 'gcp',
      encryption: { kmsKeyName: stack.part(ClientFoundation).key.id },
    }),
  );
}
