// Prints what the commands cost as whole processes, with every process they start, beside the goal of each. Figures only:
// nothing fails.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { measure, putAside } from './measure.ts';
import type { Cost, ProcessCase } from './measure.ts';
import { syntheticCatalog, syntheticDiagnostic } from './synthetic-catalog.ts';
import { ClientRepository } from '../kubernetes/client.ts';
import { ensureClientNode } from '../tools/client-node.ts';
import { linkPackages } from '../tools/client-repository.ts';
import { copyExample, noteImages } from '../tools/synthesized.ts';
import { commitAll, must, toltek } from './updaters.ts';
import type { PreparedUpdate } from './updaters.ts';

const root = path.resolve(import.meta.dirname, '../..');
const main = path.join(root, 'dist/cli/main.js');
const diagnostic = path.join(root, 'examples/p1-online-retailer/diagnostic.json');
const runs = 7;
const large = 10_000;
/** What `node -e 0` took where the goals were set, milliseconds of CPU. */
const goalFloorMs = 55;

/** A case and what it may cost. */
interface Budgeted extends ProcessCase {
  /** CPU above `node -e 0`, or of the whole process with all it starts; milliseconds. */
  readonly goal: { readonly aboveMs: number } | { readonly wholeMs: number; readonly peakMB?: number };
}

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-bench-'));
const updates: PreparedUpdate[] = [];
const clients: ClientRepository[] = [];
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const { remove } of updates) remove?.();
  for (const client of clients) client.remove();
}

async function bench(): Promise<void> {
  const written = path.join(folder, 'client');
  const cases = [
    ...(await adviceCases(written)),
    ...(await upkeepCases()),
    ...(await infrastructureCases()),
    ...(await kubernetesCases()),
  ];
  const floor: ProcessCase = { name: 'node -e 0', words: ['-e', '0'] };
  const plainCopy: ProcessCase = {
    name: 'cp -r of what new writes',
    program: 'cp',
    words: ['-r', written, path.join(folder, 'copy')],
    before: () => {
      putAside(path.join(folder, 'copy'));
    },
  };
  const costs = measure([floor, ...cases, plainCopy], runs);
  const floorCost = costs.get(floor.name);
  if (floorCost === undefined) throw new Error('The floor was not measured.');

  console.log(
    `Whole processes and what they start, medians of ${runs} runs in turn, Node ${process.versions.node}.`,
  );
  console.log('A goal with + is CPU above the floor, one without is CPU of everything.');
  console.log(
    `Goals are for a machine whose floor is ${goalFloorMs} ms. This one's is ${floorCost.cpuMs.toFixed(0)} ms: ` +
      `the same work takes ${(floorCost.cpuMs / goalFloorMs).toFixed(2)} times as long here.`,
  );
  console.log(row('', 'CPU ms', 'above floor', 'goal', 'wall ms', 'peak MB', 'goal'));
  for (const measured of [floor, ...cases, plainCopy]) {
    const cost = costs.get(measured.name);
    if (cost !== undefined) console.log(row(measured.name, ...figures(cost, floorCost, goalOf(measured))));
  }
}

function goalOf(measured: ProcessCase | Budgeted): Budgeted['goal'] | undefined {
  return 'goal' in measured ? measured.goal : undefined;
}

function figures(cost: Cost, floor: Cost, goal: Budgeted['goal'] | undefined): readonly string[] {
  const above = goal === undefined ? '' : `+${(cost.cpuMs - floor.cpuMs).toFixed(0)}`;
  const cpuGoal = goal === undefined ? '' : 'aboveMs' in goal ? `+${goal.aboveMs}` : String(goal.wholeMs);
  const memoryGoal = goal !== undefined && 'peakMB' in goal ? String(goal.peakMB) : '';
  return [cost.cpuMs.toFixed(0), above, cpuGoal, cost.wallMs.toFixed(0), cost.peakMB.toFixed(0), memoryGoal];
}

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(32), ...cells.map((cell) => cell.padStart(12))].join('').trimEnd();
}

