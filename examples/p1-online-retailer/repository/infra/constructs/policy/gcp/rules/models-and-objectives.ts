import { all, mustBe, mustNotBe, textsAre } from '../../checks.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { numbers } from '../../values.ts';

// Where Model Armor keeps texts in the place while it reads them (its page on data residency, 2026-11).
const keepsInPlace = [
  'eu',
  'europe-southwest1',
  'europe-west1',
  'europe-west3',
  'europe-west4',
  'europe-west9',
];

/** Every monitored service has an objective. */
const hasObjective: Check = (resource, { resources, referred }) =>
  resources.some(
    ({ type, body }) => type === 'google_monitoring_slo' && referred(body['service']) === resource,
  )
    ? []
    : [{ at: 'service_id', value: undefined, expected: 'a google_monitoring_slo that names it' }];

/** Every objective is read by an alert. */
const hasAlert: Check = ({ name }, { resources }) =>
  resources.some(
    ({ type, body }) =>
      type === 'google_monitoring_alert_policy' &&
      JSON.stringify(body['conditions'] ?? '').includes(`google_monitoring_slo.${name}.`),
  )
    ? []
    : [{ at: 'goal', value: undefined, expected: 'a google_monitoring_alert_policy on its burn rate' }];

export const modelsAndObjectives: RuleGroup = {
  subject: 'Generative models and objectives',
  rules: [
    {
      id: 'TLTK_GCP_092',
      title: 'Model Armor keeps prompts in the place while it reads them',
      severity: 'error',
      reason: 'In other places it stores its rules there, and may read prompts anywhere.',
      remedy: `Set location to one of ${keepsInPlace.join(', ')}.`,
      reads: ['google_model_armor_template'],
      check: textsAre('location', (text) => keepsInPlace.includes(text), `one of ${keepsInPlace.join(', ')}`),
    },
    {
      id: 'TLTK_GCP_093',
      title: 'Model Armor writes no prompts and answers into the log',
      severity: 'error',
      reason: 'They would lie in the log of the project, for everyone who reads logs, past every retention.',
      remedy: 'Take template_metadata.log_sanitize_operations out.',
      reads: ['google_model_armor_template'],
      check: mustNotBe('template_metadata.log_sanitize_operations', true, 'false'),
    },
    {
      id: 'TLTK_GCP_094',
      title: 'In production Model Armor stops what it finds',
      severity: 'error',
      reason: 'An attack that is only written down has worked.',
      remedy:
        'Set template_metadata.enforcement_type to INSPECT_AND_BLOCK, and the prompt filter to ENABLED.',
      reads: ['google_model_armor_template'],
      only: 'prod',
      check: all(
        mustBe('template_metadata.enforcement_type', 'INSPECT_AND_BLOCK'),
        mustBe('filter_config.pi_and_jailbreak_filter_settings.filter_enforcement', 'ENABLED'),
      ),
    },
    {
      id: 'TLTK_GCP_095',
      title: 'Monitored services have an objective',
      severity: 'warning',
      reason: 'Without one nobody can say whether the service is good enough.',
      remedy: 'Add a google_monitoring_slo for its availability.',
      reads: ['google_monitoring_custom_service'],
      check: hasObjective,
    },
    {
      id: 'TLTK_GCP_096',
      title: 'Objectives have an alert',
      severity: 'warning',
      reason: 'An objective that is missed unseen helps nobody.',
      remedy: 'Add a google_monitoring_alert_policy with select_slo_burn_rate.',
      reads: ['google_monitoring_slo'],
      check: hasAlert,
    },
    {
      id: 'TLTK_GCP_097',
      title: 'Objectives are shares that leave room for faults',
      severity: 'error',
      reason: 'The service refuses a goal above 0.9999, and periods other than 1 to 30 days.',
      remedy: 'Set goal to a share such as 0.995.',
      reads: ['google_monitoring_slo'],
      check: ({ body }) => [
        ...numbers(body, 'goal')
          .filter(({ value }) => !(value > 0 && value <= 0.9999))
          .map((place) => ({ ...place, expected: 'a share above 0, at most 0.9999' })),
        ...numbers(body, 'rolling_period_days')
          .filter(({ value }) => !(Number.isInteger(value) && value >= 1 && value <= 30))
          .map((place) => ({ ...place, expected: 'a whole number from 1 to 30' })),
      ],
    },
  ],
};
