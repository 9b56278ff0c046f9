import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one whole process cost. */
export interface Cost {
  /** User and system time, milliseconds. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Peak resident memory, MB. */
  readonly peakMB: number;
}

/** A Node program to measure: its arguments, and what to do before each run (not counted). */
export interface NodeCase {
  readonly name: string;
  readonly words: readonly string[];
  readonly before?: () => void;
}

/** Median of each figure over `runs` runs of every case in turn, so that a drift of the machine hits all alike. */
export function measureNode(cases: readonly NodeCase[], runs: number): ReadonlyMap<string, Cost> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-bench-'));
  const samples = new Map<string, Cost[]>();
  try {
    for (let run = -1; run < runs; run += 1) {
      for (const nodeCase of cases) {
        nodeCase.before?.();
        const cost = measureOnce(nodeCase, folder);
        // The first round only warms the disk cache.
        if (run >= 0) samples.set(nodeCase.name, [...(samples.get(nodeCase.name) ?? []), cost]);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return new Map([...samples].map(([name, costs]) => [name, medianCost(costs)]));
}

/** The process reports its own figures at its very end: start-up is counted, and so is everything the program did. */
function measureOnce({ name, words }: NodeCase, folder: string): Cost {
  const hook = path.join(folder, 'hook.mjs');
  const report = path.join(folder, 'cost.json');
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(${JSON.stringify(report)}, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMB: maxRSS / 1024 }));
});
`,
  );
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', pathToFileURL(hook).href, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wallMs = performance.now() - started;
  if (status !== 0) throw new Error(`${name} ended with ${status ?? 'a signal'}: ${stderr}`);
  const cost: unknown = JSON.parse(readFileSync(report, 'utf8'));
  return readCost(cost, wallMs);
}

/** CPU and wall time of a shell command, medians over `runs` runs. */
export function measureShell(command: string, before: () => void, runs: number): Omit<Cost, 'peakMB'> {
  const samples: Cost[] = [];
  for (let run = -1; run < runs; run += 1) {
    before();
    const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S %R'; time { ${command}; }`], {
      encoding: 'utf8',
    });
    const [user = 0, system = 0, wall = 0] = stderr.trim().split(/\s+/u).slice(-3).map(Number);
    if (run >= 0) samples.push({ cpuMs: (user + system) * 1000, wallMs: wall * 1000, peakMB: 0 });
  }
  const { cpuMs, wallMs } = medianCost(samples);
  return { cpuMs, wallMs };
}

function readCost(value: unknown, wallMs: number): Cost {
  if (typeof value !== 'object' || value === null || !('cpuMs' in value) || !('peakMB' in value)) {
    throw new Error('The measured process wrote no figures.');
  }
  return { cpuMs: Number(value.cpuMs), peakMB: Number(value.peakMB), wallMs };
}

function medianCost(samples: readonly Cost[]): Cost {
  return {
    cpuMs: median(samples.map((sample) => sample.cpuMs)),
    wallMs: median(samples.map((sample) => sample.wallMs)),
    peakMB: median(samples.map((sample) => sample.peakMB)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
