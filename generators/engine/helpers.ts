import {
  camel,
  code,
  command,
  constant,
  decimal,
  json,
  line,
  make,
  markdown,
  plain,
  python,
  shell,
  snake,
  textOf,
  toml,
  UnwritableValue,
  yaml,
  yamlBlock,
} from './text.ts';

/**
 * Rises when a helper writes something else for the same value, so that a lock tells which bytes to expect. Written
 * to the lock as `renderer.helpers`.
 */
export const HELPERS_VERSION = 1;

/** What Handlebars passes as the last argument. */
interface Options {
  readonly hash: Readonly<Record<string, unknown>>;
}

/** A template helper: positional arguments, then the options. */
export type Helper = (...args: readonly unknown[]) => unknown;

const one =
  (format: (value: unknown) => string): Helper =>
  (value) =>
    format(value);

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && 'hash' in value;
}

/** The integer given as `name=…` in a template, or `otherwise`. */
function whole(options: unknown, name: string, otherwise: number): number {
  const value = isOptions(options) ? options.hash[name] : undefined;
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new UnwritableValue(`expected ${name}=<whole number>`);
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new UnwritableValue('expected a list');
}

function fieldOf(item: unknown, name: unknown): unknown {
  if (typeof item !== 'object' || item === null || typeof name !== 'string') return undefined;
  return Object.getOwnPropertyDescriptor(item, name)?.value;
}

/** Helpers that write a value: one for each kind of place in a file. Nothing is written without one of them. */
export const writers: Readonly<Record<string, Helper>> = {
  yaml: one(yaml),
  yamlBlock: (value, options) => yamlBlock(value, whole(options, 'indent', 0)),
  json: one(json),
  py: one(python),
  toml: one(toml),
  sh: one(shell),
  make: one(make),
  line: one(line),
  md: one(markdown),
  code: one(code),
  plain: one(plain),
  command: one(command),
  snake: one(snake),
  camel: one(camel),
  constant: one(constant),
  number: (value, options) => decimal(value, whole(options, 'decimals', 0)),
};

/** Helpers that compute a value for `#if`, `#each` or a writer. */
export const expressions: Readonly<Record<string, Helper>> = {
  eq: (left, right) => left === right,
  not: (value) => !truthy(value),
  and: (...args) => args.slice(0, -1).every(truthy),
  or: (...args) => args.slice(0, -1).some(truthy),
  includes: (list, value) => listOf(list).includes(value),
  where: (list, name, value) => listOf(list).filter((item) => fieldOf(item, name) === value),
  pluck: (list, name) => listOf(list).map((item) => fieldOf(item, name)),
  join: (list, separator) => listOf(list).map(textOf).join(textOf(separator)),
};

/** As `#if` sees it: empty lists, empty text, 0 and null are false. */
function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
