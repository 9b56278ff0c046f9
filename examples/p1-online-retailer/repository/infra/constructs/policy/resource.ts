/** One resource as it was synthesized: all that a rule sees of it. */
export interface PolicyResource {
  /** Terraform type, for instance `google_storage_bucket`. */
  readonly type: string;
  /** Name in the configuration: its address is `<type>.<name>`. */
  readonly name: string;
  /** Path of the construct that made it, for instance `acme-prod/foundation/state`; else its address. */
  readonly path: string;
  /** Its arguments by Terraform name. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The resources of a Terraform configuration in JSON, in its order. */
export function resourcesOf(configuration: unknown): PolicyResource[] {
  return Object.entries(objectOf(objectOf(configuration)['resource'])).flatMap(([type, resources]) =>
    Object.entries(objectOf(resources)).map(([name, rendered]) => {
      const { '//': comment, dynamic, ...body } = objectOf(rendered);
      const path = objectOf(objectOf(comment)['metadata'])['path'];
      return {
        type,
        name,
        path: typeof path === 'string' ? path : `${type}.${name}`,
        body: { ...unknownBlocks(dynamic), ...body },
      };
    }),
  );
}

/** The value as named values; empty when it is anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** Blocks that Terraform makes from a list it learns later: there, with unknown content. */
function unknownBlocks(dynamic: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.keys(objectOf(dynamic)).map((name) => [name, `\${dynamic.${name}}`]));
}
