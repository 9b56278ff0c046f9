import type { Diagnostic } from '../schema/generated/diagnostic.ts';
import {
  benefitsAboveRevenue,
  minAboveMax,
  sharesNotOne,
  statusAgainstValue,
  unitsDiffer,
} from './checks/figures.ts';
import { noEuropeanProvider, wantedAndExcluded } from './checks/rules.ts';
import {
  availableByHand,
  brokenReferences,
  customersWithoutPersons,
  historyBeforeFoundation,
  sensitiveWithoutBasis,
  staleSource,
} from './checks/sources.ts';
import {
  automationWithoutMeans,
  bigQueryWithoutGoogle,
  deniedButListed,
  teamAboveCompany,
} from './checks/systems.ts';
import type { Check, Finding, FindingCode } from './finding.ts';
import { pointerValue } from '../schema/pointer.ts';

/** Every contradiction check, by its code. */
export const checks: Readonly<Record<FindingCode, Check<Diagnostic>>> = {
  C01: minAboveMax,
  C02: sharesNotOne,
  C03: historyBeforeFoundation,
  C04: customersWithoutPersons,
  C05: bigQueryWithoutGoogle,
  C06: automationWithoutMeans,
  C07: teamAboveCompany,
  C08: staleSource,
  C09: noEuropeanProvider,
  C10: wantedAndExcluded,
  C11: benefitsAboveRevenue,
  C12: unitsDiffer,
  C13: availableByHand,
  C14: sensitiveWithoutBasis,
  C15: brokenReferences,
  C16: deniedButListed,
  C17: statusAgainstValue,
};

/** All contradictions of a valid diagnostic, in the order of the codes; empty when its answers fit together. */
export function checkDiagnostic(diagnostic: Diagnostic): readonly Finding[] {
  return Object.values(checks).flatMap((check) => check(diagnostic));
}

/**
 * The same for the readable part of a diagnostic (`readablePart`): a check that needs a field which is missing has
 * nothing to say.
 */
export function checkReadable(diagnostic: Diagnostic): readonly Finding[] {
  const isThere = (pointer: string | undefined): boolean =>
    pointer !== undefined && pointerValue(diagnostic, pointer) !== undefined;
  return Object.values(checks)
    .flatMap((check) => {
      try {
        return check(diagnostic);
      } catch (error) {
        if (error instanceof TypeError) return [];
        throw error;
      }
    })
    .filter(({ pointer, other }) => isThere(pointer) && isThere(other));
}
