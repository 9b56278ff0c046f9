import { movedFrom } from './moves.ts';
import type { Move } from './moves.ts';
import type { Resources } from './resources.ts';

/** A change of what a repository is for, with the same templates before and after. */
export interface FactsChange {
  /** What the repository has forgotten already (`facts.forgotten` of the lock). */
  readonly forgotten: readonly string[];
  /** What the templates declare for the facts as they were. */
  readonly before: Resources;
  /** What they declare for the facts as they are now. */
  readonly next: Resources;
  /** Moves of the plan before the change, then those of the plan after it. */
  readonly moved: readonly Move[];
}

/**
 * What the infrastructure has to forget, sorted, after a use case, stack or data source was removed or added: whatever
 * is no longer declared, under every address it has had, because an environment may not have been applied for long.
 * What is declared again is no longer forgotten.
 */
export function forgottenAfter({ forgotten, before, next, moved }: FactsChange): string[] {
  const withHistory = (address: string) => [address, ...movedFrom(address, moved)];
  const gone = Object.keys(before).filter((address) => !Object.hasOwn(next, address));
  const managed = new Set(Object.keys(next).flatMap(withHistory));
  const all = new Set([...forgotten, ...gone.flatMap(withHistory)]);
  return [...all].filter((address) => !managed.has(address)).sort();
}
