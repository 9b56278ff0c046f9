// What the templates declare to hold data, against what the program of a generated repository really makes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { Plan } from '#catalog/schema/generated/types.ts';
import { manifestsOf } from '#generators/engine/repository.ts';
import { statefulResources } from '#generators/engine/state/resources.ts';
import { Synthesized } from '../../constructs/synth.ts';
import { allManifests, linkPackages, writeRepository } from '../../tools/client-repository.ts';

/** Destroying or replacing one of these loses data, or makes data unreadable. */
const holdsData = [
  'google_artifact_registry_repository',
  'google_bigquery_dataset',
  'google_data_catalog_policy_tag',
  'google_data_catalog_taxonomy',
  'google_kms_crypto_key',
  'google_kms_key_ring',
  'google_logging_project_bucket_config',
  'google_project',
  'google_pubsub_subscription',
  'google_pubsub_topic',
  'google_secret_manager_secret',
  'google_storage_bucket',
];

/** These can be made again from the repository alone. */
const holdsNothing = [
  'google_billing_budget',
  'google_bigquery_data_transfer_config',
  'google_bigquery_datapolicy_data_policy',
  'google_bigquery_datapolicy_data_policy_iam_member',
  'google_bigquery_dataset_iam_member',
  'google_cloud_run_v2_job',
  'google_cloud_run_v2_job_iam_member',
  'google_cloud_run_v2_service',
  'google_cloud_run_v2_service_iam_member',
  'google_cloud_scheduler_job',
  'google_compute_firewall',
  'google_compute_network',
  'google_compute_subnetwork',
  'google_data_catalog_policy_tag_iam_member',
  'google_dataplex_datascan',
  'google_dns_managed_zone',
  'google_dns_record_set',
  'google_kms_crypto_key_iam_member',
  'google_logging_metric',
  'google_logging_project_sink',
  'google_monitoring_alert_policy',
  'google_monitoring_custom_service',
  'google_monitoring_dashboard',
  'google_monitoring_notification_channel',
  'google_monitoring_slo',
  'google_project_iam_audit_config',
  'google_project_iam_member',
  'google_project_service',
  'google_pubsub_topic_iam_member',
  'google_secret_manager_secret_iam_member',
  'google_service_account',
  'google_storage_bucket_iam_member',
  'google_storage_bucket_object',
  'google_tags_tag_binding',
  'google_tags_tag_key',
  'google_tags_tag_value',
  'google_workflows_workflow',
  'terraform_data',
];

/** Declared, and made only where the warehouse is not in the deployment's region. */
const warehouseKey = ['google_kms_crypto_key.warehouse', 'google_kms_key_ring.warehouse'];
/** Declared, and made only where the settings ask for it. */
const ownProject = ['google_project.project'];
/** Declared, and made only where the settings ask for copies in another location. */
const copies = [
  'google_bigquery_dataset.backup_landing',
  'google_bigquery_dataset.backup_predictions',
  'google_bigquery_dataset.restore_check',
];

const root = mkdtempSync(path.join(tmpdir(), 'toltek-stateful-'));
const tsx = path.resolve(import.meta.dirname, '../../../node_modules/.bin/tsx');
const manifests = allManifests();

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Addresses a plan declares to hold data. */
function declared(plan: Plan): string[] {
  return Object.keys(statefulResources(plan, manifestsOf(plan, manifests))).sort();
}

/** Declared for every source, and made only for those that are files. */
function unmadeBuckets(plan: Plan): string[] {
  return plan.sources
    .filter(({ connector }) => connector !== 'files')
    .map(({ snake }) => `google_storage_bucket.${snake}_files`);
}

function synthesize(folder: string) {
  const infra = path.join(folder, 'infra');
  const { status, stderr } = spawnSync(tsx, ['gcp/main.ts', 'dev'], { cwd: infra, encoding: 'utf8' });
  return { status, stderr };
}

/** Addresses of a type that holds data which the repository's program makes for dev. */
function made(folder: string): string[] {
  linkPackages(folder);
  expect(synthesize(folder)).toEqual({ status: 0, stderr: '' });
  const file = path.join(folder, 'infra/cdktf.out/stacks/brasserie-du-nord-dev/cdk.tf.json');
  const stack = new Synthesized(JSON.parse(readFileSync(file, 'utf8')));
  const addresses = stack.addresses();
  const types = new Set(addresses.map((address) => address.split('.')[0] ?? ''));
  // A new kind of resource has to be put into one of the two lists.
  expect([...types].filter((type) => ![...holdsData, ...holdsNothing].includes(type))).toEqual([]);
  return addresses.filter((address) => holdsData.includes(address.split('.')[0] ?? '')).sort();
}

/** Adds to settings/dev.yaml, as its owner would. */
function addSettings(folder: string, settings: { gcp: object; sources: object; bigquery: object }): void {
  const file = path.join(folder, 'settings/dev.yaml');
  const before: unknown = parse(readFileSync(file, 'utf8'));
  expect(before).toHaveProperty('gcp');
  const gcp =
    typeof before === 'object' && before !== null && 'gcp' in before ? { ...before, ...settings } : {};
  writeFileSync(file, stringify(gcp));
}

test('two use cases, two sources, a project of its own: everything declared is made, and nothing else', () => {
  const folder = path.join(root, 'all');
  const plan = writeRepository(folder);
  addSettings(folder, {
    gcp: {
      project_id: 'brasserie-dev-4711',
      data_loss: 'allow',
      new_project: { display_name: 'Data', billing_account: '012345-6789AB-CDEF01', folder_id: '1' },
    },
    sources: { 'web-shop': { secrets: { API_TOKEN: {} } } },
    bigquery: { backup: { location: 'europe-west1' }, quality_scans: 'on' },
  });
  // The client names the secrets in the settings: no plan knows them, so their addresses never change.
  const secrets = [
    'google_pubsub_topic.secret_rotation',
    'google_secret_manager_secret.source_web_shop_api_token',
  ];
  const unmade = unmadeBuckets(plan);
  expect(made(folder)).toEqual(
    [...declared(plan), ...secrets].filter((address) => !unmade.includes(address)).sort(),
  );
});

test('one use case in one region', () => {
  const folder = path.join(root, 'region');
  const plan = writeRepository(folder, 'france', { tills: 'files' });
  const absent = [...warehouseKey, ...ownProject, ...copies];
  expect(declared(plan)).toEqual(expect.arrayContaining(absent));
  expect(made(folder)).toEqual(declared(plan).filter((address) => !absent.includes(address)));
});

test('no source yet', () => {
  const folder = path.join(root, 'no-source');
  const plan = writeRepository(
    folder,
    'eu',
    {},
    {
      facts: (facts) => ({ ...facts, useCases: facts.useCases.filter(({ id }) => id === 'ca-segment') }),
    },
  );
  expect(made(folder)).toEqual(
    declared(plan).filter((address) => ![...ownProject, ...copies].includes(address)),
  );
});

test('a list of moves that was damaged stops the program, with the file and the place', () => {
  const folder = path.join(root, 'damaged');
  writeRepository(folder);
  linkPackages(folder);
  writeFileSync(
    path.join(folder, 'infra/gcp/state-moves.json'),
    '{ "moved": [{ "from": "x" }], "forgotten": [] }',
  );
  expect(synthesize(folder)).toEqual({
    status: 2,
    stderr: expect.stringMatching(
      /^infra\/gcp\/state-moves\.json: moved\.0\.from is "x", expected .* version control\.\n$/,
    ),
  });
});
