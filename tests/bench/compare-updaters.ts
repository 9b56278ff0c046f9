// Updates the same project with each updater, side by side in one run, and prints what it cost and what was lost.
// Each run is a whole process with everything it starts. Figures only: nothing fails but a tool that cannot be run.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leastCost, medianCost, sampleInTurn } from './measure.ts';
import type { Sample } from './measure.ts';
import { inspect } from './update-result.ts';
import type { UpdateResult } from './update-result.ts';
import { copier, cruft, toltek } from './updaters.ts';
import type { PreparedUpdate } from './updaters.ts';

const sizes = [
  { count: 60, runs: 5 },
  { count: 600, runs: 3 },
];

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-compare-'));
try {
  console.log('Update of a project made of version 1 and edited by hand, every file changed in version 2.');
  console.log(
    'One file that was edited is moved by the templates, one removed, one changed in the same line.',
  );
  for (const { count, runs } of sizes) await compare(count, runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(count: number, runs: number): Promise<void> {
  const prepared: PreparedUpdate[] = [];
  try {
    for (const updater of [toltek, copier, cruft]) {
      const place = path.join(folder, `${count}-${prepared.length}`);
      mkdirSync(place);
      prepared.push(await updater(place, count));
    }
    const floor = { name: 'node -e 0', words: ['-e', '0'] };
    const samples = sampleInTurn([floor, ...prepared.map(({ run }) => run)], runs);
    print(count, runs, samples, prepared);
  } finally {
    for (const { remove } of prepared) remove?.();
  }
}

function print(
  count: number,
  runs: number,
  samples: ReadonlyMap<string, readonly Sample[]>,
  prepared: readonly PreparedUpdate[],
): void {
  const results = new Map(
    prepared.map(({ run, project, byHand }) => [run.name, inspect(project, byHand)] as const),
  );
  const written = prepared[0]?.byHand.length ?? 0;
  console.log(`\n${count} files, ${written} lines by hand, ${runs} runs in turn: least / median`);
  console.log(row('', 'CPU ms', 'wall ms', 'peak MB', 'lost lines', 'to decide', 'exit code'));
  for (const [name, runsOf] of samples) console.log(costRow(name, runsOf, results.get(name)));
  console.log(row('', 'in a moved file', 'in a removed file', 'in the same line'));
  for (const [name, { fate }] of results) console.log(row(name, fate.moved, fate.removed, fate.clash));
  const cpu = (name: string): number => leastCost(samples.get(name) ?? []).cpuMs;
  const ratio = cpu('copier update') / cpu('toltek update');
  console.log(`toltek's CPU is 1/${ratio.toFixed(1)} of copier's.`);
}

function costRow(name: string, samples: readonly Sample[], result: UpdateResult | undefined): string {
  const least = leastCost(samples);
  const median = medianCost(samples);
  const both = (figure: 'cpuMs' | 'wallMs'): string =>
    `${least[figure].toFixed(0)} / ${median[figure].toFixed(0)}`;
  const exits = [...new Set(samples.map(({ exit }) => exit))].join(', ');
  return row(
    name,
    both('cpuMs'),
    both('wallMs'),
    median.peakMB.toFixed(0),
    result === undefined ? '' : String(result.lost.length),
    result === undefined ? '' : String(result.flagged.length),
    exits,
  );
}

function row(name: string, ...cells: readonly string[]): string {
  const width = cells.length > 3 ? 15 : 28;
  return [name.padEnd(16), ...cells.map((cell) => cell.padStart(width))].join('').trimEnd();
}
