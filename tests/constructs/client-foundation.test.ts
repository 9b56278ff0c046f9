import { describe, expect, test } from '@jest/globals';
import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster/index.js';
import { ComputeSecurityPolicy } from '@cdktf/provider-google/lib/compute-security-policy/index.js';
import { apisOf, guardApis, standardApis } from '#constructs/gcp/client-foundation/apis.ts';
import type { ClientFoundationProps } from '#constructs/gcp/client-foundation/index.ts';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import { partOf, readmeExamples, stackOf } from './examples.ts';
import type { Resource, Synthesized } from './synth.ts';
import { dev, prod, synth, synthStack } from './synth.ts';

const make = (props: Partial<ClientFoundationProps> = {}, deployment = dev): Synthesized =>
  synth((stack) => new ClientFoundation(stack, 'foundation', { ...deployment, ...props }));

const named = (resources: readonly Resource[], name: string) =>
  resources.find((resource) => resource['name'] === name);

const budget = { billingAccount: '012345-6789AB-CDEF01', amountPerMonth: 300, currency: 'EUR' };

describe('APIs', () => {
  test('all that the constructs of the toolbox need are known, and on', async () => {
    const parts = await Promise.all(readmeExamples().map(partOf));
    const types = Object.keys(synthStack(stackOf(dev, 'cdktf.out', parts).stack).counts());
    const unknown = types.filter((type) => apisOf(type).length === 0);
    // A project and its APIs are made before any API of it is on.
    expect(unknown).toEqual(['google_project_service', 'terraform_data']);
    const needed = new Set(types.flatMap((type) => apisOf(type)));
    expect([...needed].filter((api) => !standardApis.includes(api))).toEqual([]);
    expect(standardApis).toEqual(expect.arrayContaining(['sts', 'iamcredentials', 'serviceusage']));
  });

  test('a resource whose API is off fails the synthesis, whoever made it, with the name to add', () => {
    const withCluster = (apis: readonly string[]) =>
      synth((stack) => {
        new ClientFoundation(stack, 'foundation', { ...dev, apis });
        new ContainerCluster(stack, 'cluster', { name: 'own', location: 'europe-west1' });
      });
    expect(() => withCluster([])).toThrow(
      'test/cluster: google_container_cluster needs the API container.googleapis.com, which is not switched on. ' +
        'Add it to gcp.apis in the settings.',
    );
    expect(() => withCluster(['container.googleapis.com'])).not.toThrow();
  });

  test('each of the standard ones is missed when it is off', () => {
    const without = (off: string) => () =>
      synth((stack) => {
        guardApis(stack, new Set(standardApis.filter((api) => api !== off)));
        new ComputeSecurityPolicy(stack, 'policy', { name: 'policy' });
      });
    expect(without('compute')).toThrow(/needs the API compute\.googleapis\.com/);
    expect(without('dns')).not.toThrow();
  });

  test.each([
    [
      'a service without its domain',
      'documentai',
      /apis is "documentai", expected the name of a service, such as/,
    ],
    [
      'an unknown service, with the nearest one',
      'documentia.googleapis.com',
      /apis is "documentia\.googleapis\.com".*Did you mean "documentai\.googleapis\.com"\?/,
    ],
  ])('%s is refused', (_, service, message) => {
    expect(() => make({ apis: [service] })).toThrow(message);
  });

  test('a name that is not known here is taken', () => {
    expect(make({ apis: ['translate.googleapis.com'] }).all('google_project_service')).toHaveLength(
      standardApis.length + 1,
    );
  });
});

describe('network', () => {
  const stack = make({
    network: { nat: true, egress: { erp: { ranges: ['203.0.113.4/32'], tcpPorts: [5432] } } },
  });

  test('is private, logged, and reaches Google at private addresses under the usual names', () => {
    expect(stack.only('google_compute_network')['auto_create_subnetworks']).toBe(false);
    expect(stack.only('google_compute_subnetwork')).toMatchObject({
      ip_cidr_range: '10.0.0.0/24',
      private_ip_google_access: true,
      log_config: { flow_sampling: 0.5 },
    });
    const records = stack.all('google_dns_record_set');
    expect(records.map((record) => [record['name'], record['type']])).toEqual([
      ['private.googleapis.com.', 'A'],
      ['*.googleapis.com.', 'CNAME'],
      ['run.app.', 'A'],
      ['*.run.app.', 'CNAME'],
    ]);
    for (const record of records.filter(({ type }) => type === 'A'))
      expect(record['rrdatas']).toEqual([8, 9, 10, 11].map((end) => `199.36.153.${end}`));
    for (const zone of stack.all('google_dns_managed_zone')) expect(zone['visibility']).toBe('private');
  });

  test('lets nothing out but what is named', () => {
    const rules = stack.all('google_compute_firewall');
    for (const rule of rules) expect(rule['direction']).toBe('EGRESS');
    expect(named(rules, 'acme-dev-egress-deny-all')).toMatchObject({
      priority: 65_534,
      destination_ranges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
    });
    expect(
      rules
        .filter((rule) => rule['allow'] !== undefined)
        .map((rule) => [rule['destination_ranges'], rule['allow']]),
    ).toEqual([
      [['199.36.153.8/30'], [{ protocol: 'tcp', ports: ['443'] }]],
      [['10.0.0.0/24'], [{ protocol: 'tcp' }]],
      [['203.0.113.4/32'], [{ protocol: 'tcp', ports: ['5432'] }]],
    ]);
  });

  test('leaves by one fixed address where that is asked for, and not otherwise', () => {
    expect(stack.only('google_compute_router_nat')).toMatchObject({
      nat_ip_allocate_option: 'MANUAL_ONLY',
      nat_ips: [expect.stringContaining('google_compute_address')],
    });
    expect(make().all('google_compute_router_nat')).toEqual([]);
  });

  test('of the client is used, and nothing of it is made', () => {
    const own = make({
      existing: { network: { project: 'acme-net-4711', network: 'shared', subnetwork: 'data' } },
    });
    expect(Object.keys(own.counts()).filter((type) => /compute|dns/.test(type))).toEqual([]);
  });
});

