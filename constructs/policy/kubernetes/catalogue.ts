import type { Rule, RuleGroup } from '../rule.ts';
import { clickHouse } from './rules/clickhouse.ts';
import { kubernetesAccess } from './rules/access.ts';
import { kubernetesAvailability } from './rules/availability.ts';
import { kubernetesNetwork } from './rules/network.ts';
import { kubernetesOperations } from './rules/operations.ts';
import { podRules } from './rules/pods.ts';

/** Rules on what Pulumi makes on Kubernetes, by subject. */
export const kubernetesRuleGroups: readonly RuleGroup[] = [
  podRules,
  kubernetesAccess,
  kubernetesNetwork,
  kubernetesAvailability,
  clickHouse,
  kubernetesOperations,
];

/** Rules on what Pulumi makes on Kubernetes, in the order of their ids. */
export const kubernetesRules: readonly Rule[] = kubernetesRuleGroups.flatMap((group) => group.rules);
