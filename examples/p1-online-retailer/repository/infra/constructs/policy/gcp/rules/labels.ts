import type { Check, RuleGroup } from '../../rule.ts';
import { isUnknown, select } from '../../values.ts';
import { required } from '../../checks.ts';

/** Types that take labels and cost money or hold data. */
const labelled = [
  'google_artifact_registry_repository',
  'google_bigquery_dataset',
  'google_bigquery_table',
  'google_cloud_run_v2_job',
  'google_cloud_run_v2_service',
  'google_kms_crypto_key',
  'google_project',
  'google_pubsub_subscription',
  'google_pubsub_topic',
  'google_secret_manager_secret',
  'google_storage_bucket',
  'google_workflows_workflow',
];

/** Labels that costs are told apart by. */
const ours = ['client', 'env', 'managed-by'];

function labelsOf(body: Readonly<Record<string, unknown>>): [string, unknown][] {
  return select(body, 'labels').flatMap(({ value }) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
}

const wellFormed: Check = ({ body }) =>
  labelsOf(body).flatMap(([name, value]) => [
    ...(/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(name)
      ? []
      : [
          {
            at: `labels.${name}`,
            value: name,
            expected: 'a key of 1 to 63 lower-case letters, digits, _ and -, a letter first',
          },
        ]),
    ...(typeof value !== 'string' || isUnknown(value) || /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value)
      ? []
      : [
          {
            at: `labels.${name}`,
            value,
            expected: 'a value of up to 63 lower-case letters, digits, _ and -',
          },
        ]),
  ]);

const hasOurs: Check = ({ body }) => {
  if (select(body, 'labels').some(({ value }) => isUnknown(value))) return [];
  const names = new Set(labelsOf(body).map(([name]) => name));
  return ours
    .filter((name) => !names.has(name))
    .map((name) => ({ at: `labels.${name}`, value: undefined, expected: 'a label of that name' }));
};

export const labels: RuleGroup = {
  subject: 'Naming and labels',
  rules: [
    {
      id: 'TLTK_GCP_084',
      title: 'Labels are written as the services take them',
      severity: 'error',
      reason: 'Terraform takes any text; the service refuses it in the middle of an apply.',
      remedy: 'Use lower-case letters, digits, underscores and hyphens.',
      reads: ['google_*'],
      // Labels of a notification channel are arguments: an address, for instance.
      check: (resource, context) =>
        resource.type === 'google_monitoring_notification_channel' ? [] : wellFormed(resource, context),
    },
    {
      id: 'TLTK_GCP_085',
      title: 'What costs money or holds data says whose it is',
      severity: 'warning',
      reason: 'The bill and the search of assets tell clients and environments apart by these labels.',
      remedy: 'Set the labels client, env and managed-by: the constructs do.',
      reads: labelled,
      check: hasOurs,
    },
    {
      id: 'TLTK_GCP_086',
      title: 'Datasets say what is in them',
      severity: 'warning',
      reason: 'Analysts choose data by its description, and use the wrong data without one.',
      remedy: 'Set description.',
      reads: ['google_bigquery_dataset'],
      check: required('description', 'a sentence'),
    },
  ],
};
