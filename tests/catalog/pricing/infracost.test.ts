import { describe, expect, test } from '@jest/globals';
import { costTable } from '#catalog/pricing/cost-table.ts';
import { infracostUsage } from '#catalog/pricing/infracost.ts';
import { allManifests } from '../../tools/client-repository.ts';
import { realPrices } from '../../tools/prices.ts';

const table = costTable({
  volumes: {
    sources: [
      {
        id: 'erp',
        name: 'Sage',
        refresh: 'daily',
        volumeGB: { low: 1, mid: 2, high: 4 },
        growthPctMonth: 0,
        rowsOrDocs: 1e6,
      },
    ],
    useCases: [
      {
        id: 'df-forecast',
        name: 'Forecast',
        template: 'use-cases/demand-forecasting',
        usersAffected: 4,
        eventsPerMonth: 500,
      },
    ],
  },
  templates: allManifests(),
  prices: realPrices(),
  region: 'europe-west1',
});

const usage = infracostUsage({
  table,
  addresses: [
    'google_bigquery_dataset.marts',
    'google_kms_crypto_key.main',
    'google_kms_crypto_key.warehouse',
  ],
  services: 2,
  jobs: 4,
});

function inProd(item: string): number {
  return table.components
    .flatMap(({ lines }) => lines)
    .filter((line) => line.item === item && line.environment === 'prod')
    .reduce((all, { quantity }) => all + quantity.mid, 0);
}

describe('a usage file for Infracost', () => {
  test('is of version 0.1 and knows only keys that Infracost reads', () => {
    expect(usage.version).toBe(0.1);
    const keys = [usage.resource_type_default_usage, usage.resource_usage].flatMap((of) =>
      Object.entries(of).flatMap(([name, values]) =>
        Object.keys(values).map((key) => `${name.split('.')[0] ?? ''}.${key}`),
      ),
    );
    const read = [
      'google_artifact_registry_repository.storage_gb',
      'google_bigquery_dataset.monthly_queries_tb',
      'google_cloud_run_v2_job.average_task_execution_mins',
      'google_cloud_run_v2_job.monthly_job_executions',
      'google_cloud_run_v2_service.average_request_duration_ms',
      'google_cloud_run_v2_service.concurrent_requests_per_instance',
      'google_cloud_run_v2_service.monthly_requests',
      'google_dns_record_set.monthly_queries',
      'google_kms_crypto_key.monthly_key_operations',
      'google_logging_project_bucket_config.monthly_logging_data_gb',
      'google_pubsub_topic.monthly_message_data_tb',
      'google_secret_manager_secret.monthly_access_operations',
      'google_storage_bucket.storage_gb',
    ];
    expect(keys.filter((key) => !read.includes(key))).toEqual([]);
  });

  test('shares what a kind uses among its resources, so that their sum is the quantity of the table', () => {
    expect(usage.resource_usage['google_bigquery_dataset.marts']?.['monthly_queries_tb']).toBeCloseTo(
      inProd('gcp-bigquery-queries'),
      4,
    );
    const keys = ['main', 'warehouse'].map(
      (name) => usage.resource_usage[`google_kms_crypto_key.${name}`]?.['monthly_key_operations'] ?? 0,
    );
    expect(keys[0]).toBe(keys[1]);
    expect((keys[0] ?? 0) * 2).toBeCloseTo(inProd('gcp-kms-operations') * 10_000, 4);
    const requests = usage.resource_type_default_usage['google_cloud_run_v2_service']?.['monthly_requests'];
    expect((requests ?? 0) * 2).toBeCloseTo(inProd('gcp-run-requests') * 1e6, -1);
  });

  test('leaves out what nothing uses', () => {
    expect(usage.resource_type_default_usage).not.toHaveProperty('google_pubsub_topic');
  });
});
