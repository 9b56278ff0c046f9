import { describe, expect, test } from '@jest/globals';
import { icpFit } from '#catalog/diagnostic/icp.ts';
import { deriveMaturity, overallLevel, readiness, stagesOf } from '#catalog/diagnostic/maturity.ts';
import { questionBank } from '#catalog/diagnostic/questions.data.ts';
import { crosswalk, rubric } from '#catalog/diagnostic/rubric.data.ts';
import type { Maturity, MaturityAnswer } from '#catalog/schema/generated/diagnostic.ts';
import { readDiagnostic } from '../../tools/diagnostics.ts';

const answered = (value: number, confidence: MaturityAnswer['confidence'] = 'A'): MaturityAnswer => ({
  value,
  status: 'answered',
  confidence,
  evidence: [],
});
const unknown: MaturityAnswer = { value: null, status: 'unknown', confidence: 'D', evidence: [] };

function skills(maturity: Maturity): ReturnType<typeof deriveMaturity>[number] | undefined {
  return deriveMaturity({ maturity }).find(({ axis }) => axis === 'skills');
}

describe('maturity of an axis', () => {
  test('is the weighted mean of its questions, in half steps', () => {
    // Weights of the bank: 2, 1, 1. (2·3 + 1·1 + 1·2) / 4 = 2.25
    const questions = [
      { id: 'skills-sql-python', axis: 'skills', answer: answered(3) },
      { id: 'skills-training', axis: 'skills', answer: answered(1) },
      { id: 'skills-ai-literacy', axis: 'skills', answer: answered(2, 'C') },
    ] as const;
    expect(skills({ questions: [...questions] })).toEqual({
      axis: 'skills',
      level: 2.5,
      low: 2.5,
      high: 2.5,
      confidence: 0.875,
      source: 'derived',
      pointers: ['/maturity/questions/0', '/maturity/questions/1', '/maturity/questions/2'],
    });
  });

  test('an unknown answer widens the range and does not lower the level', () => {
    const level = skills({
      questions: [
        { id: 'skills-sql-python', axis: 'skills', answer: answered(4) },
        { id: 'skills-training', axis: 'skills', answer: unknown, weight: 2 },
      ],
    });
    expect(level).toMatchObject({ level: 4, low: 2, high: 4.5, confidence: 0.5 });
  });

  test('a question that does not apply is left out', () => {
    const notApplicable: MaturityAnswer = { ...unknown, status: 'not_applicable' };
    const level = skills({
      questions: [
        { id: 'skills-sql-python', axis: 'skills', answer: answered(4) },
        { id: 'skills-training', axis: 'skills', answer: notApplicable },
      ],
    });
    expect(level).toMatchObject({ level: 4, low: 4, high: 4, confidence: 1 });
  });

  test('questions win over a stated level, so that a new rubric re-scores the interview', () => {
    const axes = { skills: answered(5) };
    expect(skills({ axes })).toMatchObject({ level: 5, source: 'stated' });
    const questions: Maturity['questions'] = [{ id: 'skills-training', axis: 'skills', answer: answered(1) }];
    expect(skills({ axes, questions })).toMatchObject({ level: 1, source: 'derived' });
  });

  test('nothing answered is nothing known, never zero', () => {
    expect(skills({})).toMatchObject({ level: null, low: 0, high: 5, confidence: 0, source: 'none' });
    expect(skills({ axes: { skills: unknown } })).toMatchObject({
      level: null,
      low: 0,
      high: 5,
      confidence: 0,
    });
    expect(overallLevel(deriveMaturity({}))).toBeNull();
    expect(readiness({}).every(({ gap }) => gap === null)).toBe(true);
  });

  test('readiness is the gap to what a first use case needs', () => {
    const maturity = { axes: { skills: answered(1.5), security: answered(4) } };
    const gaps = Object.fromEntries(readiness({ maturity }).map(({ axis, gap }) => [axis, gap]));
    expect(gaps).toMatchObject({ skills: 1.5, security: 0, value: null });
  });
});

describe('the rubric', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : [];

  test('has nine axes, each with its questions, every text in both languages', () => {
    expect(rubric).toHaveLength(9);
    for (const { axis, anchors } of rubric) {
      expect(anchors).toHaveLength(6);
      expect(questionBank.filter((question) => question.axis === axis).length).toBeGreaterThanOrEqual(3);
    }
    expect(new Set(questionBank.map(({ id }) => id)).size).toBe(questionBank.length);
    for (const text of texts([rubric, questionBank])) expect(text.trim()).toBe(text);
    for (const { text, levels } of questionBank) {
      expect(text.fr).not.toBe(text.en);
      expect(Object.keys(levels)).toEqual(['0', '1', '3', '5']);
    }
  });

  test('reads in the other models: the financial break of MIT CISR lies between levels 2 and 3', () => {
    const stage = (level: number, model: string): string | undefined =>
      stagesOf(level).find((each) => each.model.startsWith(model))?.stage;
    expect([1.5, 2, 2.5, 3, 4, 4.5].map((level) => stage(level, 'MIT'))).toEqual([
      'stage 1',
      'stage 2',
      'stage 2',
      'stage 3',
      'stage 3',
      'stage 4',
    ]);
    expect([1, 2, 3, 4, 5].map((level) => stage(level, 'Google'))).toEqual([
      'tactical',
      'tactical',
      'strategic',
      'transformational',
      'transformational',
    ]);
    for (const { stages } of crosswalk) {
      expect(stages.at(-1)?.upTo).toBe(5);
      expect(stages.map(({ upTo }) => upTo)).toEqual(stages.map(({ upTo }) => upTo).sort((a, b) => a - b));
    }
  });

  test('the examples only answer questions of the bank', () => {
    for (const name of ['p1-online-retailer', 'p4-food-manufacturer', 'p6-craft-firm']) {
      for (const question of readDiagnostic(`examples/${name}/diagnostic.json`).maturity?.questions ?? [])
        expect(questionBank).toContainEqual(
          expect.objectContaining({ id: question.id, axis: question.axis }),
        );
    }
  });
});

describe('fit with whom we serve', () => {
  test.each([
    [{ employees: 40, revenueEUR: { low: 6e6, high: 7e6 } }, 'primary'],
    [{ employees: 40 }, 'primary'],
    [{ employees: 250, stage: 'series_b', revenueEUR: { low: 2e7, high: 3e7 } }, 'secondary'],
    [{ employees: 250, revenueEUR: { low: 2e7, high: 3e7 } }, 'platform'],
    [{ employees: 4, revenueEUR: { low: 2e5, high: 3e5 } }, 'outside'],
    [{ employees: 60, revenueEUR: { low: 3e7, high: 5e7 } }, 'platform'],
  ] as const)('%j is %s', (company, fit) => {
    expect(icpFit(company)).toBe(fit);
  });
});
