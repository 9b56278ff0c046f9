import type { Diagnostic, MaturityAnswer } from '../schema/generated/diagnostic.ts';
import { questionBank } from './questions.data.ts';
import { crosswalk, rubric } from './rubric.data.ts';
import type { Axis } from './rubric.data.ts';

/** How much an answer counts as known, by its confidence. */
export const confidenceFactor = { A: 1, B: 0.8, C: 0.5, D: 0.25 } as const;

/** Where a client stands on one axis. */
export interface AxisLevel {
  readonly axis: Axis;
  /** 0–5 in half steps; null when nothing is known. */
  readonly level: number | null;
  /** Lowest and highest level the answers leave open. */
  readonly low: number;
  readonly high: number;
  /** 0–1; 0 when nothing is known. */
  readonly confidence: number;
  /** Derived from answered questions, taken as stated, or neither. */
  readonly source: 'derived' | 'stated' | 'none';
  /** Answers it rests on, as JSON pointers. */
  readonly pointers: readonly string[];
}

/** Level every axis should have before a first use case is run in production. */
export const readinessTarget = 3;

/** What is missing on one axis. */
export interface AxisReadiness extends AxisLevel {
  readonly target: number;
  /** Levels missing to the target; 0 when it is reached, null when the level is unknown. */
  readonly gap: number | null;
}

const lowest = 0;
const highest = 5;

/**
 * The level of each axis. Questions win over a stated level: the weighted mean of their answers, so that a new rubric
 * re-scores the same interview. An unknown answer leaves the whole scale open and never counts as zero.
 */
export function deriveMaturity(diagnostic: Pick<Diagnostic, 'maturity'>): readonly AxisLevel[] {
  return rubric.map(({ axis }) => axisLevel(axis, diagnostic.maturity));
}

/** Gap of each axis to the level a first use case needs. */
export function readiness(diagnostic: Pick<Diagnostic, 'maturity'>): readonly AxisReadiness[] {
  return deriveMaturity(diagnostic).map((axis) => ({
    ...axis,
    target: readinessTarget,
    gap: axis.level === null ? null : Math.max(0, readinessTarget - axis.level),
  }));
}

/** Mean level of the axes that are known; null when none is. */
export function overallLevel(levels: readonly AxisLevel[]): number | null {
  const known = levels.flatMap(({ level }) => level ?? []);
  return known.length === 0 ? null : known.reduce((sum, level) => sum + level, 0) / known.length;
}

/** The stage of an overall level in the other maturity models. */
export function stagesOf(level: number): readonly { readonly model: string; readonly stage: string }[] {
  return crosswalk.map(({ model, stages }) => ({
    model,
    stage: (stages.find(({ upTo }) => level <= upTo) ?? stages.at(-1))?.stage ?? '',
  }));
}

function axisLevel(axis: Axis, maturity: Diagnostic['maturity']): AxisLevel {
  const questions = (maturity?.questions ?? []).flatMap((question, index) => {
    if (question.axis !== axis || question.answer.status === 'not_applicable') return [];
    const weight = question.weight ?? questionBank.find(({ id }) => id === question.id)?.weight ?? 1;
    return { answer: question.answer, weight, pointer: `/maturity/questions/${index}` };
  });
  const total = questions.reduce((sum, { weight }) => sum + weight, 0);
  if (total > 0) return fromQuestions(axis, questions, total);
  const stated = maturity?.axes?.[axis];
  if (stated === undefined)
    return { axis, level: null, low: lowest, high: highest, confidence: 0, source: 'none', pointers: [] };
  const { point, low, high } = readAnswer(stated);
  const confidence = point === null ? 0 : confidenceFactor[stated.confidence];
  return {
    axis,
    level: point,
    low,
    high,
    confidence,
    source: 'stated',
    pointers: [`/maturity/axes/${axis}`],
  };
}

interface WeightedAnswer {
  readonly answer: MaturityAnswer;
  readonly weight: number;
  readonly pointer: string;
}

function fromQuestions(axis: Axis, questions: readonly WeightedAnswer[], total: number): AxisLevel {
  let [points, known, low, high, trust] = [0, 0, 0, 0, 0];
  for (const { answer, weight } of questions) {
    const read = readAnswer(answer);
    low += weight * read.low;
    high += weight * read.high;
    if (read.point === null) continue;
    points += weight * read.point;
    known += weight;
    trust += weight * confidenceFactor[answer.confidence];
  }
  return {
    axis,
    level: known === 0 ? null : halfSteps(points / known),
    low: halfSteps(low / total),
    high: halfSteps(high / total),
    confidence: trust / total,
    source: 'derived',
    pointers: questions.map(({ pointer }) => pointer),
  };
}

function readAnswer({ value, low, high }: Pick<MaturityAnswer, 'value' | 'low' | 'high'>): {
  readonly point: number | null;
  readonly low: number;
  readonly high: number;
} {
  const middle = low !== undefined && high !== undefined ? (low + high) / 2 : null;
  const point = value ?? middle;
  return { point, low: low ?? value ?? lowest, high: high ?? value ?? highest };
}

function halfSteps(level: number): number {
  return Math.round(level * 2) / 2;
}
