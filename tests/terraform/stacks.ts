// The stacks that are proven with Terraform: every README example with what it stands on, and generated repositories.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { ReadmeExample } from '../constructs/examples.ts';
import { examplesBelow, partOf, readmeExamples, stackOf } from '../constructs/examples.ts';
import { dev, prod } from '../constructs/synth.ts';
import { writeRepository } from '../tools/client-repository.ts';
import { copyExample, synthesizeRepository } from '../tools/synthesized.ts';

/** A stack that is proven. */
export interface ProvenStack {
  readonly name: string;
  /** Writes its configuration for an environment; gives the folder. */
  readonly synthesize: (env: 'dev' | 'prod') => Promise<string>;
}

/** What a password of a source is in these tests: nothing that is written may hold it. */
export const canary = 'canary-4711-is-a-secret';

/** Each README example as a stack of its own, written below a folder. */
export function exampleStacks(folder: string): readonly ProvenStack[] {
  return readmeExamples().map((example) => ({
    name: example.name,
    synthesize: (env) => stackFolder(folder, env, [...examplesBelow(example), example]),
  }));
}

/** Generated repositories, written below a folder. */
export function repositoryStacks(folder: string): readonly ProvenStack[] {
  return [
    {
      name: 'p1-online-retailer',
      synthesize: (env) =>
        Promise.resolve(
          repository(folder, env, (target) => {
            copyExample('p1-online-retailer', target);
          }),
        ),
    },
    {
      name: 'every-option',
      synthesize: (env) =>
        Promise.resolve(
          repository(folder, env, (target) => {
            everyOption(target, env);
          }),
        ),
    },
  ];
}

/** All README examples as one stack, below `folder`; gives the folder of its configuration. */
export function allExamples(folder: string, env: 'dev' | 'prod'): Promise<string> {
  return stackFolder(folder, env, readmeExamples());
}

async function stackFolder(
  folder: string,
  env: 'dev' | 'prod',
  examples: readonly ReadmeExample[],
): Promise<string> {
  const parts = await Promise.all(examples.map(partOf));
  const outdir = mkdtempSync(path.join(folder, `examples-${env}-`));
  const { app, stack } = stackOf(env === 'dev' ? { ...dev, dataLoss: 'allow' } : prod, outdir, parts);
  app.synth();
  return path.join(outdir, 'stacks', stack.node.id);
}

function repository(folder: string, env: 'dev' | 'prod', write: (target: string) => void): string {
  const target = mkdtempSync(path.join(folder, `repository-${env}-`));
  write(target);
  return synthesizeRepository(target, env, { API_TOKEN: canary, TF_VAR_api_token: canary });
}

/** A generated repository that uses what its settings offer: a project of its own, a budget, a secret, callers. */
function everyOption(target: string, env: 'dev' | 'prod'): void {
  writeRepository(target);
  const billing_account = '012345-6789AB-CDEF01';
  const settings = {
    gcp: {
      project_id: `brasserie-${env}-4711`,
      ...(env === 'dev' ? { data_loss: 'allow' } : {}),
      new_project: { display_name: 'Data', billing_account, folder_id: '1' },
      budget: { billing_account, amount_per_month: 300, emails: ['ops@example.com'] },
    },
    bigquery: { personal_data: { tag_columns: true } },
    sources: { 'web-shop': { secrets: { API_TOKEN: { version: '1' } } } },
    serving: { auth: { allowed_callers: ['planner@example.com'] } },
  };
  writeFileSync(path.join(target, 'settings', `${env}.yaml`), stringify(settings));
}

/** A folder for stacks. */
export function stacksFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'toltek-stacks-'));
}
