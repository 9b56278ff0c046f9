import type { Environment, Residency } from '../common/deployment.ts';
import type { PolicyResource } from './resource.ts';
import type { PolicyContext, Rule, RuleId, Severity } from './rule.ts';
import { readsType } from './rule.ts';

/** A rule that a resource does not meet, in one place. Plain JSON. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly title: string;
  /** Path of the construct, for instance `acme-prod/foundation/state`. */
  readonly path: string;
  /** Terraform type of the resource. */
  readonly type: string;
  /** The argument, for instance `template.containers.0.image`. */
  readonly at: string;
  /** What stands there; left out when it is missing. */
  readonly value?: unknown;
  readonly expected: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Where resources are deployed: what the rules judge them by. */
export interface PolicyScope {
  readonly env: Environment;
  readonly residency: Residency;
}

/**
 * Everything the rules find in the resources of one configuration, by rule, then by resource.
 *
 * @param rules the rules that are asked: the catalogue of a platform, or some of it
 */
export function findingsIn(
  resources: readonly PolicyResource[],
  scope: PolicyScope,
  rules: readonly Rule[],
): Finding[] {
  const byAddress = new Map(resources.map((resource) => [`${resource.type}.${resource.name}`, resource]));
  const context: PolicyContext = {
    ...scope,
    resources,
    referred: (reference) => {
      const [, address = ''] = /\$\{(\w+\.[\w-]+)/.exec(typeof reference === 'string' ? reference : '') ?? [];
      return byAddress.get(address);
    },
  };
  return rules
    .filter((rule) => rule.only === undefined || rule.only === scope.env)
    .flatMap((rule) =>
      resources
        .filter(({ type }) => readsType(rule, type))
        .flatMap((resource) => violations(rule, resource, context)),
    );
}

/** One line with all a person needs: rule, path, value, expectation, reason and remedy. */
export function describe(finding: Finding): string {
  const { rule, path, at, expected, reason, remedy } = finding;
  return `${rule} ${path}: ${at} is ${foundIn(finding)}, expected ${expected}. ${reason} ${remedy}`;
}

/** What stands in the place of a finding, for people: cut where it is long, a whole schema for instance. */
export function foundIn({ value }: Finding): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function violations(rule: Rule, resource: PolicyResource, context: PolicyContext): Finding[] {
  const { id, severity, title, reason, remedy } = rule;
  return rule.check(resource, context).map(({ at, value, expected }) => ({
    rule: id,
    severity,
    title,
    path: resource.path,
    type: resource.type,
    at,
    ...(value === undefined ? {} : { value }),
    expected,
    reason,
    remedy,
  }));
}
