import { EditedSince } from './adapters/transaction-steps.ts';
import { exitCode } from './exit-codes.ts';
import { Refusal } from './refusal.ts';

/** Runs what writes to a repository; a refusal to write over somebody's edit gets its exit code. */
export function withoutLoss<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof EditedSince ? new Refusal(error.problems, exitCode.refused) : error;
  }
}