describe('keys', () => {
  const key = (location: string) => `projects/acme-keys-4711/locations/${location}/keyRings/r/cryptoKeys/k`;

  test('of the client are used, each in its own location', () => {
    const own = make({
      warehouseLocation: 'EU',
      existing: { key: key('europe-west1'), warehouseKey: key('europe') },
    });
    expect(own.all('google_kms_crypto_key')).toEqual([]);
    expect(own.all('google_kms_crypto_key_iam_member')).toHaveLength(5);
    expect(own.only('google_storage_bucket')['encryption']).toEqual({
      default_kms_key_name: expect.stringMatching(/^\$\{data\.google_kms_crypto_key\.foundation_keys_key_/),
    });
  });

  test("one key serves both where the warehouse is in the region, unless it has the client's", () => {
    expect(make().all('google_kms_crypto_key')).toHaveLength(1);
    const other = make({ existing: { warehouseKey: key('europe-west1') } });
    const warehouse = other
      .all('google_kms_crypto_key_iam_member')
      .find(({ member }) => String(member).includes('bigquery'));
    expect(warehouse?.['crypto_key_id']).toContain('data.google_kms_crypto_key');
  });
});

describe('organization', () => {
  const policies = (mode: 'dryRun' | 'enforce' | undefined, props: Partial<ClientFoundationProps> = {}) =>
    make({
      ...props,
      organizationPolicies: { organizationId: '4711', ...(mode === undefined ? {} : { mode }) },
    }).all('google_org_policy_policy');

  test('without one there are no policies', () => {
    expect(make().all('google_org_policy_policy')).toEqual([]);
  });

  test('policies are tried first: managed constraints alone, which refuse nothing', () => {
    const tried = policies(undefined);
    expect(tried.length).toBeGreaterThan(3);
    for (const policy of tried) {
      expect(policy['name']).toMatch(/^projects\/acme-dev-4711\/policies\/\w+\.managed\.\w+$/);
      expect(policy).toHaveProperty('dry_run_spec');
      expect(policy).not.toHaveProperty('spec');
    }
  });

  test('enforced, they keep data where the rule says', () => {
    const enforced = policies('enforce');
    for (const policy of enforced) {
      expect(policy).toHaveProperty('spec');
      expect(policy).not.toHaveProperty('dry_run_spec');
    }
    expect(named(enforced, 'projects/acme-dev-4711/policies/gcp.resourceLocations')?.['spec']).toEqual({
      rules: [
        {
          values: {
            allowed_values: ['in:eu-locations', 'in:europe-west1-locations', 'in:europe-west9-locations'],
          },
        },
      ],
    });
    expect(
      JSON.stringify(named(enforced, 'projects/acme-dev-4711/policies/iam.managed.allowedPolicyMembers')),
    ).toContain('organizations/4711');
  });
});

describe('who is told', () => {
  test('of the budget: people and programs, of what is spent and of what is forecast', () => {
    const stack = make({
      alertEmails: ['ops@example.com'],
      budget: { ...budget, forecastPercents: [100, 120], publish: true },
    });
    expect(stack.only('google_billing_budget')).toMatchObject({
      threshold_rules: [
        { threshold_percent: 0.5 },
        { threshold_percent: 0.9 },
        { threshold_percent: 1 },
        { threshold_percent: 1, spend_basis: 'FORECASTED_SPEND' },
        { threshold_percent: 1.2, spend_basis: 'FORECASTED_SPEND' },
      ],
      all_updates_rule: {
        monitoring_notification_channels: [expect.stringContaining('channel-ops-example-com')],
        pubsub_topic: '${google_pubsub_topic.budget.id}',
      },
    });
    expect(stack.only('google_pubsub_topic_iam_member')).toMatchObject({
      role: 'roles/pubsub.publisher',
      member: 'serviceAccount:billing-budget-alert@system.gserviceaccount.com',
    });
  });

  test('by Google: the contacts, in their language', () => {
    const contacts = [{ email: 'dpo@example.com', categories: ['LEGAL'] as const, language: 'fr' }];
    expect(make({ contacts }).only('google_essential_contacts_contact')).toMatchObject({
      parent: 'projects/acme-dev-4711',
      language_tag: 'fr',
      notification_category_subscriptions: ['LEGAL'],
    });
  });
});

describe('environment tag', () => {
  test('is made in the project, or is that of the organization', () => {
    expect(make().only('google_tags_tag_value')['short_name']).toBe('dev');
    const own = make({ existing: { environmentTag: 'tagValues/4711' } });
    expect(own.all('google_tags_tag_key')).toEqual([]);
    expect(own.only('google_tags_tag_binding')['tag_value']).toBe('tagValues/4711');
  });
});

describe('audit logs', () => {
  test('are kept in the region under the key, locked where data may not be lost', () => {
    expect(make({}, prod).only('google_logging_project_bucket_config')).toMatchObject({
      location: 'europe-west1',
      locked: true,
      retention_days: 400,
      cmek_settings: { kms_key_name: expect.stringContaining('google_kms_crypto_key.main') },
    });
    const thrownAway = make({ dataLoss: 'allow' }).only('google_logging_project_bucket_config');
    expect(thrownAway['locked']).toBe(false);
  });
});

test('an account pulls images where it is named, and nobody is anyone', () => {
  const grant = (member: string) =>
    synth((stack) => {
      new ClientFoundation(stack, 'foundation', dev).grantImageRead(member, 'prod');
    });
  expect(
    grant('serviceAccount:a@b.iam.gserviceaccount.com').only(
      'google_artifact_registry_repository_iam_member',
    ),
  ).toMatchObject({ role: 'roles/artifactregistry.reader' });
  expect(() => grant('allUsers')).toThrow(/member is "allUsers", expected a named principal/);
});

describe('refuses', () => {
  test.each<[string, Partial<ClientFoundationProps>, RegExp]>([
    [
      'a network to make beside one that is there',
      { network: {}, existing: { network: { network: 'n', subnetwork: 's' } } },
      /network is \{\}, expected none, because existing\.network is used/,
    ],
    [
      'a key elsewhere',
      { existing: { key: 'projects/p/locations/us/keyRings/r/cryptoKeys/k' } },
      /existing\.key is .*locations\/europe-west1\/keyRings/,
    ],
    [
      'a rotation of keys it does not make',
      {
        warehouseLocation: 'EU',
        keyRotationDays: 30,
        existing: {
          key: 'projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k',
          warehouseKey: 'projects/p/locations/europe/keyRings/r/cryptoKeys/k',
        },
      },
      /keyRotationDays is 30, expected none/,
    ],
    [
      'a slow rotation',
      { keyRotationDays: 365 },
      /keyRotationDays is 365, expected a whole number from 1 to 90/,
    ],
    ['a small range', { network: { range: '10.0.0.0/28' } }, /range is "10\.0\.0\.0\/28"/],
    [
      'a way out to everything without a port',
      { network: { egress: { erp: { ranges: ['203.0.113.4/32'], tcpPorts: [] } } } },
      /egress\.erp\.tcpPorts is \[\]/,
    ],
    [
      'an egress to a name',
      { network: { egress: { erp: { ranges: ['erp.example.com'], tcpPorts: [1] } } } },
      /egress\.erp\.ranges is "erp\.example\.com"/,
    ],
    [
      'an egress that takes the place of ours',
      { network: { egress: { 'deny-all': { ranges: ['0.0.0.0/0'], tcpPorts: [1] } } } },
      /egress is "deny-all"/,
    ],
    ['flows logged more than once', { network: { flowSampling: 2 } }, /flowSampling is 2/],
    [
      'an organization by name',
      { organizationPolicies: { organizationId: 'acme' } },
      /organizationId is "acme", expected a number/,
    ],
    ['a tag by name', { existing: { environmentTag: 'env/dev' } }, /existing\.environmentTag is "env\/dev"/],
    ['logs for ever', { auditLogRetentionDays: 4000 }, /auditLogRetentionDays is 4000/],
    [
      'a contact of nothing',
      { contacts: [{ email: 'a@b.c', categories: [] }] },
      /contacts is "a@b\.c", expected at least one category/,
    ],
    ['an alert to nobody', { alertEmails: ['ops'] }, /alertEmails is "ops", expected an e-mail address/],
    ['a budget of nothing', { budget: { ...budget, amountPerMonth: 0 } }, /budget\.amountPerMonth is 0/],
    [
      'a share for a percentage',
      { budget: { ...budget, spentPercents: [0.5] } },
      /budget\.spentPercents is 0\.5/,
    ],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });
});
