import { apiValues } from './api-values.ts';
import type { RuleCase } from './case.ts';
import { dataProtection } from './data-protection.ts';
import { encryptionAndResidency } from './encryption-and-residency.ts';
import { identity } from './identity.ts';
import { kubernetesClusters } from './kubernetes-clusters.ts';
import { kubernetesPods } from './kubernetes-pods.ts';
import { kubernetesReach } from './kubernetes-reach.ts';
import { labelsAndCost } from './labels-and-cost.ts';
import { modelsAndObjectives } from './models-and-objectives.ts';
import { names } from './names.ts';
import { publicAccess } from './public-access.ts';
import { run } from './run.ts';

/** Every rule on Google Cloud with what it accepts and refuses. */
export const gcpCases: readonly RuleCase[] = all([
  ...publicAccess,
  ...encryptionAndResidency,
  ...identity,
  ...dataProtection,
  ...run,
  ...names,
  ...apiValues,
  ...labelsAndCost,
  ...modelsAndObjectives,
]);

/** Every rule with what it accepts and refuses. */
export const cases: readonly RuleCase[] = [
  ...gcpCases,
  ...all([...kubernetesPods, ...kubernetesReach, ...kubernetesClusters]),
];

function all(tested: readonly RuleCase[]): RuleCase[] {
  return tested.flatMap((one) => [one, ...(one.like ?? []).map((type) => ({ ...one, type }))]);
}
