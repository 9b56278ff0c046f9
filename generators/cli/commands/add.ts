import { withAddition } from '../../engine/plan/add-facts.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runFactsChange } from './change-facts.ts';

/** `toltek add ID [DIR]`: another use case, stack or data source. */
export function run(call: Call): Promise<ExitCode> {
  return runFactsChange(
    {
      command: 'add',
      title: (id) => `Add ${id}`,
      newFacts: withAddition,
      nothing: (id) => `${id} is part of the repository already: nothing to do.`,
    },
    call,
  );
}
