import { isRecord } from '#catalog/record.ts';
import planSchema from '#catalog/schema/plan.schema.json' with { type: 'json' };
import templateSchema from '#catalog/schema/template.schema.json' with { type: 'json' };

/** What may be said about a value in a template: its fields, its items, or nothing further. */
export type Shape =
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, () => Shape> }
  | { readonly kind: 'list'; readonly item: () => Shape }
  /** A scalar, or an object of any fields. */
  | { readonly kind: 'any' };

export const anyShape: Shape = { kind: 'any' };

const SCHEMAS: Readonly<Record<string, unknown>> = {
  'plan.schema.json': planSchema,
  'template.schema.json': templateSchema,
};

/** The shape of the plan, read from its schema. */
export const planShape: Shape = shapeOf(planSchema, 'plan.schema.json');

function shapeOf(schema: unknown, file: string): Shape {
  if (!isRecord(schema)) return anyShape;
  if (typeof schema['$ref'] === 'string') return referred(schema['$ref'], file);
  if (isRecord(schema['properties'])) {
    const fields = Object.entries(schema['properties']).map(([name, field]): [string, () => Shape] => [
      name,
      () => shapeOf(field, file),
    ]);
    return { kind: 'object', fields: new Map(fields) };
  }
  if (schema['type'] === 'array') return { kind: 'list', item: () => shapeOf(schema['items'], file) };
  return anyShape;
}

function referred(reference: string, from: string): Shape {
  const [file = '', pointer = ''] = reference.split('#');
  const target = file === '' ? from : file;
  const schema = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), SCHEMAS[target]);
  return shapeOf(schema, target);
}

/** The shape a JSON pointer of field names reaches, if there is one. */
export function shapeAt(shape: Shape, pointer: string): Shape | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Shape | undefined>((at, name) => (at === undefined ? undefined : fieldOf(at, name)), shape);
}

/** The shape of a field, `undefined` where there is no such field. */
export function fieldOf(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'any') return anyShape;
  if (shape.kind === 'object') return shape.fields.get(name)?.();
  return name === 'length' || /^\d+$/.test(name) ? (name === 'length' ? anyShape : shape.item()) : undefined;
}
