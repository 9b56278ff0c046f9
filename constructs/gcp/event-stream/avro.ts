import type { TableColumn } from '../record-table.ts';

/** Types of Avro that have a column type of their own in BigQuery. */
export type AvroPrimitive = 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** A type of an Avro schema, as far as BigQuery has a column for it. */
export type AvroType =
  | AvroPrimitive
  | { readonly type: 'int'; readonly logicalType: 'date' }
  | { readonly type: 'long'; readonly logicalType: 'timestamp-micros' }
  | { readonly type: 'array'; readonly items: AvroType }
  | readonly ['null', AvroType]
  | AvroRecord;

/** One field of an event. */
export interface AvroField {
  /** Letters, digits and underscores, no digit first, for instance `order_id`. */
  readonly name: string;
  /** Type of its values. */
  readonly type: AvroType;
  /**
   * What it means; becomes the description of its column.
   *
   * @default - no description
   */
  readonly doc?: string;
  /**
   * Value when an event lacks it, for instance `null`.
   *
   * @default - every event has to have it
   */
  readonly default?: string | number | boolean | null;
}

/** An Avro schema of an event, as data. */
export interface AvroRecord {
  /** Always `record`, as in Avro. */
  readonly type: 'record';
  /** Name of the event, for instance `OrderPlaced`. */
  readonly name: string;
  /** Its fields, in the order of the columns. */
  readonly fields: readonly AvroField[];
}

const primitives: Readonly<Record<AvroPrimitive, string>> = {
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  long: 'INTEGER',
  float: 'FLOAT',
  double: 'FLOAT',
  bytes: 'BYTES',
  string: 'STRING',
};

/** The columns Pub/Sub writes the fields of an event to, when it goes by the schema of the topic. */
export function columnsOf({ fields }: AvroRecord): TableColumn[] {
  return fields.map((field) => ({
    name: field.name,
    ...typeOf(field.type),
    ...(field.doc === undefined ? {} : { description: field.doc }),
  }));
}

function typeOf(type: AvroType): Omit<TableColumn, 'name'> {
  if (typeof type === 'string') return { type: primitives[type], mode: 'REQUIRED' };
  if (isOptional(type)) return { ...typeOf(type[1]), mode: 'NULLABLE' };
  if (type.type === 'array') return { ...typeOf(type.items), mode: 'REPEATED' };
  if (type.type === 'record') return { type: 'RECORD', mode: 'REQUIRED', fields: columnsOf(type) };
  return { type: type.type === 'int' ? 'DATE' : 'TIMESTAMP', mode: 'REQUIRED' };
}

/** A sentence on the first thing in a schema that cannot become a column, or `undefined`. */
export function schemaProblem(schema: AvroRecord): string | undefined {
  if (!isName(schema.name))
    return `the name "${schema.name}": letters, digits and underscores, no digit first`;
  if (schema.fields.length === 0) return `no fields in ${schema.name}`;
  const names = schema.fields.map(({ name }) => name);
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined) return `the field "${wrong}": letters, digits and underscores, no digit first`;
  const twice = names.find((name, index) => names.findIndex((other) => same(other, name)) !== index);
  if (twice !== undefined) return `the field "${twice}" twice: BigQuery does not tell capitals apart`;
  return schema.fields
    .map(({ name, type }) => typeProblem(name, type))
    .find((problem) => problem !== undefined);
}

function typeProblem(field: string, type: AvroType): string | undefined {
  if (typeof type === 'string')
    return Object.hasOwn(primitives, type) ? undefined : `the type "${type}" of ${field}`;
  if (isOptional(type)) return choiceProblem(field, type);
  if (type.type === 'array')
    return isList(type.items) || isOptional(type.items)
      ? `the list in ${field}: BigQuery has no lists of lists and none with null`
      : typeProblem(field, type.items);
  if (type.type === 'record') return schemaProblem(type);
  const known = ['int date', 'long timestamp-micros'];
  return known.includes(`${type.type} ${type.logicalType}`) ? undefined : `the type of ${field}`;
}

function choiceProblem(field: string, choice: readonly ['null', AvroType]): string | undefined {
  const [first, , ...others]: readonly unknown[] = choice;
  return first === 'null' && others.length === 0 && !isList(choice[1]) && !isOptional(choice[1])
    ? typeProblem(field, choice[1])
    : `the choice of types of ${field}: ["null", type] is all BigQuery has, and lists are never null`;
}

function isOptional(type: AvroType): type is readonly ['null', AvroType] {
  return Array.isArray(type);
}

function isList(type: AvroType): boolean {
  return typeof type !== 'string' && !isOptional(type) && type.type === 'array';
}

function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && name.length <= 300;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
