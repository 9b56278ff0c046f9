import type { ErrorObject } from 'ajv';
import { InputError } from '../problem.ts';
import type { Language } from '../text/number.ts';
import type { Problem } from '../problem.ts';
import { closest } from '../text/closest.ts';
import { pointerAppend, pointerValue } from './pointer.ts';
import { isRecord } from '../record.ts';
import { slugOf } from '../text/slug.ts';
import { schemaWords } from './words.ts';
import type { SchemaWords } from './words.ts';

/** A validator compiled ahead of time: a type guard that leaves its errors behind. */
export interface Validator<T> {
  (data: unknown): data is T;
  errors?: ErrorObject[] | null;
}

/**
 * Checks data against a schema and says everything that is wrong with it at once; empty when it is valid.
 * @param file the document as its author named it, shown with every problem.
 * @param language of what is said; what the schema describes is English.
 */
export function schemaProblems<T>(
  validate: Validator<T>,
  data: unknown,
  file?: string,
  language: Language = 'en',
): Problem[] {
  if (validate(data)) return [];
  const problems = collapseAlternatives(validate.errors ?? []).map((error) =>
    describe(error, data, language),
  );
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

function describe(error: ErrorObject, data: unknown, language: Language): Problem {
  const pointer = pointerAppend(error.instancePath, fieldOf(error));
  const value = pointerValue(data, pointer);
  const said = say(error, value, pointer.slice(pointer.lastIndexOf('/') + 1), schemaWords[language]);
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

function say(error: ErrorObject, value: unknown, field: string, words: SchemaWords): Said {
  const { keyword, params } = error;
  const schema = nodeOf(error.parentSchema);
  const name = field === '' ? words.document : `'${field}'`;
  const described = sentence(schema.description);
  switch (keyword) {
    case 'required':
      return missing(field, schema, words);
    case 'unevaluatedProperties':
    case 'additionalProperties':
      return unknownField(field, schema, words);
    case 'type':
      return wrongType(name, params['type'], value, schema, words);
    case 'enum':
      return notListed(name, params['allowedValues'], value, words);
    case 'const':
      return bounded(name, literal(params['allowedValue']), words);
    case 'pattern':
      return wrongPattern(name, String(params['pattern']), value, schema, words);
    case 'format':
      return wrongFormat(name, String(params['format']), words);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return bounded(name, words.bound(String(params['comparison']), Number(params['limit'])), words);
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties': {
      const wanted = words.size(keyword, Number(params['limit']));
      return { message: words.hasToHave(name, wanted), expected: wanted, action: words.correct };
    }
    case 'multipleOf': {
      const wanted = words.multiple(String(params['multipleOf']));
      return { message: words.isNot(name, wanted), expected: wanted, action: words.round };
    }
    case 'uniqueItems':
      return {
        message: words.twice(name, String(params['j']), String(params['i'])),
        expected: words.once,
        action: words.removeOne,
      };
    case 'anyOf':
    case 'oneOf':
      return { message: words.fitsNone(name), expected: described ?? words.forms, action: words.seeForms };
    default:
      return {
        message: words.otherwise(name, error.message),
        expected: described ?? words.asSchema,
        action: words.seeSchema,
      };
  }
}

function bounded(name: string, wanted: string, words: SchemaWords): Said {
  return { message: words.hasToBe(name, wanted), expected: wanted, action: words.correct };
}

function missing(field: string, parent: SchemaNode, words: SchemaWords): Said {
  const own = isRecord(parent.properties) ? nodeOf(parent.properties[field]) : {};
  return {
    message: words.missing(field),
    expected: sentence(own.description) ?? words.aField(field),
    action: words.add(field, mayBeUnknown(own)),
  };
}

/** Whether a field has a way to say "unknown": null, or an answer with a status. */
function mayBeUnknown({ type, $ref }: SchemaNode): boolean {
  if (Array.isArray(type)) return type.includes('null');
  return typeof $ref === 'string' && /(Answer|AmountRange)$/.test($ref);
}

function unknownField(field: string, parent: SchemaNode, words: SchemaWords): Said {
  const known = isRecord(parent.properties) ? Object.keys(parent.properties) : [];
  const near = closest(field, known);
  return {
    message: words.noField(field),
    expected: known.length > 0 ? words.oneOf(known) : words.noFurther,
    action: near === undefined ? words.remove : words.didYouMean(near),
  };
}

function wrongType(
  name: string,
  type: unknown,
  value: unknown,
  schema: SchemaNode,
  words: SchemaWords,
): Said {
  const types = (Array.isArray(type) ? type : [type]).map(String);
  const wanted = types.map((each) => words.types[each] ?? each).join(words.or);
  const unquoted =
    typeof value === 'string' &&
    types.some((each) => each === 'number' || each === 'integer') &&
    /^-?\d+(\.\d+)?$/.test(value.trim());
  const description = sentence(schema.description);
  return {
    message: words.isKind(name, kindOf(value, words), wanted),
    expected: description === undefined ? wanted : `${wanted}. ${description}`,
    action: unquoted ? words.unquote(value.trim()) : words.correct,
  };
}

function notListed(name: string, allowed: unknown, value: unknown, words: SchemaWords): Said {
  const values = (Array.isArray(allowed) ? allowed : []).map(String);
  const near = typeof value === 'string' ? closest(value, values) : undefined;
  return {
    message: words.notListed(name),
    expected: words.oneOf(values),
    action: near === undefined ? words.choose : words.didYouMean(near),
  };
}

function wrongPattern(
  name: string,
  pattern: string,
  value: unknown,
  schema: SchemaNode,
  words: SchemaWords,
): Said {
  const slug = typeof value === 'string' ? slugOf(value) : '';
  const fits = slug !== '' && new RegExp(pattern, 'u').test(slug);
  return {
    message: words.notWritten(name),
    expected: sentence(schema.description) ?? words.matches(pattern),
    action: fits ? words.writeAs(slug) : words.correct,
  };
}

function wrongFormat(name: string, format: string, words: SchemaWords): Said {
  const wanted = words.formats[format] ?? words.format(format);
  return { message: words.isNot(name, wanted), expected: wanted, action: words.correct };
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

function kindOf(value: unknown, words: SchemaWords): string {
  if (value === undefined) return words.nothing;
  if (value === null) return words.types['null'] ?? 'null';
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return words.types[kind] ?? kind;
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
