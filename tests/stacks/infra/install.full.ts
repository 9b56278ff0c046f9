import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keepStateHere, prepareProvider, terraform } from '../../terraform/engine.ts';
import { ensureClientNode } from '../../tools/client-node.ts';
import { writeRepository } from '../../tools/client-repository.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-infra-install-'));
let node = '';

/** Runs a command in infra/ of the generated repository, as its owner would. */
function execute(...command: string[]) {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: path.join(folder, 'infra'),
    encoding: 'utf8',
    env: { ...process.env, PATH: `${node}:${process.env['PATH'] ?? ''}` },
  });
  return { status, output: `${stdout}${stderr}` };
}

beforeAll(async () => {
  node = await ensureClientNode();
  await prepareProvider();
  writeRepository(folder);
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('installs from its own lock, type-checks, synthesizes, and Terraform applies it without a difference', () => {
  expect(execute('npm', 'ci')).toMatchObject({ status: 0 });
  expect(execute('npm', 'run', 'typecheck')).toMatchObject({ status: 0 });
  expect(execute('npm', 'run', 'synth', '--', 'dev')).toMatchObject({ status: 0 });
  const stack = path.join(folder, 'infra/cdktf.out/stacks/brasserie-du-nord-dev');
  keepStateHere(stack);
  expect(terraform(stack, 'validate')).toMatchObject({ status: 0 });
  expect(terraform(stack, 'apply', '-auto-approve')).toMatchObject({ status: 0 });
  expect(terraform(stack, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
  expect(terraform(stack, 'destroy', '-auto-approve')).toMatchObject({ status: 0 });
}, 300_000);
