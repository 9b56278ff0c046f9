import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a command cost, with every process it started and waited for (git, for instance). */
export interface Cost {
  /** User and system time of all processes together, milliseconds. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Peak resident memory of the largest process, MB. */
  readonly peakMB: number;
}

/** A command to measure as whole processes, start-up included. */
export interface ProcessCase {
  readonly name: string;
  /** Default: the Node that runs the bench. */
  readonly program?: string;
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are no failure; default: 0. */
  readonly exits?: readonly number[];
  /** Done before each run, not counted. */
  readonly before?: () => void;
}

/** One run of a case. */
export interface Sample extends Cost {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Takes what the last run left out of the next one's way, beside where it was, to be deleted with what is around it. Nothing is
 * deleted between runs: for five seconds afterwards ext4 goes through the deleted inodes for each file that is made
 * (`recently_deleted` in fs/ext4/ialloc.c), a seventh of an update of 600 files, which nobody who updates has to pay.
 */
export function putAside(folder: string): void {
  if (existsSync(folder)) renameSync(folder, mkdtempSync(`${folder}-used-`));
}

/** Median of each figure over `runs` runs of every case in turn, so that a drift of the machine hits all alike. */
export function measure(cases: readonly ProcessCase[], runs: number): ReadonlyMap<string, Cost> {
  return new Map([...sampleInTurn(cases, runs)].map(([name, samples]) => [name, medianCost(samples)]));
}

/** All runs of every case, in turn. One round more is run first and not counted: it warms the disk cache. */
export function sampleInTurn(
  cases: readonly ProcessCase[],
  runs: number,
): ReadonlyMap<string, readonly Sample[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-bench-'));
  const samples = new Map<string, Sample[]>(cases.map(({ name }) => [name, []]));
  try {
    for (let run = -1; run < runs; run += 1) {
      for (const processCase of cases) {
        processCase.before?.();
        const sample = measureOnce(processCase, path.join(folder, 'cost.json'));
        if (run >= 0) samples.get(processCase.name)?.push(sample);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return samples;
}

/** Python starts the command, because it can ask the kernel what finished children and their children cost. */
export function measureOnce(processCase: ProcessCase, report: string): Sample {
  const { name, program = process.execPath, words, cwd, env, exits = [0] } = processCase;
  const wrapper = path.join(import.meta.dirname, 'measure-process.py');
  const { status, stdout, stderr } = spawnSync('python3', [wrapper, report, program, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === null || !exits.includes(status))
    throw new Error(`${name} ended with ${status ?? 'a signal'}:\n${stdout}\n${stderr}`);
  const cost: unknown = JSON.parse(readFileSync(report, 'utf8'));
  return { ...readCost(cost), exit: status, stdout, stderr };
}

function readCost(value: unknown): Cost {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('cpuMs' in value) ||
    !('wallMs' in value) ||
    !('peakMB' in value)
  )
    throw new Error('The measured process wrote no figures.');
  return { cpuMs: Number(value.cpuMs), wallMs: Number(value.wallMs), peakMB: Number(value.peakMB) };
}

/** Median of each figure. */
export function medianCost(samples: readonly Cost[]): Cost {
  return eachFigure(samples, (sorted) => sorted[Math.floor(sorted.length / 2)]);
}

/** The least of each figure: what the command costs when nothing else is in its way. */
export function leastCost(samples: readonly Cost[]): Cost {
  return eachFigure(samples, (sorted) => sorted[0]);
}

function eachFigure(samples: readonly Cost[], pick: (sorted: readonly number[]) => number | undefined): Cost {
  const figure = (read: (sample: Cost) => number): number =>
    pick(samples.map(read).sort((a, b) => a - b)) ?? Number.NaN;
  return {
    cpuMs: figure(({ cpuMs }) => cpuMs),
    wallMs: figure(({ wallMs }) => wallMs),
    peakMB: figure(({ peakMB }) => peakMB),
  };
}
