// How a value is written into each kind of file, so that free text stays data. Every function returns text that
// cannot leave the place it is put in, whatever the value holds; where that is impossible it throws.

import { shellQuoted } from '#catalog/text/shell-word.ts';
import { isRecord } from '#catalog/record.ts';

/** A value that cannot be written where a template asks for it. */
export class UnwritableValue extends Error {
  /** Where the template asks, once known: `line 3, column 5`. */
  readonly place: string | undefined;

  constructor(message: string, place?: string) {
    super(message);
    this.place = place;
  }
}

const CONTROLS = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Half a character, which no encoding can carry, becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing (the field does not exist)';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

/** The text of a scalar; `null`, lists and objects have none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new UnwritableValue(`expected text, a number or a boolean, found ${describe(value)}`);
}

/**
 * A string as a JSON literal that YAML 1.1 and 1.2, TOML, Python and TypeScript read as the same characters: the
 * separators and controls that JSON leaves bare and the others do not are escaped.
 */
function quoted(text: string): string {
  return JSON.stringify(wellFormed(text)).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

interface Notation {
  readonly null?: string;
  readonly true: string;
  readonly false: string;
  readonly string: (text: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly record: (fields: readonly (readonly [string, string])[]) => string;
  readonly key: (name: string) => string;
}

function write(value: unknown, notation: Notation): string {
  if (typeof value === 'string') return notation.string(value);
  if (value === true) return notation.true;
  if (value === false) return notation.false;
  if (value === null && notation.null !== undefined) return notation.null;
  if (typeof value === 'number') return textOf(value);
  if (Array.isArray(value)) return notation.list(value.map((item) => write(item, notation)));
  if (isRecord(value)) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return notation.record(fields.map(([name, item]) => [notation.key(name), write(item, notation)]));
  }
  throw new UnwritableValue(`expected data, found ${describe(value)}`);
}

const JSON_NOTATION: Notation = {
  null: 'null',
  true: 'true',
  false: 'false',
  string: quoted,
  list: (items) => `[${items.join(', ')}]`,
  record: (fields) =>
    fields.length === 0 ? '{}' : `{ ${fields.map(([key, item]) => `${key}: ${item}`).join(', ')} }`,
  key: quoted,
};

/** Any value as JSON on one line; also valid TypeScript and JavaScript. */
export function json(value: unknown): string {
  return write(value, JSON_NOTATION);
}

/** Any value as YAML on one line (JSON is YAML; strings are always quoted). */
export function yaml(value: unknown): string {
  return write(value, {
    ...JSON_NOTATION,
    record: (fields) =>
      fields.length === 0 ? '{}' : `{${fields.map(([key, item]) => `${key}: ${item}`).join(', ')}}`,
  });
}

const YAML_PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;
const YAML_WORD = /^(y|n|yes|no|on|off|true|false|null)$/i;

function yamlKey(name: string): string {
  return YAML_PLAIN_KEY.test(name) && !YAML_WORD.test(name) ? name : quoted(name);
}

/**
 * An object or list as a YAML block, each line indented by `indent` spaces except the first (the template has
 * written the indentation of that one).
 */
export function yamlBlock(value: unknown, indent: number): string {
  return blockLines(value).join(`\n${' '.repeat(indent)}`);
}

function blockLines(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = blockLines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .flatMap(([name, item]) => {
        const nested = typeof item === 'object' && item !== null && Object.keys(item).length > 0;
        if (!nested) return [`${yamlKey(name)}: ${yaml(item)}`];
        return [`${yamlKey(name)}:`, ...blockLines(item).map((line) => `  ${line}`)];
      });
  }
  return [yaml(value)];
}

/** Any value as a Python literal on one line, quoted as `ruff format` would. */
export function python(value: unknown): string {
  return write(value, {
    null: 'None',
    true: 'True',
    false: 'False',
    string: pythonString,
    list: (items) => `[${items.join(', ')}]`,
    record: (fields) => `{${fields.map(([key, item]) => `${key}: ${item}`).join(', ')}}`,
    key: pythonString,
  });
}

