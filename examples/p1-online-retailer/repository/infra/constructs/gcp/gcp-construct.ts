import type { Deployment } from './deployment.ts';
import { InvalidPropError } from './invalid-prop.ts';
import { boundedName } from './naming.ts';
import { guardResidency } from './residency.ts';
import { Construct } from './terraform.ts';

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

  /**
   * `project-name`, for buckets: their names are shared by the whole world, and a project id is already
   * nobody else's.
   */
  protected bucketNamed(name: string): string {
    return boundedName([this.deployment.project, name], 63);
  }

  /** Stops when a prop cannot be used; says what was expected and what to do. */
  protected refuse(prop: string, value: unknown, expected: string, remedy: string): never {
    throw new InvalidPropError({ at: this.node.path, prop, value, expected, remedy });
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