/** From a diagnostic to a repository. */
async function adviceCases(written: string): Promise<readonly Budgeted[]> {
  const catalog = await writeLargeCatalog();
  const selector = await bundleSelector();
  return [
    { name: '--help', words: [main, '--help'], goal: { aboveMs: 40 } },
    { name: 'catalog list', words: [main, 'catalog', 'list'], goal: { aboveMs: 40 } },
    { name: 'check', words: [main, 'check', diagnostic], goal: { aboveMs: 120 } },
    { name: 'select, all sensitivity', words: [main, 'select', diagnostic], goal: { aboveMs: 250 } },
    {
      name: 'new',
      words: [main, 'new', written, '--diagnostic', diagnostic, '--yes', '--quiet'],
      before: () => {
        putAside(written);
      },
      goal: { aboveMs: 400 },
    },
    {
      name: `catalog search, ${large} entries`,
      words: [main, 'catalog', 'search', 'invented', 'case', '--catalog', catalog],
      goal: { aboveMs: 250 },
    },
    {
      name: `select, ${large} entries ranked`,
      words: [selector, path.join(catalog, 'index.json'), path.join(folder, 'diagnostic.json')],
      goal: { aboveMs: 2000 },
    },
  ];
}

/** In a repository that exists: the first package for `status`, the synthetic templates of bench:compare for `update`. */
async function upkeepCases(): Promise<readonly Budgeted[]> {
  const repository = path.join(folder, 'repository');
  must(process.execPath, [main, 'new', repository, '--diagnostic', diagnostic, '--yes', '--quiet']);
  commitAll(repository);
  const cases: Budgeted[] = [
    { name: 'status', words: [main, 'status', repository], goal: { aboveMs: 100 } },
    { name: 'diff', words: [main, 'diff', repository], goal: { aboveMs: 150 } },
  ];
  for (const { count, wholeMs } of [
    { count: 60, wholeMs: 250 },
    { count: 600, wholeMs: 600 },
  ])
    cases.push(...(await updateCases(count, { wholeMs, peakMB: 200 })));
  return cases;
}

/** What a client's CI runs in `infra/`, on the Node that the repository asks for. */
async function infrastructureCases(): Promise<readonly Budgeted[]> {
  const repository = path.join(folder, 'infrastructure');
  copyExample('p1-online-retailer', repository);
  linkPackages(repository);
  noteImages(repository);
  const infra = path.join(repository, 'infra');
  const program = path.join(await ensureClientNode(), 'node');
  const tsc = path.join(root, 'node_modules/typescript-7/bin/tsc');
  return [
    {
      name: 'infra: synth prod',
      program,
      words: ['--import', './lean-loading.js', 'gcp/main.ts', 'prod'],
      cwd: infra,
      goal: { wholeMs: 600, peakMB: 120 },
    },
    { name: 'infra: type check', words: [tsc, '--noEmit'], cwd: infra, goal: { wholeMs: 3000 } },
  ];
}

/** Every file changes in the templates; a tenth was edited. */
async function updateCases(count: number, goal: Budgeted['goal']): Promise<readonly Budgeted[]> {
  const prepare = async (clashes: boolean): Promise<ProcessCase> => {
    const place = mkdtempSync(path.join(folder, 'update-'));
    const prepared = await toltek(place, count, clashes);
    updates.push(prepared);
    return prepared.run;
  };
  const clean = await prepare(false);
  const clashing = await prepare(true);
  return [
    { ...clean, name: `update, ${count} files`, goal },
    { ...clashing, name: `update, ${count} files, 2 conflicts`, goal },
    { ...clean, name: `update --dry-run, ${count} files`, words: [...clean.words, '--dry-run'], goal },
  ];
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

/** Together they may take six seconds: the type check that a change waits for, and the program with no cluster to ask. */
async function kubernetesCases(): Promise<readonly Budgeted[]> {
  const client = await ClientRepository.write();
  clients.push(client);
  const cwd = path.join(client.folder, 'infra');
  const program = path.join(await ensureClientNode(), 'node');
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const mocked = path.join(root, 'tests/kubernetes/engine/mocked.mjs');
  return [
    {
      name: 'infra/kubernetes: build',
      program,
      words: [tsc, '-p', 'tsconfig.build.json'],
      cwd,
      goal: { wholeMs: 4500 },
    },
    {
      name: 'infra/kubernetes: platform',
      program,
      words: [mocked, 'dist/kubernetes/platform/index.js', 'dev'],
      cwd,
      goal: { wholeMs: 1500 },
    },
  ];
}
