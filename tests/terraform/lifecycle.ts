// The life of a stack with Terraform core against the 6.50 schema derived from the bindings: shapes, references and the order of
// things. The provider's own value rules are not checked here.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configurationIn } from '../tools/synthesized.ts';
import { keepStateHere, prepareProvider, terraform } from './engine.ts';
import { secretsIn } from './secrets.ts';
import type { ProvenStack } from './stacks.ts';
import { canary, stacksFolder } from './stacks.ts';

/** Plans into a file, applies just that, and plans again: nothing may be left to do. Looks for secrets on the way. */
function applied(folder: string): void {
  expect(terraform(folder, 'plan', '-out=plan.tfplan')).toMatchObject({ status: 0 });
  const plan: unknown = JSON.parse(terraform(folder, 'show', '-json', 'plan.tfplan').output);
  expect(secretsIn(plan, [canary])).toEqual([]);
  expect(terraform(folder, 'apply', 'plan.tfplan')).toMatchObject({
    status: 0,
    output: expect.stringMatching(/Apply complete! Resources: \d{2,} added, 0 changed, 0 destroyed/),
  });
  expect(terraform(folder, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
  const state = readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8');
  expect(secretsIn(JSON.parse(state), [canary])).toEqual([]);
  expect(secretsIn(configurationIn(folder), [canary])).toEqual([]);
  expect(state).not.toContain('google_secret_manager_secret_version');
}

/** What `terraform test` asks of every stack, after it made it and before it takes it down again. */
const tests = `run "what_is_made" {
  command = apply

  assert {
    condition     = google_storage_bucket.terraform_state.public_access_prevention == "enforced"
    error_message = "The state may be read by everyone."
  }

  assert {
    condition     = google_storage_bucket.terraform_state.encryption[0].default_kms_key_name == google_kms_crypto_key.main.id
    error_message = "The state is not encrypted with the client's key."
  }
}
`;

type StacksBelow = (folder: string) => readonly ProvenStack[];

/** Tests that each stack lives through all that Terraform does to it in dev, to its end. */
export function describeLivesInDev(stacksBelow: StacksBelow): void {
  describeEach(stacksBelow, (synthesize) => {
    test('in dev: valid, tested, applied as planned, no difference on the next plan, destroyed', async () => {
      const folder = await synthesize('dev');
      keepStateHere(folder);
      expect(terraform(folder, 'validate')).toMatchObject({ status: 0 });
      mkdirSync(path.join(folder, 'tests'));
      writeFileSync(path.join(folder, 'tests/made.tftest.hcl'), tests);
      expect(terraform(folder, 'test')).toMatchObject({
        status: 0,
        output: expect.stringContaining('1 passed, 0 failed'),
      });
      applied(folder);
      expect(terraform(folder, 'destroy', '-auto-approve')).toMatchObject({ status: 0 });
    }, 300_000);
  });
}

/** Tests that each stack lives through all that Terraform does to it in prod, up to its refusal. */
export function describeLivesInProd(stacksBelow: StacksBelow): void {
  describeEach(stacksBelow, (synthesize) => {
    test('in prod: valid, applied as planned, no difference on the next plan, and destroying it is refused', async () => {
      const folder = await synthesize('prod');
      keepStateHere(folder);
      expect(terraform(folder, 'validate')).toMatchObject({ status: 0 });
      applied(folder);
      expect(terraform(folder, 'destroy', '-auto-approve')).toMatchObject({
        status: 1,
        output: expect.stringContaining('prevent_destroy'),
      });
    }, 300_000);
  });
}

function describeEach(
  stacksBelow: StacksBelow,
  describeLife: (synthesize: ProvenStack['synthesize']) => void,
): void {
  const root = stacksFolder();
  beforeAll(prepareProvider, 300_000);
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  describe.each([...stacksBelow(root)])('$name', ({ synthesize }) => {
    describeLife(synthesize);
  });
}
