import type { AlertTargets } from './alerts.ts';
import { ClientFoundation } from './client-foundation/index.ts';
import type { ClientStack } from './client-stack.ts';

/** Whom the alerts of a stack tell, and the page of the runbook they lead to (`runbook.url` of the settings). */
export function alertTargetsOf(stack: ClientStack): AlertTargets {
  return {
    notificationChannels: stack.part(ClientFoundation).notificationChannels.map(({ id }) => id),
    ...(stack.settings.has('runbook.url') ? { runbookUrl: stack.settings.text('runbook.url') } : {}),
  };
}
