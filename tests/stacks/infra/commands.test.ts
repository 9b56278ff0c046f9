// What the commands of infra/ ask of Terraform, in which order: a stand-in notes what it is called with.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';

const root = mkdtempSync(path.join(tmpdir(), 'toltek-commands-'));
const folder = path.join(root, 'client');
const infra = path.join(folder, 'infra');
const calls = path.join(root, 'calls');
const bin = path.join(root, 'bin');
const packages = path.resolve(import.meta.dirname, '../../../node_modules/.bin');
const tsx = path.join(packages, 'tsx');
const outputs = {
  github_workload_identity_provider: { value: 'projects/1/providers/github' },
  github_planner: { value: 'plan@acme.iam.gserviceaccount.com' },
  github_deployer: { value: 'apply@acme.iam.gserviceaccount.com' },
};

/** A program in place of one that is started by its name. */
function standIn(name: string, script: string): void {
  const file = path.join(bin, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function run(...args: string[]) {
  rmSync(calls, { force: true });
  const { status, stdout, stderr } = spawnSync(tsx, ['terraform.ts', ...args], {
    cwd: infra,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TERRAFORM: 'terraform' },
  });
  const called = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
  return { status, stdout, stderr, called };
}

beforeAll(() => {
  writeRepository(folder);
  linkPackages(folder);
  mkdirSync(bin);
  standIn(
    'terraform',
    `shift; case "$1" in output) cat ${path.join(root, 'outputs')};; *) echo "terraform $*" >> ${calls};; esac`,
  );
  // Node runs the program as it is from version 24 on; here its start is enough.
  standIn('node', `[ "$1" = --import ] && echo "$*" >> ${calls} || exec ${process.execPath} "$@"`);
  writeFileSync(path.join(root, 'outputs'), JSON.stringify(outputs));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('bootstrap makes the foundation with its state in a file, moves the state, and says how to tell GitHub', () => {
  const { status, stdout, called } = run('bootstrap', 'dev');
  expect(status).toBe(0);
  expect(called).toEqual([
    '--import ./lean-loading.js gcp/main.ts dev --only-foundation --state-file',
    'terraform init',
    'terraform apply',
    '--import ./lean-loading.js gcp/main.ts dev --only-foundation',
    'terraform init -migrate-state',
  ]);
  expect(stdout).toContain(
    'gh variable set GCP_PROVIDER_DEV --repo OWNER/NAME --body projects/1/providers/github\n',
  );
  expect(stdout).toContain('gh variable set GCP_DEPLOYER --env dev --repo OWNER/NAME --body apply@acme');
});

test('bootstrap of what was bootstrapped says what to run', () => {
  const terraform = path.join(infra, 'cdktf.out/stacks/brasserie-du-nord-prod/.terraform');
  mkdirSync(terraform, { recursive: true });
  writeFileSync(path.join(terraform, 'terraform.tfstate'), '{"backend":{"type":"gcs"}}');
  expect(run('bootstrap', 'prod')).toMatchObject({
    status: 2,
    stderr: 'The state of prod is in its bucket already: run npm run apply -- prod, which does the rest.\n',
    called: [],
  });
});

test('plan and apply take arguments for Terraform', () => {
  expect(run('plan', 'dev', '-lock=false').called).toEqual([
    '--import ./lean-loading.js gcp/main.ts dev',
    'terraform init',
    'terraform plan -lock=false',
  ]);
});

test('without an identity, what to set', () => {
  writeFileSync(path.join(root, 'outputs'), '{}');
  expect(run('github', 'dev').stdout).toMatch(
    /no identity yet: set github\.owner_id and github\.repository_id/,
  );
});

test('teardown takes the state out of the bucket that goes, and refuses where data is protected', () => {
  expect(run('teardown', 'dev').called).toEqual([
    '--import ./lean-loading.js gcp/main.ts dev --state-file',
    'terraform init -migrate-state',
    'terraform apply',
    'terraform destroy',
  ]);
  expect(run('teardown', 'prod')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^settings\/prod\.yaml: gcp\.data_loss is not allow/),
    called: [],
  });
});

test.each([[[]], [['deploy', 'dev']], [['plan', 'test']]])('how it is used: %j', (args) => {
  expect(run(...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Usage: /), called: [] });
});
