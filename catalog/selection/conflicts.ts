import { checkDiagnostic } from '../diagnostic/check.ts';
import { readings } from '../diagnostic/readings.ts';
import type { Diagnostic, Entry, Selection } from '../schema/generated/types.ts';
import type { Catalog } from './assess.ts';
import { itemIds, sameAdvice } from './decide.ts';
import type { Decision, Rules } from './decide.ts';
import { single } from './packages.ts';
import { adviceOf } from './whatif-block.ts';
import { explore } from './world.ts';
import type { World } from './world.ts';

/** What holds whichever of two contradicting answers is right. */
export interface Settled {
  /** The diagnostic as it was written; the first reading where no reading advises the same as that. */
  readonly world: World;
  readonly decision: Decision;
  /** The readings differ, and the decision is what they share. */
  readonly provisional: boolean;
  readonly conflicts: Selection['conflicts'];
}

/** Decides under every reading of contradicting answers and keeps what they share: never a silent pick. */
export function readConflicts(
  diagnostic: Diagnostic,
  catalog: Catalog,
  rules: Rules,
  consider: (entry: Entry) => boolean,
): Settled {
  const written = explore(diagnostic, catalog, rules, consider);
  const findings = checkDiagnostic(diagnostic);
  const read = readings(diagnostic, findings).map((reading) => ({
    code: reading.code,
    world: explore(reading.diagnostic, catalog, rules, consider),
  }));
  const conflicts = findings.map(({ code, severity, message, pointer, other, question, alternatives }) => {
    const under = alternatives === undefined ? [] : read.filter((reading) => reading.code === code);
    return {
      code,
      severity,
      message,
      pointers: [pointer, other],
      question,
      readings: under.map(({ world }) => adviceOf(world.decision)),
      agrees: agree(under.map(({ world }) => world)),
    };
  });
  const worlds = read.map(({ world }) => world);
  const [first] = worlds;
  if (first === undefined)
    return { world: written, decision: written.decision, provisional: false, conflicts };
  if (!agree(worlds)) return { ...shared(written, worlds), provisional: true, conflicts };
  const world = sameAdvice(written.decision, first.decision) ? written : first;
  return { world, decision: world.decision, provisional: false, conflicts };
}

function agree([first, ...others]: readonly World[]): boolean {
  return first === undefined || others.every(({ decision }) => sameAdvice(decision, first.decision));
}

/** The use case, or the foundation, that every reading advises; not yet where there is none. */
function shared(written: World, worlds: readonly World[]): Pick<Settled, 'world' | 'decision'> {
  const common = itemIds(written.decision).filter((id) =>
    worlds.every(({ decision }) => itemIds(decision).includes(id)),
  );
  const item = written.candidates.find(({ id, needs }) => id === common[0] && needs.length === 0);
  if (item !== undefined) {
    return {
      world: written,
      decision: { answer: 'single', chosen: single(item), byTolerance: false },
    };
  }
  const { foundation } = written.decision;
  const begin =
    foundation !== undefined && worlds.every(({ decision }) => decision.foundation?.id === foundation.id);
  return {
    world: written,
    decision: begin
      ? { answer: 'foundation', foundation, byTolerance: false }
      : { answer: 'not_yet', byTolerance: false },
  };
}
