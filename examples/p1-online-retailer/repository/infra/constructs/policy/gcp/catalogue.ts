import type { Rule, RuleGroup } from '../rule.ts';
import { apiNames } from './rules/api-names.ts';
import { apiValues } from './rules/api-values.ts';
import { cost } from './rules/cost.ts';
import { dataProtection } from './rules/data-protection.ts';
import { encryption } from './rules/encryption.ts';
import { federation } from './rules/federation.ts';
import { identity } from './rules/identity.ts';
import { labels } from './rules/labels.ts';
import { logging } from './rules/logging.ts';
import { messaging } from './rules/messaging.ts';
import { modelsAndObjectives } from './rules/models-and-objectives.ts';
import { publicAccess } from './rules/public-access.ts';
import { residency } from './rules/residency.ts';
import { run } from './rules/run.ts';

/** Rules on what Terraform makes on Google Cloud, by subject. */
export const gcpRuleGroups: readonly RuleGroup[] = [
  publicAccess,
  encryption,
  identity,
  federation,
  residency,
  logging,
  dataProtection,
  run,
  messaging,
  apiNames,
  apiValues,
  labels,
  cost,
  modelsAndObjectives,
];

/** Rules on what Terraform makes on Google Cloud, in the order of their ids. */
export const gcpRules: readonly Rule[] = gcpRuleGroups.flatMap((group) => group.rules);
