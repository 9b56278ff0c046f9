import { isRecord } from '../../record.ts';
import type { Draft } from './interview.ts';

const unknownAnswer = { value: null, status: 'unknown', confidence: 'D', evidence: [] } as const;
const unknownAmount = {
  low: null,
  mid: null,
  high: null,
  status: 'unknown',
  confidence: 'D',
  evidence: [],
} as const;

/**
 * A draft in which everything that may be unknown and has no answer says so: lists that nobody named are empty, judged
 * answers are unknown. What has no way to be unknown (a name, a country, a sector) stays missing. Two things need it:
 * contradictions can be looked for while half the questions are open, and an interview can be ended early.
 */
export function withUnknowns(draft: Draft): Draft {
  const team = block(draft, 'team');
  const constraints = block(draft, 'constraints');
  return {
    ...draft,
    team: { ...team, levels: block(team, 'levels') },
    dataSources: items(draft, 'dataSources').map((source) => ({
      access: 'unknown',
      ...source,
      objects: items(source, 'objects').map((object) => ({
        historyMonths: unknownAnswer,
        quality: unknownAnswer,
        ...object,
      })),
    })),
    useCases: items(draft, 'useCases').map((useCase) => ({
      benefitEURPerYear: unknownAmount,
      decisionEffect: 'unknown',
      affectsPersons: 'unknown',
      contextFlags: [],
      ...useCase,
    })),
    constraints: {
      weeksAvailable: null,
      ...constraints,
      capexEUR: { max: null, ...block(constraints, 'capexEUR') },
      opexEURPerMonth: { max: null, ...block(constraints, 'opexEURPerMonth') },
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

function block(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isRecord(value) ? value : {};
}

function items(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
