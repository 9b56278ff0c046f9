import type { Environment, Residency } from '../common/deployment.ts';
import type { PolicyResource } from './resource.ts';

/** An `error` fails the synthesis; a `warning` stands in the report. */
export type Severity = 'error' | 'warning';

/** Id of a rule. It never changes, and the id of a rule that was given up is never used again. */
export type RuleId = `TLTK_${'GCP' | 'K8S'}_${string}`;

/** What is wrong in one place of a resource. */
export interface Violation {
  /** The argument, for instance `template.containers.0.image`. */
  readonly at: string;
  /** What stands there; `undefined` when it is missing. */
  readonly value: unknown;
  /** What is accepted. */
  readonly expected: string;
}

/** What a rule may know beside the resource. */
export interface PolicyContext {
  readonly env: Environment;
  readonly residency: Residency;
  /** All resources of the same configuration. */
  readonly resources: readonly PolicyResource[];
  /** The resource of the same configuration that a reference such as `${google_storage_bucket.a.name}` names. */
  readonly referred: (reference: unknown) => PolicyResource | undefined;
}

/**
 * Looks at one resource. A value that Terraform learns only when it runs is never a violation by itself.
 */
export type Check = (resource: PolicyResource, context: PolicyContext) => readonly Violation[];

/** One rule: data, and a function from a resource to what is wrong with it. */
export interface Rule {
  readonly id: RuleId;
  /** What holds when the rule is met. */
  readonly title: string;
  readonly severity: Severity;
  /** What happens otherwise. */
  readonly reason: string;
  /** What to do. */
  readonly remedy: string;
  /**
   * Checks of others that ask for the same: checkov's, sections of the CIS Google Cloud benchmark 3.0, and kube-linter's.
   *
   * @default []
   */
  readonly references?: readonly string[];
  /** Types it reads, of Terraform or of Kubernetes (`apps/v1/Deployment`); `*` stands for any characters. */
  readonly reads: readonly string[];
  /**
   * The only environment it holds in.
   *
   * @default - all
   */
  readonly only?: Environment;
  readonly check: Check;
}

/** Rules about one thing. */
export interface RuleGroup {
  readonly subject: string;
  readonly rules: readonly Rule[];
}

/** Whether a rule reads resources of a type. */
export function readsType(rule: Rule, type: string): boolean {
  return rule.reads.some((pattern) =>
    pattern.includes('*') ? expressionOf(pattern).test(type) : pattern === type,
  );
}

/** Patterns by their text: a synthesis asks some ten thousand times. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
  expressions.set(pattern, made);
  return made;
}
