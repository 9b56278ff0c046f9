import { withRemoval } from '../../engine/plan/remove-facts.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runFactsChange } from './change-facts.ts';

/** `toltek remove ID [DIR]`: a use case, stack or data source less. */
export function run(call: Call): Promise<ExitCode> {
  return runFactsChange(
    {
      command: 'remove',
      title: (id) => `Remove ${id}`,
      newFacts: withRemoval,
      nothing: (id) => `${id} is gone already: nothing to do.`,
    },
    call,
  );
}
