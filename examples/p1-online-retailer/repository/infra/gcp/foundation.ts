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
    warehouseLocation: stack.settings.text('residency.multi_region'),
    apis: gcp.texts('apis'),
    ...(newProject === undefined ? {} : { newProject }),
    ...(budget === undefined ? {} : { budget }),
  });
}

function newProjectOf(gcp: Settings): NewProject | undefined {
  if (!gcp.has('new_project')) return undefined;
  const settings = gcp.section('new_project');
  return {
    displayName: settings.text('display_name'),
    billingAccount: settings.text('billing_account'),
    ...(settings.has('folder_id') ? { folderId: settings.text('folder_id') } : {}),
    ...(settings.has('organization_id') ? { organizationId: settings.text('organization_id') } : {}),
  };
}

function budgetOf(gcp: Settings, currency: string): Budget | undefined {
  if (!gcp.has('budget.billing_account')) return undefined;
  const settings = gcp.section('budget');
  return {
    billingAccount: settings.text('billing_account'),
    amountPerMonth: settings.number('amount_per_month'),
    currency,
    emails: settings.texts('emails'),
  };
}
