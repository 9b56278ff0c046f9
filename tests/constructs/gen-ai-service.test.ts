import { describe, expect, test } from '@jest/globals';
import type { GenAiServiceProps } from '#constructs/gcp/gen-ai-service/index.ts';
import { GenAiService } from '#constructs/gcp/gen-ai-service/index.ts';
import type { TerraformStack } from '#constructs/gcp/terraform.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { objectOf } from '#constructs/policy/resource.ts';
import { dev, prod, synth } from './synth.ts';

const kmsKeyName = 'projects/p/locations/europe/keyRings/r/cryptoKeys/k';
const model = { id: 'google/gemini-2.5-flash', inputPricePerMillion: 0.3, outputPricePerMillion: 2.5 };
const policyTag = 'projects/p/locations/eu/taxonomies/1/policyTags/2';
const base: GenAiServiceProps = {
  ...dev,
  name: 'assistant',
  image: 'europe-west1-docker.pkg.dev/p/r/assistant:1.0.0',
  args: ['serve'],
  models: [model],
  spending: { currency: 'EUR', perDay: 20 },
  requestLog: { dataset: 'logs' },
};
const france = { rule: 'france', allowedLocations: ['europe-west9'] };
const paris = { region: 'europe-west9', residency: france };

function add(stack: TerraformStack, props: Partial<GenAiServiceProps> = {}): GenAiService {
  const { region, residency } = { ...base, ...props };
  const warehouse = new Warehouse(stack, 'warehouse', {
    ...{ ...dev, region, residency },
    datasets: [{ id: 'logs', description: 'Logs' }],
    encryption: { kmsKeyName },
  });
  return new GenAiService(stack, 'assistant', warehouse, { ...base, ...props });
}
const made = (props: Partial<GenAiServiceProps> = {}) => synth((stack) => add(stack, props));

/** Environment variables of the service. */
function environment(props: Partial<GenAiServiceProps> = {}): Record<string, string> {
  const template = JSON.stringify(made(props).only('google_cloud_run_v2_service')['template']);
  const pairs = [...template.matchAll(/\{"name":"([A-Z_]+)","value":("(?:[^"\\]|\\.)*")\}/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '""']) => [name, String(JSON.parse(value))]));
}

describe('least privilege', () => {
  test('its account may call models and have texts looked at, and write to its own log', () => {
    const stack = made();
    expect(stack.only('google_project_iam_custom_role')).toMatchObject({
      role_id: 'acme_dev_assistant_caller',
      permissions: [
        'aiplatform.endpoints.predict',
        'modelarmor.templates.useToSanitizeModelResponse',
        'modelarmor.templates.useToSanitizeUserPrompt',
      ],
    });
    expect(stack.all('google_project_iam_member').map((grant) => grant['role'])).toEqual([
      expect.stringMatching(/google_project_iam_custom_role\.assistant_role_\w+\.name/),
    ]);
    expect(stack.all('google_bigquery_dataset_iam_member')).toEqual([]);
    expect(stack.only('google_bigquery_table_iam_member')).toMatchObject({
      table_id: expect.stringContaining('google_bigquery_table.logs_assistant_requests'),
      role: 'roles/bigquery.dataEditor',
      member: expect.stringContaining('google_service_account.assistant_runner'),
    });
  });

  test('it is private, and called by those it names', () => {
    expect(made({ invokers: ['group:desk@example.com'] }).only('google_cloud_run_v2_service')).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invoker_iam_disabled: false,
    });
    expect(() => made({ invokers: ['allUsers'] })).toThrow(/expected a named principal/);
  });
});

