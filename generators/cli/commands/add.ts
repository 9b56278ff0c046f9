import { withAddition } from '../../engine/plan/add-facts.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runFactsChange } from './change-facts.ts';
import type { FactsCommand } from './change-facts.ts';

/** What `add` says and does. */
export const addition: FactsCommand = {
  command: 'add',
  title: (id) => `Add ${id}`,
  newFacts: withAddition,
  nothing: (id) => `${id} is part of the repository already: nothing to do.`,
};

/** `toltek add ID [DIR]`: another use case, stack or data source. */
export function run(call: Call): Promise<ExitCode> {
  return runFactsChange(addition, call);
}
