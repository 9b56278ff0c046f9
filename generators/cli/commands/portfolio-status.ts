import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { portfolio } from './portfolio-call.ts';

/** `toltek portfolio status ROOT`: how every client repository below a folder stands, and what an update would meet. */
export async function run(call: Call): Promise<ExitCode> {
  const { counts, repositories, interrupted } = await portfolio(call, 'status', true);
  if (interrupted) return exitCode.interrupted;
  return counts['up-to-date'] === repositories.length ? exitCode.done : exitCode.findings;
}
