import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { ClientFoundation } from './client-foundation/index.ts';
import type { ContainerNetwork } from './container.ts';
import type { Deployment } from './deployment.ts';
import { InvalidPropError } from '../common/invalid-prop.ts';
import { stateBucketName } from './naming.ts';
import type { Settings } from '../common/settings.ts';
import type { Construct } from './terraform.ts';
import { GcsBackend, LocalBackend, TerraformResource, TerraformStack } from './terraform.ts';

/** One container image as `images.lock.yaml` notes it. */
export interface LockedImage {
  /** Exact tag it was pushed with. */
  readonly tag: string;
  /** Its content, `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** What a {@link ClientStack} is made from. */
export interface ClientStackProps {
  /** Where everything is deployed. */
  readonly deployment: Deployment;
  /** Settings of the environment. */
  readonly settings: Settings;
  /** Images by component, from `images.lock.yaml`. */
  readonly images: Readonly<Record<string, LockedImage>>;
  /**
   * Where Terraform keeps its state: the foundation's bucket, or a file for the first run, which makes
   * that bucket.
   *
   * @default 'bucket'
   */
  readonly state?: 'bucket' | 'file';
}

/**
 * Everything of one client in one environment, as one Terraform configuration. The parts are functions
 * that take this stack, add their constructs, and find what earlier parts added with {@link part}.
 */
export class ClientStack extends TerraformStack {
  readonly deployment: Deployment;
  readonly settings: Settings;
  private readonly images: Readonly<Record<string, LockedImage>>;
  /** What the stack renders to, from its validations to the synthesis that follows them at once. */
  private rendered: unknown;
  private validating = false;

  constructor(scope: Construct, props: ClientStackProps) {
    const { project, prefix, env, region } = props.deployment;
    super(scope, `${prefix}-${env}`);
    this.deployment = props.deployment;
    this.settings = props.settings;
    this.images = props.images;
    if (props.state === 'file') new LocalBackend(this, { path: `../../../${prefix}-${env}.tfstate` });
    else new GcsBackend(this, { bucket: stateBucketName(project), prefix: 'gcp' });
    new GoogleProvider(this, 'google', { project, region });
    // The bindings were made for 6.50; later 6.x releases only add to it.
    this.addOverride('terraform.required_providers.google.version', '~> 6.50');
  }

  /** The rules of residency and policy, and the synthesis after them, look at one rendering: it takes half of a run's time. */
  override runAllValidations(): void {
    this.rendered = super.toTerraform();
    this.validating = true;
    try {
      super.runAllValidations();
    } catch (error) {
      this.rendered = undefined;
      throw error;
    } finally {
      this.validating = false;
    }
  }

  /** The Terraform configuration in JSON. */
  override toTerraform(): unknown {
    const rendered: unknown = this.rendered ?? super.toTerraform();
    if (!this.validating) this.rendered = undefined;
    return rendered;
  }

  /**
   * The one construct of a class that an earlier part added.
   *
   * @throws Error when no part, or more than one, added it
   */
  part<T>(kind: abstract new (...args: never[]) => T): T {
    const found = this.node.children.filter((child): child is typeof child & T => child instanceof kind);
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw new Error(
        `${this.node.id}: expected one ${kind.name} in the stack and found ${found.length}. ` +
          'Call the part that adds it once, before the parts that use it (gcp/main.ts).',
      );
    return only;
  }

  /** Makes `construct` wait until the foundation's APIs and key grants exist. */
  afterFoundation<T extends Construct>(construct: T): T {
    const { ready } = this.part(ClientFoundation);
    const address = `${ready.terraformResourceType}.${ready.friendlyUniqueId}`;
    for (const element of construct.node.findAll())
      if (TerraformResource.isTerraformResource(element))
        element.dependsOn = [...(element.dependsOn ?? []), address];
    return construct;
  }

  /**
   * The foundation's network, for a program that joins it.
   *
   * @param egress `all-traffic` for one that needs Google's APIs, private addresses and what `gcp.network.egress` names, and
   * nothing else of the internet; `private-ranges` for one that calls the internet directly
   */
  network(egress: 'all-traffic' | 'private-ranges'): ContainerNetwork {
    return { subnetwork: this.part(ClientFoundation).network.subnetwork.id, egress };
  }

  /**
   * Full reference of a component's image in this environment's repository: by digest where
   * `images.lock.yaml` has one, else by the tag of the settings (`gcp.image_tag`), which `prod` refuses.
   */
  image(component: string): string {
    const name = `${this.part(ClientFoundation).imagePrefix}/${component}`;
    const locked = Object.hasOwn(this.images, component) ? this.images[component] : undefined;
    if (locked !== undefined) return `${name}@${locked.digest}`;
    if (this.deployment.env === 'prod')
      throw new InvalidPropError({
        at: 'images.lock.yaml',
        prop: `images.${component}`,
        value: undefined,
        expected: 'tag and digest of a pushed image',
        remedy: 'Let the deploy workflow build and push the images: it notes their digests there.',
      });
    return `${name}:${this.settings.text('gcp.image_tag', '0.1.0')}`;
  }
}
