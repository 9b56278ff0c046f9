import type { ErrorObject } from 'ajv';
import { InputError } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { closest } from '../text/closest.ts';
import { pointerAppend, pointerValue } from './pointer.ts';
import { isRecord } from '../record.ts';
import { slugOf } from '../text/slug.ts';

/** A validator compiled ahead of time: a type guard that leaves its errors behind. */
export interface Validator<T> {
  (data: unknown): data is T;
  errors?: ErrorObject[] | null;
}

/**
 * Checks data against a schema and says everything that is wrong with it at once; empty when it is valid.
 * @param file the document as its author named it, shown with every problem.
 */
export function schemaProblems<T>(validate: Validator<T>, data: unknown, file?: string): Problem[] {
  if (validate(data)) return [];
  const problems = collapseAlternatives(validate.errors ?? []).map((error) => describe(error, data));
  const unique = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.pointer ?? ''} ${problem.message}`;
    if (!unique.has(key)) unique.set(key, file === undefined ? problem : { ...problem, file });
  }
  return [...unique.values()];
}

/**
 * The data with its type, when it keeps the schema.
 * @throws InputError with every problem when it does not.
 */
export function parseWithSchema<T>(validate: Validator<T>, data: unknown, file?: string): T {
  if (validate(data)) return data;
  throw new InputError(schemaProblems(validate, data, file));
}

/** What is known of the schema around an error (validators are compiled with `verbose`). */
interface SchemaNode {
  readonly description?: unknown;
  readonly type?: unknown;
  readonly properties?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly $ref?: unknown;
}

type Said = Pick<Problem, 'message' | 'expected' | 'action'>;

function describe(error: ErrorObject, data: unknown): Problem {
  const pointer = pointerAppend(error.instancePath, fieldOf(error));
  const value = pointerValue(data, pointer);
  const said = say(error, value, pointer.slice(pointer.lastIndexOf('/') + 1));
  const shown = isScalar(value) ? { value } : {};
  return { code: 'SCHEMA', severity: 'error', pointer, ...shown, ...said };
}

/** The field an error of an object is about; undefined when it is about the value itself. */
function fieldOf({ keyword, params }: ErrorObject): string | undefined {
  const name: unknown =
    keyword === 'required'
      ? params['missingProperty']
      : keyword === 'unevaluatedProperties'
        ? params['unevaluatedProperty']
        : keyword === 'additionalProperties'
          ? params['additionalProperty']
          : keyword === 'propertyNames'
            ? params['propertyName']
            : undefined;
  return typeof name === 'string' ? name : undefined;
}

function say(error: ErrorObject, value: unknown, field: string): Said {
  const { keyword, params } = error;
  const schema = nodeOf(error.parentSchema);
  const name = field === '' ? 'The document' : `'${field}'`;
  switch (keyword) {
    case 'required':
      return missing(field, schema);
    case 'unevaluatedProperties':
    case 'additionalProperties':
      return unknownField(field, schema);
    case 'type':
      return wrongType(name, params['type'], value, schema);
    case 'enum':
      return notListed(name, params['allowedValues'], value);
    case 'const':
      return {
        message: `${name} has to be ${literal(params['allowedValue'])}.`,
        expected: literal(params['allowedValue']),
        action: 'Correct the value.',
      };
    case 'pattern':
      return wrongPattern(name, String(params['pattern']), value, schema);
    case 'format':
      return wrongFormat(name, String(params['format']));
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return outOfRange(name, String(params['comparison']), Number(params['limit']));
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return wrongSize(name, keyword, Number(params['limit']));
    case 'multipleOf':
      return {
        message: `${name} is not a multiple of ${String(params['multipleOf'])}.`,
        expected: `a multiple of ${String(params['multipleOf'])}`,
        action: 'Round it.',
      };
    case 'uniqueItems':
      return {
        message: `${name} lists the same thing twice (places ${String(params['j'])} and ${String(params['i'])}).`,
        expected: 'every item once',
        action: 'Remove one of them.',
      };
    case 'anyOf':
    case 'oneOf':
      return {
        message: `${name} fits none of the forms it may have.`,
        expected: sentence(schema.description) ?? 'one of the documented forms',
        action: 'See the schema for the forms.',
      };
    default:
      return {
        message: `${name} ${error.message ?? 'is not as the schema wants it'}.`,
        expected: sentence(schema.description) ?? 'what the schema says',
        action: 'See the schema.',
      };
  }
}

function missing(field: string, parent: SchemaNode): Said {
  const own = isRecord(parent.properties) ? nodeOf(parent.properties[field]) : {};
  return {
    message: `'${field}' is missing.`,
    expected: sentence(own.description) ?? `a field '${field}'`,
    action: mayBeUnknown(own)
      ? `Add '${field}'. Where the answer is not known, say so: unknown is a valid answer.`
      : `Add '${field}'.`,
  };
}

/** Whether a field has a way to say "unknown": null, or an answer with a status. */
function mayBeUnknown({ type, $ref }: SchemaNode): boolean {
  if (Array.isArray(type)) return type.includes('null');
  return typeof $ref === 'string' && /(Answer|AmountRange)$/.test($ref);
}

function unknownField(field: string, parent: SchemaNode): Said {
  const known = isRecord(parent.properties) ? Object.keys(parent.properties) : [];
  const near = closest(field, known);
  return {
    message: `There is no field '${field}' here.`,
    expected: known.length > 0 ? `one of: ${known.join(', ')}` : 'no further field',
    action: near === undefined ? 'Remove it, or put it where it belongs.' : `Did you mean '${near}'?`,
  };
}

function wrongType(name: string, type: unknown, value: unknown, schema: SchemaNode): Said {
  const types = (Array.isArray(type) ? type : [type]).map(String);
  const wanted = types.map((each) => typeWords[each] ?? each).join(' or ');
  const unquoted =
    typeof value === 'string' &&
    types.some((each) => each === 'number' || each === 'integer') &&
    /^-?\d+(\.\d+)?$/.test(value.trim());
  const description = sentence(schema.description);
  return {
    message: `${name} is ${kindOf(value)}, not ${wanted}.`,
    expected: description === undefined ? wanted : `${wanted}. ${description}`,
    action: unquoted ? `Write ${value.trim()} without quotes.` : 'Correct the value.',
  };
}

function notListed(name: string, allowed: unknown, value: unknown): Said {
  const words = (Array.isArray(allowed) ? allowed : []).map(String);
  const near = typeof value === 'string' ? closest(value, words) : undefined;
  return {
    message: `${name} is not one of the values it may have.`,
    expected: `one of: ${words.join(', ')}`,
    action: near === undefined ? 'Choose one of them.' : `Did you mean '${near}'?`,
  };
}

function wrongPattern(name: string, pattern: string, value: unknown, schema: SchemaNode): Said {
  const slug = typeof value === 'string' ? slugOf(value) : '';
  const fits = slug !== '' && new RegExp(pattern, 'u').test(slug);
  return {
    message: `${name} is not written as it has to be.`,
    expected: sentence(schema.description) ?? `text that matches ${pattern}`,
    action: fits ? `Write it as '${slug}'.` : 'Correct the value.',
  };
}

function wrongFormat(name: string, format: string): Said {
  const wanted = formatWords[format] ?? `text in the format '${format}'`;
  return { message: `${name} is not ${wanted}.`, expected: wanted, action: 'Correct the value.' };
}

function outOfRange(name: string, comparison: string, limit: number): Said {
  const words: Readonly<Record<string, string>> = {
    '>=': 'at least',
    '<=': 'at most',
    '>': 'more than',
    '<': 'less than',
  };
  const wanted = `${words[comparison] ?? comparison} ${limit}`;
  return { message: `${name} has to be ${wanted}.`, expected: wanted, action: 'Correct the value.' };
}

function wrongSize(name: string, keyword: string, limit: number): Said {
  const bound = keyword.startsWith('min') ? 'at least' : 'at most';
  const unit = keyword.endsWith('Length') ? 'character' : keyword.endsWith('Items') ? 'item' : 'field';
  const wanted = `${bound} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
  return { message: `${name} has to have ${wanted}.`, expected: wanted, action: 'Correct the value.' };
}

