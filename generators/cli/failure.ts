import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { denied } from './adapters/file-system.ts';
import { exitCode } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { Refusal } from './refusal.ts';

/** Why a command did not come to an end. */
export interface Failure {
  readonly problems: readonly Problem[];
  readonly exit: ExitCode;
  /** What was thrown, where it is a fault of ours. */
  readonly fault?: Error;
}

/** What a command threw, as people and programs are told. */
export function failureOf(thrown: unknown): Failure {
  const error = denied(thrown) ?? thrown;
  if (error instanceof InputError)
    return {
      problems: error.problems,
      exit: error instanceof Refusal ? error.exit : exitCode.wrongInput,
    };
  const fault = error instanceof Error ? error : new Error(String(error));
  const problem = {
    code: 'INTERNAL',
    severity: 'error',
    message: `This is a fault of the toolbox: ${fault.message}`,
    action: 'Report it with the command you ran. TOLTEK_DEBUG=1 prints where it happened.',
  } as const;
  return { problems: [problem], exit: exitCode.internal, fault };
}
