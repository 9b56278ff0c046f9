import { pathToFileURL } from 'node:url';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { interruptible } from '../adapters/interrupt.ts';
import { portfolioWorker } from '../adapters/package-root.ts';
import type { Target } from '../target.ts';
import { findRepositories } from './find.ts';
import type { FoundRepository } from './find.ts';
import { emptyRow, fault } from './one.ts';
import type { PortfolioRow } from './one.ts';
import { runPool } from './pool.ts';
import type { PortfolioThread } from './worker.ts';

/** What is to be done below a root. */
export interface PortfolioRun {
  readonly command: PortfolioReport['command'];
  readonly root: string;
  readonly thread: PortfolioThread;
  /** Threads at once. */
  readonly jobs: number;
  readonly toolbox: Target['toolbox'];
  /** Called after every repository. */
  readonly progress: (done: number, all: number, row: PortfolioRow) => void;
}

/** Several times what an update of a repository of thousands of files takes. */
const HEAP_MB = 1024;

/**
 * Works off every repository below a root. Whatever is wrong with one is said in its row; the others go on.
 * @throws InputError if there is no repository, or the catalog cannot be used.
 */
export async function runPortfolio(run: PortfolioRun): Promise<PortfolioReport> {
  const { repositories, unreadable } = findRepositories(run.root);
  const rows = unreadable.map(unreadableRow);
  const interrupted = await interruptible(async (signal) => {
    await runPool<FoundRepository, PortfolioRow>({
      program: pathToFileURL(portfolioWorker()),
      data: run.thread,
      tasks: repositories,
      jobs: run.jobs,
      heapMB: HEAP_MB,
      signal,
      done: (_, row) => {
        // Ctrl-C reaches git, too: what it cut off was not done rather than wrong.
        if (signal.aborted && row.result === 'failed') return;
        rows.push(row);
        run.progress(rows.length - unreadable.length, repositories.length, row);
      },
      crashed: ({ name }, why) => ({ ...emptyRow(name, 'failed'), problems: [fault(why)] }),
    });
    return signal.aborted;
  });
  const reached = new Set(rows.map(({ repository }) => repository));
  return {
    root: run.root,
    command: run.command,
    dryRun: run.thread.dryRun,
    toolbox: run.toolbox,
    repositories: rows.sort((a, b) => (a.repository < b.repository ? -1 : 1)),
    counts: countResults(rows),
    interrupted,
    notDone: repositories.map(({ name }) => name).filter((name) => !reached.has(name)),
  };
}

function unreadableRow(name: string): PortfolioRow {
  const problem = {
    code: 'NO_PERMISSION',
    message: 'The folder cannot be read: whether it holds repositories is not known.',
    action: 'Give yourself the right to read it.',
  };
  return { ...emptyRow(name, 'failed'), problems: [problem] };
}

function countResults(rows: readonly PortfolioRow[]): PortfolioReport['counts'] {
  const counts: PortfolioReport['counts'] = {
    'up-to-date': 0,
    available: 0,
    updated: 0,
    'already-updated': 0,
    conflicts: 0,
    refused: 0,
    failed: 0,
  };
  for (const { result } of rows) counts[result] += 1;
  return counts;
}