function pythonString(text: string): string {
  const double = text.split('"').length - 1;
  const single = text.split("'").length - 1;
  if (double <= single) return quoted(text);
  const body = quoted(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${body}'`;
}

/** A value as TOML on one line; TOML has no null. */
export function toml(value: unknown): string {
  return write(value, {
    true: 'true',
    false: 'false',
    string: quoted,
    list: (items) => `[${items.join(', ')}]`,
    record: (fields) =>
      fields.length === 0 ? '{}' : `{ ${fields.map(([key, item]) => `${key} = ${item}`).join(', ')} }`,
    key: quoted,
  });
}

/** One word of a POSIX shell command, single-quoted; a NUL, which no argument can hold, is dropped. */
export function shell(value: unknown): string {
  return shellQuoted(textOf(value));
}

/** One shell word in a Makefile recipe: one line, and `$` is not make's. */
export function make(value: unknown): string {
  return shell(oneLine(textOf(value))).replaceAll('$', '$$$$');
}

function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/\s+/gu, ' ').trim();
}

/**
 * Prose on one line for comments, titles and messages: line ends and controls become a space, what opens or closes a
 * comment or a template expression is spaced out, and no backslash is left at the end to swallow the next line.
 */
export function line(value: unknown): string {
  const spaced = oneLine(textOf(value))
    .replace(/\{(?=[{%#])/g, '{ ')
    .replace(/([}%#])(?=\})/g, '$1 ')
    .replace(/\$(?=[{(])/g, '$ ')
    .replace(/\*(?=\/)/g, '* ')
    .replace(/\/(?=\*)/g, '/ ')
    .replace(/-(?=->)/g, '- ')
    .replace(/<(?=!--)/g, '< ');
  return spaced.replace(/[\\\s]+$/u, '');
}

/** Inline Markdown text that shows exactly the words given, on one line, with no markup or HTML of its own. */
export function markdown(value: unknown): string {
  return oneLine(textOf(value))
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/&(?=#?[A-Za-z0-9]+;)/g, '\\&')
    .replace(/^[-+#=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A Markdown code span, fenced by more backticks than the text has in a row. */
export function code(value: unknown): string {
  const text = oneLine(textOf(value));
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 || text === '' ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}

const PLAIN = /^[A-Za-z0-9._:/@+-]+$/;
const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const COMMAND = /^[A-Za-z0-9 ._:/@+=,%&-]+$/;

function matching(value: unknown, pattern: RegExp, what: string): string {
  const text = textOf(value);
  if (!pattern.test(text)) throw new UnwritableValue(`expected ${what}, found ${describe(value)}`);
  return text;
}

/** A value that needs no quoting anywhere, as it is: ids, paths, versions, module names, numbers, dates, booleans. */
export function plain(value: unknown): string {
  return matching(value, PLAIN, 'only letters, digits and . _ : / @ + -');
}

/** A command line from a manifest, as it is: no quotes, variables, substitutions or line ends. */
export function command(value: unknown): string {
  return matching(value, COMMAND, 'a command of words, without quotes, $, ` or line ends');
}

/** The snake_case of a slug, for Python and dbt names. */
export function snake(value: unknown): string {
  return matching(value, SLUG, 'a slug (lower-case words joined by -)').replaceAll('-', '_');
}

/** The CONSTANT_CASE of a slug, for environment variables. */
export function constant(value: unknown): string {
  return snake(value).toUpperCase();
}

/** The camelCase of a slug, for TypeScript names. */
export function camel(value: unknown): string {
  return matching(value, SLUG, 'a slug (lower-case words joined by -)').replace(
    /-([a-z0-9])/g,
    (_, letter: string) => letter.toUpperCase(),
  );
}

/** A number with a fixed count of decimals, for prose. */
export function decimal(value: unknown, decimals: number): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new UnwritableValue(`expected a number, found ${describe(value)}`);
  }
  return value.toFixed(decimals);
}
