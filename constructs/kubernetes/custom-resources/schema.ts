/** A structural schema, as CustomResourceDefinitions hold it. */
export interface StructuralSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'number';
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly anyOf?: readonly StructuralSchema[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-int-or-string'?: true;
}

/** An object whose fields are all known. */
export function object(
  properties: Readonly<Record<string, StructuralSchema>>,
  required: readonly string[] = [],
): StructuralSchema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

/** A list of what `items` describes. */
export function list(items: StructuralSchema): StructuralSchema {
  return { type: 'array', items };
}

/** Named values that `values` describes. */
export function map(values: StructuralSchema): StructuralSchema {
  return { type: 'object', additionalProperties: values };
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): StructuralSchema {
  return { type: 'string', enum: values };
}

/** A whole number, within limits. */
export function whole(minimum: number, maximum?: number): StructuralSchema {
  return { type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) };
}

export const text: StructuralSchema = { type: 'string' };
export const integer: StructuralSchema = { type: 'integer' };
export const flag: StructuralSchema = { type: 'boolean' };
export const texts = list(text);
export const textMap = map(text);
export const port = whole(1, 65_535);

/** A number or a text, a percentage or a quantity for instance. */
export const numberOrText: StructuralSchema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
};

/** An object of somebody else's making, a pod template for instance: its fields are checked by whoever reads it. */
export const freeForm: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
