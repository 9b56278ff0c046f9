import type { Template } from '#catalog/schema/generated/types.ts';

/** The question behind one input of a template: a JSON Schema of a scalar or of a list of scalars. */
export type InputSchema = NonNullable<Template['inputs']>['properties'][string];

/**
 * What is wrong with a value as the answer to an input, in words, or `undefined` if nothing is.
 * The vocabulary is that of `$defs/input` in template.schema.json, which is closed: compiling a general JSON Schema
 * validator for it would cost more than the rest of a run.
 */
export function misfit(value: unknown, schema: InputSchema): string | undefined {
  return typeMisfit(value, schema.type) ?? enumMisfit(value, schema) ?? boundsMisfit(value, schema);
}

function typeMisfit(value: unknown, type: InputSchema['type']): string | undefined {
  const fits = {
    string: typeof value === 'string',
    number: typeof value === 'number' && Number.isFinite(value),
    integer: Number.isInteger(value),
    boolean: typeof value === 'boolean',
    array: Array.isArray(value),
  }[type];
  return fits ? undefined : NAMES[type];
}

const NAMES: Readonly<Record<InputSchema['type'], string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
};

function enumMisfit(value: unknown, schema: InputSchema): string | undefined {
  if (schema.enum === undefined || schema.enum.includes(value)) return undefined;
  return `one of: ${schema.enum.map((choice) => JSON.stringify(choice)).join(', ')}`;
}

function boundsMisfit(value: unknown, schema: InputSchema): string | undefined {
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum) return `at least ${schema.minimum}`;
    if (schema.maximum !== undefined && value > schema.maximum) return `at most ${schema.maximum}`;
  }
  if (typeof value === 'string') {
    // JSON Schema counts characters, not UTF-16 units.
    const length = Array.from(value).length;
    if (schema.minLength !== undefined && length < schema.minLength)
      return `at least ${schema.minLength} characters`;
    if (schema.maxLength !== undefined && length > schema.maxLength)
      return `at most ${schema.maxLength} characters`;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      return `text that matches ${schema.pattern}`;
  }
  const items = schema.items;
  if (Array.isArray(value) && items !== undefined) {
    const misfits = value.map((item) => typeMisfit(item, items.type)).filter((found) => found !== undefined);
    if (misfits.length > 0) return `a list in which each item is ${NAMES[items.type]}`;
  }
  return undefined;
}

/**
 * The words of `--set name=words` as a value of the input's type; lists are separated by commas.
 * Words that are not of the type are returned as they are, for `misfit` to refuse.
 */
export function parseAnswer(words: string, schema: InputSchema): unknown {
  if (schema.type === 'array') {
    const items = words === '' ? [] : words.split(',').map((item) => item.trim());
    return items.map((item) => parseScalar(item, schema.items?.type ?? 'string'));
  }
  return parseScalar(words, schema.type);
}

function parseScalar(words: string, type: Exclude<InputSchema['type'], 'array'>): unknown {
  switch (type) {
    case 'string':
      return words;
    case 'boolean':
      return words === 'true' ? true : words === 'false' ? false : words;
    case 'number':
    case 'integer':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(words) ? Number(words) : words;
  }
}
