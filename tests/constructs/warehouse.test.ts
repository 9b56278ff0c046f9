import { describe, expect, test } from '@jest/globals';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { rulesOf } from '#constructs/gcp/warehouse/quality.ts';
import type { WarehouseProps } from '#constructs/gcp/warehouse/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, prod, synth } from './synth.ts';

const datasets = [
  { id: 'landing', description: 'Landing' },
  { id: 'marts', description: 'Marts' },
];
const props: WarehouseProps = { ...dev, location: 'EU', datasets };

function made(more: Partial<WarehouseProps>, use: (warehouse: Warehouse) => void = () => undefined) {
  return synth((scope) => {
    use(new Warehouse(scope, 'warehouse', { ...props, ...more }));
  });
}

describe('what a query may cost', () => {
  test('is told to every program, and watched', () => {
    const told: Record<string, string>[] = [];
    const stack = made({ maxBytesBilledPerQuery: 7, alertBytesBilledPerDay: 2 ** 40 }, (warehouse) =>
      told.push({ ...warehouse.queryEnvironment }),
    );
    expect(told).toEqual([{ WAREHOUSE_LOCATION: 'EU', WAREHOUSE_MAX_BYTES_BILLED: '7' }]);
    const alerts = stack.all('google_monitoring_alert_policy');
    expect(alerts.map((alert) => alert['display_name'])).toEqual([
      'acme-dev-warehouse: queries billed more than 1024 GiB in a day',
      'acme-dev-warehouse: more than 10 queries failed within an hour',
    ]);
    expect(JSON.stringify(alerts[0])).toContain(
      'sum(increase(logging_googleapis_com:user_acme_dev_bigquery_bytes_billed_sum[24h])) > 1099511627776',
    );
    expect(stack.all('google_logging_metric').map((metric) => metric['name'])).toEqual([
      'acme_dev_bigquery_bytes_billed',
      'acme_dev_bigquery_failed_jobs',
    ]);
  });
});

describe('personal data', () => {
  const personalData = {
    clearReaders: { pseudonymous: ['group:crm@example.com'] },
    maskedReaders: ['group:analysts@example.com'],
  };

  test('has a tag and a mask for each class, where the warehouse is', () => {
    const stack = made({ personalData });
    expect(stack.only('google_data_catalog_taxonomy')).toMatchObject({
      region: 'eu',
      activated_policy_types: ['FINE_GRAINED_ACCESS_CONTROL'],
    });
    expect(stack.all('google_data_catalog_policy_tag').map((tag) => tag['display_name'])).toEqual([
      'direct',
      'pseudonymous',
    ]);
    expect(
      stack.all('google_bigquery_datapolicy_data_policy').map((policy) => policy['data_masking_policy']),
    ).toEqual([{ predefined_expression: 'ALWAYS_NULL' }, { predefined_expression: 'SHA256' }]);
  });

  test('is clear for jobs and for those who were named, masked for others who were, and hidden from everybody else', () => {
    const stack = synth((scope) => {
      const warehouse = new Warehouse(scope, 'warehouse', { ...props, personalData });
      const { member } = new ServiceAccount(scope, 'dbt', { accountId: 'dbt' });
      warehouse.grantWrite('marts', member, 'dbt');
      warehouse.grantRead('marts', 'group:sales@example.com', 'sales', 'masked');
    });
    const clear = stack.all('google_data_catalog_policy_tag_iam_member');
    const tag = (kind: string) => `\${google_data_catalog_policy_tag.personal_data_${kind}.name}`;
    const account = '${google_service_account.dbt.member}';
    expect(clear.map((grant) => [grant['policy_tag'], grant['member']])).toEqual([
      [tag('pseudonymous'), 'group:crm@example.com'],
      [tag('direct'), account],
      [tag('pseudonymous'), account],
    ]);
    const masked = stack.all('google_bigquery_datapolicy_data_policy_iam_member');
    expect(new Set(masked.map((grant) => grant['member']))).toEqual(
      new Set(['group:analysts@example.com', 'group:sales@example.com']),
    );
    expect(masked.map((grant) => grant['role'])).toEqual(
      Array(4).fill('roles/bigquerydatapolicy.maskedReader'),
    );
  });

  test('needs no tags where nobody asked for them', () => {
    expect(made({}).counts()).not.toHaveProperty('google_data_catalog_taxonomy');
  });
});

describe('quality', () => {
  const table = {
    dataset: 'landing',
    table: 'sales_lines',
    key: ['source_id', 'line_id'],
    columns: [
      { name: 'line_id', required: true },
      { name: 'kind', required: false, values: ['sale', 'return'] },
      { name: 'quantity', required: false, minimum: 0, maximum: 1000 },
      { name: 'note', required: false },
    ],
    rows: 'not _rejected',
  };

  test('turns the contract into rules: there, known, in range, unique', () => {
    expect(rulesOf(table)).toEqual([
      expect.objectContaining({ column: 'line_id', dimension: 'COMPLETENESS', nonNullExpectation: {} }),
      expect.objectContaining({ column: 'kind', setExpectation: { values: ['sale', 'return'] } }),
      expect.objectContaining({
        column: 'quantity',
        rangeExpectation: { minValue: '0', maxValue: '1000' },
      }),
      expect.objectContaining({
        dimension: 'UNIQUENESS',
        sqlAssertion: {
          sqlStatement:
            'select source_id, line_id from $${data()} group by source_id, line_id having count(*) > 1',
        },
      }),
    ]);
  });

  test('compares and profiles each table, and tells people what was found', () => {
    const stack = made({ quality: { tables: [table] } });
    const scans = stack.all('google_dataplex_datascan');
    expect(scans.map((scan) => scan['data_scan_id'])).toEqual([
      'acme-dev-quality-sales-lines',
      'acme-dev-profile-sales-lines',
    ]);
    expect(JSON.stringify(scans)).toContain('datasets/landing/tables/sales_lines');
    expect(stack.all('google_monitoring_alert_policy')).toHaveLength(3);
  });
});

