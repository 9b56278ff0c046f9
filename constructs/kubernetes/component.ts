import type { ComponentResourceOptions, CustomResourceOptions } from '@pulumi/pulumi';
import { ComponentResource } from '@pulumi/pulumi';
import { InvalidPropError } from '../common/invalid-prop.ts';
import type { Refusal } from '../common/invalid-prop.ts';
import type { KubernetesDeployment } from './deployment.ts';

/** What the components of this folder have in common: their type token, labels, and the data-loss switch. */
export abstract class KubernetesComponent extends ComponentResource {
  /** Where this is deployed. */
  readonly deployment: KubernetesDeployment;
  /** Whether what holds data is protected from deletion. */
  readonly protected: boolean;
  private readonly path: string;

  /**
   * @param type last part of the type token, for instance `Workload`: a promise, because it is part of every URN
   * @param name unique in the stack for its type
   */
  constructor(
    type: string,
    name: string,
    deployment: KubernetesDeployment,
    options: ComponentResourceOptions | undefined,
  ) {
    super(`toltek:kubernetes:${type}`, name, {}, options);
    this.path = `${type} ${name}`;
    this.deployment = deployment;
    this.protected = (deployment.dataLoss ?? 'forbid') === 'forbid';
  }

  /** Labels of an object that belongs to `app`. */
  protected labels(app: string): Record<string, string> {
    const { prefix, env, labels, owner } = this.deployment;
    return {
      ...labels,
      ...selectorOf(app),
      'app.kubernetes.io/managed-by': 'pulumi',
      'app.kubernetes.io/part-of': prefix,
      env,
      owner: owner ?? prefix,
    };
  }

  /** Options of a child. */
  protected child(options: CustomResourceOptions = {}): CustomResourceOptions {
    return { parent: this, ...options };
  }

  /** Options of a child that holds data. */
  protected stateful(options: CustomResourceOptions = {}): CustomResourceOptions {
    return this.child({ ...options, protect: this.protected });
  }

  /** Stops when an argument cannot be used; says what was expected and what to do. */
  protected refuse(prop: string, value: unknown, expected: string, remedy: string): never {
    throw new InvalidPropError({ at: this.path, prop, value, expected, remedy });
  }

  /** Stops when a check found something. */
  protected stopFor(refusal: Refusal | undefined): void {
    if (refusal !== undefined) this.refuse(...refusal);
  }
}

/** The label that pods of `app` are told apart by. */
export function selectorOf(app: string): Record<string, string> {
  return { 'app.kubernetes.io/name': app };
}
