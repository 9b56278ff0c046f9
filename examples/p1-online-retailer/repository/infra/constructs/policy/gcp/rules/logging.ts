import { all, mustBe, mustNotBe, required } from '../../checks.ts';
import type { PolicyResource } from '../../resource.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isUnknown, numbers, select } from '../../values.ts';

const logTypes = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];

const auditsAll: Check = ({ body }) => {
  const entries = select(body, 'audit_log_config');
  if (entries.some(({ value }) => isUnknown(value))) return [];
  const present = select(body, 'audit_log_config.log_type');
  const absent = logTypes.filter((type) => !present.some(({ value }) => value === type));
  const known = !present.some(({ value }) => isUnknown(value));
  return [
    ...(known ? absent : []).map((type) => ({ at: 'audit_log_config', value: undefined, expected: type })),
    ...select(body, 'audit_log_config.exempted_members').map(({ at, value }) => ({
      at,
      value,
      expected: 'no one is left out',
    })),
  ];
};

const hasChannel = required('notification_channels', 'at least one channel');

/** Where no alert reaches anybody, one address is missing, not one per alert: said once, at the first. */
const reachesSomeone: Check = (resource, context) => {
  const missing = hasChannel(resource, context);
  const alerts = context.resources.filter(({ type }) => type === 'google_monitoring_alert_policy');
  const reached = alerts.filter((alert) => hasChannel(alert, context).length === 0);
  if (missing.length === 0 || reached.length > 0 || alerts.length < 2) return missing;
  return resource === alerts[0]
    ? missing.map((violation) => ({
        ...violation,
        expected: `at least one channel on the ${alerts.length} alerts, none of which reaches anybody: name who is told in gcp.alert_emails of the settings`,
      }))
    : [];
};

/** Subnetworks for load balancers and service attachments hold no programs. */
function isReserved({ body }: PolicyResource): boolean {
  const programs = ['PRIVATE', 'PRIVATE_RFC_1918'];
  return select(body, 'purpose').some(({ value }) => !programs.includes(String(value)));
}

const networkIsSeen = all(
  required('log_config', 'a block with the share of traffic that is logged'),
  mustBe('private_ip_google_access', true),
);

export const logging: RuleGroup = {
  subject: 'Logging and retention',
  rules: [
    {
      id: 'TLTK_GCP_040',
      title: 'Who reads and changes what is logged, for everyone',
      severity: 'error',
      reason: 'Without data access logs nobody can say who read the data after an incident.',
      remedy: 'Log ADMIN_READ, DATA_READ and DATA_WRITE of allServices, with no exempted members.',
      references: ['CKV2_GCP_5', 'CIS 2.1'],
      reads: ['google_project_iam_audit_config'],
      check: all(auditsAll, mustBe('service', 'allServices')),
    },
    {
      id: 'TLTK_GCP_041',
      title: 'Logs that are kept are kept for half a year or more',
      severity: 'warning',
      reason: 'Intrusions are often found months later; after 30 days, the default, nothing is left to read.',
      remedy: 'Set retention_days to 180 or more; acknowledge it for logs that hold what people wrote.',
      reads: ['google_logging_project_bucket_config'],
      check: ({ body }) => {
        const expected = 'a whole number of days from 180 to 3650';
        if (select(body, 'retention_days').length === 0)
          return [{ at: 'retention_days', value: undefined, expected }];
        return numbers(body, 'retention_days')
          .filter(({ value }) => !Number.isInteger(value) || value < 180 || value > 3650)
          .map(({ at, value }) => ({ at, value, expected }));
      },
    },
    {
      id: 'TLTK_GCP_042',
      title: 'Log sinks are on, and write as themselves',
      severity: 'error',
      reason: 'The shared identity of old sinks can write into the logs of any project.',
      remedy: 'Set unique_writer_identity to true, and take disabled out.',
      reads: ['google_logging_project_sink'],
      check: all(mustNotBe('unique_writer_identity', false, 'true'), mustNotBe('disabled', true, 'false')),
    },
    {
      id: 'TLTK_GCP_043',
      title: 'Alerts reach someone, and say what to do',
      severity: 'warning',
      reason: 'An alert that nobody gets, or nobody understands at night, is none.',
      remedy: 'Set notification_channels and documentation.content, with the page of the runbook.',
      reads: ['google_monitoring_alert_policy'],
      check: all(
        reachesSomeone,
        required('documentation.content', 'what happened, and the page of the runbook'),
        mustNotBe('enabled', false, 'true'),
      ),
    },
    {
      id: 'TLTK_GCP_044',
      title: 'Networks log their traffic, and reach Google without the internet',
      severity: 'error',
      reason:
        'Without flow logs nobody sees what left the network; without private access programs need addresses.',
      remedy: 'Set log_config, and private_ip_google_access to true.',
      references: ['CKV_GCP_26', 'CKV_GCP_74', 'CIS 3.8'],
      reads: ['google_compute_subnetwork'],
      check: (resource, context) => (isReserved(resource) ? [] : networkIsSeen(resource, context)),
    },
    {
      id: 'TLTK_GCP_045',
      title: 'What is called from the internet logs its calls',
      severity: 'warning',
      reason: 'Attacks are seen in the logs of the load balancer, and nowhere else.',
      remedy: 'Set log_config.enable to true.',
      reads: ['google_compute_backend_service', 'google_compute_region_backend_service'],
      check: mustBe('log_config.enable', true),
    },
  ],
};
