import { all, byType, lasts, matches, oneOf, textsAre, wholeFrom } from '../../checks.ts';
import { isCron } from '../../../common/cron.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isUnknown, numbers, select } from '../../values.ts';
import { columnProblems } from './columns.ts';
import { runTypes } from './containers.ts';
import { isLocation } from './locations.ts';
import { quantities } from './quantities.ts';

const reason = 'Terraform takes any text; the service refuses it in the middle of an apply.';
const remedy = 'Mend the value.';

/** Durations by type and argument, in seconds. */
const durations: Readonly<Record<string, Check>> = {
  google_cloud_run_v2_service: lasts('template.timeout', 1, 3600),
  google_cloud_run_v2_job: lasts('template.template.timeout', 1, 604_800),
  google_secret_manager_secret: all(
    lasts('version_destroy_ttl', 86_400, 315_576_000),
    lasts('rotation.rotation_period', 3600, 3_153_600_000),
  ),
  google_monitoring_alert_policy: all(
    lasts('alert_strategy.auto_close', 1800, 604_800),
    lasts('conditions.condition_threshold.aggregations.alignment_period', 60, 9_000_000),
  ),
};

/** Words a service chooses from, by type and argument. */
const choices: Readonly<Record<string, Check>> = {
  google_cloud_run_v2_service: all(
    oneOf('ingress', [
      'INGRESS_TRAFFIC_ALL',
      'INGRESS_TRAFFIC_INTERNAL_ONLY',
      'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    ]),
    oneOf('template.vpc_access.egress', ['ALL_TRAFFIC', 'PRIVATE_RANGES_ONLY']),
  ),
  google_cloud_run_v2_job: oneOf('template.template.vpc_access.egress', [
    'ALL_TRAFFIC',
    'PRIVATE_RANGES_ONLY',
  ]),
  google_storage_bucket: all(
    oneOf('storage_class', ['STANDARD', 'MULTI_REGIONAL', 'REGIONAL', 'NEARLINE', 'COLDLINE', 'ARCHIVE']),
    oneOf('public_access_prevention', ['enforced', 'inherited']),
  ),
  google_bigquery_dataset: oneOf('storage_billing_model', ['LOGICAL', 'PHYSICAL']),
  google_project_iam_audit_config: oneOf('audit_log_config.log_type', [
    'ADMIN_READ',
    'DATA_READ',
    'DATA_WRITE',
  ]),
};

/** Whether the shares of traffic of a service make a whole. */
const wholeTraffic: Check = ({ body }) => {
  const shares = select(body, 'traffic.percent');
  const sum = numbers(body, 'traffic.percent').reduce((total, { value }) => total + value, 0);
  const known = shares.every(({ value }) => !isUnknown(value));
  return shares.length > 0 && known && sum !== 100
    ? [{ at: 'traffic', value: sum, expected: 'shares that sum to 100' }]
    : [];
};

const oneReplication: Check = ({ body }) => {
  const kinds = ['auto', 'user_managed'].filter((kind) => select(body, `replication.${kind}`).length > 0);
  const unknown = select(body, 'replication').some(({ value }) => isUnknown(value));
  return kinds.length === 1 || unknown
    ? []
    : [{ at: 'replication', value: kinds, expected: 'exactly one of auto and user_managed' }];
};

export const apiValues: RuleGroup = {
  subject: 'Values the services take',
  rules: [
    {
      id: 'TLTK_GCP_074',
      title: 'Columns have a type that BigQuery has',
      severity: 'error',
      reason,
      remedy: 'Write the schema as a list of {name, type, mode}; a RECORD has fields.',
      reads: ['google_bigquery_table'],
      check: columnProblems,
    },
    {
      id: 'TLTK_GCP_075',
      title: 'Schedules are cron lines of five fields, each within its range',
      severity: 'error',
      reason,
      remedy: 'For instance "0 5 * * *", daily at 5.',
      reads: ['google_cloud_scheduler_job'],
      check: textsAre(
        'schedule',
        isCron,
        'minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7',
      ),
    },
    {
      id: 'TLTK_GCP_076',
      title: 'Roles are written as IAM names them',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_*_iam_member', 'google_*_iam_binding'],
      check: matches(
        'role',
        /^(roles\/[A-Za-z0-9_.]+|(projects|organizations)\/[\w.:-]+\/roles\/[A-Za-z0-9_.]+)$/,
        '"roles/SERVICE.NAME", or "projects/PROJECT/roles/NAME" of a custom role',
      ),
    },
    {
      id: 'TLTK_GCP_077',
      title: 'Principals are written as IAM names them',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_*_iam_member', 'google_*_iam_binding'],
      check: all(principal('member'), principal('members')),
    },
    {
      id: 'TLTK_GCP_078',
      title: 'Containers have processors and memory that Cloud Run offers together',
      severity: 'error',
      reason,
      remedy: 'Choose 1, 2, 4, 6 or 8 processors, and memory within their range.',
      reads: runTypes,
      check: quantities,
    },
    {
      id: 'TLTK_GCP_079',
      title: 'Durations are written in seconds, within the limits of the service',
      severity: 'error',
      reason,
      remedy: 'Write it as "600s".',
      reads: Object.keys(durations),
      check: byType(durations),
    },
    {
      id: 'TLTK_GCP_080',
      title: 'Locations exist',
      severity: 'error',
      reason,
      remedy:
        'Choose a region of the residency rule. A region newer than this list: acknowledge it, and tell us.',
      reads: ['google_*'],
      check: all(...['location', 'region', 'replication.user_managed.replicas.location'].map(existing)),
    },
    {
      id: 'TLTK_GCP_081',
      title: 'Words are chosen from those the service knows',
      severity: 'error',
      reason,
      remedy,
      reads: Object.keys(choices),
      check: byType(choices),
    },
    {
      id: 'TLTK_GCP_082',
      title: 'Secrets are replicated in one way',
      severity: 'error',
      reason,
      remedy: 'Take one of the two out.',
      reads: ['google_secret_manager_secret'],
      check: oneReplication,
    },
    {
      id: 'TLTK_GCP_083',
      title: 'Numbers are within the limits of the service',
      severity: 'error',
      reason,
      remedy,
      reads: ['google_bigquery_dataset', 'google_cloud_run_v2_service', 'google_cloud_run_v2_job'],
      check: byType({
        google_bigquery_dataset: all(
          wholeFrom('default_table_expiration_ms', 3_600_000, Number.MAX_SAFE_INTEGER),
          wholeFrom('default_partition_expiration_ms', 1, Number.MAX_SAFE_INTEGER),
          matches('max_time_travel_hours', /^(48|72|96|120|144|168)$/, 'a multiple of 24 from 48 to 168'),
        ),
        google_cloud_run_v2_service: all(
          wholeFrom('template.max_instance_request_concurrency', 0, 1000),
          wholeFrom('traffic.percent', 0, 100),
          wholeTraffic,
        ),
        google_cloud_run_v2_job: all(
          wholeFrom('template.template.max_retries', 0, 10),
          wholeFrom('template.task_count', 1, 10_000),
        ),
      }),
    },
  ],
};

function principal(path: string): Check {
  return matches(
    path,
    /^(allUsers|allAuthenticatedUsers|(deleted:)?(user|serviceAccount|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer):\S+)$/,
    'a kind and a name, such as "group:analysts@example.com"',
  );
}

function existing(path: string): Check {
  return textsAre(path, isLocation, 'a region such as "europe-west1", or a multi-region such as "EU"');
}
