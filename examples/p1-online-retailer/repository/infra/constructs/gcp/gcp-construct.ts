import type { Deployment } from './deployment.ts';
import type { Refusal } from '../common/invalid-prop.ts';
import { InvalidPropError } from '../common/invalid-prop.ts';
import { boundedName } from '../common/naming.ts';
import { bucketName } from './naming.ts';
import { guardResidency } from './residency.ts';
import type { TerraformResource } from './terraform.ts';
import { Construct, TerraformStack } from './terraform.ts';

/** Addresses of what holds data, by stack. */
const addresses = new WeakMap<TerraformStack, Set<string>>();

/** What the constructs of this folder have in common: names, labels, the data-loss and residency switches. */
export abstract class GcpConstruct extends Construct {
  /** Where this is deployed. */
  readonly deployment: Deployment;
  /** Whether what holds data is protected from deletion. */
  readonly protected: boolean;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id);
    this.deployment = deployment;
    this.protected = (deployment.dataLoss ?? 'forbid') === 'forbid';
    this.checkDeployment();
    guardResidency(this, deployment.residency);
  }

  /** The labels of this deployment, and those given. */
  protected labels(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { prefix, env, labels } = this.deployment;
    return { ...labels, ...extra, client: boundedName([prefix], 63), env, 'managed-by': 'terraform' };
  }

  /** `prefix-env-name`, at most `maxLength` characters. */
  protected named(name: string, maxLength = 49): string {
    return boundedName([this.deployment.prefix, this.deployment.env, name], maxLength);
  }

  /** Name of a bucket of the deployment's project. */
  protected bucketNamed(name: string): string {
    return bucketName(this.deployment.project, name);
  }

  /**
   * Gives a resource the address `<type>.<name>`, wherever in the tree of constructs it stands. For what holds data:
   * the templates declare these addresses, and whatever changes its address is destroyed and made anew.
   *
   * @param name unique in the stack for its type; hyphens become underscores, and a digit gets one before it
   */
  protected atAddress<T extends TerraformResource>(resource: T, name: string): T {
    const id = name.replaceAll('-', '_').replace(/^(?=\d)/, '_');
    const address = `${resource.terraformResourceType}.${id}`;
    const stack = TerraformStack.of(this);
    const taken = addresses.get(stack) ?? new Set();
    if (taken.has(address))
      this.refuse('name', name, `a name that is not ${address} again`, 'Rename one of the two.');
    addresses.set(stack, taken.add(address));
    resource.overrideLogicalId(id);
    return resource;
  }

  /** Stops when a prop cannot be used; says what was expected and what to do. */
  protected refuse(prop: string, value: unknown, expected: string, remedy: string): never {
    throw new InvalidPropError({ at: this.node.path, prop, value, expected, remedy });
  }

  /** Stops when a check found something. */
  protected stopFor(refusal: Refusal | undefined): void {
    if (refusal !== undefined) this.refuse(...refusal);
  }

  private checkDeployment(): void {
    const { project, prefix, env, dataLoss } = this.deployment;
    if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
      this.refuse(
        'project',
        project,
        'a Google Cloud project id: 6 to 30 lower-case letters, digits and hyphens, a letter first',
        'Set gcp.project_id in the settings of this environment.',
      );
    if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(prefix))
      this.refuse(
        'prefix',
        prefix,
        'lower-case letters, digits and hyphens, a letter first',
        'Use the short name of the client.',
      );
    if (env === 'prod' && dataLoss === 'allow')
      this.refuse(
        'dataLoss',
        dataLoss,
        '"forbid" in prod',
        'To remove production data on purpose, delete it by hand, with a second person, after a backup.',
      );
  }
}
