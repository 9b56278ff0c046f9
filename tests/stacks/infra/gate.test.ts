// The policy rules as a client meets them: they stop the program, exceptions end, and the report says so.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { Synthesized } from '../../constructs/synth.ts';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-gate-'));
const infra = path.join(folder, 'infra');
const stack = path.join(infra, 'cdktf.out/stacks/brasserie-du-nord-dev');
const tsx = path.resolve(import.meta.dirname, '../../../node_modules/.bin/tsx');

beforeAll(() => {
  writeRepository(folder);
  linkPackages(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function synthesize(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(tsx, ['gcp/main.ts', 'dev', ...args], {
    cwd: infra,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

describe('an error of a rule', () => {
  const bucket = 'brasserie-du-nord-dev/foundation/storage/state';
  const acknowledge = (entry: object) => {
    writeFileSync(path.join(infra, 'acknowledgements.yaml'), stringify({ acknowledgements: { own: entry } }));
  };

  beforeAll(() => {
    const file = path.join(infra, 'constructs/gcp/client-foundation/storage.ts');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain("publicAccessPrevention: 'enforced'");
    writeFileSync(
      file,
      text.replace("publicAccessPrevention: 'enforced'", "publicAccessPrevention: 'inherited'"),
    );
  });

  test('stops the program, with the place and what to do', () => {
    const { status, output } = synthesize();
    expect(output).toContain(`TLTK_GCP_005 ${bucket}: public_access_prevention is "inherited"`);
    expect(output).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
  });

  const exception = {
    rule: 'TLTK_GCP_005',
    path: bucket,
    reason: 'The organization enforces it for every project.',
    until: '2026-12-31',
  };

  test('is accepted until the last day of its exception, and stands in the report', () => {
    acknowledge(exception);
    expect(synthesize('--today', '2026-12-31')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/Policy: \d+ warnings, 1 accepted/),
    });
    expect(readFileSync(path.join(stack, 'policy.md'), 'utf8')).toContain(exception.reason);
    expect(JSON.parse(readFileSync(path.join(stack, 'policy.json'), 'utf8'))).toMatchObject({
      counts: { error: 0, acknowledged: 1 },
    });
    const { status, output } = synthesize('--today', '2027-01-01');
    expect(output).toContain('It was acknowledged until 2026-12-31.');
    expect(status).toBe(2);
  });

  test.each([
    [{ ...exception, reason: 'Because.' }, /acknowledgements\.0: reason is "Because\."/],
    [
      { ...exception, until: undefined },
      /infra\/acknowledgements\.yaml: acknowledgements\.own\.until is missing/,
    ],
    [{ ...exception, rule: 'TLTK_GCP_999' }, /rule is "TLTK_GCP_999", expected the id of a rule/],
  ])('needs an exception that says everything (%#)', (entry, message) => {
    acknowledge(entry);
    const { status, output } = synthesize('--today', '2026-12-31');
    expect(output).toMatch(message);
    expect(status).toBe(2);
  });
});

test("the workflows' identity: exact subjects, and every program's account by itself", () => {
  const client = path.join(folder, 'client');
  writeRepository(client);
  linkPackages(client);
  const settings = path.join(client, 'settings/common.yaml');
  writeFileSync(
    settings,
    readFileSync(settings, 'utf8')
      .replace('OWNER/NAME\n', 'brasserie/platform\n')
      .replace(/# (owner_id|repository_id): "(\d+)".*/g, '$1: "$2"'),
  );
  const { status } = spawnSync(tsx, ['gcp/main.ts', 'dev'], { cwd: path.join(client, 'infra') });
  expect(status).toBe(0);
  const file = path.join(client, 'infra/cdktf.out/stacks/brasserie-du-nord-dev/cdk.tf.json');
  const made = new Synthesized(JSON.parse(readFileSync(file, 'utf8')));
  expect(made.only('google_iam_workload_identity_pool_provider')['attribute_condition']).toContain(
    "assertion.sub == 'repo:brasserie/platform:pull_request'",
  );
  const actAs = made
    .all('google_service_account_iam_member')
    .filter(({ role }) => role === 'roles/iam.serviceAccountUser');
  // All but the two of the workflows.
  expect(actAs).toHaveLength(made.all('google_service_account').length - 2);
  for (const type of ['google_cloud_run_v2_job', 'google_cloud_run_v2_service', 'google_cloud_scheduler_job'])
    for (const resource of made.all(type))
      expect(JSON.stringify(resource['depends_on'])).toContain(
        'google_service_account_iam_member.ci_act-as-',
      );
  for (const object of made.all('google_storage_bucket_object')) {
    const grants = made
      .all('google_storage_bucket_iam_member')
      .filter(({ bucket }) => bucket === object['bucket']);
    expect(grants.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['roles/storage.objectViewer', 'roles/storage.objectUser']),
    );
    expect(JSON.stringify(object['depends_on'])).toContain('google_storage_bucket_iam_member.ci_writes-');
  }
  // What a person applied and the workflows only read: the identity itself does not wait for what it makes.
  expect(JSON.stringify(made.all('google_service_account'))).not.toContain('act-as');
}, 60_000);
