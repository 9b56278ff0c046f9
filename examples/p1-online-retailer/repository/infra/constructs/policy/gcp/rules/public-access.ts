import { all, byType, mustBe, mustNotBe, required, textsAre } from '../../checks.ts';
import type { PolicyResource } from '../../resource.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isSet, select, selectIn, texts } from '../../values.ts';
import { grants, isEveryone, membersOf } from './iam.ts';

const named = 'a named principal such as "serviceAccount:…" or "group:…"';
const internal = 'INGRESS_TRAFFIC_INTERNAL_ONLY or INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';

const everyoneIsMember: Check = (resource) =>
  membersOf(resource)
    .filter(({ value }) => isEveryone(value))
    .map(({ at, value }) => ({ at, value, expected: named }));

const isRun = (type: string) => type.startsWith('google_cloud_run_');

/** Ports a firewall opens to the whole internet, unless it is a rule that refuses or looks outwards. */
function opensToTheInternet({ body }: PolicyResource) {
  const inwards = select(body, 'direction').every(({ value }) => value === 'INGRESS');
  if (!inwards || body['disabled'] === true || !isSet(body, 'allow')) return [];
  return texts(body, 'source_ranges')
    .filter(({ value }) => /^(0\.0\.0\.0|::)(\/0)?$/.test(value))
    .map(({ at, value }) => ({ at, value, expected: 'addresses of the callers, or of the load balancer' }));
}

/** Backends of load balancers on the internet without a policy of Cloud Armor. */
function isUnguarded({ body }: PolicyResource) {
  const [scheme = 'EXTERNAL'] = select(body, 'load_balancing_scheme').map(({ value }) => value);
  const open = String(scheme).startsWith('EXTERNAL') && !isSet(body, 'security_policy');
  return open
    ? [{ at: 'security_policy', value: undefined, expected: 'the id of a Cloud Armor security policy' }]
    : [];
}

