import type { RuleCase } from './case.ts';
import { job, limits, service } from './case.ts';

const schema = (...columns: readonly unknown[]) => ({ schema: JSON.stringify(columns) });
const jobLimit = 'template.template.containers.0.resources.limits';

export const apiValues: readonly RuleCase[] = [
  {
    rule: 'TLTK_GCP_074',
    type: 'google_bigquery_table',
    passes: [
      {},
      schema(
        { name: 'id', type: 'STRING', mode: 'REQUIRED' },
        { name: 'lines', type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'n', type: 'INTEGER' }] },
      ),
    ],
    fails: [
      ['schema', { schema: '[{"name": "id"' }],
      ['schema', { schema: '{"name": "id"}' }],
      ['schema.0.type', schema({ name: 'id', type: 'STRNG' })],
      ['schema.0.mode', schema({ name: 'id', type: 'STRING', mode: 'OPTIONAL' })],
      ['schema.0.name', schema({ type: 'STRING' })],
      ['schema.1.name', schema({ name: 'id', type: 'STRING' }, { name: 'ID', type: 'STRING' })],
      ['schema.0.fields', schema({ name: 'lines', type: 'RECORD' })],
      [
        'schema.0.fields.0.type',
        schema({ name: 'a', type: 'STRUCT', fields: [{ name: 'b', type: 'TEXT' }] }),
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_075',
    type: 'google_cloud_scheduler_job',
    passes: ['0 5 * * *', '*/15 8-18 * * mon-fri', '0 0 1,15 jan-jun 7', '5 4 * * SUN'].map((schedule) => ({
      schedule,
    })),
    fails: [
      '0 5 * *',
      '60 5 * * *',
      '0 24 * * *',
      '0 5 0 * *',
      '0 5 * 13 *',
      '0 5 * * 8',
      '0 18-8 * * *',
      '*/0 * * * *',
      'at five',
      '0 5 * * monday',
      '0 1-2-3 * * *',
      '0 5, * * *',
    ].map((schedule) => ['schedule', { schedule }] as const),
  },
  {
    rule: 'TLTK_GCP_076',
    type: 'google_project_iam_member',
    passes: [{ role: 'roles/run.invoker' }, { role: 'projects/acme/roles/predictOnly' }],
    fails: ['run.invoker', 'Run Invoker', 'roles/', 'projects/acme/predictOnly'].map(
      (role) => ['role', { role }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_077',
    type: 'google_project_iam_member',
    passes: [
      { member: 'group:a@example.com' },
      { member: 'principalSet://iam.googleapis.com/projects/1/x' },
      { member: 'deleted:user:a@example.com?uid=1' },
    ],
    fails: ['a@example.com', 'serviceaccount:a@example.com', 'group:'].map(
      (member) => ['member', { member }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_078',
    type: 'google_cloud_run_v2_job',
    passes: [
      job(limits('1', '512Mi')),
      job(limits('1000m', '4Gi')),
      job(limits('8', '32Gi')),
      job({ resources: { limits: { cpu: '8', memory: '64Gi', 'nvidia.com/gpu': '1' } } }),
    ],
    fails: [
      [`${jobLimit}.memory`, job(limits('1', 'lots'))],
      [`${jobLimit}.memory`, job(limits('1', '8Gi'))],
      [`${jobLimit}.memory`, job(limits('4', '1Gi'))],
      [`${jobLimit}.memory`, job(limits('1', '2GB'))],
      [`${jobLimit}.cpu`, job(limits('3', '2Gi'))],
      [`${jobLimit}.cpu`, job(limits('0.5', '512Mi'))],
      [`${jobLimit}.cpu`, job(limits('one', '512Mi'))],
    ],
  },
  {
    rule: 'TLTK_GCP_078',
    type: 'google_cloud_run_v2_service',
    passes: [service(limits('0.08', '128Mi')), service(limits('0.5', '1Gi'))],
    fails: [
      ['template.containers.0.resources.limits.memory', service(limits('0.4', '1Gi'))],
      ['template.containers.0.resources.limits.cpu', service(limits('1.5', '1Gi'))],
    ],
  },
  {
    rule: 'TLTK_GCP_079',
    type: 'google_cloud_run_v2_job',
    passes: [{ template: { template: { timeout: '3600s' } } }],
    fails: ['10 minutes', '10m', '600', '604801s', '0s'].map(
      (timeout) => ['template.template.timeout', { template: { template: { timeout } } }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_079',
    type: 'google_cloud_run_v2_service',
    passes: [{ template: { timeout: '60s' } }],
    fails: [['template.timeout', { template: { timeout: '3601s' } }]],
  },
  {
    rule: 'TLTK_GCP_079',
    type: 'google_secret_manager_secret',
    passes: [{ version_destroy_ttl: '604800s', rotation: { rotation_period: '2592000s' } }],
    fails: [
      ['version_destroy_ttl', { version_destroy_ttl: '3600s' }],
      ['rotation.rotation_period', { rotation: { rotation_period: '30d' } }],
    ],
  },
  {
    rule: 'TLTK_GCP_079',
    type: 'google_monitoring_alert_policy',
    passes: [{ alert_strategy: { auto_close: '1800s' } }],
    fails: [
      ['alert_strategy.auto_close', { alert_strategy: { auto_close: '60s' } }],
      [
        'conditions.0.condition_threshold.aggregations.0.alignment_period',
        { conditions: [{ condition_threshold: { aggregations: [{ alignment_period: '30s' }] } }] },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_080',
    type: 'google_storage_bucket',
    passes: ['EU', 'europe-west9', 'EUROPE-WEST1', 'EUR4'].map((location) => ({ location })),
    fails: ['europe-west99', 'paris', 'europe_west1', ''].map(
      (location) => ['location', { location }] as const,
    ),
  },
  {
    rule: 'TLTK_GCP_081',
    type: 'google_cloud_run_v2_service',
    passes: [{ ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' }],
    fails: [
      ['ingress', { ingress: 'internal' }],
      ['template.vpc_access.egress', { template: { vpc_access: { egress: 'ALL' } } }],
    ],
  },
  {
    rule: 'TLTK_GCP_081',
    type: 'google_cloud_run_v2_job',
    passes: [{ template: { template: { vpc_access: { egress: 'ALL_TRAFFIC' } } } }],
    fails: [
      ['template.template.vpc_access.egress', { template: { template: { vpc_access: { egress: 'ALL' } } } }],
    ],
  },
  {
    rule: 'TLTK_GCP_081',
    type: 'google_storage_bucket',
    passes: [{ storage_class: 'STANDARD' }],
    fails: [
      ['storage_class', { storage_class: 'standard' }],
      ['public_access_prevention', { public_access_prevention: 'on' }],
    ],
  },
  {
    rule: 'TLTK_GCP_081',
    type: 'google_bigquery_dataset',
    passes: [{ storage_billing_model: 'PHYSICAL' }],
    fails: [['storage_billing_model', { storage_billing_model: 'COMPRESSED' }]],
  },
  {
    rule: 'TLTK_GCP_081',
    type: 'google_project_iam_audit_config',
    passes: [{ audit_log_config: [{ log_type: 'DATA_READ' }] }],
    fails: [['audit_log_config.0.log_type', { audit_log_config: [{ log_type: 'READ' }] }]],
  },
  {
    rule: 'TLTK_GCP_082',
    type: 'google_secret_manager_secret',
    passes: [{ replication: { auto: {} } }],
    fails: [
      ['replication', { replication: {} }],
      ['replication', { replication: { auto: {}, user_managed: { replicas: [] } } }],
    ],
  },
  {
    rule: 'TLTK_GCP_083',
    type: 'google_bigquery_dataset',
    passes: [{ default_table_expiration_ms: 3_600_000, max_time_travel_hours: '168' }],
    fails: [
      ['default_table_expiration_ms', { default_table_expiration_ms: 1000 }],
      ['max_time_travel_hours', { max_time_travel_hours: '50' }],
    ],
  },
  {
    rule: 'TLTK_GCP_083',
    type: 'google_cloud_run_v2_service',
    passes: [{ traffic: [{ percent: 90 }, { percent: 10 }] }],
    fails: [
      ['traffic', { traffic: [{ percent: 90 }, { percent: 20 }] }],
      ['template.max_instance_request_concurrency', { template: { max_instance_request_concurrency: 1001 } }],
    ],
  },
  {
    rule: 'TLTK_GCP_083',
    type: 'google_cloud_run_v2_job',
    passes: [{ template: { task_count: 1, template: { max_retries: 1 } } }],
    fails: [
      ['template.task_count', { template: { task_count: 0 } }],
      ['template.template.max_retries', { template: { template: { max_retries: 11 } } }],
    ],
  },
];
