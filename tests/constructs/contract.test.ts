// The contract between the stack that makes the cloud and programs that stand on it, both ways: what is written can be read, and
// the two sides mean the same by it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ts from 'typescript';
import { readContract } from '#constructs/contract/read-contract.ts';
import type { StackContract } from '#constructs/contract/stack-contract.ts';
import { ContractPublication } from '#constructs/gcp/contract-publication/index.ts';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, prod, synth } from './synth.ts';

const folder = path.resolve(import.meta.dirname, '../../constructs/contract');
const schema: unknown = JSON.parse(readFileSync(path.join(folder, 'stack-contract.schema.json'), 'utf8'));

/** As Terraform fills it in. */
const contract: StackContract = {
  contract: '1.0',
  stack: 'gcp',
  client: 'acme',
  env: 'dev',
  project: 'acme-dev-4711',
  region: 'europe-west1',
  residency: { rule: 'eu', allowedLocations: ['EU'] },
  datasets: { marts: { location: 'EU' } },
  services: { forecast: { uri: 'https://forecast.example', serviceAccount: 'f@p.iam.gserviceaccount.com' } },
  secrets: { 'crm-password': 'projects/acme-dev-4711/secrets/crm-password' },
};

function published(deployment: typeof dev) {
  return synth((stack) => {
    new Warehouse(stack, 'warehouse', {
      ...deployment,
      datasets: [
        { id: 'marts', description: 'Marts' },
        { id: 'landing', description: 'Landing' },
      ],
    });
    new SecretManagerSecret(stack, 'secret', {
      project: deployment.project,
      secretId: 'crm-password',
      replication: { userManaged: { replicas: [{ location: 'europe-west1' }] } },
    });
    new ContractPublication(stack, 'contract', { ...deployment, name: 'gcp' });
  });
}

describe('the writer', () => {
  test('publishes one content as an object and as an output', () => {
    const stack = published(dev);
    expect(stack.only('google_storage_bucket_object')).toMatchObject({
      name: 'contracts/dev/gcp.v1.json',
      content_type: 'application/json',
      content: expect.stringMatching(/^\$\{jsonencode\(/),
    });
    expect(stack.outputs()['contract']).toEqual({
      ...contract,
      residency: dev.residency,
      datasets: {
        landing: { location: '${google_bigquery_dataset.landing.location}' },
        marts: { location: '${google_bigquery_dataset.marts.location}' },
      },
      services: {},
      secrets: { 'crm-password': '${google_secret_manager_secret.secret.id}' },
    });
  });

  test('writes what the reader accepts, references filled in', () => {
    const text = JSON.stringify(published(prod).outputs()['contract']).replaceAll(
      /\$\{google_secret_manager_secret[^}]*\}/g,
      'projects/p/secrets/s',
    );
    expect(readContract(text, 'test').stack).toBe('gcp');
  });

  test('writes what services in Python accept', () => {
    const text = JSON.stringify(published(prod).outputs()['contract']).replaceAll(
      /\$\{google_secret_manager_secret[^}]*\}/g,
      'projects/p/secrets/s',
    );
    const program =
      'import json, sys; from service_common.contract import read_contract; ' +
      'c = read_contract(sys.stdin.read(), "test", ["datasets.marts"]); ' +
      'print(json.dumps([c.stack, c.env, c.project, sorted(c.datasets), c.secrets]))';
    const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
      cwd: path.resolve(import.meta.dirname, '../../templates/stacks/model-serving/files/services/common'),
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      input: text,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      'gcp',
      'prod',
      prod.project,
      ['landing', 'marts'],
      { 'crm-password': 'projects/p/secrets/s' },
    ]);
  });

  test('keeps its bucket to itself', () => {
    expect(published(prod).only('google_storage_bucket')).toMatchObject({
      name: 'acme-prod-4711-contracts',
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each(['GCP', 'a b', ''])('refuses the name %j', (name) => {
    expect(() => synth((stack) => new ContractPublication(stack, 'contract', { ...dev, name }))).toThrow(
      /test\/contract: name is/,
    );
  });
});

describe('the reader', () => {
  const outputs = { contract: { sensitive: false, type: 'object', value: contract }, other: { value: 1 } };

  test.each([
    ['the object', contract],
    ['the outputs of Terraform', outputs],
    [
      'a later minor version with keys it does not know',
      { ...contract, contract: '1.7', topics: { a: 'b' } },
    ],
  ])('takes %s', (_, document) => {
    expect(readContract(JSON.stringify(document), 'test')).toMatchObject({ project: 'acme-dev-4711' });
  });

  test.each([
    [
      'another major version, and says what it would miss',
      { ...contract, contract: '2.0', datasets: undefined },
      /out.json: the contract is of version "2.0", expected 1.x; missing: datasets. Bring the stack/,
    ],
    ['no version', {}, /version undefined, expected 1.x; missing: contract, stack, client/],
    ['missing keys', { ...contract, region: undefined, secrets: undefined }, /lacks region, secrets\. Apply/],
    ['a wrong value', { ...contract, env: 'test' }, /env is "test", it must be equal to one of/],
    [
      'the value of a secret where its name should be',
      { ...contract, secrets: { 'crm-password': 'hunter2' } },
      /secrets\/crm-password is "hunter2", it must match pattern/,
    ],
  ])('refuses %s', (_, document, message) => {
    expect(() => readContract(JSON.stringify(document), 'out.json')).toThrow(message);
  });

  test('names what this reader needs and the stack does not have', () => {
    expect(() =>
      readContract(JSON.stringify(contract), 'out.json', ['services.churn', 'datasets.marts']),
    ).toThrow('out.json: the contract lacks services.churn.');
  });

  test('says that something is no JSON', () => {
    expect(() => readContract('Error: no outputs', 'out.json')).toThrow(/out.json: this is not JSON/);
  });
});

describe('the two sides', () => {
  test('the type and the schema have the same keys, all required', () => {
    const source = ts.createSourceFile(
      'stack-contract.ts',
      readFileSync(path.join(folder, 'stack-contract.ts'), 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    );
    const type = source.statements.find(ts.isInterfaceDeclaration);
    const members = type?.members.filter((member) => member.questionToken === undefined) ?? [];
    expect(schema).toMatchObject({ required: members.map((member) => member.name?.getText()) });
  });

  test('a later schema must accept what this version writes', () => {
    const validate = new Ajv2020().compile(typeof schema === 'object' && schema !== null ? schema : {});
    expect(validate(contract)).toBe(true);
  });
});
