// The catalogue as policies of Pulumi. The package `@pulumi/policy` is the client repository's alone: what it takes is described
// here, so that the rules are the same functions in a preview as everywhere else.
import { acknowledge, checkAcknowledgements } from '../acknowledgements.ts';
import type { Finding } from '../findings.ts';
import { findingsIn } from '../findings.ts';
import type { PolicyResource } from '../resource.ts';
import { kubernetesResource, objectOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { PolicySettings } from '../settings.ts';
import { kubernetesRules } from './catalogue.ts';

/** A resource as a policy of Pulumi sees it. */
export interface PackResource {
  /** Type token, for instance `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly urn: string;
  /** What the program says of it, or what the cluster made of that. What is learned later cannot be read in a preview. */
  readonly props: unknown;
}

/** What policies of Pulumi have in common. */
interface Policy {
  readonly name: string;
  readonly description: string;
  /** A `mandatory` finding stops the preview. */
  readonly enforcementLevel: 'advisory' | 'mandatory';
}

/** A rule: it is asked once, about all resources, as the cluster has them. */
export interface RulePolicy extends Policy {
  readonly validateStack: (
    args: { readonly resources: readonly PackResource[] },
    report: (message: string, urn?: string) => void,
  ) => void;
}

/** What is shown every resource before it is made, as the program says it, and finds nothing. */
export interface ReadingPolicy extends Policy {
  readonly validateResource: (resource: PackResource) => void;
}

/** A policy as `new PolicyPack(name, { policies })` of `@pulumi/policy` takes it. */
export type PackPolicy = RulePolicy | ReadingPolicy;

/**
 * One policy for each rule on Kubernetes, with the id of the rule as its name, after one that reads.
 *
 * Rules compare resources with each other, which Pulumi allows with what the cluster made of them alone: of what is there
 * already that holds defaults, the server's own notes and the status. The rules are about what the program says.
 *
 * @throws InvalidPropError for an acknowledgement that cannot be used
 */
export function packPolicies(settings: PolicySettings): PackPolicy[] {
  checkAcknowledgements(settings.acknowledgements ?? [], kubernetesRules);
  const said = new Map<string, unknown>();
  const reader: ReadingPolicy = {
    name: 'reader',
    description: 'Reads what the program says: the other policies are about that.',
    enforcementLevel: 'advisory',
    validateResource: ({ type, urn, props }) => {
      if (isOfKubernetes(type)) said.set(urn, readable(props));
    },
  };
  const rules = kubernetesRules
    .filter(({ only }) => only === undefined || only === settings.env)
    .map((rule): RulePolicy => ({
      name: rule.id,
      description: `${rule.title}. ${rule.reason}`,
      enforcementLevel: rule.severity === 'error' ? 'mandatory' : 'advisory',
      validateStack: ({ resources }, report) => {
        const read = resources.map((resource) =>
          said.has(resource.urn) ? { ...resource, props: said.get(resource.urn) } : resource,
        );
        for (const { message, urn } of judged(rule, read, settings)) report(message, urn);
      },
    }));
  return [reader, ...rules];
}

function isOfKubernetes(type: string): boolean {
  return type.startsWith('kubernetes:');
}

function judged(rule: Rule, resources: readonly PackResource[], settings: PolicySettings) {
  const urns = new Map<PolicyResource, string>();
  for (const { type, urn, props } of resources)
    if (isOfKubernetes(type)) urns.set(kubernetesResource(objectOf(readable(props))), urn);
  const objects = [...urns.keys()];
  const found = findingsIn(objects, settings, [rule]);
  return acknowledge(found, settings.acknowledgements ?? [], settings.today).open.map((finding) => ({
    message: messageOf(finding),
    urn: objects
      .filter(({ path, type }) => path === finding.path && type === finding.type)
      .map((object) => urns.get(object))[0],
  }));
}

/** A policy sees secrets in the clear: what stands in a place is never shown. */
function messageOf({ path, at, expected, remedy }: Finding): string {
  return `${path}: ${at}, expected ${expected}. ${remedy}`;
}

/** What stands where Pulumi learns a value later. */
const unknown = '${learned later}';

/** A copy that can be read as a whole: reading what Pulumi does not know yet throws. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value.keys(), (index) => known(() => readable(value[index])));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, known(() => readable(Reflect.get(value, key)))]),
  );
}

function known(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return unknown;
  }
}
