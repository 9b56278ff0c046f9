import type { Budget, NewProject } from '#constructs/gcp/client-foundation/index.ts';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Settings } from '#constructs/gcp/settings.ts';

/** The project, its keys, state bucket, image repository, audit logs and budget: settings below `gcp`. */
export function foundation(stack: ClientStack): void {
  const gcp = stack.settings.section('gcp');
  const newProject = newProjectOf(gcp);
  const budget = budgetOf(gcp, stack.settings.text('client.currency'));
  new ClientFoundation(stack, 'foundation', {
    ...stack.deployment,
    warehouseLocation: gcp.text('warehouseLocation', stack.deployment.region),
    apis: gcp.texts('apis'),
    ...(newProject === undefined ? {} : { newProject }),
    ...(budget === undefined ? {} : { budget }),
  });
}

function newProjectOf(gcp: Settings): NewProject | undefined {
  if (!gcp.has('newProject')) return undefined;
  const settings = gcp.section('newProject');
  return {
    displayName: settings.text('displayName'),
    billingAccount: settings.text('billingAccount'),
    ...(settings.has('folderId') ? { folderId: settings.text('folderId') } : {}),
    ...(settings.has('organizationId') ? { organizationId: settings.text('organizationId') } : {}),
  };
}

function budgetOf(gcp: Settings, currency: string): Budget | undefined {
  if (!gcp.has('budget.billingAccount')) return undefined;
  const settings = gcp.section('budget');
  return {
    billingAccount: settings.text('billingAccount'),
    amountPerMonth: settings.number('amountPerMonth'),
    currency,
    emails: settings.texts('emails'),
  };
}
