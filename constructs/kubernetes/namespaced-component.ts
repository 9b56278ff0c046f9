import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { KubernetesComponent } from './component.ts';
import type { RestrictedNamespace } from './restricted-namespace/index.ts';

/** Name, namespace and labels of an object. */
export interface Metadata {
  readonly name: string;
  readonly namespace: Output<string>;
  readonly labels: Record<string, string>;
}

/** A component whose objects are in one namespace: it takes deployment, provider and place in the tree from it. */
export abstract class NamespacedComponent extends KubernetesComponent {
  /** Namespace its objects are in. */
  readonly namespace: RestrictedNamespace;

  constructor(
    type: string,
    name: string,
    namespace: RestrictedNamespace,
    options: ComponentResourceOptions | undefined,
  ) {
    super(type, name, namespace.deployment, { parent: namespace, ...options });
    this.namespace = namespace;
  }

  /** Metadata of an object that belongs to `app`. */
  protected metadata(name: string, app = name): Metadata {
    return { name, namespace: this.namespace.ready, labels: this.labels(app) };
  }
}