export const publicAccess: RuleGroup = {
  subject: 'Public access',
  rules: [
    {
      id: 'TLTK_GCP_001',
      title: 'No data, key or image is shared with everyone',
      severity: 'error',
      reason:
        'allUsers is the whole internet, and allAuthenticatedUsers is everyone with any Google account.',
      remedy: 'Name who needs it: a group, a person or a service account.',
      references: [
        'CKV_GCP_28',
        'CKV_GCP_99',
        'CKV_GCP_100',
        'CKV_GCP_101',
        'CKV_GCP_112',
        'CIS 1.9',
        'CIS 5.1',
        'CIS 7.1',
      ],
      reads: grants,
      check: (resource, context) => (isRun(resource.type) ? [] : everyoneIsMember(resource, context)),
    },
    {
      id: 'TLTK_GCP_002',
      title: 'No Cloud Run service or job may be started by everyone',
      severity: 'error',
      reason: 'Anyone who finds the address can call it, and the client pays.',
      remedy:
        'Give roles/run.invoker to the callers by name; what the public needs goes through a load balancer.',
      references: ['CKV_GCP_102'],
      reads: ['google_cloud_run_*_iam_member', 'google_cloud_run_*_iam_binding'],
      check: everyoneIsMember,
    },
    {
      id: 'TLTK_GCP_003',
      title: "A dataset's own access list does not name everyone",
      severity: 'error',
      reason: 'An entry for everyone opens all tables of the dataset, present and future.',
      remedy: 'Take the entry out and give access with google_bigquery_dataset_iam_member.',
      references: ['CKV_GCP_15', 'CIS 7.1'],
      reads: ['google_bigquery_dataset', 'google_bigquery_dataset_access'],
      check: ({ type, body }) =>
        (type === 'google_bigquery_dataset' ? select(body, 'access') : select(body, ''))
          .flatMap((entry) => [...selectIn(entry, 'special_group'), ...selectIn(entry, 'iam_member')])
          .filter(({ value }) => typeof value === 'string' && isEveryone(value))
          .map(({ at, value }) => ({ at, value, expected: 'a person, a group, a domain or a view' })),
    },
    {
      id: 'TLTK_GCP_004',
      title: 'No access list of a bucket or its objects opens them to everyone',
      severity: 'error',
      reason: 'Access lists of objects are easily overlooked: they hold whatever the IAM policy says.',
      remedy: 'Use uniform access, and IAM members on the bucket.',
      references: ['CIS 5.1'],
      reads: [
        'google_storage_bucket_acl',
        'google_storage_default_object_acl',
        'google_storage_object_acl',
        'google_storage_bucket_access_control',
        'google_storage_object_access_control',
      ],
      check: ({ body }) =>
        [...texts(body, 'predefined_acl'), ...texts(body, 'role_entity'), ...texts(body, 'entity')]
          .filter(({ value }) => /^(public|authenticatedRead)|allUsers|allAuthenticatedUsers/.test(value))
          .map(({ at, value }) => ({ at, value, expected: 'a named principal, or "private"' })),
    },
    {
      id: 'TLTK_GCP_005',
      title: 'Buckets refuse public access',
      severity: 'error',
      reason: 'Otherwise one wrong binding, made anywhere, opens the bucket to the internet.',
      remedy: 'Set public_access_prevention to "enforced".',
      references: ['CKV_GCP_114', 'CIS 5.1'],
      reads: ['google_storage_bucket'],
      check: mustBe('public_access_prevention', 'enforced'),
    },
    {
      id: 'TLTK_GCP_006',
      title: 'Buckets have uniform access',
      severity: 'error',
      reason: 'With access lists of their own, objects can be readable by people the bucket does not name.',
      remedy: 'Set uniform_bucket_level_access to true.',
      references: ['CKV_GCP_29', 'CIS 5.2'],
      reads: ['google_storage_bucket'],
      check: mustBe('uniform_bucket_level_access', true),
    },
    {
      id: 'TLTK_GCP_007',
      title: 'Cloud Run services are reached from inside, or through a load balancer',
      severity: 'error',
      reason: 'Left out, ingress is INGRESS_TRAFFIC_ALL: the service has an address on the internet.',
      remedy: `Set ingress to ${internal}.`,
      reads: ['google_cloud_run_v2_service'],
      check: all(
        required('ingress', internal),
        textsAre('ingress', (text) => text !== 'INGRESS_TRAFFIC_ALL', internal),
      ),
    },
    {
      id: 'TLTK_GCP_008',
      title: 'Cloud Run checks who calls',
      severity: 'error',
      reason: 'Without the check of the invoker, everything that reaches the service may call it.',
      remedy: 'Take invoker_iam_disabled out, and give roles/run.invoker to the callers.',
      reads: ['google_cloud_run_v2_service'],
      check: mustNotBe('invoker_iam_disabled', true, 'false'),
    },
    {
      id: 'TLTK_GCP_009',
      title: 'No firewall rule lets the whole internet in',
      severity: 'error',
      reason: 'Open ports are found and tried within minutes.',
      remedy: 'Name the addresses in source_ranges, and reach machines through Identity-Aware Proxy.',
      references: ['CKV_GCP_2', 'CKV_GCP_3', 'CKV2_GCP_12', 'CIS 3.6', 'CIS 3.7'],
      reads: ['google_compute_firewall'],
      check: opensToTheInternet,
    },
    {
      id: 'TLTK_GCP_010',
      title: 'What a load balancer opens to the internet stands behind Cloud Armor',
      severity: 'error',
      reason: 'Without a policy nothing limits the rate of calls or stops known attacks.',
      remedy: 'Set security_policy to a google_compute_security_policy.',
      reads: ['google_compute_backend_service'],
      check: isUnguarded,
    },
    {
      id: 'TLTK_GCP_011',
      title: 'Vertex AI endpoints and indexes are private',
      severity: 'error',
      reason: 'A public endpoint answers on the internet whoever holds a token.',
      remedy: 'Set network or private_service_connect_config, and leave public_endpoint_enabled out.',
      references: ['CKV2_GCP_33', 'CKV2_GCP_34'],
      reads: ['google_vertex_ai_endpoint', 'google_vertex_ai_index_endpoint'],
      check: byType({
        google_vertex_ai_endpoint: ({ body }) =>
          isSet(body, 'network') || isSet(body, 'private_service_connect_config')
            ? []
            : [{ at: 'network', value: undefined, expected: 'a network, or private_service_connect_config' }],
        google_vertex_ai_index_endpoint: mustNotBe('public_endpoint_enabled', true, 'false'),
      }),
    },
  ],
};
