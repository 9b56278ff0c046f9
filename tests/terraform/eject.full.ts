// `toltek eject` over a generated repository whose infrastructure was applied: the files plan with no difference on its state.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyExample, synthesizeRepository } from '../tools/synthesized.ts';
import { keepStateHere, prepareProvider, terraform, terraformVariables } from './engine.ts';

const root = path.resolve(import.meta.dirname, '../..');
const repository = mkdtempSync(path.join(tmpdir(), 'toltek-ejected-'));

function toltek(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    path.join(root, 'node_modules/.bin/tsx'),
    ['generators/cli/main.ts', ...words],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', ...terraformVariables(repository) },
    },
  );
  return { status, stdout, stderr };
}

beforeAll(prepareProvider, 300_000);
afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

describe('an ejected repository', () => {
  const synthesized = new Map<'dev' | 'prod', string>();

  beforeAll(() => {
    copyExample('p1-online-retailer', repository);
    for (const env of ['dev', 'prod'] as const) synthesized.set(env, synthesizeRepository(repository, env));
    expect(toltek('eject', repository, '--synthesized', '--dry-run')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Nothing was written.'),
    });
    expect(readdirSync(path.join(repository, 'infra'))).not.toContain('terraform');
    expect(toltek('eject', repository, '--synthesized')).toMatchObject({ status: 0 });
  }, 300_000);

  test.each(['dev', 'prod'] as const)(
    'plans %s with no difference on the state of the program',
    (env) => {
      const before = synthesized.get(env) ?? '';
      const folder = path.join(repository, 'infra/terraform', env);
      keepStateHere(before);
      expect(terraform(before, 'apply', '-auto-approve')).toMatchObject({ status: 0 });
      expect(terraform(folder, 'fmt', '-check', '-diff')).toEqual({ status: 0, output: '' });
      keepStateHere(folder);
      copyFileSync(path.join(before, 'terraform.tfstate'), path.join(folder, 'terraform.tfstate'));
      expect(terraform(folder, 'validate')).toMatchObject({ status: 0 });
      expect(terraform(folder, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
      const resources = readdirSync(folder)
        .filter((name) => name.endsWith('.tf'))
        .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').match(/^resource /gm) ?? []);
      expect(resources.length).toBeGreaterThan(100);
    },
    300_000,
  );

  test('is not ejected twice', () => {
    expect(toltek('eject', repository, '--synthesized')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('infra/terraform/dev is there already'),
    });
  }, 60_000);

  test("is checked as before: the new files are nobody else's", () => {
    const { stdout } = toltek('status', repository, '--json');
    expect(stdout).not.toContain('infra/terraform');
  }, 60_000);
});
