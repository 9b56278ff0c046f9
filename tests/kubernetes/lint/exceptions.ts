// What linters find and is meant so. One that nothing is found for any more is an error of its own.
import type { LintFinding } from './linters.ts';

/** A finding that is meant so. */
export interface Exception {
  /** Id of the check. */
  readonly check: string;
  /** Objects it is meant for. */
  readonly objects: RegExp;
  readonly reason: string;
}

const userOfImage = 'images of ClickHouse are made for the user 101, who owns their folders';

export const exceptions: readonly Exception[] = [
  {
    check: 'pod-probes-identical',
    objects: /^Deployment.*\/clickhouse-operator$/,
    reason: 'its figures are all that it can be asked for: who does not give them is neither ready nor alive',
  },
  {
    check: 'pod-probes-identical',
    objects: /^StatefulSet.*\/chi-main-/,
    reason: 'ClickHouse has one question for both; a startup probe gives it time to load its tables before',
  },
  {
    check: 'container-security-context-user-group-id',
    objects: /\/(chi-main|chk-main|main-ready)-/,
    reason: userOfImage,
  },
  { check: 'CKV_K8S_40', objects: /\.(chi-main|chk-main|main-ready)-/, reason: userOfImage },
  {
    check: 'CKV_K8S_38',
    objects: /^Deployment\..*\.clickhouse-operator$/,
    reason: 'it talks to the API of Kubernetes: that is what an operator is for',
  },
  {
    check: 'CKV_K8S_38',
    objects: /^Deployment\..*-use-cases\.(customer-segmentation|demand-forecasting)$/,
    reason: 'it reads the public keys of the cluster to check who calls, and its account may do nothing else',
  },
  {
    check: 'CKV_K8S_43',
    objects: /-dev-/,
    reason: 'exact tags are enough for trying; in prod the components refuse an image without a digest',
  },
];

/** Findings that no exception explains, and exceptions that explain nothing. */
export function unexplained(findings: readonly LintFinding[]): {
  readonly findings: readonly LintFinding[];
  readonly exceptions: readonly Exception[];
} {
  const explains = (exception: Exception, { check, object }: LintFinding): boolean =>
    exception.check === check && exception.objects.test(object);
  return {
    findings: findings.filter((finding) => !exceptions.some((one) => explains(one, finding))),
    exceptions: exceptions.filter((one) => !findings.some((finding) => explains(one, finding))),
  };
}
