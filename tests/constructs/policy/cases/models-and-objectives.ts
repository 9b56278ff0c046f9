import type { Body, RuleCase } from './case.ts';

const armor = 'google_model_armor_template';
const objective = 'google_monitoring_slo';
const guard = (metadata: Body, injection = 'ENABLED'): Body => ({
  filter_config: { pi_and_jailbreak_filter_settings: { filter_enforcement: injection } },
  template_metadata: metadata,
});

export const modelsAndObjectives: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_092',
    type: armor,
    passes: [{ location: 'eu' }, { location: 'europe-west9' }],
    fails: [
      ['location', { location: 'europe-west2' }],
      ['location', { location: 'us' }],
    ],
  },
  {
    rule: 'TLTK_GCP_093',
    type: armor,
    passes: [guard({}), guard({ log_sanitize_operations: false })],
    fails: [['template_metadata.log_sanitize_operations', guard({ log_sanitize_operations: true })]],
  },
  {
    rule: 'TLTK_GCP_094',
    type: armor,
    passes: [guard({ enforcement_type: 'INSPECT_AND_BLOCK' })],
    fails: [
      ['template_metadata.enforcement_type', guard({ enforcement_type: 'INSPECT_ONLY' })],
      ['template_metadata.enforcement_type', guard({})],
      [
        'filter_config.pi_and_jailbreak_filter_settings.filter_enforcement',
        guard({ enforcement_type: 'INSPECT_AND_BLOCK' }, 'DISABLED'),
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_095',
    type: 'google_monitoring_custom_service',
    passes: [{ service_id: 'forecast' }],
    fails: [],
    beside: [
      {
        type: objective,
        name: 'beside',
        path: 'test/beside',
        body: { service: '${google_monitoring_custom_service.tested.service_id}' },
      },
    ],
  },
  {
    rule: 'TLTK_GCP_095',
    type: 'google_monitoring_custom_service',
    passes: [],
    fails: [['service_id', { service_id: 'forecast' }]],
  },
  {
    rule: 'TLTK_GCP_096',
    type: objective,
    passes: [{ goal: 0.99 }],
    fails: [],
    beside: [
      {
        type: 'google_monitoring_alert_policy',
        name: 'beside',
        path: 'test/beside',
        body: {
          conditions: [
            {
              condition_threshold: {
                filter: 'select_slo_burn_rate("${google_monitoring_slo.tested.name}", "3600s")',
              },
            },
          ],
        },
      },
    ],
  },
  { rule: 'TLTK_GCP_096', type: objective, passes: [], fails: [['goal', { goal: 0.99 }]] },
  {
    rule: 'TLTK_GCP_097',
    type: objective,
    passes: [{ goal: 0.995, rolling_period_days: 28 }, { goal: 0.9999 }],
    fails: [
      ['goal', { goal: 1 }],
      ['goal', { goal: 99.5 }],
      ['rolling_period_days', { goal: 0.9, rolling_period_days: 31 }],
    ],
  },
];
