// A rule on an argument that does not exist would never fire in earnest: everything the rules name is looked up in the
// schema of the provider, as its bindings have it.
import { expect, test } from '@jest/globals';
import { gcpRuleGroups } from '#constructs/policy/gcp/catalogue.ts';
import { readsType } from '#constructs/policy/rule.ts';
import { deriveSchema } from '../../terraform/derive-schema.ts';
import { gcpCases as cases } from './cases/index.ts';

const rules = gcpRuleGroups.flatMap((group) => group.rules);
const [provider] = Object.values(deriveSchema().provider_schemas);
const schemas = provider?.resource_schemas ?? {};
type Block = NonNullable<(typeof schemas)[string]>['block'];

/** The argument of a dotted path that the schema does not know; nothing where it knows all of them. */
function unknownIn(block: Block, path: string): string[] {
  const [name = '', ...rest] = path.split('.').filter((part) => !/^\d+$/.test(part));
  if (name === 'lifecycle' || block.attributes[name] !== undefined) return [];
  const inner = block.block_types[name]?.block;
  if (inner === undefined) return [path];
  return rest.length === 0 ? [] : unknownIn(inner, rest.join('.'));
}

/** Dotted paths of all arguments of a body. */
function pathsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, at));
  if (typeof value !== 'object' || value === null) return at === '' ? [] : [at];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    pathsOf(item, at === '' ? key : `${at}.${key}`),
  );
  return at === '' ? inner : [at, ...inner];
}

test('the schema knows every type the rules read', () => {
  const types = Object.keys(schemas);
  const unread = rules.flatMap((rule) =>
    rule.reads
      .filter((pattern) => !types.some((type) => readsType({ ...rule, reads: [pattern] }, type)))
      .map((pattern) => `${rule.id} ${pattern}`),
  );
  expect(types.length).toBeGreaterThan(1000);
  expect(unread).toEqual([]);
});

test('the schema knows every argument the rules accept and refuse', () => {
  const unknown = cases.flatMap(({ rule, type, passes, fails }) => {
    const block = schemas[type]?.block;
    const paths = [...passes, ...fails.map(([, body]) => body)].flatMap((body) => pathsOf(body));
    return block === undefined
      ? [`${rule} ${type}`]
      : [...paths, ...fails.map(([at]) => at)]
          .flatMap((path) => unknownIn(block, path))
          .map((path) => `${rule} ${type} ${path}`);
  });
  expect([...new Set(unknown)]).toEqual([]);
});
