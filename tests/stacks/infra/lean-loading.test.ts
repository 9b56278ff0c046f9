import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureClientNode } from '../../tools/client-node.ts';
import { linkPackages, writeRepository } from '../../tools/client-repository.ts';
import { noteImages } from '../../tools/synthesized.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-lean-loading-'));
const infra = path.join(folder, 'infra');
let node = '';

beforeAll(async () => {
  node = path.join(await ensureClientNode(), 'node');
  writeRepository(folder);
  linkPackages(folder);
  noteImages(folder);
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program on the Node that the repository asks for; gives every file of the configuration it writes. */
function synthesized(...options: readonly string[]): ReadonlyMap<string, string> {
  const { status, stderr } = spawnSync(node, [...options, 'gcp/main.ts', 'prod'], {
    cwd: infra,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--no-deprecation' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const kept = path.join(folder, 'kept');
  rmSync(kept, { recursive: true, force: true });
  cpSync(path.join(infra, 'cdktf.out/stacks/brasserie-du-nord-prod'), kept, { recursive: true });
  return new Map(readdirSync(kept).map((name) => [name, readFileSync(path.join(kept, name), 'utf8')]));
}

test('the configuration is the same with packages loaded lean, with nothing kept and with what Node kept', () => {
  const plain = synthesized();
  expect(plain.get('cdk.tf.json')).toContain('google_bigquery_dataset');
  expect(synthesized('--import', './lean-loading.js')).toEqual(plain);
  expect(synthesized('--import', './lean-loading.js')).toEqual(plain);
}, 120_000);
