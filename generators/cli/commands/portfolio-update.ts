import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { writePullRequests } from '../portfolio/pull-requests.ts';
import { portfolio } from './portfolio-call.ts';

/** `toltek portfolio update ROOT`: updates every client repository below a folder, each on a branch of its own. */
export async function run(call: Call): Promise<ExitCode> {
  const report = await portfolio(call, 'update', call.options.flag('dry-run'));
  const out = call.options.value('out');
  if (out !== undefined) writePullRequests(out, report);
  const { counts, interrupted } = report;
  if (interrupted) return exitCode.interrupted;
  // What was not done weighs more than what was done and is left to decide: it has to be run again.
  if (counts.failed + counts.refused > 0) return exitCode.findings;
  return counts.conflicts > 0 && !report.dryRun ? exitCode.conflicts : exitCode.done;
}
