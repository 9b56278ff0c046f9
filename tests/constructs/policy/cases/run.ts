import type { Body, RuleCase } from './case.ts';
import { digest, limits, service, serviceAndJob } from './case.ts';

const probes = { startup_probe: {}, liveness_probe: {} };
const target = {
  uri: 'https://run.googleapis.com/v2/jobs/a:run',
  oauth_token: { service_account_email: 'a' },
};
const push = { push_endpoint: 'https://worker.example.com', oidc_token: { service_account_email: 'a' } };
const withEnv = (variable: Body) => service({ env: [{ name: 'PLAIN', value: 'x' }, variable] });

export const run: readonly RuleCase[] = [
  ...serviceAndJob('TLTK_GCP_054', {
    passes: [service({ image: 'registry/i:1.0.0' }), service({ image: digest })],
    fails: [
      ['template.containers.0.image', service({ image: 'registry:5000/i' })],
      ['template.containers.0.image', service({ image: 'registry/i:latest' })],
    ],
  }),
  ...serviceAndJob('TLTK_GCP_055', {
    passes: [service({ image: digest })],
    fails: [['template.containers.0.image', service({ image: 'registry/i:1.0.0' })]],
  }),
  ...serviceAndJob('TLTK_GCP_056', {
    passes: [service(limits('1', '2Gi'))],
    fails: [
      ['template.containers.0.resources.limits.cpu', service({})],
      ['template.containers.0.resources.limits.memory', service({ resources: { limits: { cpu: '1' } } })],
    ],
  }),
  {
    rule: 'TLTK_GCP_057',
    type: 'google_cloud_run_v2_service',
    passes: [
      service(probes),
      { template: { containers: [{ ...probes, ports: { container_port: 8080 } }, { name: 'sidecar' }] } },
    ],
    fails: [
      ['template.containers.0.startup_probe', service({})],
      ['template.containers.0.liveness_probe', service({ startup_probe: {} })],
    ],
  },
  ...serviceAndJob('TLTK_GCP_058', {
    passes: [
      withEnv({ name: 'CRM_PASSWORD', value_source: { secret_key_ref: { secret: 'crm', version: '1' } } }),
      withEnv({ name: 'TOKENS_PER_MINUTE', value: '100' }),
      withEnv({ name: 'ADDRESS', value: 'https://crm.example.com/a@b' }),
    ],
    fails: [
      ['template.containers.0.env.1.value', withEnv({ name: 'CRM_PASSWORD', value: 'hunter2' })],
      ['template.containers.0.env.1.value', withEnv({ name: 'MAPS_API_KEY', value: 'x' })],
      [
        'template.containers.0.env.1.value',
        withEnv({ name: 'CRM', value: 'postgres://load:hunter2@db/crm' }),
      ],
      [
        'template.containers.0.env.1.value',
        withEnv({ name: 'PEM', value: '-----BEGIN RSA PRIVATE KEY-----' }),
      ],
      ['template.containers.0.args.1', service({ args: ['--db', 'mysql://load:hunter2@db/crm'] })],
    ],
  }),
  ...serviceAndJob('TLTK_GCP_059', {
    passes: [withEnv({ name: 'A', value_source: { secret_key_ref: { version: '3' } } })],
    fails: [
      [
        'template.containers.0.env.1.value_source.secret_key_ref.version',
        withEnv({ name: 'A', value_source: { secret_key_ref: { version: 'latest' } } }),
      ],
    ],
  }),
  {
    rule: 'TLTK_GCP_060',
    type: 'google_cloud_scheduler_job',
    passes: [{ http_target: target }, { pubsub_target: { topic_name: 't' } }],
    fails: [['http_target.oauth_token', { http_target: { uri: target.uri } }]],
  },
  {
    rule: 'TLTK_GCP_061',
    type: 'google_cloud_scheduler_job',
    passes: [{ http_target: target }],
    fails: [['http_target.uri', { http_target: { ...target, uri: 'http://worker.example.com' } }]],
  },
  {
    rule: 'TLTK_GCP_061',
    type: 'google_pubsub_subscription',
    passes: [{ push_config: push }],
    fails: [['push_config.push_endpoint', { push_config: { ...push, push_endpoint: 'http://worker' } }]],
  },
  {
    rule: 'TLTK_GCP_062',
    type: 'google_cloud_scheduler_job',
    passes: [{ http_target: target }, { http_target: { uri: 'https://worker.example.com', oidc_token: {} } }],
    fails: [
      ['http_target.uri', { http_target: { ...target, uri: 'https://worker.example.com' } }],
      ['http_target.uri', { http_target: { ...target, uri: 'https://googleapis.com.example.com/' } }],
    ],
  },
  {
    rule: 'TLTK_GCP_063',
    type: 'google_cloud_scheduler_job',
    passes: [{ http_target: { ...target, headers: { 'Content-Type': 'application/json' } } }],
    fails: [
      [
        'http_target.headers.Authorization',
        { http_target: { ...target, headers: { Authorization: 'Bearer x' } } },
      ],
    ],
  },
  {
    rule: 'TLTK_GCP_064',
    type: 'google_pubsub_subscription',
    passes: [{}, { push_config: push }],
    fails: [['push_config.oidc_token', { push_config: { push_endpoint: push.push_endpoint } }]],
  },
  {
    rule: 'TLTK_GCP_065',
    type: 'google_pubsub_subscription',
    passes: [
      { dead_letter_policy: { dead_letter_topic: 'projects/p/topics/dead' } },
      { topic: '${google_pubsub_topic.dead.name}' },
      { topic: 'projects/p/topics/other-dead' },
    ],
    fails: [
      ['dead_letter_policy.dead_letter_topic', { topic: 'projects/p/topics/orders' }],
      ['dead_letter_policy.dead_letter_topic', { topic: '${google_pubsub_topic.orders.id}' }],
    ],
    beside: [
      { type: 'google_pubsub_topic', name: 'dead', path: 'test/dead', body: {} },
      { type: 'google_pubsub_topic', name: 'orders', path: 'test/orders', body: {} },
      ...['${google_pubsub_topic.dead.id}', 'projects/p/topics/other-dead'].map((topic, index) => ({
        type: 'google_pubsub_subscription',
        name: `beside_${index}`,
        path: `test/beside-${index}`,
        body: { dead_letter_policy: { dead_letter_topic: topic } },
      })),
    ],
  },
  {
    rule: 'TLTK_GCP_066',
    type: 'google_pubsub_subscription',
    passes: [{ expiration_policy: { ttl: '' } }],
    fails: [
      ['expiration_policy.ttl', {}],
      ['expiration_policy.ttl', { expiration_policy: { ttl: '2678400s' } }],
    ],
  },
  ...['google_pubsub_topic', 'google_pubsub_subscription'].map((type): RuleCase => ({
    rule: 'TLTK_GCP_067',
    type,
    passes: [{}, { message_retention_duration: '2678400s' }],
    fails: [
      ['message_retention_duration', { message_retention_duration: '2678401s' }],
      ['message_retention_duration', { message_retention_duration: '60s' }],
      ['message_retention_duration', { message_retention_duration: '7d' }],
    ],
  })),
  {
    rule: 'TLTK_GCP_068',
    type: 'google_pubsub_subscription',
    passes: [{ ack_deadline_seconds: 600, dead_letter_policy: { max_delivery_attempts: 5 } }],
    fails: [
      ['ack_deadline_seconds', { ack_deadline_seconds: 601 }],
      ['dead_letter_policy.max_delivery_attempts', { dead_letter_policy: { max_delivery_attempts: 4 } }],
      ['retry_policy.maximum_backoff', { retry_policy: { maximum_backoff: '601s' } }],
    ],
  },
  {
    rule: 'TLTK_GCP_068',
    type: 'google_cloud_scheduler_job',
    passes: [
      { attempt_deadline: '320s', retry_config: { retry_count: 3 }, http_target: { http_method: 'POST' } },
    ],
    fails: [
      ['attempt_deadline', { attempt_deadline: '1801s' }],
      ['retry_config.retry_count', { retry_config: { retry_count: 6 } }],
      ['http_target.http_method', { http_target: { http_method: 'SEND' } }],
    ],
  },
];
