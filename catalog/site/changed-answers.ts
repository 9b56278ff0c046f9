import type { Diagnostic } from '../schema/generated/types.ts';
import { criteria, defaultWeights, perCriterion } from '../selection/criteria.ts';
import type { Criterion } from '../selection/criteria.ts';
import { roundParts } from '../selection/numbers.ts';

/** What can be changed in the page without another interview. */
export interface ChangedAnswers {
  /** How much each criterion counts, 0–100 each; only their proportions matter. */
  readonly weights?: Readonly<Record<Criterion, number>>;
  /** Limits in euros, euros a month and weeks; null for no limit. */
  readonly limits: Readonly<Partial<Record<LimitField, number | null>>>;
}

export const limitFields = ['capex', 'opex', 'weeks'] as const;
export type LimitField = (typeof limitFields)[number];

/** Nothing is changed. */
export const unchanged: ChangedAnswers = { limits: {} };

/** The diagnostic with other answers; itself where nothing changed. */
export function withChanges(diagnostic: Diagnostic, { weights, limits }: ChangedAnswers): Diagnostic {
  const { constraints } = diagnostic;
  const weighed = weights === undefined ? diagnostic : { ...diagnostic, weights: weightsBlock(weights) };
  if (limitFields.every((field) => limits[field] === undefined)) return weighed;
  const { capex, opex, weeks } = limits;
  return {
    ...weighed,
    constraints: {
      ...constraints,
      ...(capex !== undefined && { capexEUR: { ...constraints.capexEUR, max: capex } }),
      ...(opex !== undefined && { opexEURPerMonth: { ...constraints.opexEURPerMonth, max: opex } }),
      ...(weeks !== undefined && { weeksAvailable: weeks }),
    },
  };
}

function weightsBlock(weights: Readonly<Record<Criterion, number>>): NonNullable<Diagnostic['weights']> {
  const total = criteria.reduce((sum, criterion) => sum + weights[criterion], 0);
  const shares =
    total === 0
      ? criteria.map((criterion) => defaultWeights[criterion])
      : roundParts(
          criteria.map((criterion) => weights[criterion] / total),
          1,
        );
  return {
    criteria: perCriterion((criterion) => shares[criteria.indexOf(criterion)] ?? 0),
    elicitation: 'direct',
  };
}

/** The limit a diagnostic states; null where it states none. */
export function statedLimit({ constraints }: Diagnostic, field: LimitField): number | null {
  switch (field) {
    case 'capex':
      return constraints.capexEUR.max ?? null;
    case 'opex':
      return constraints.opexEURPerMonth.max ?? null;
    case 'weeks':
      return constraints.weeksAvailable;
  }
}