/**
 * Turns the errors of all branches of an `anyOf` or `oneOf` into those of the branch its author most likely meant:
 * the one that failed inside rather than at its own type. Where none is nearer, the error of the alternative remains.
 * Summary errors of `if`/`then` are dropped: what failed inside is said anyway.
 */
function collapseAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword === 'if') continue;
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      kept.push(error);
      continue;
    }
    const branches = takeBranches(kept, error);
    kept.push(...(nearestBranch(branches, error) ?? [error]));
  }
  return kept;
}

/** Removes from the end of `kept` the errors that belong to the branches of an alternative, grouped by branch. */
function takeBranches(kept: ErrorObject[], alternative: ErrorObject): ReadonlyMap<number, ErrorObject[]> {
  const branches = new Map<number, ErrorObject[]>();
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const branch = branchOf(last, alternative);
    if (branch === undefined) break;
    kept.pop();
    branches.set(branch, [last, ...(branches.get(branch) ?? [])]);
  }
  return branches;
}

/** Index of the branch an error is from: by its place in the schema, or by the definition a branch refers to. */
function branchOf(error: ErrorObject, alternative: ErrorObject): number | undefined {
  const inside =
    error.instancePath === alternative.instancePath ||
    error.instancePath.startsWith(`${alternative.instancePath}/`);
  if (!inside) return undefined;
  const prefix = `${alternative.schemaPath}/`;
  if (error.schemaPath.startsWith(prefix)) return Number.parseInt(error.schemaPath.slice(prefix.length), 10);
  const schema = nodeOf(alternative.parentSchema);
  const branches: unknown = alternative.keyword === 'anyOf' ? schema.anyOf : schema.oneOf;
  if (!Array.isArray(branches)) return undefined;
  const index = branches.findIndex((branch: unknown) => {
    const { $ref } = nodeOf(branch);
    return typeof $ref === 'string' && error.schemaPath.startsWith(`${$ref}/`);
  });
  return index < 0 ? undefined : index;
}

function nearestBranch(
  branches: ReadonlyMap<number, ErrorObject[]>,
  alternative: ErrorObject,
): ErrorObject[] | undefined {
  const entered = [...branches.values()].filter((errors) =>
    errors.every(
      ({ instancePath, keyword }) =>
        instancePath !== alternative.instancePath || !['type', 'const', 'enum'].includes(keyword),
    ),
  );
  return entered.sort((a, b) => a.length - b.length)[0];
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const formatWords: Readonly<Record<string, string>> = {
  date: 'a day of the calendar as YYYY-MM-DD',
  uuid: 'a UUID such as 3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70',
  'date-time': 'a date and time such as 2026-11-21T09:30:00Z',
  uri: 'a full address such as https://example.org/page',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeWords[typeof value] ?? typeof value;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** A description without the full stop, so that it can stand behind `expected:`. */
function sentence(description: unknown): string | undefined {
  return typeof description === 'string' ? description.replace(/\.$/, '') : undefined;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) || value === null;
}

function nodeOf(value: unknown): SchemaNode {
  return isRecord(value) ? value : {};
}