describe('backup', () => {
  const backup = { datasets: ['landing'], location: 'europe-west1' };

  test('copies to another location every day, and restores the copy every week', () => {
    const stack = made({ backup });
    const transfers = stack.all('google_bigquery_data_transfer_config');
    const copy = transfers.find((transfer) => transfer['data_source_id'] === 'cross_region_copy');
    expect(copy).toMatchObject({
      location: 'europe-west1',
      schedule: 'every 24 hours',
      destination_dataset_id: 'backup_landing',
      params: { source_dataset_id: '${google_bigquery_dataset.landing.dataset_id}' },
    });
    const check = transfers.find((transfer) => transfer['data_source_id'] === 'scheduled_query');
    expect(check).toMatchObject({ schedule: 'every sunday 09:00' });
    expect(JSON.stringify(check?.['params'])).toMatch(
      /older than 48 hours.*restore_check\.landing_.*ASSERT restored/s,
    );
    const copies = stack
      .all('google_bigquery_dataset')
      .filter((dataset) => dataset['location'] === 'europe-west1');
    expect(copies.map((dataset) => dataset['dataset_id'])).toEqual(['restore_check', 'backup_landing']);
  });

  test('may read what it copies, and write the copies only', () => {
    const grants = made({ backup }).all('google_bigquery_dataset_iam_member');
    expect(grants.map((grant) => [grant['role'], grant['dataset_id']]).sort()).toEqual([
      ['roles/bigquery.dataEditor', '${google_bigquery_dataset.backup_landing.dataset_id}'],
      ['roles/bigquery.dataEditor', '${google_bigquery_dataset.restore_check.dataset_id}'],
      ['roles/bigquery.dataViewer', '${google_bigquery_dataset.landing.dataset_id}'],
    ]);
  });
});

describe('the client’s own', () => {
  test('datasets are granted on and never changed', () => {
    const finance = {
      id: 'finance',
      description: 'Finance',
      existing: true,
      iam: { 'roles/bigquery.dataViewer': ['group:finance@example.com'] },
    };
    const stack = made({ datasets: [...datasets, finance] });
    expect(stack.all('google_bigquery_dataset').map((dataset) => dataset['dataset_id'])).toEqual([
      'landing',
      'marts',
    ]);
    expect(stack.only('google_bigquery_dataset_iam_member')).toMatchObject({
      dataset_id: expect.stringContaining('data.google_bigquery_dataset.warehouse_finance_'),
      member: 'group:finance@example.com',
    });
  });
});

describe('refusals', () => {
  test.each<[string, Partial<WarehouseProps>, RegExp]>([
    [
      'an existing dataset that shall expire',
      { datasets: [{ id: 'a', description: 'A', existing: true, tableExpirationDays: 3 }] },
      /existing and tableExpirationDays is 3, expected one of the two/,
    ],
    [
      'time travel of half a day',
      { timeTravelHours: 60 },
      /timeTravelHours is 60, expected a multiple of 24/,
    ],
    [
      'a query that may bill nothing',
      { maxBytesBilledPerQuery: 0 },
      /maxBytesBilledPerQuery is 0, expected a whole/,
    ],
    [
      'a copy in the same place',
      { backup: { datasets: ['landing'], location: 'EU' } },
      /backup\.location is "EU", expected another location than the warehouse has/,
    ],
    [
      'a copy of a dataset that is not there',
      { backup: { datasets: ['sales'], location: 'europe-west1' } },
      /dataset is "sales", expected one of landing, marts/,
    ],
    [
      'a copy outside the residency rule',
      { backup: { datasets: ['landing'], location: 'US' } },
      /backup\/backup_landing: location is "US".*residency rule "eu"/,
    ],
    [
      'a row policy for nobody',
      { rowPolicies: [{ id: 'a', dataset: 'marts', table: 't', filter: 'TRUE', readers: [] }] },
      /rowPolicies\.readers is \[\], expected at least one member/,
    ],
    [
      'masks for everyone',
      { personalData: { maskedReaders: ['allAuthenticatedUsers'] } },
      /personalData is "allAuthenticatedUsers", expected a named principal/,
    ],
    [
      'a scan of no table',
      { quality: { tables: [] } },
      /quality\.tables is \[\], expected at least one table/,
    ],
  ])('%s', (_, more, message) => {
    expect(() => made(more)).toThrow(message);
  });

  test('prod keeps what it holds', () => {
    const stack = synth(
      (scope) =>
        new Warehouse(scope, 'warehouse', {
          ...props,
          ...prod,
          personalData: {},
          backup: { datasets: ['landing'], location: 'europe-west1' },
        }),
    );
    for (const type of [
      'google_bigquery_dataset',
      'google_data_catalog_taxonomy',
      'google_data_catalog_policy_tag',
    ])
      for (const resource of stack.all(type))
        expect(resource['lifecycle']).toEqual({ prevent_destroy: true });
  });
});
