import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prepareProvider } from './engine.ts';
import type { Caught } from './mutation-table.ts';
import { caughtMutations } from './mutation-table.ts';
import { proofFile } from '../constructs/house/roles-given.ts';
import { proofWithMutations } from './proof-document.ts';
import { stacksFolder } from './stacks.ts';

const folder = stacksFolder();
let caught: readonly Caught[];

beforeAll(async () => {
  await prepareProvider();
  caught = await caughtMutations(folder);
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('every mistake is stopped by a layer', () => {
  expect(caught).toHaveLength(22);
  const passed = caught.filter(
    ({ rules, terraform, checkov }) => rules.length + checkov.length === 0 && terraform === '',
  );
  expect(passed).toEqual([]);
});

test('the table in docs/proof.md says which (npx tsx tests/terraform/write-proof.ts)', () => {
  expect(readFileSync(proofFile, 'utf8')).toBe(proofWithMutations(caught));
});
