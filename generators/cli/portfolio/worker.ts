// One thread of a portfolio: it loads the catalog once, then works off one repository after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { loadTarget } from '../target.ts';
import type { FoundRepository } from './find.ts';
import { portfolioRow } from './one.ts';
import type { PortfolioJob } from './one.ts';

/** What a thread is given when it starts. */
export interface PortfolioThread extends PortfolioJob {
  /** Folder of another catalog. Default: the built-in one. */
  readonly catalog?: string;
}

await serve(workerData);

async function serve(job: unknown): Promise<void> {
  const port = parentPort;
  if (port === null || !isThread(job)) throw new Error('This module runs in a thread of a portfolio.');
  const target = await loadTarget(job.catalog);
  port.on('message', (repository: FoundRepository) => {
    void portfolioRow(repository, job, target).then((result) => {
      port.postMessage({ result });
    });
  });
  port.postMessage('ready');
}

/** Our own main thread sends it: its shape is all that needs checking. */
function isThread(value: unknown): value is PortfolioThread {
  return typeof value === 'object' && value !== null && 'dryRun' in value && 'branch' in value;
}
