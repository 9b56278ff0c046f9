import { describe, expect, test } from '@jest/globals';
import { withAddition } from '#generators/engine/plan/add-facts.ts';
import type { FactsSource } from '#generators/engine/plan/add-facts.ts';
import { withRemoval } from '#generators/engine/plan/remove-facts.ts';
import { problemsOf } from '../../tools/problems.ts';
import { toyDiagnostic, toyEntry, toyForecast, toyPlan, toySegments, toyTemplates } from '../fixtures/toy.ts';

const anomalies = toyEntry('toy-anomalies', { template: 'use-cases/toy-forecast', option: 'anomalies' });
const needing = { ...anomalies, requires: { ...anomalies.requires, dependsOn: ['toy-forecast'] } };
const roi = {
  benefitEURPerYear: { mean: 100_000 },
  investmentEUR: { mean: 60_000 },
  scenarios: [{ id: 'delivery', runEURPerYear: 6000, npvEUR: { mean: 198_100 }, paybackMonths: 7.2 }],
};
const selection = {
  answer: 'package',
  headline: { en: 'Forecast and segments, together.', fr: '' },
  roi,
  package: { items: [{ entryId: 'toy-forecast' }, { entryId: 'toy-segments' }] },
};

/** A repository of the toy client with both use cases of the selection. */
function source(change: Partial<FactsSource> = {}): FactsSource {
  const plan = toyPlan();
  return {
    lock: {
      facts: plan,
      selection: plan.templates.map(({ id, version }) => ({
        template: id,
        version,
        options: [],
        digest: '',
      })),
    },
    entries: [toyForecast, toySegments, needing, toyEntry('toy-churn', undefined)],
    templates: toyTemplates(),
    selection,
    ...change,
  };
}

const withDiagnostic = source({ diagnostic: toyDiagnostic() });

describe('an addition is refused', () => {
  test.each([
    [
      'toy-forecats',
      'UNKNOWN_ADDITION',
      "Did you mean 'toy-forecast'? A data source needs --diagnostic FILE.",
    ],
    ['toy-churn', 'PLANNED', 'use cases that are built'],
    ['use-cases/toy-forecast', 'NOT_A_STACK', 'one of: toy-forecast, toy-anomalies'],
  ])('%s: %s', (id, code, text) => {
    const [problem] = problemsOf(() => withAddition(id, source()));
    expect(problem?.code).toBe(code);
    expect(`${problem?.action ?? ''} ${problem?.expected ?? ''}`).toContain(text);
  });

  test('for a source without access, and a use case the client was not asked about', () => {
    expect(problemsOf(() => withAddition('paper', withDiagnostic))).toMatchObject([{ code: 'NO_PIPELINE' }]);
    expect(problemsOf(() => withAddition('toy-anomalies', withDiagnostic))).toMatchObject([
      { code: 'NOT_ASSESSED' },
    ]);
  });

  test('for what the law prohibits, as the client would use it', () => {
    const useCases = toyDiagnostic().useCases.map((useCase) => ({
      ...useCase,
      contextFlags: ['social_scoring' as const],
    }));
    const diagnostic = toyDiagnostic({ useCases });
    expect(problemsOf(() => withAddition('toy-segments', source({ diagnostic })))).toMatchObject([
      { code: 'PROHIBITED_USE', value: 'toy-segments' },
    ]);
  });

  test('for a use case that stands on another', () => {
    const { facts } = withRemoval('toy-forecast', source());
    const without = source({ lock: { ...source().lock, facts } });
    expect(problemsOf(() => withAddition('toy-anomalies', without))).toMatchObject([
      { code: 'DEPENDENCY', action: 'Add it first: toltek add toy-forecast' },
    ]);
  });
});

describe('a removal is refused', () => {
  test.each([
    ['stacks/toy-warehouse', 'NEEDED', 'use-cases/toy-forecast, use-cases/toy-segments'],
    ['use-cases/toy-forecast', 'NEEDED', 'toltek remove toy-forecast'],
    ['base', 'NEEDED', 'Every repository has base.'],
    ['web-shopp', 'UNKNOWN_REMOVAL', "Did you mean 'web-shop'?"],
    ['stacks/toy-lake', 'UNKNOWN_REMOVAL', 'one of: toy-forecast, toy-segments, web-shop, erp'],
  ])('%s: %s', (id, code, text) => {
    const [problem] = problemsOf(() => withRemoval(id, source()));
    expect(problem?.code).toBe(code);
    expect(JSON.stringify(problem)).toContain(text);
  });

  test('of what another use case stands on', () => {
    const { facts } = withAddition('toy-anomalies', source());
    const more = source({ lock: { ...source().lock, facts } });
    expect(problemsOf(() => withRemoval('toy-forecast', more))).toMatchObject([
      { code: 'NEEDED', action: 'Remove that first: toltek remove toy-anomalies' },
    ]);
  });
});

describe('the business case', () => {
  test('is that of the selection for its own choice only', () => {
    const { facts } = withRemoval('toy-forecast', source());
    expect(facts.business).toMatchObject({
      headline: 'Chosen by request: Name of toy-segments',
      npvKEUR: null,
    });
    const back = withAddition('toy-forecast', source({ lock: { ...source().lock, facts } }));
    expect(back.facts.useCases.map(({ id }) => id)).toEqual(['toy-forecast', 'toy-segments']);
    expect(back.facts.business).toEqual({
      answer: 'package',
      headline: 'Forecast and segments, together.',
      benefitKEUR: 100,
      costKEUR: 60,
      runKEURPerYear: 6,
      npvKEUR: 198.1,
      paybackMonths: 7.2,
    });
  });
});
