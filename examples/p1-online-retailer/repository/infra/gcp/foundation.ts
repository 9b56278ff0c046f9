import type {
  Budget,
  ClientFoundationProps,
  Contact,
  ContactCategory,
  EgressRule,
  ExistingParts,
  NetworkProps,
  NewProject,
  OrganizationPolicies,
} from '#constructs/gcp/client-foundation/index.ts';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Settings } from '#constructs/common/settings.ts';

/** The project with everything the other parts stand on: settings below `gcp`. infra/README.md lists them. */
export function foundation(stack: ClientStack): void {
  const gcp = stack.settings.section('gcp');
  const currency = () => stack.settings.text('client.currency');
  new ClientFoundation(stack, 'foundation', {
    ...stack.deployment,
    warehouseLocation: stack.settings.text('residency.multi_region'),
    apis: gcp.texts('apis'),
    alertEmails: gcp.texts('alert_emails'),
    contacts: gcp.entries('contacts').map(({ settings }) => contactOf(settings)),
    ...given(gcp, 'new_project', (settings) => ({ newProject: newProjectOf(settings) })),
    ...given(gcp, 'existing', (settings) => ({ existing: existingOf(settings) })),
    ...given(gcp, 'network', (settings) => ({ network: networkOf(settings) })),
    ...given(gcp, 'organization_policies', (settings) => ({ organizationPolicies: policiesOf(settings) })),
    // An amount stands in the settings from the first day; the account is known when the client has one.
    ...(gcp.has('budget.billing_account') ? { budget: budgetOf(gcp.section('budget'), currency()) } : {}),
    ...(gcp.has('key_rotation_days') ? { keyRotationDays: gcp.number('key_rotation_days') } : {}),
    ...(gcp.has('audit_log_retention_days')
      ? { auditLogRetentionDays: gcp.number('audit_log_retention_days') }
      : {}),
  });
}

/** The props made of the settings at `key`, if there are any. */
function given(
  settings: Settings,
  key: string,
  props: (inner: Settings) => Partial<ClientFoundationProps>,
): Partial<ClientFoundationProps> {
  return settings.has(key) ? props(settings.section(key)) : {};
}

function newProjectOf(settings: Settings): NewProject {
  return {
    displayName: settings.text('display_name'),
    billingAccount: settings.text('billing_account'),
    ...(settings.has('folder_id') ? { folderId: settings.text('folder_id') } : {}),
    ...(settings.has('organization_id') ? { organizationId: settings.text('organization_id') } : {}),
  };
}

function existingOf(settings: Settings): ExistingParts {
  const network = settings.section('network');
  return {
    ...(settings.has('key') ? { key: settings.text('key') } : {}),
    ...(settings.has('warehouse_key') ? { warehouseKey: settings.text('warehouse_key') } : {}),
    ...(settings.has('environment_tag') ? { environmentTag: settings.text('environment_tag') } : {}),
    ...(settings.has('network')
      ? {
          network: {
            ...(network.has('project') ? { project: network.text('project') } : {}),
            network: network.text('network'),
            subnetwork: network.text('subnetwork'),
          },
        }
      : {}),
  };
}

function networkOf(settings: Settings): NetworkProps {
  const egress = settings
    .entries('egress')
    .map(({ id, settings: rule }): [string, EgressRule] => [
      id,
      { ranges: rule.texts('ranges'), tcpPorts: rule.numbers('tcp_ports') },
    ]);
  return {
    ...(settings.has('range') ? { range: settings.text('range') } : {}),
    ...(settings.has('flow_sampling') ? { flowSampling: settings.number('flow_sampling') } : {}),
    nat: settings.flag('nat', false),
    egress: Object.fromEntries(egress),
  };
}

function policiesOf(settings: Settings): OrganizationPolicies {
  return {
    organizationId: settings.text('organization_id'),
    mode: settings.oneOf('mode', ['dryRun', 'enforce'], 'dryRun'),
  };
}

const categories: readonly ContactCategory[] = [
  'ALL',
  'BILLING',
  'LEGAL',
  'PRODUCT_UPDATES',
  'SECURITY',
  'SUSPENSION',
  'TECHNICAL',
];

function contactOf(settings: Settings): Contact {
  return {
    email: settings.text('email'),
    categories: settings.choices('categories', categories),
    language: settings.text('language', 'en'),
  };
}

function budgetOf(settings: Settings, currency: string): Budget {
  return {
    billingAccount: settings.text('billing_account'),
    amountPerMonth: settings.number('amount_per_month'),
    currency,
    publish: settings.flag('publish', false),
    ...(settings.has('spent_percents') ? { spentPercents: settings.numbers('spent_percents') } : {}),
    ...(settings.has('forecast_percents') ? { forecastPercents: settings.numbers('forecast_percents') } : {}),
  };
}
