/** Which names inside a resource are blocks: the JSON form of Terraform does not say. */
export interface BlockSchema {
  readonly blocks: ReadonlyMap<string, BlockSchema>;
}

/** Blocks by kind and type, for instance `resource google_storage_bucket`. */
export type Schemas = ReadonlyMap<string, BlockSchema>;

/** Reads `terraform providers schema -json`. */
export function schemasOf(document: unknown): Schemas {
  const schemas = new Map<string, BlockSchema>();
  for (const provider of Object.values(fields(fields(document)['provider_schemas']))) {
    const { resource_schemas: resources, data_source_schemas: data } = fields(provider);
    for (const [kind, types] of Object.entries({ resource: resources, data }))
      for (const [type, schema] of Object.entries(fields(types)))
        schemas.set(`${kind} ${type}`, blockOf(fields(schema)['block']));
  }
  return schemas;
}

function blockOf(block: unknown): BlockSchema {
  const types = Object.entries(fields(fields(block)['block_types']));
  return { blocks: new Map(types.map(([name, nested]) => [name, blockOf(fields(nested)['block'])])) };
}

/** A value as named values; empty when it is anything else. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
