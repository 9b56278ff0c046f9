import { describe, expect, test } from '@jest/globals';
import { IngestionJob } from '#constructs/gcp/ingestion-job/index.ts';
import type { IngestionJobProps } from '#constructs/gcp/ingestion-job/index.ts';
import type { ScheduledJobProps } from '#constructs/gcp/scheduled-job/index.ts';
import { ScheduledJob } from '#constructs/gcp/scheduled-job/index.ts';
import { SecretRotation } from '#constructs/gcp/secret-rotation/index.ts';
import { TransformJob } from '#constructs/gcp/transform-job/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, synth } from './synth.ts';

const image = 'europe-west1-docker.pkg.dev/p/r/ingestion:1.0.0';
const kmsKeyName = 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k';
const datasets = ['raw_crm', 'landing', 'staging', 'marts'].map((id) => ({ id, description: id }));

function job(more: Partial<ScheduledJobProps>) {
  return synth((scope) => new ScheduledJob(scope, 'job', { ...dev, name: 'load', image, args: [], ...more }));
}

function ingestion(more: Partial<IngestionJobProps>) {
  return synth((scope) => {
    const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets });
    new IngestionJob(scope, 'crm', warehouse, {
      ...dev,
      ...{ source: 'crm', image, args: ['run'], writes: ['raw_crm'], ...more },
    });
  });
}

/** The query of the alert whose title holds `words`. */
function query(stack: ReturnType<typeof job>, words: string): string {
  const alert = stack
    .all('google_monitoring_alert_policy')
    .find((policy) => String(policy['display_name']).includes(words));
  return /"query":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(alert))?.[1]?.replaceAll('\\"', '"') ?? '';
}

describe('a job', () => {
  test('without a schedule has no account that starts it', () => {
    const stack = job({});
    expect(stack.counts()).not.toHaveProperty('google_cloud_scheduler_job');
    expect(stack.all('google_service_account')).toHaveLength(1);
    expect(stack.counts()).not.toHaveProperty('google_cloud_run_v2_job_iam_member');
  });

  test('tells people when a run failed, takes long, or none succeeded', () => {
    const stack = job({ timeoutSeconds: 1000, maxHoursWithoutSuccess: 192 });
    const of = (metric: string, more: string) =>
      `run_googleapis_com:job_${metric}{monitored_resource="cloud_run_job",job_name="acme-dev-load"${more}}`;
    expect(query(stack, 'a run failed')).toBe(
      `sum(increase(${of('completed_execution_count', ',result="failed"')}[10m])) > 0`,
    );
    expect(query(stack, 'takes more than 800 s')).toBe(`sum(${of('running_executions', '')}) > 0`);
    expect(query(stack, 'no run succeeded for 192 hours')).toBe(
      `(sum(increase(${of('completed_execution_count', ',result="succeeded"')}[192h])) or vector(0)) < 1`,
    );
  });

  test('reaches private addresses through the subnetwork it is given', () => {
    const subnetwork = 'projects/p/regions/europe-west1/subnetworks/s';
    expect(JSON.stringify(job({ network: { subnetwork } }).only('google_cloud_run_v2_job'))).toContain(
      `"vpc_access":{"egress":"PRIVATE_RANGES_ONLY","network_interfaces":[{"subnetwork":"${subnetwork}"}]}`,
    );
  });

  test('has secrets under the key of the client, in its region, that are due every 90 days', () => {
    const stack = synth((scope) => {
      const rotation = new SecretRotation(scope, 'rotation', { ...dev, projectNumber: '4711' });
      const made = new ScheduledJob(scope, 'job', {
        ...dev,
        ...{ name: 'load', image, args: [], secrets: [{ env: 'CRM_PASSWORD', name: 'crm-password' }] },
        secretProtection: { projectNumber: '4711', kmsKeyName, rotationTopic: rotation.topic.id },
      });
      rotation.remindsOf(made);
    });
    expect(stack.only('google_secret_manager_secret')).toMatchObject({
      replication: {
        user_managed: {
          replicas: [{ location: 'europe-west1', customer_managed_encryption: { kms_key_name: kmsKeyName } }],
        },
      },
      rotation: { rotation_period: '7776000s', next_rotation_time: '${timeadd(plantimestamp(), "2160h")}' },
      // Else every plan would move the date.
      lifecycle: { ignore_changes: ['rotation[0].next_rotation_time'] },
      // Secret Manager refuses a topic it may not write to, and a key it may not use.
      depends_on: expect.arrayContaining([
        expect.stringContaining('google_kms_crypto_key_iam_member.secretmanager_uses_'),
        expect.stringContaining('google_pubsub_topic_iam_member.'),
      ]),
    });
  });

  test.each<[string, Partial<ScheduledJobProps>, RegExp]>([
    ['too many tries', { maxRetries: 11 }, /maxRetries is 11, expected a whole number from 0 to 10/],
    [
      'slow after its end',
      { timeoutSeconds: 600, slowAfterSeconds: 700 },
      /slowAfterSeconds is 700.*60 to 600/,
    ],
    ['half a day', { maxHoursWithoutSuccess: 0.5 }, /maxHoursWithoutSuccess is 0\.5, expected a whole/],
    ['a schedule that is none', { schedule: 'daily' }, /schedule is "daily", expected a cron line/],
  ])('refuses %s', (_, more, message) => {
    expect(() => job(more)).toThrow(message);
  });
});

