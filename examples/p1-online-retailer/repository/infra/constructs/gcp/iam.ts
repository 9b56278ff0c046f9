import type { GcpConstruct } from './gcp-construct.ts';
import { InvalidPropError } from '../common/invalid-prop.ts';
import { isNamedMember } from './members.ts';

/** When a binding holds: a condition in the Common Expression Language. */
export interface IamCondition {
  /** Short name, for instance `until_2027`. */
  readonly title: string;
  /** Expression that must be true, for instance `request.time < timestamp("2027-01-01T00:00:00Z")`. */
  readonly expression: string;
  /**
   * Why it is there.
   *
   * @default - none
   */
  readonly description?: string;
}

/** One role for several members. */
export interface IamBinding {
  /** Role, for instance `roles/bigquery.dataViewer`. */
  readonly role: string;
  /** IAM members, for instance `group:analysts@example.com`. */
  readonly members: readonly string[];
  /**
   * When it holds.
   *
   * @default - always
   */
  readonly condition?: IamCondition;
}

/** One role for one member. */
export interface IamMember {
  /** Role, for instance `roles/bigquery.dataViewer`. */
  readonly role: string;
  /** IAM member, for instance `group:analysts@example.com`, or a reference to an account. */
  readonly member: string;
  /**
   * When it holds.
   *
   * @default - always
   */
  readonly condition?: IamCondition;
}

/**
 * Who may do what with a resource: the same four props on every construct. All of them only add: what others granted
 * on the resource stays, and taking an entry out takes back that entry alone.
 */
export interface IamProps {
  /**
   * Members by role: `{ "roles/bigquery.dataViewer": ["group:analysts@example.com"] }`.
   *
   * @default {}
   */
  readonly iam?: Readonly<Record<string, readonly string[]>>;
  /**
   * Roles with their members and an optional condition, by a name of your choice that keeps their addresses stable.
   *
   * @default {}
   */
  readonly iamBindings?: Readonly<Record<string, IamBinding>>;
  /**
   * Single grants by a name of your choice that keeps their addresses stable. The one to use for members that are
   * references to resources.
   *
   * @default {}
   */
  readonly iamBindingsAdditive?: Readonly<Record<string, IamMember>>;
  /**
   * Roles by member: `{ "group:analysts@example.com": ["roles/bigquery.dataViewer"] }`.
   *
   * @default {}
   */
  readonly iamByPrincipals?: Readonly<Record<string, readonly string[]>>;
}

/** One grant, ready to be made. */
export interface Grant extends IamMember {
  /** Id of the construct that makes it, for instance `iam-bigquery-dataViewer-group-analysts-example-com`. */
  readonly id: string;
}

/** The roles that see or change everything, and are never granted on a single resource. */
const basicRoles = new Set(['roles/owner', 'roles/editor', 'roles/viewer']);

/**
 * The grants that the four props ask for, in a stable order.
 *
 * @throws InvalidPropError for a member that is not a named principal, a role that is not one or a basic one, and a
 * grant that two props ask for
 */
export function grantsOf(scope: GcpConstruct, props: IamProps): readonly Grant[] {
  const asked = [
    ...pairs('iam', props.iam, (role, member) => ({ role, member })),
    ...pairs('iamByPrincipals', props.iamByPrincipals, (member, role) => ({ role, member })),
    ...named(props.iamBindings).flatMap(([name, { role, members, condition }]) =>
      members.map((member) => ({
        prop: `iamBindings.${name}`,
        id: `iam-${name}-${slug(member)}`,
        role,
        member,
        ...(condition === undefined ? {} : { condition }),
      })),
    ),
    ...named(props.iamBindingsAdditive).map(([name, grant]) => ({
      prop: `iamBindingsAdditive.${name}`,
      id: `iam-${name}`,
      mayBeReference: true,
      ...grant,
    })),
  ];
  const seen = new Map<string, string>();
  return asked.map(({ prop, ...rest }) => {
    const { mayBeReference, ...grant } = { mayBeReference: false, ...rest };
    check(scope, prop, grant, mayBeReference);
    const same = JSON.stringify([grant.role, grant.member, grant.condition?.expression]);
    const before = seen.get(same) ?? seen.get(grant.id);
    if (before !== undefined)
      refuse(
        scope,
        prop,
        [grant.role, grant.member],
        `a grant that ${before} does not make`,
        'Keep one of the two.',
      );
    seen.set(same, prop);
    seen.set(grant.id, prop);
    return grant;
  });
}

/** A grant as the resource of any service that gives a role takes it. */
export function grantConfig({ role, member, condition }: Grant) {
  return { role, member, ...(condition === undefined ? {} : { condition: { ...condition } }) };
}

function pairs(
  prop: string,
  entries: Readonly<Record<string, readonly string[]>> | undefined,
  grant: (key: string, value: string) => IamMember,
) {
  return named(entries).flatMap(([key, values]) =>
    values.map((value) => {
      const made = grant(key, value);
      return { prop, id: `iam-${slug(made.role.replace('roles/', ''))}-${slug(made.member)}`, ...made };
    }),
  );
}

function named<T>(entries: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(entries ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function check(scope: GcpConstruct, prop: string, { role, member }: Grant, mayBeReference: boolean): void {
  if (!isNamedMember(member))
    refuse(
      scope,
      prop,
      member,
      'a named principal such as "serviceAccount:…" or "group:…"',
      'Name who it is; everyone and every signed-in user are left out on purpose.',
    );
  if (member.includes('${') && !mayBeReference)
    refuse(
      scope,
      prop,
      member,
      'a literal member',
      'Give references to resources in iamBindingsAdditive, where a name keeps the address stable.',
    );
  if (
    !/^(roles|projects\/[^/]+\/roles|organizations\/\d+\/roles)\/[A-Za-z0-9_.]+$/.test(role) ||
    basicRoles.has(role)
  )
    refuse(
      scope,
      prop,
      role,
      'a role such as "roles/bigquery.dataViewer", not a basic one',
      'Name the narrowest role that does.',
    );
}

function refuse(scope: GcpConstruct, prop: string, value: unknown, expected: string, remedy: string): never {
  throw new InvalidPropError({ at: scope.node.path, prop, value, expected, remedy });
}
