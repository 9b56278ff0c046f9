import { all, byType, lasts, required } from '../../checks.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isSet, isUnknown } from '../../values.ts';

const key = 'the id of a Cloud KMS key';
const remedy = 'Give it the key of the foundation, by the `encryption` prop of its construct.';
const reason = "Without a key of the client's own, access cannot be taken back by destroying the key.";

/** A table has the key of its dataset unless it names one. */
const tableKey: Check = ({ body }, { referred }) => {
  const dataset = referred(body['dataset_id']);
  const inherits =
    isSet(dataset?.body, 'default_encryption_configuration') ||
    (dataset === undefined && isUnknown(body['dataset_id']));
  return inherits || isSet(body, 'encryption_configuration.kms_key_name')
    ? []
    : [{ at: 'encryption_configuration.kms_key_name', value: undefined, expected: key }];
};

export const encryption: RuleGroup = {
  subject: 'Encryption',
  rules: [
    {
      id: 'TLTK_GCP_012',
      title: "Datasets are encrypted with the client's key",
      severity: 'error',
      reason,
      remedy,
      references: ['CKV_GCP_81', 'CIS 7.3'],
      reads: ['google_bigquery_dataset'],
      only: 'prod',
      check: required('default_encryption_configuration.kms_key_name', key),
    },
    {
      id: 'TLTK_GCP_013',
      title: "Tables are encrypted with the client's key, or are in a dataset that is",
      severity: 'error',
      reason,
      remedy: 'Set default_encryption_configuration on the dataset.',
      references: ['CKV_GCP_80', 'CIS 7.2'],
      reads: ['google_bigquery_table'],
      only: 'prod',
      check: tableKey,
    },
    {
      id: 'TLTK_GCP_014',
      title: "Buckets are encrypted with the client's key",
      severity: 'error',
      reason,
      remedy,
      reads: ['google_storage_bucket'],
      only: 'prod',
      check: required('encryption.default_kms_key_name', key),
    },
    {
      id: 'TLTK_GCP_015',
      title: "Messages and images are encrypted with the client's key",
      severity: 'error',
      reason,
      remedy,
      references: ['CKV_GCP_83', 'CKV_GCP_84'],
      reads: ['google_pubsub_topic', 'google_artifact_registry_repository'],
      only: 'prod',
      check: required('kms_key_name', key),
    },
    {
      id: 'TLTK_GCP_016',
      title: "Cloud Run keeps container images with the client's key",
      severity: 'error',
      reason,
      remedy,
      reads: ['google_cloud_run_v2_service', 'google_cloud_run_v2_job'],
      only: 'prod',
      check: byType({
        google_cloud_run_v2_service: required('template.encryption_key', key),
        google_cloud_run_v2_job: required('template.template.encryption_key', key),
      }),
    },
    {
      id: 'TLTK_GCP_017',
      title: "Secrets and kept logs are encrypted with the client's key",
      severity: 'warning',
      reason,
      remedy: 'Name the key in the replicas of the secret, or in cmek_settings of the log bucket.',
      reads: ['google_secret_manager_secret', 'google_logging_project_bucket_config'],
      only: 'prod',
      check: byType({
        google_secret_manager_secret: ({ body }) =>
          isSet(body, 'replication.user_managed.replicas.customer_managed_encryption') ||
          isSet(body, 'replication.auto.customer_managed_encryption')
            ? []
            : [
                {
                  at: 'replication.user_managed.replicas.customer_managed_encryption',
                  value: undefined,
                  expected: key,
                },
              ],
        google_logging_project_bucket_config: required('cmek_settings.kms_key_name', key),
      }),
    },
    {
      id: 'TLTK_GCP_018',
      title: "Vertex AI and Document AI are encrypted with the client's key",
      severity: 'error',
      reason,
      remedy,
      references: ['CKV2_GCP_22', 'CKV2_GCP_24'],
      reads: ['google_vertex_ai_endpoint', 'google_document_ai_processor'],
      only: 'prod',
      check: byType({
        google_vertex_ai_endpoint: required('encryption_spec.kms_key_name', key),
        google_document_ai_processor: required('kms_key_name', key),
      }),
    },
    {
      id: 'TLTK_GCP_019',
      title: 'Encryption keys rotate within 90 days',
      severity: 'error',
      reason: 'A key that leaked protects nothing that was written since; rotation limits how much that is.',
      remedy: 'Set rotation_period to at most "7776000s".',
      references: ['CKV_GCP_43', 'CIS 1.10'],
      reads: ['google_kms_crypto_key'],
      check: (resource, context) => {
        const purpose = resource.body['purpose'] ?? 'ENCRYPT_DECRYPT';
        if (purpose !== 'ENCRYPT_DECRYPT') return [];
        return all(
          required('rotation_period', 'a duration of at most "7776000s" (90 days)'),
          // Less than a day is refused by the service.
          lasts('rotation_period', 86_400, 7_776_000),
        )(resource, context);
      },
    },
  ],
};
