import type { Problem } from '#catalog/problem.ts';
import type { Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { manifestFile } from '../plan/capabilities.ts';
import { lookUp } from '../plan/pointer.ts';
import { refuseAny, wrong } from '../problems.ts';
import { fillTokens, tokensOf } from '../render/paths.ts';

/** Stateful resources by address, with the template that declares each. */
export type Resources = Lock['resources'];

/** What an address looks like once its tokens are filled; engine-neutral, so colons and slashes are allowed in a type. */
const ADDRESS = /^[A-Za-z0-9_:./-]+\.[A-Za-z0-9_-]+$/;
const SLUG = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;

/** The kind of resource an address is of: what stands before its last dot. */
export function typeOf(address: string): string {
  return address.slice(0, address.lastIndexOf('.'));
}

/**
 * Every resource that the templates of a plan declare to hold data, with the template.
 * @param plan whatever holds the lists that the manifests name: a plan, or the facts of a lock.
 * @param manifests of the templates of the plan.
 * @throws InputError naming what is declared twice or cannot be an address.
 */
export function statefulResources(plan: Partial<Plan>, manifests: readonly Template[]): Resources {
  const problems: Problem[] = [];
  const resources = new Map<string, string>();
  for (const manifest of manifests)
    for (const [index, { address, over, as }] of (manifest.stateful ?? []).entries()) {
      const place = { manifest, pointer: `/stateful/${index}` };
      const lists = over === undefined || as === undefined ? undefined : { over, as };
      for (const [filled = ''] of fillAddresses([address], lists, plan, place, problems)) {
        const holder = resources.get(filled);
        if (holder === undefined) resources.set(filled, manifest.id);
        else problems.push(declaredTwice(filled, holder, place));
      }
    }
  refuseAny(problems);
  return Object.fromEntries([...resources].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where a manifest says something. */
export interface Place {
  readonly manifest: Template;
  /** JSON pointer. */
  readonly pointer: string;
}

/** The list whose items fill the tokens of addresses. */
export interface Over {
  /** JSON pointer to a list of the plan. */
  readonly over: string;
  /** Name of the item in the tokens. */
  readonly as: string;
}

/** Fills the tokens of addresses that belong together: once, or once per item of a list. */
export function fillAddresses(
  addresses: readonly string[],
  list: Over | undefined,
  plan: Partial<Plan>,
  place: Place,
  problems: Problem[],
): readonly (readonly string[])[] {
  const foreign = addresses.flatMap(tokensOf).find(([name]) => name !== list?.as);
  if (foreign !== undefined) {
    problems.push(
      misfit(
        place,
        `The token __${foreign.join('.')}__ stands for nothing here.`,
        'an `over` and `as` that fill it',
      ),
    );
    return [];
  }
  const items = list === undefined ? [{}] : itemsOf(list, plan, place, problems);
  return items.map((item) => addresses.map((address) => filled(address, item, list, place, problems)));
}

function itemsOf(list: Over, plan: Partial<Plan>, place: Place, problems: Problem[]): readonly object[] {
  const value = lookUp(plan, list.over)[0]?.value;
  if (Array.isArray(value)) return value.filter((item): item is object => typeof item === 'object');
  problems.push(
    misfit(place, `'${list.over}' is no list of the plan.`, 'a JSON pointer such as /sources', list.over),
  );
  return [];
}

function filled(
  address: string,
  item: object,
  list: Over | undefined,
  place: Place,
  problems: Problem[],
): string {
  const values = new Map<string, unknown>(Object.entries(item));
  const fields: Record<string, string> = {};
  for (const [name, field] of tokensOf(address)) {
    const value = values.get(field);
    if (typeof value === 'string' && SLUG.test(value)) fields[field] = value;
    else
      problems.push(
        misfit(place, `__${name}.${field}__ cannot become part of an address.`, 'a slug of the item', value),
      );
  }
  const result = list === undefined ? address : fillTokens(address, list.as, fields);
  if (!ADDRESS.test(result))
    problems.push(misfit(place, `'${result}' is no address.`, '<type>.<name>', result));
  return result;
}

function misfit({ manifest, pointer }: Place, message: string, expected: string, value?: unknown): Problem {
  const found = value === undefined ? {} : { value };
  return wrong('STATE_ADDRESS', message, { file: manifestFile(manifest), pointer, expected, ...found });
}

function declaredTwice(address: string, holder: string, { manifest, pointer }: Place): Problem {
  return wrong('STATE_ADDRESS_TWICE', `${holder} and ${manifest.id} both declare '${address}'.`, {
    file: manifestFile(manifest),
    pointer,
    value: address,
    expected: 'an address no other template declares',
    action: 'Leave it to the template whose infrastructure makes the resource.',
  });
}