describe('ingestion', () => {
  test('measures rows and seconds of what it logs, and says when it gets slow', () => {
    const stack = ingestion({});
    expect(
      stack
        .all('google_logging_metric')
        .filter((metric) => String(metric['name']).includes('ingest'))
        .map((metric) => [metric['name'], metric['value_extractor']]),
    ).toEqual(
      [
        ['acme_dev_ingest_crm_seconds', 'EXTRACT(jsonPayload.seconds)'],
        ['acme_dev_ingest_crm_rows', 'EXTRACT(jsonPayload.rows)'],
      ].sort(),
    );
    expect(query(stack, 'close to their timeout')).toBe(
      'histogram_quantile(0.95, sum by (le) (increase(logging_googleapis_com:user_acme_dev_ingest_crm_seconds_bucket[7d]))) > 2880',
    );
  });

  test('makes a bucket for files that only the named may fill, and reads it', () => {
    const stack = ingestion({ stagingBucket: { env: 'CRM_FOLDER', writers: ['group:sales@example.com'] } });
    expect(stack.only('google_storage_bucket')).toMatchObject({
      name: 'acme-dev-4711-crm-files',
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
      versioning: { enabled: true },
    });
    expect(JSON.stringify(stack.only('google_cloud_run_v2_job'))).toContain(
      '{"name":"CRM_FOLDER","value":"gs://acme-dev-4711-crm-files"}',
    );
    expect(
      stack
        .all('google_storage_bucket_iam_member')
        .map((grant) => grant['role'])
        .sort(),
    ).toEqual(['roles/storage.objectCreator', 'roles/storage.objectViewer']);
  });

  test('reads the buckets of the client, or has one made, not both', () => {
    expect(() => ingestion({ sourceBuckets: ['theirs'], stagingBucket: { env: 'CRM_FOLDER' } })).toThrow(
      /sourceBuckets and stagingBucket is \["theirs"\], expected one of the two/,
    );
  });
});

describe('transformation', () => {
  test('builds with one account, and asks how fresh sources are with another that only reads', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...dev, datasets });
      new TransformJob(scope, 'transform', warehouse, {
        ...dev,
        ...{ image, args: ['build'], reads: ['landing'], writes: ['staging', 'marts'] },
      });
    });
    const jobs = stack.all('google_cloud_run_v2_job');
    expect(jobs.map((one) => one['name']).sort()).toEqual(['acme-dev-freshness', 'acme-dev-transform']);
    expect(JSON.stringify(jobs)).toContain('"args":["source","freshness"]');
    const fresh = stack
      .all('google_bigquery_dataset_iam_member')
      .filter((grant) => String(grant['member']).includes('freshness'));
    expect(fresh.map((grant) => grant['role'])).toEqual(['roles/bigquery.dataViewer']);
    expect(JSON.stringify(stack.all('google_monitoring_alert_policy'))).toContain(
      'Runbook: section \\"Data is not fresh\\"',
    );
    expect(stack.only('google_storage_bucket')['name']).toBe('acme-dev-4711-transform-artifacts');
  });

  const tagging = (personalData?: object) =>
    synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', {
        ...dev,
        datasets,
        ...(personalData === undefined ? {} : { personalData }),
      });
      new TransformJob(scope, 'transform', warehouse, {
        ...dev,
        ...{ image, args: ['build'], reads: ['landing'], writes: ['staging', 'marts'], tags: ['marts'] },
      });
    });

  test('knows the policy tags and may put them on the datasets it is to tag, and nowhere else', () => {
    const stack = tagging({});
    const [freshness, transform] = stack
      .all('google_cloud_run_v2_job')
      .sort((a, b) => String(a['name']).localeCompare(String(b['name'])))
      .map((one) => JSON.stringify(one));
    for (const kind of ['direct', 'pseudonymous'])
      expect(transform).toContain(
        `{"name":"POLICY_TAG_${kind.toUpperCase()}","value":"\${google_data_catalog_policy_tag.personal_data_${kind}.name}"}`,
      );
    expect(freshness).not.toContain('POLICY_TAG');
    const roles = stack.all('google_project_iam_custom_role');
    expect(roles.map((role) => role['permissions'])).toEqual([
      ['datacatalog.taxonomies.get'],
      ['bigquery.tables.setCategory'],
    ]);
    const custom = (type: string) =>
      stack.all(type).filter((grant) => String(grant['role']).includes('custom_role'));
    expect(custom('google_bigquery_dataset_iam_member')).toEqual([
      expect.objectContaining({
        dataset_id: '${google_bigquery_dataset.marts.dataset_id}',
        role: expect.stringContaining('column-tagger'),
        member: expect.stringContaining('transform'),
      }),
    ]);
    expect(custom('google_project_iam_member')).toEqual([
      expect.objectContaining({ role: expect.stringContaining('tag-lookup') }),
    ]);
  });

  test('has no right to tag where there are no tags', () => {
    const stack = tagging();
    expect(stack.counts()).not.toHaveProperty('google_project_iam_custom_role');
    expect(JSON.stringify(stack.all('google_cloud_run_v2_job'))).not.toContain('POLICY_TAG');
  });
});
