import { availableParallelism } from 'node:os';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { runPortfolio } from '../portfolio/run.ts';
import { loadTarget } from '../target.ts';
import { portfolioLines, progressText } from './portfolio-text.ts';

/** Runs a command over a portfolio, shows how far it is, and prints what came of it. */
export async function portfolio(
  { operands, options, terminal }: Call,
  command: PortfolioReport['command'],
  dryRun: boolean,
): Promise<PortfolioReport> {
  const [root = '.'] = operands;
  const jobs = jobsOption(options);
  const catalog = options.value('catalog');
  // Loaded here, too, so that a wrong catalog is said once and not by every thread.
  const { toolbox } = await loadTarget(catalog);
  const branch = options.value('branch') ?? `toltek/update-${toolbox.version}`;
  const report = await runPortfolio({
    command,
    root,
    thread: { dryRun, branch, ...(catalog === undefined ? {} : { catalog }) },
    jobs,
    toolbox,
    progress: (done, all, row) => {
      terminal.progress(progressText(done, all, row));
    },
  });
  terminal.print(portfolioLines(report, terminal).join('\n'));
  terminal.document(report);
  return report;
}

/** More threads than this only wait for each other. */
const MOST_JOBS = 256;

function jobsOption(options: CallOptions): number {
  const text = options.value('jobs');
  if (text === undefined) return availableParallelism();
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw wrongCall(`'${text}' is no number of jobs.`, `a number from 1 to ${MOST_JOBS}`, 'Correct --jobs.');
}
