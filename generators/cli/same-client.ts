import type { Diagnostic, Lock } from '#catalog/schema/generated/types.ts';
import { refusal, wrong } from '../engine/problems.ts';

/**
 * Refuses a diagnostic of another client than the repository's.
 * @param file the diagnostic as the person named it.
 */
export function sameClient(lock: Lock, diagnostic: Diagnostic | undefined, file: string | undefined): void {
  const { id } = lock.facts.client;
  if (diagnostic === undefined || diagnostic.meta.clientId === id) return;
  throw refusal(
    wrong('OTHER_CLIENT', 'The diagnostic is of another client than the repository.', {
      ...(file === undefined ? {} : { file }),
      pointer: '/meta/clientId',
      value: diagnostic.meta.clientId,
      expected: id,
      action: 'Name the diagnostic of this client.',
    }),
  );
}
