import { all, lasts, matches, oneOf, required, wholeFrom } from '../../checks.ts';
import type { PolicyResource } from '../../resource.ts';
import { objectOf } from '../../resource.ts';
import type { Check, PolicyContext, RuleGroup } from '../../rule.ts';
import { isSet, isUnknown, select, texts } from '../../values.ts';

const month = 2_678_400;

/** Whether the service a schedule calls is told who calls. */
const callsWithIdentity: Check = ({ body }) =>
  select(body, 'http_target')
    .filter(({ value }) => !isSet(value, 'oidc_token') && !isSet(value, 'oauth_token'))
    .map(({ at }) => ({
      at: `${at}.oauth_token`,
      value: undefined,
      expected: 'oidc_token, or oauth_token for an API of Google',
    }));

/** An access token works on every API its account may use: only Google may see it. */
const tokensForGoogleOnly: Check = ({ body }) =>
  select(body, 'http_target')
    .filter(({ value }) => isSet(value, 'oauth_token'))
    .flatMap((target) => texts(target.value, 'uri').map((uri) => ({ ...uri, at: `${target.at}.uri` })))
    .filter(({ value }) => !/^https:\/\/[\w.-]+\.googleapis\.com(\/|$)/.test(value))
    .map((place) => ({
      ...place,
      expected: 'an address of googleapis.com, or oidc_token in place of oauth_token',
    }));

const noSecretHeader: Check = ({ body }) =>
  select(body, 'http_target.headers')
    .flatMap(({ at, value }) => Object.keys(objectOf(value)).map((name) => ({ at: `${at}.${name}`, name })))
    .filter(({ name }) => /^(authorization|proxy-authorization|cookie|x-api-key)$/i.test(name))
    .map(({ at }) => ({ at, value: '(not shown)', expected: 'no such header' }));

/** A push has to name the account its token is for; other ways of delivery need none. */
const pushesWithIdentity: Check = ({ body }) =>
  select(body, 'push_config').flatMap(({ at, value }) =>
    isSet(value, 'oidc_token') || isUnknown(value)
      ? []
      : [{ at: `${at}.oidc_token`, value: undefined, expected: 'a service account' }],
  );

/** Whether messages that other subscriptions put aside come here: they go no further. */
function takesFailedMessages({ body }: PolicyResource, { resources, referred }: PolicyContext): boolean {
  const topicOf = (reference: unknown) => referred(reference) ?? reference;
  // A topic of another stack may be one for failed messages.
  if (isUnknown(topicOf(body['topic']))) return true;
  return resources
    .flatMap((other) => select(other.body, 'dead_letter_policy.dead_letter_topic'))
    .some(({ value }) => topicOf(value) === topicOf(body['topic']));
}

export const messaging: RuleGroup = {
  subject: 'Schedules and messages',
  rules: [
    {
      id: 'TLTK_GCP_060',
      title: 'Schedules say who calls',
      severity: 'error',
      reason: 'A call without a token is refused, or the service takes calls from everyone.',
      remedy: 'Name a service account in oauth_token or oidc_token.',
      reads: ['google_cloud_scheduler_job'],
      check: callsWithIdentity,
    },
    {
      id: 'TLTK_GCP_061',
      title: 'Schedules and subscriptions call by HTTPS',
      severity: 'error',
      reason: 'The token and the content of the call could be read on the way.',
      remedy: 'Use an address that begins with https://.',
      reads: ['google_cloud_scheduler_job', 'google_pubsub_subscription'],
      check: all(beginsWithHttps('http_target.uri'), beginsWithHttps('push_config.push_endpoint')),
    },
    {
      id: 'TLTK_GCP_062',
      title: 'Access tokens are sent to Google only',
      severity: 'error',
      reason: 'Whoever gets an access token may use every API its account may use, for an hour.',
      remedy: 'Use oidc_token: it is good for one address.',
      reads: ['google_cloud_scheduler_job'],
      check: tokensForGoogleOnly,
    },
    {
      id: 'TLTK_GCP_063',
      title: 'Schedules hold no secret',
      severity: 'error',
      reason: 'Headers are shown to whoever may look at the schedule, and kept in the state.',
      remedy: 'Name a service account in oauth_token or oidc_token.',
      reads: ['google_cloud_scheduler_job'],
      check: noSecretHeader,
    },
    {
      id: 'TLTK_GCP_064',
      title: 'Pushed messages say who sends them',
      severity: 'error',
      reason: 'Otherwise the receiver has to take messages from everyone.',
      remedy: 'Name a service account in push_config.oidc_token.',
      reads: ['google_pubsub_subscription'],
      check: pushesWithIdentity,
    },
    {
      id: 'TLTK_GCP_065',
      title: 'Messages that cannot be handled are put aside',
      severity: 'warning',
      reason: 'One bad message is delivered again and again until it expires, and then is lost.',
      remedy: 'Set dead_letter_policy with a topic that somebody looks at.',
      reads: ['google_pubsub_subscription'],
      check: (resource, context) =>
        takesFailedMessages(resource, context)
          ? []
          : required('dead_letter_policy.dead_letter_topic', 'a topic for messages that failed')(
              resource,
              context,
            ),
    },
    {
      id: 'TLTK_GCP_066',
      title: 'Subscriptions do not vanish',
      severity: 'error',
      reason:
        'Left out, a subscription without traffic for 31 days is deleted, and messages are lost from then on.',
      remedy: 'Set expiration_policy.ttl to "".',
      reads: ['google_pubsub_subscription'],
      check: all(
        required('expiration_policy.ttl', '"" (never)'),
        matches('expiration_policy.ttl', /^$/, '"" (never)'),
      ),
    },
    {
      id: 'TLTK_GCP_067',
      title: 'Messages are kept no longer than Pub/Sub keeps them',
      severity: 'error',
      reason: 'The service refuses more than 31 days and less than ten minutes; Terraform does not notice.',
      remedy: 'Store messages in BigQuery or a bucket to keep them longer.',
      reads: ['google_pubsub_topic', 'google_pubsub_subscription'],
      check: lasts('message_retention_duration', 600, month),
    },
    {
      id: 'TLTK_GCP_068',
      title: 'Deliveries are tried as Pub/Sub and Cloud Scheduler try them',
      severity: 'error',
      reason: 'The services refuse other numbers and durations when they are applied.',
      remedy: 'Mend the value.',
      reads: ['google_pubsub_subscription', 'google_cloud_scheduler_job'],
      check: all(
        wholeFrom('ack_deadline_seconds', 10, 600),
        wholeFrom('dead_letter_policy.max_delivery_attempts', 5, 100),
        lasts('retry_policy.minimum_backoff', 0, 600),
        lasts('retry_policy.maximum_backoff', 0, 600),
        lasts('attempt_deadline', 15, 1800),
        wholeFrom('retry_config.retry_count', 0, 5),
        oneOf('http_target.http_method', ['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']),
      ),
    },
  ],
};

function beginsWithHttps(path: string): Check {
  return matches(path, /^https:\/\//, 'an address that begins with https://');
}
