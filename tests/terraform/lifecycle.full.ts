import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Deployment } from '#constructs/gcp/deployment.ts';
import { partOf, readmeExamples, stackOf } from '../constructs/examples.ts';
import { dev, prod } from '../constructs/synth.ts';
import { keepStateHere, prepareProvider, terraform } from './engine.ts';

// Terraform core against the 6.50 schema derived from the bindings: shapes, references and the order of
// things. The provider's own value rules are not checked here.

const root = mkdtempSync(path.join(tmpdir(), 'toltek-terraform-'));

/** Synthesizes all README examples as one stack; gives the folder of its configuration. */
async function synthesize(deployment: Deployment): Promise<string> {
  const outdir = path.join(root, deployment.env);
  const parts = await Promise.all(readmeExamples().map(partOf));
  const { app, stack } = stackOf(deployment, outdir, parts);
  app.synth();
  const folder = path.join(outdir, 'stacks', stack.node.id);
  keepStateHere(folder);
  return folder;
}

beforeAll(prepareProvider, 300_000);
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('all constructs together', () => {
  test('in dev: valid, applied, no difference on the next plan, destroyed', async () => {
    const folder = await synthesize({ ...dev, dataLoss: 'allow' });
    expect(terraform(folder, 'validate')).toMatchObject({ status: 0 });
    expect(terraform(folder, 'apply', '-auto-approve')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/),
    });
    expect(terraform(folder, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
    expect(terraform(folder, 'destroy', '-auto-approve')).toMatchObject({ status: 0 });
  }, 120_000);

  test('in prod: applied, no difference on the next plan, and destroying it is refused', async () => {
    const folder = await synthesize(prod);
    expect(terraform(folder, 'apply', '-auto-approve')).toMatchObject({ status: 0 });
    expect(terraform(folder, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
    expect(terraform(folder, 'destroy', '-auto-approve')).toMatchObject({
      status: 1,
      output: expect.stringContaining('prevent_destroy'),
    });
    expect(readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8')).not.toMatch(
      /secret_data|PRIVATE KEY/,
    );
  }, 120_000);
});

describe('the check itself', () => {
  test.each([
    [
      'an unknown argument',
      /"location":/,
      '"locaton":',
      /Extraneous JSON object property|Unsupported argument/,
    ],
    [
      'a wrong type',
      /"delete_contents_on_destroy": ?true/,
      '"delete_contents_on_destroy": "perhaps"',
      /bool/,
    ],
    ['a missing argument', /"dataset_id": ?"marts",?/, '', /Missing required argument/],
    [
      'a reference to nothing',
      /google_kms_crypto_key\.main\b/,
      'google_kms_crypto_key.none',
      /undeclared resource/,
    ],
  ])('refuses %s', async (_, pattern, mutant, message) => {
    const folder = await synthesize({ ...dev, dataLoss: 'allow' });
    const file = path.join(folder, 'cdk.tf.json');
    const before = readFileSync(file, 'utf8');
    expect(before).toMatch(pattern);
    writeFileSync(file, before.replace(pattern, mutant));
    const { status, output } = terraform(folder, 'validate');
    expect(output).toMatch(message);
    expect(status).toBe(1);
  });
});
