import { apiValues } from './api-values.ts';
import type { RuleCase } from './case.ts';
import { dataProtection } from './data-protection.ts';
import { encryptionAndResidency } from './encryption-and-residency.ts';
import { identity } from './identity.ts';
import { labelsAndCost } from './labels-and-cost.ts';
import { modelsAndObjectives } from './models-and-objectives.ts';
import { names } from './names.ts';
import { publicAccess } from './public-access.ts';
import { run } from './run.ts';

/** Every rule with what it accepts and refuses. */
export const cases: readonly RuleCase[] = [
  ...publicAccess,
  ...encryptionAndResidency,
  ...identity,
  ...dataProtection,
  ...run,
  ...names,
  ...apiValues,
  ...labelsAndCost,
  ...modelsAndObjectives,
].flatMap((tested) => [tested, ...(tested.like ?? []).map((type) => ({ ...tested, type }))]);
