/** One resource as it was synthesized: all that a rule sees of it. */
export interface PolicyResource {
  /** Terraform type, for instance `google_storage_bucket`, or version and kind, for instance `apps/v1/Deployment`. */
  readonly type: string;
  /** Name in the configuration: its address is `<type>.<name>`. */
  readonly name: string;
  /** Path of what made it, for instance `acme-prod/foundation/state` or `acme-prod-services/api`; else its address. */
  readonly path: string;
  /** Its arguments by Terraform name, or the object as Kubernetes gets it. */
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

/** An object for Kubernetes as rules see it: its path is `<namespace>/<name>`. */
export function kubernetesResource(object: Readonly<Record<string, unknown>>): PolicyResource {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { name, namespace } = objectOf(object['metadata']);
  const own = text(name);
  return {
    type: `${text(object['apiVersion'])}/${text(object['kind'])}`,
    name: text(namespace) === '' ? own : `${text(namespace)}/${own}`,
    path: text(namespace) === '' ? own : `${text(namespace)}/${own}`,
    body: object,
  };
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
