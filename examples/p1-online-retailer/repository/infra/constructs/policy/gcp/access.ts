// Who may do what, computed from the configuration: each account's roles, on what, and the permissions they hold.
import { markdownTable } from '../markdown-table.ts';
import type { PolicyResource } from '../resource.ts';
import { objectOf, resourcesOf } from '../resource.ts';
import { rolePermissions, rolesReadOn } from './role-permissions.ts';

/** One role that an account holds. */
export interface HeldRole {
  /** The role, for instance `roles/bigquery.jobUser`, or the id of a custom one. */
  readonly role: string;
  /** Kind of what it is held on, for instance `project` or `bigquery_dataset`. */
  readonly kind: string;
  /** Its name, for instance `marts`. */
  readonly on: string;
  /** What the role holds; missing where it is a predefined one that nobody wrote down. */
  readonly permissions?: readonly string[];
  /** Title of the condition under which it is held. */
  readonly condition?: string;
}

/** What one account, group or person may do. */
export interface AccountAccess {
  /** The principal; of an account that the configuration makes its id, for instance `acme-prod-transform`. */
  readonly account: string;
  /** What an account that is made is for, for instance `Runs transform`. */
  readonly purpose?: string;
  /** Whether the configuration makes the account. */
  readonly made: boolean;
  readonly roles: readonly HeldRole[];
}

/** Arguments that name what a role is held on, the narrowest first. */
const names = [
  'table_id',
  'dataset_id',
  'bucket',
  'topic',
  'subscription',
  'secret_id',
  'policy_tag',
  'data_policy_id',
  'crypto_key_id',
  'repository',
  'service_account_id',
  'name',
  'project',
] as const;

/** Arguments by which a resource is known to people. */
const ownNames = [
  'account_id',
  'role_id',
  'dataset_id',
  'table_id',
  'secret_id',
  'repository_id',
  'data_policy_id',
  'display_name',
  'name',
] as const;

/** The access of every principal that a Terraform configuration in JSON gives a role to, by name. */
export function accessIn(configuration: unknown): AccountAccess[] {
  const resources = resourcesOf(configuration);
  const byAddress = new Map(resources.map((resource) => [`${resource.type}.${resource.name}`, resource]));
  const found = new Map<string, Principal & { readonly roles: HeldRole[] }>();
  for (const grant of resources.filter(({ type }) => type.endsWith('_iam_member'))) {
    const who = principal(String(grant.body['member']), byAddress);
    const entry = found.get(who.account) ?? { ...who, roles: [] };
    entry.roles.push(heldRole(grant, byAddress));
    found.set(who.account, entry);
  }
  return [...found.values()]
    .map((entry) => ({ ...entry, roles: entry.roles.sort(byText(roleKey)) }))
    .sort(byText(({ made, account }) => `${made ? 0 : 1} ${account}`));
}

type Principal = Omit<AccountAccess, 'roles'>;
type ByAddress = ReadonlyMap<string, PolicyResource>;

function heldRole(grant: PolicyResource, byAddress: ByAddress): HeldRole {
  const { role, title, permissions } = roleOf(String(grant.body['role']), byAddress);
  const argument = names.find((name) => grant.body[name] !== undefined) ?? 'project';
  const conditions = [grant.body['condition']].flat().map((condition) => objectOf(condition)['title']);
  const condition = conditions.find((found) => typeof found === 'string');
  return {
    role: title ?? role,
    kind: grant.type.replace(/^google_/, '').replace(/_iam_member$/, ''),
    on: nameOf(String(grant.body[argument]), byAddress),
    ...(permissions === undefined ? {} : { permissions }),
    ...(typeof condition === 'string' ? { condition } : {}),
  };
}

