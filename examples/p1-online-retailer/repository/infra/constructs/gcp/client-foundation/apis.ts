import { nearest } from '../nearest.ts';
import type { TerraformStack } from '../terraform.ts';
import { TerraformResource } from '../terraform.ts';

/**
 * APIs by the beginning of the Terraform types that need them, without `google_` and `.googleapis.com`. The longest
 * beginning counts.
 */
const needs: Readonly<Record<string, readonly string[]>> = {
  artifact_registry: ['artifactregistry'],
  bigquery: ['bigquery', 'bigquerystorage'],
  bigquery_connection: ['bigqueryconnection'],
  bigquery_data_transfer: ['bigquerydatatransfer'],
  bigquery_datapolicy: ['bigquerydatapolicy'],
  bigquery_reservation: ['bigqueryreservation'],
  billing_budget: ['billingbudgets'],
  certificate_manager: ['certificatemanager'],
  cloud_run: ['run'],
  cloud_scheduler: ['cloudscheduler'],
  cloud_tasks: ['cloudtasks'],
  cloudfunctions2: ['cloudfunctions', 'cloudbuild'],
  compute: ['compute'],
  container: ['container'],
  data_catalog: ['datacatalog'],
  data_loss_prevention: ['dlp'],
  dataform: ['dataform'],
  dataplex: ['dataplex'],
  dataproc: ['dataproc'],
  discovery_engine: ['discoveryengine'],
  dns: ['dns'],
  document_ai: ['documentai'],
  essential_contacts: ['essentialcontacts'],
  eventarc: ['eventarc'],
  firestore: ['firestore'],
  iam_workload_identity: ['iam', 'iamcredentials', 'sts'],
  kms: ['cloudkms'],
  logging: ['logging'],
  model_armor: ['modelarmor'],
  monitoring: ['monitoring'],
  network_connectivity: ['networkconnectivity'],
  org_policy: ['orgpolicy'],
  project_iam: ['cloudresourcemanager', 'iam'],
  pubsub: ['pubsub'],
  redis: ['redis'],
  secret_manager: ['secretmanager'],
  service_account: ['iam'],
  spanner: ['spanner'],
  sql: ['sqladmin'],
  storage: ['storage'],
  storage_transfer: ['storagetransfer'],
  tags: ['cloudresourcemanager'],
  vertex_ai: ['aiplatform'],
  vpc_access: ['vpcaccess'],
  workflows: ['workflows', 'workflowexecutions'],
};

/** What the constructs of the toolbox need: switched on in every project, because an API that is on costs nothing. */
export const standardApis: readonly string[] = [
  'aiplatform',
  'artifactregistry',
  'bigquery',
  'bigquerydatapolicy',
  'bigquerydatatransfer',
  'bigqueryreservation',
  'bigquerystorage',
  'billingbudgets',
  'cloudkms',
  'cloudresourcemanager',
  'cloudscheduler',
  'compute',
  'datacatalog',
  'dataplex',
  'dlp',
  'dns',
  'documentai',
  'essentialcontacts',
  'eventarc',
  'iam',
  'iamcredentials',
  'logging',
  'modelarmor',
  'monitoring',
  'orgpolicy',
  'pubsub',
  'run',
  'secretmanager',
  'serviceusage',
  'storage',
  'sts',
  'workflowexecutions',
  'workflows',
];

/** Every API this file knows, for the nearest name to a wrong one. */
const known = [...new Set([...standardApis, ...Object.values(needs).flat()])];

/** APIs that resources of a Terraform type need, by their short names; none where the type is not known here. */
export function apisOf(type: string): readonly string[] {
  const beginnings = Object.keys(needs).filter((item) => `${type}_`.startsWith(`google_${item}_`));
  const [longest] = beginnings.sort((a, b) => b.length - a.length);
  return longest === undefined ? [] : (needs[longest] ?? []);
}

/** Short names of APIs that `name` may be a slip of; none where it is one that is known. */
export function similarApis(name: string): string[] {
  return known.includes(name) ? [] : nearest(name, known);
}

/**
 * Makes synth fail when a resource of the stack, whoever made it, needs an API that is not switched on.
 *
 * @param enabled short names of those that are
 */
export function guardApis(stack: TerraformStack, enabled: ReadonlySet<string>): void {
  stack.node.addValidation({
    validate: () =>
      stack.node
        .findAll()
        .filter((element) => TerraformResource.isTerraformResource(element))
        .flatMap((resource) =>
          apisOf(resource.terraformResourceType)
            .filter((api) => !enabled.has(api))
            .map(
              (api) =>
                `${resource.node.path}: ${resource.terraformResourceType} needs the API ` +
                `${api}.googleapis.com, which is not switched on. Add it to gcp.apis in the settings.`,
            ),
        ),
  });
}
