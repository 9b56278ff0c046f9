import { all, required } from '../../checks.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isSet, isUnknown, numbers, select } from '../../values.ts';

/** Whether someone is told before the money is spent. */
const forecasts: Check = ({ body }) => {
  const rules = select(body, 'threshold_rules');
  const early = rules.some(
    ({ value }) =>
      isUnknown(value) || select(value, 'spend_basis').some((basis) => basis.value !== 'CURRENT_SPEND'),
  );
  return early
    ? []
    : [{ at: 'threshold_rules', value: undefined, expected: 'one with spend_basis "FORECASTED_SPEND"' }];
};

export const cost: RuleGroup = {
  subject: 'Cost',
  rules: [
    {
      id: 'TLTK_GCP_087',
      title: 'Services have a greatest number of instances',
      severity: 'error',
      reason: 'Left out, a flood of calls starts a hundred instances, and pays for them.',
      remedy: 'Set scaling.max_instance_count.',
      reads: ['google_cloud_run_v2_service'],
      check: required('template.scaling.max_instance_count', 'a number of instances'),
    },
    {
      id: 'TLTK_GCP_088',
      title: 'Outside production, services stand still when nobody calls',
      severity: 'warning',
      reason: 'An instance that is kept ready is paid for day and night.',
      remedy: 'Set scaling.min_instance_count to 0.',
      reads: ['google_cloud_run_v2_service'],
      only: 'dev',
      check: ({ body }) =>
        numbers(body, 'template.scaling.min_instance_count')
          .filter(({ value }) => value > 0)
          .map(({ at, value }) => ({ at, value, expected: '0' })),
    },
    {
      id: 'TLTK_GCP_089',
      title: 'Old versions of objects and images are deleted in the end',
      severity: 'warning',
      reason: 'With versions kept for ever, every overwritten model is paid for, month after month.',
      remedy: 'Set a lifecycle_rule on the bucket, cleanup_policies on the repository.',
      reads: ['google_storage_bucket', 'google_artifact_registry_repository'],
      check: ({ type, body }) => {
        const path = type === 'google_storage_bucket' ? 'lifecycle_rule' : 'cleanup_policies';
        return isSet(body, path) ? [] : [{ at: path, value: undefined, expected: 'a rule that deletes' }];
      },
    },
    {
      id: 'TLTK_GCP_090',
      title: 'Budgets warn before the money is spent',
      severity: 'warning',
      reason: 'A warning at 100 % of what was spent comes too late to spend less.',
      remedy: 'Add a threshold on the forecast.',
      reads: ['google_billing_budget'],
      check: all(required('threshold_rules', 'at least one threshold'), forecasts),
    },
    {
      id: 'TLTK_GCP_091',
      title: 'Partitioned tables are asked by partition',
      severity: 'warning',
      reason: 'One query without a filter reads, and pays for, the whole table.',
      remedy: 'Set require_partition_filter to true.',
      reads: ['google_bigquery_table'],
      check: ({ body }) => {
        const partitioned = isSet(body, 'time_partitioning') || isSet(body, 'range_partitioning');
        const filtered = select(body, 'require_partition_filter').some(
          ({ value }) => value === true || isUnknown(value),
        );
        return partitioned && !filtered
          ? [{ at: 'require_partition_filter', value: body['require_partition_filter'], expected: 'true' }]
          : [];
      },
    },
  ],
};
