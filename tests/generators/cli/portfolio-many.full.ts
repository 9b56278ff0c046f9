import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { validatePortfolioReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { makeClients } from '../../bench/portfolio-clients.ts';
import { manyChanges, manyFiles } from '../../bench/portfolio-templates.ts';
import { findFaults } from '../../bench/portfolio-verify.ts';
import { makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

jest.setTimeout(600_000);

let toy: ToyVersions;

beforeAll(async () => {
  toy = await makeToyVersions({ first: manyFiles, evolution: manyChanges });
});
afterAll(() => {
  toy.remove();
});

// tests/bench/portfolio.ts does the same with a thousand.
test('portfolio update loses no line, leaves no branch half-written, and touches no work tree', async () => {
  const root = path.join(toy.work, 'many');
  mkdirSync(root);
  const clients = makeClients(toy, root, 25, 7);
  const author = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@client.example' };
  const run = toy.v2.runIn(toy.work, ['portfolio', 'update', root, '--json', '--quiet'], author);
  const report = parseWithSchema(validatePortfolioReport, JSON.parse(run.stdout) as unknown, 'report');
  expect(await findFaults(clients, report, toy.v2)).toEqual([]);
  expect([report.counts.updated + report.counts.conflicts, run.status]).toEqual([25, 3]);
});