describe('where models work', () => {
  test('in the European Union where that is allowed', () => {
    expect(environment()).toMatchObject({
      MODEL_LOCATION: 'eu',
      MODEL_ENDPOINT: 'https://aiplatform.eu.rep.googleapis.com',
      MODEL_ARMOR_ENDPOINT: 'https://modelarmor.europe-west1.rep.googleapis.com',
      MODEL_ARMOR_TEMPLATE: 'projects/acme-dev-4711/locations/europe-west1/templates/acme-dev-assistant',
      REQUEST_LOG_TABLE: 'acme-dev-4711.logs.assistant_requests',
      REQUEST_LOG_TEXT: 'false',
      MODELS:
        '[{"id":"google/gemini-2.5-flash","input_price_per_million":0.3,"output_price_per_million":2.5}]',
    });
  });

  test('in France only where nothing else is allowed', () => {
    expect(environment(paris)).toMatchObject({
      MODEL_LOCATION: 'europe-west9',
      MODEL_ENDPOINT: 'https://europe-west9-aiplatform.googleapis.com',
      MODEL_ARMOR_ENDPOINT: 'https://modelarmor.europe-west9.rep.googleapis.com',
    });
    expect(made(paris).only('google_model_armor_template')['location']).toBe('europe-west9');
  });

  test.each([
    [
      'the whole world',
      { modelLocation: 'global' },
      /modelLocation is "global", expected one of EU, europe-west1/,
    ],
    ['another continent', { modelLocation: 'us' }, /modelLocation is "us"/],
    ['the Union, where only France is allowed', { ...paris, modelLocation: 'eu' }, /modelLocation is "eu"/],
    [
      'a place where the guard does not keep prompts',
      { guard: { location: 'europe-west2' } },
      /guard.location is "europe-west2", expected one of europe-southwest1/,
    ],
    [
      'a guard outside the residency rule',
      { guard: { location: 'europe-west3' } },
      /assistant\/guard\/template: location is "europe-west3"/,
    ],
    [
      'an address the program is given besides',
      { environment: { EMBEDDINGS: 'https://us-central1-aiplatform.googleapis.com' } },
      /assistant\/service: location is "us-central1"/,
    ],
    [
      'a place the program is given besides',
      { environment: { EMBEDDINGS_LOCATION: 'us-central1' } },
      /assistant\/service: location is "us-central1"/,
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});

describe('the guard', () => {
  test('stops attempts to take over, harm and personal data, and writes no prompt into the log', () => {
    const stack = made();
    expect(stack.only('google_model_armor_template')).toMatchObject({
      filter_config: {
        pi_and_jailbreak_filter_settings: {
          filter_enforcement: 'ENABLED',
          confidence_level: 'MEDIUM_AND_ABOVE',
        },
        malicious_uri_filter_settings: { filter_enforcement: 'ENABLED' },
        sdp_settings: {
          advanced_config: {
            inspect_template: expect.stringContaining('google_data_loss_prevention_inspect_template'),
          },
        },
      },
      template_metadata: {
        enforcement_type: 'INSPECT_AND_BLOCK',
        ignore_partial_invocation_failures: false,
        log_sanitize_operations: false,
      },
    });
    expect(stack.only('google_data_loss_prevention_inspect_template')).toMatchObject({
      parent: 'projects/acme-dev-4711/locations/europe-west1',
      inspect_config: {
        include_quote: false,
        info_types: expect.arrayContaining([{ name: 'FRANCE_NIR' }, { name: 'IBAN_CODE' }]),
      },
    });
  });

  test('only looks where dev says so, never in prod', () => {
    const guard = { mode: 'inspect' as const };
    expect(made({ guard }).only('google_model_armor_template')['template_metadata']).toMatchObject({
      enforcement_type: 'INSPECT_ONLY',
    });
    const image = `europe-west1-docker.pkg.dev/p/r/a@sha256:${'0'.repeat(64)}`;
    expect(() => made({ ...prod, image, guard })).toThrow(
      /guard.mode is "inspect", expected "block" in prod/,
    );
  });

  test.each([[[]], [['email address']]])('refuses the kinds of personal data %j', (personalData) => {
    expect(() => made({ guard: { personalData } })).toThrow(/guard.personalData is/);
  });
});

describe('the log of calls', () => {
  const columns = (props: Partial<GenAiServiceProps> = {}) => {
    const schema: unknown = JSON.parse(String(made(props).only('google_bigquery_table')['schema']));
    return Array.isArray(schema) ? schema.map(objectOf) : [];
  };

  test('is partitioned, encrypted, kept from deletion, and forgets', () => {
    expect(made().only('google_bigquery_table')).toMatchObject({
      table_id: 'assistant_requests',
      time_partitioning: { type: 'DAY', field: 'called_at', expiration_ms: 183 * 86_400_000 },
      require_partition_filter: true,
      encryption_configuration: { kms_key_name: kmsKeyName },
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(
      made({ requestLog: { dataset: 'logs', retentionDays: 30 } }).only('google_bigquery_table'),
    ).toMatchObject({ time_partitioning: { expiration_ms: 2_592_000_000 } });
  });

  test('holds what people wrote only under a policy tag', () => {
    expect(columns().map((column) => column['name'])).toContain('cost');
    expect(columns().map((column) => column['name'])).not.toContain('prompt');
    const kept = columns({ requestLog: { dataset: 'logs', text: { policyTag } } });
    expect(kept.filter((column) => column['policyTags'] !== undefined)).toEqual([
      expect.objectContaining({ name: 'prompt', policyTags: { names: [policyTag] } }),
      expect.objectContaining({ name: 'answer', policyTags: { names: [policyTag] } }),
    ]);
  });

  test('is read by those it is granted to', () => {
    const stack = synth((scope) => {
      add(scope).requestLog.grantRead('group:dpo@example.com', 'dpo');
    });
    expect(stack.all('google_bigquery_table_iam_member')[1]).toMatchObject({
      role: 'roles/bigquery.dataViewer',
      member: 'group:dpo@example.com',
    });
    expect(() =>
      synth((scope) => {
        add(scope).requestLog.grantRead('allAuthenticatedUsers', 'all');
      }),
    ).toThrow(/member is "allAuthenticatedUsers"/);
  });
});

describe('spending', () => {
  test('is counted from the log of calls, and people are told', () => {
    const stack = made({ spending: { currency: 'EUR', perDay: 12.5, tokensPerDay: 1000 } });
    expect(
      stack
        .all('google_logging_metric')
        .map((metric) => [metric['name'], metric['value_extractor']])
        .filter(([name]) => String(name).includes('assistant')),
    ).toEqual([
      ['acme_dev_assistant_tokens', 'EXTRACT(jsonPayload.tokens)'],
      ['acme_dev_assistant_cost', 'EXTRACT(jsonPayload.cost)'],
      ['acme_dev_assistant_blocked', undefined],
    ]);
    const queries = stack
      .all('google_monitoring_alert_policy')
      .map((alert) => JSON.stringify(alert['conditions']))
      .join('\n');
    expect(queries).toMatch(/user_\$\{google_logging_metric\.\w+\.name\}_sum\[1d\]\)\) > 1000/);
    expect(queries).toMatch(/_sum\[1d\]\)\) > 12\.5/);
    expect(queries).toContain('response_code=\\\\\\"429\\\\\\"'.replaceAll('\\\\\\', '\\'));
  });

  test.each([
    ['currency', { currency: 'euro', perDay: 1 }, /spending.currency is "euro", expected an ISO 4217 code/],
    ['amount', { currency: 'EUR', perDay: 0 }, /spending.perDay is 0/],
    ['tokens', { currency: 'EUR', perDay: 1, tokensPerDay: 0.5 }, /spending.tokensPerDay is 0.5/],
  ])('refuses a wrong %s', (_, spending, message) => {
    expect(() => made({ spending })).toThrow(message);
  });
});

test.each([
  ['no models', { models: [] }, /models is \[\], expected at least one/],
  ['a model without a publisher', { models: [{ ...model, id: 'gemini' }] }, /models is "gemini"/],
  ['the same model twice', { models: [model, model] }, /models that differ/],
  ['a negative price', { models: [{ ...model, inputPricePerMillion: -1 }] }, /prices of 0 or more/],
  [
    'a log for ever',
    { requestLog: { dataset: 'logs', retentionDays: 4000 } },
    /requestLog.retentionDays is 4000/,
  ],
  [
    'a policy tag that is none',
    { requestLog: { dataset: 'logs', text: { policyTag: 'personal' } } },
    /requestLog.text.policyTag is "personal"/,
  ],
  [
    'a dataset that is not there',
    { requestLog: { dataset: 'nowhere' } },
    /dataset is "nowhere", expected one of logs/,
  ],
])('refuses %s', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});
