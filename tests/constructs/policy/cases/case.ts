import type { PolicyResource } from '#constructs/policy/resource.ts';
import type { RuleId } from '#constructs/policy/rule.ts';

/** Arguments of a resource by Terraform name. */
export type Body = Readonly<Record<string, unknown>>;

/** What one rule accepts, and what it refuses. */
export interface RuleCase {
  readonly rule: RuleId;
  readonly type: string;
  /**
   * Types for which the same is accepted and refused.
   *
   * @default []
   */
  readonly like?: readonly string[];
  readonly passes: readonly Body[];
  /** With the argument that is found. */
  readonly fails: readonly (readonly [at: string, body: Body])[];
  /** What stands in the same configuration. */
  readonly beside?: readonly PolicyResource[];
}

export const digest = `europe-west1-docker.pkg.dev/p/r/i@sha256:${'0'.repeat(64)}`;

/** A Cloud Run service with one container. */
export function service(container: Body, template: Body = {}): Body {
  return { template: { ...template, containers: [container] } };
}

/** A Cloud Run job with one container. */
export function job(container: Body, template: Body = {}): Body {
  return { template: { template: { ...template, containers: [container] } } };
}

/** A case of a Cloud Run service, and the same of a job. */
export function serviceAndJob(
  rule: RuleCase['rule'],
  { passes, fails }: Pick<RuleCase, 'passes' | 'fails'>,
): RuleCase[] {
  const asJob = (body: Body): Body => ({ template: body });
  return [
    { rule, type: 'google_cloud_run_v2_service', passes, fails },
    {
      rule,
      type: 'google_cloud_run_v2_job',
      passes: passes.map(asJob),
      fails: fails.map(([at, body]) => [`template.${at}`, asJob(body)] as const),
    },
  ];
}

export const limits = (cpu: string, memory: string): Body => ({ resources: { limits: { cpu, memory } } });
