import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { checkovFindings } from './checkov.ts';
import { allExamples, repositoryStacks, stacksFolder } from './stacks.ts';

const root = stacksFolder();
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Where data may be lost, keys and tables may be destroyed: the checks that ask for the contrary. */
const askedToKeepData = ['CKV_GCP_121', 'CKV_GCP_82'];

// One run of checkov over all stacks: starting it costs more than the stacks do.
test.each([
  ['prod', []],
  ['dev', askedToKeepData],
] as const)(
  'checkov finds in no stack on %s settings anything but %j',
  async (env, expected) => {
    const all = path.join(root, env);
    const stacks = [
      { name: 'readme-examples', synthesize: () => allExamples(root, env) },
      ...repositoryStacks(root),
    ];
    for (const { name, synthesize } of stacks) {
      mkdirSync(path.join(all, name), { recursive: true });
      cpSync(path.join(await synthesize(env), 'cdk.tf.json'), path.join(all, name, 'cdk.tf.json'));
    }
    const findings = await checkovFindings(all);
    expect(findings.filter((finding) => !expected.some((check) => finding.startsWith(`${check} `)))).toEqual(
      [],
    );
    const found = new Set(findings.map((finding) => finding.split(' ')[0]));
    expect([...found].sort()).toEqual(expected);
  },
  300_000,
);
