// Updates many client repositories at once, verifies every one of them, and prints what it cost.
// Usage: tsx tests/bench/portfolio.ts [COUNT] [SEED]; ends with 1 if anything was lost, half-written or touched.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { validatePortfolioReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { git, makeToyVersions } from '../tools/toy-versions.ts';
import { measureOnce } from './measure.ts';
import { makeClients } from './portfolio-clients.ts';
import { manyChanges, manyFiles } from './portfolio-templates.ts';
import { findFaults } from './portfolio-verify.ts';

const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
const goalMinutes = 4;

/** Git wants to know who commits. */
const author = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@client.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@client.example',
};

const toy = await makeToyVersions({ first: manyFiles, evolution: manyChanges });
const folder = mkdtempSync(path.join(tmpdir(), 'toltek-portfolio-'));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
  toy.remove();
}

async function bench(): Promise<void> {
  const root = path.join(folder, 'clients');
  mkdirSync(root);
  console.log(`Making ${count} client repositories, seed ${seed} ...`);
  const clients = makeClients(toy, root, count, seed);
  const files =
    git(clients[0]?.folder ?? root, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n').length - 1;
  const sample = measureOnce(
    {
      name: 'portfolio update',
      words: [toy.v2.main, 'portfolio', 'update', root, '--json', '--quiet'],
      env: { ...process.env, ...author },
      exits: [0, 1, 3],
    },
    path.join(folder, 'cost.json'),
  );
  const report = parseWithSchema(validatePortfolioReport, JSON.parse(sample.stdout) as unknown, 'report');
  console.log(
    [
      `portfolio update of ${count} repositories of about ${files} files, ${sum(clients.map(({ marks }) => marks.length))} lines by hand, ${availableParallelism()} threads:`,
      `  wall ${(sample.wallMs / 1000).toFixed(1)} s (goal ${goalMinutes} min), CPU with every git ${(sample.cpuMs / 1000).toFixed(1)} s, peak memory ${sample.peakMB.toFixed(0)} MB`,
      `  ${(sample.wallMs / count).toFixed(0)} ms wall and ${(sample.cpuMs / count).toFixed(0)} ms CPU each; ${report.counts.updated} updated, ${report.counts.conflicts} with conflicts (${sum(report.repositories.map(({ conflicts }) => conflicts.length))})`,
    ].join('\n'),
  );
  const faults = await findFaults(clients, report, toy.v2);
  console.log(
    faults.length === 0
      ? `  verified: every line by hand is on its branch, every branch is exactly what was worked out, no work tree was touched`
      : `  ${faults.length} faults:\n${faults.slice(0, 50).join('\n')}`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
