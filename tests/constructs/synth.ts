import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import type { Deployment } from '#constructs/gcp/deployment.ts';
import { App, TerraformStack } from '#constructs/gcp/terraform.ts';

/** A deployment of an invented client. */
export const dev: Deployment = {
  project: 'acme-dev-4711',
  prefix: 'acme',
  env: 'dev',
  region: 'europe-west1',
  residency: { rule: 'eu', allowedLocations: ['EU', 'europe-west1', 'europe-west9'] },
};

export const prod: Deployment = { ...dev, project: 'acme-prod-4711', env: 'prod' };

/** One rendered resource: its arguments by Terraform name. */
export type Resource = Readonly<Record<string, unknown>>;

/** A synthesized stack, by resource type. */
export class Synthesized {
  private readonly document: unknown;

  constructor(document: unknown) {
    this.document = document;
  }

  /** All resources of a type. */
  all(type: string): Resource[] {
    return Object.values(entries(entries(entries(this.document)['resource'])[type])).map(entries);
  }

  /** The only resource of a type. */
  only(type: string): Resource {
    const [first, ...others] = this.all(type);
    if (first === undefined || others.length > 0) throw new Error(`expected one ${type}`);
    return first;
  }

  /** Addresses of all resources, `<type>.<name>`. */
  addresses(): string[] {
    return Object.entries(entries(entries(this.document)['resource'])).flatMap(([type, resources]) =>
      Object.keys(entries(resources)).map((name) => `${type}.${name}`),
    );
  }

  /** The `terraform` block: backend, versions, providers. */
  settings(): Resource {
    return entries(entries(this.document)['terraform']);
  }

  /** Values of the outputs by name. */
  outputs(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(entries(entries(this.document)['output'])).map(([name, output]) => [
        name,
        entries(output)['value'],
      ]),
    );
  }

  /** How many resources there are of each type. */
  counts(): Record<string, number> {
    const resources = entries(entries(this.document)['resource']);
    return Object.fromEntries(
      Object.keys(resources)
        .sort()
        .map((type) => [type, Object.keys(entries(resources[type])).length]),
    );
  }
}

/** Synthesizes what `add` puts into an empty stack, with all validations. */
export function synth(add: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(new App(), 'test');
  new GoogleProvider(stack, 'google', {});
  add(stack);
  return synthStack(stack);
}

/** Synthesizes a stack, with all validations. */
export function synthStack(stack: TerraformStack): Synthesized {
  stack.prepareStack();
  stack.runAllValidations();
  return new Synthesized(stack.toTerraform());
}

function entries(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
