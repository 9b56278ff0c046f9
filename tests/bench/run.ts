// Prints what the commands cost as whole processes, above `node -e 0`, beside the goal of each. Figures only: nothing fails.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { measure } from './measure.ts';
import type { Cost, ProcessCase } from './measure.ts';
import { syntheticCatalog, syntheticDiagnostic } from './synthetic-catalog.ts';

const root = path.resolve(import.meta.dirname, '../..');
const main = path.join(root, 'dist/cli/main.js');
const diagnostic = path.join(root, 'examples/p1-online-retailer/diagnostic.json');
const runs = 7;
const large = 10_000;

/** A case and the CPU it may cost above the floor, milliseconds. */
interface Budgeted extends ProcessCase {
  readonly goalMs: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-bench-'));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const catalog = await writeLargeCatalog();
  const selector = await bundleSelector();
  const written = path.join(folder, 'client');
  const copy = path.join(folder, 'copy');
  const cases: readonly Budgeted[] = [
    { name: '--help', words: [main, '--help'], goalMs: 40 },
    { name: 'catalog list', words: [main, 'catalog', 'list'], goalMs: 40 },
    { name: 'check', words: [main, 'check', diagnostic], goalMs: 120 },
    { name: 'select, all sensitivity', words: [main, 'select', diagnostic], goalMs: 250 },
    {
      name: 'new',
      words: [main, 'new', written, '--diagnostic', diagnostic, '--yes', '--quiet'],
      before: () => {
        rmSync(written, { recursive: true, force: true });
      },
      goalMs: 400,
    },
    {
      name: `catalog search, ${large} entries`,
      words: [main, 'catalog', 'search', 'invented', 'case', '--catalog', catalog],
      goalMs: 250,
    },
    {
      name: `select, ${large} entries ranked`,
      words: [selector, path.join(catalog, 'index.json'), path.join(folder, 'diagnostic.json')],
      goalMs: 2000,
    },
  ];
  const plainCopy: ProcessCase = {
    name: 'cp -r of the same tree',
    program: 'cp',
    words: ['-r', written, copy],
    before: () => {
      rmSync(copy, { recursive: true, force: true });
    },
  };
  const costs = measure([{ name: 'node -e 0', words: ['-e', '0'] }, ...cases, plainCopy], runs);
  const floor = costs.get('node -e 0');
  if (floor === undefined) throw new Error('The floor was not measured.');
  console.log(
    `Whole processes and what they start, medians of ${runs} runs in turn, Node ${process.versions.node}.`,
  );
  console.log(row('', 'CPU ms', 'above floor', 'goal', 'wall ms', 'peak MB'));
  console.log(row('node -e 0', ...figures(floor, floor)));
  for (const { name, goalMs } of cases) {
    const cost = costs.get(name);
    if (cost !== undefined) console.log(row(name, ...figures(cost, floor, goalMs)));
  }
  const copied = costs.get(plainCopy.name);
  if (copied !== undefined) console.log(row(plainCopy.name, ...figures(copied, floor)));
}

function figures(cost: Cost, floor: Cost, goalMs?: number): [string, string, string, string, string] {
  const above = goalMs === undefined ? '' : `+${(cost.cpuMs - floor.cpuMs).toFixed(0)}`;
  const goal = goalMs === undefined ? '' : `+${goalMs}`;
  return [cost.cpuMs.toFixed(0), above, goal, cost.wallMs.toFixed(0), cost.peakMB.toFixed(0)];
}

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(32), ...cells.map((cell) => cell.padStart(12))].join('').trimEnd();
}

/** A built catalog of many entries, with a client that was asked about all of them beside it. */
async function writeLargeCatalog(): Promise<string> {
  const synthetic = syntheticCatalog(large);
  const index: CatalogIndex = { ...(await loadCatalog()), ...synthetic };
  const target = path.join(folder, 'catalog');
  mkdirSync(target);
  writeFileSync(path.join(target, 'index.json'), JSON.stringify(index));
  writeFileSync(path.join(target, 'search.json'), JSON.stringify(buildSearchIndex(index.entries)));
  writeFileSync(path.join(folder, 'diagnostic.json'), JSON.stringify(syntheticDiagnostic(synthetic)));
  return target;
}

async function bundleSelector(): Promise<string> {
  const outfile = path.join(folder, 'select-large.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/bench/select-large.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  return outfile;
}