function roleOf(
  role: string,
  byAddress: ByAddress,
): { readonly role: string; readonly title?: string; readonly permissions?: readonly string[] } {
  const custom = referredIn(role, byAddress);
  if (custom === undefined) {
    const permissions = rolePermissions[role];
    return permissions === undefined ? { role } : { role, permissions };
  }
  const listed = custom.body['permissions'];
  return {
    role,
    title: String(custom.body['role_id']),
    permissions: Array.isArray(listed) ? listed.map(String) : [],
  };
}

function principal(member: string, byAddress: ByAddress): Principal {
  const account = referredIn(member, byAddress);
  if (account?.type !== 'google_service_account') return { made: false, account: shortened(member) };
  const purpose = account.body['display_name'];
  return {
    made: true,
    account: String(account.body['account_id']),
    ...(typeof purpose === 'string' ? { purpose } : {}),
  };
}

/** A name for people: of what a reference leads to, else the text itself. */
function nameOf(text: string, byAddress: ByAddress): string {
  const referred = referredIn(text, byAddress);
  if (referred === undefined) return shortened(text);
  const own = ownNames.map((name) => referred.body[name]).find((value) => typeof value === 'string');
  return own === undefined ? `${referred.type}.${referred.name}` : shortened(own);
}

function referredIn(text: string, byAddress: ByAddress): PolicyResource | undefined {
  const [, address = ''] = /^(?:serviceAccount:)?\$\{(google_\w+\.[\w-]+)\.\w+\}$/.exec(text) ?? [];
  return byAddress.get(address);
}

/** References inside a text by what they give: a number is `NUMBER`, an account of Google's the data source that finds it. */
function shortened(text: string): string {
  return text.replace(
    /\$\{(?:data\.google_(\w+)\.[^}]*|[^}]*)\.(\w+)\}/g,
    (_, source: string | undefined, attribute: string) =>
      source === undefined || attribute === 'number' ? attribute.toUpperCase() : source.replaceAll('_', ' '),
  );
}

function roleKey({ kind, on, role }: HeldRole): string {
  return `${kind} ${on} ${role}`;
}

function byText<T>(text: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}

/** What people read of the access in a stack's configuration: a table per account, and what each role holds. */
export function accessMarkdown(stack: string, configuration: unknown): string {
  const accounts = accessIn(configuration);
  const held = accounts.flatMap(({ roles }) => roles);
  const roles = [...new Map(held.map(({ role, permissions }) => [role, permissions]))].sort(
    byText(([role]) => role),
  );
  return [
    `# Who may do what in ${stack}`,
    `Computed from the configuration. Permissions of Google's predefined roles are those of ${rolesReadOn}; Google adds to them.`,
    '## Accounts that are made here',
    accessTable(accounts.filter(({ made }) => made)),
    '## Others',
    accessTable(accounts.filter(({ made }) => !made)),
    '## What the roles hold',
    markdownTable(
      ['Role', 'Permissions'],
      roles.map(([role, permissions]) => [role, permissions?.join(', ') ?? 'not known here']),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** A row for each role an account holds on a kind of thing. */
export function accessTable(accounts: readonly AccountAccess[]): string {
  return markdownTable(
    ['Account', 'On', 'Role', 'Permissions'],
    accounts.flatMap(({ account, purpose, roles }) =>
      [...groupedBy(roles, ({ role, kind, condition }) => `${role} ${kind} ${condition ?? ''}`).values()].map(
        ([first, ...more]) => [
          purpose === undefined ? account : `${account} (${purpose})`,
          onText([first, ...more]),
          `${first.role}${first.condition === undefined ? '' : ` (if ${first.condition})`}`,
          first.permissions === undefined ? '?' : String(first.permissions.length),
        ],
      ),
    ),
  );
}

function onText(roles: readonly HeldRole[]): string {
  const kind = (roles[0]?.kind ?? '').replaceAll('_', ' ');
  return `${kind}: ${roles.map(({ on }) => on).join(', ')}`;
}

function groupedBy<T>(values: readonly T[], key: (value: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}
