import { describe, expect, test } from '@jest/globals';
import { checkDiagnostic } from '#catalog/diagnostic/check.ts';
import { applyEdits } from '#catalog/diagnostic/edits.ts';
import { readings } from '#catalog/diagnostic/readings.ts';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { client, withValues } from '../../tools/diagnostics.ts';

function bothReadings(values: Readonly<Record<string, unknown>>): readonly [Diagnostic, Diagnostic] {
  const diagnostic = withValues(client('a'), values);
  const [first, other, ...more] = readings(diagnostic, checkDiagnostic(diagnostic));
  if (first === undefined || other === undefined) throw new Error('Expected two readings.');
  expect(more).toEqual([]);
  expect([first.takes, other.takes]).toEqual(['first', 'other']);
  return [first.diagnostic, other.diagnostic];
}

describe('the two readings of a contradiction', () => {
  test('none without a contradiction', () => {
    expect(readings(client('a'), [])).toEqual([]);
  });

  test('BigQuery without Google Cloud: the cloud is there, or the warehouse is not', () => {
    const [first, other] = bothReadings({ '/infra/warehouse': 'bigquery', '/infra/clouds': ['none'] });
    expect(first.infra).toMatchObject({ warehouse: 'bigquery', clouds: ['gcp'] });
    expect(other.infra).toMatchObject({ warehouse: 'none', clouds: ['none'] });
  });

  test('data that is denied and listed: not held, or held', () => {
    const [first, other] = bothReadings({ '/infra/dataNotHeld': ['sales'] });
    expect(first.dataSources[0]?.objects.map(({ kind }) => kind)).toEqual(['customers']);
    expect(other.infra?.dataNotHeld).toEqual([]);
    expect(other.dataSources[0]?.objects).toHaveLength(2);
  });

  test('history before the foundation: as stated, or capped', () => {
    const [first, other] = bothReadings({ '/company/ageMonths': 24, '/dataSources/1/objects': [] });
    expect(first.dataSources[0]?.objects.map(({ historyMonths }) => historyMonths.value)).toEqual([36, 36]);
    expect(other.dataSources[0]?.objects.map(({ historyMonths }) => historyMonths.value)).toEqual([24, 24]);
  });

  test('shares: scaled to 1, or the default', () => {
    const criteria = { V: 0.6, D: 0.5, S: 0.3, T: 0.2, Q: 0.2, R: 0.2 };
    const [first, other] = bothReadings({ '/weights': { criteria, elicitation: 'direct' } });
    expect(first.weights?.criteria).toEqual({ V: 0.3, D: 0.25, S: 0.15, T: 0.1, Q: 0.1, R: 0.1 });
    expect(other.weights).toBeUndefined();
  });

  test('wanted and excluded: not excluded, or not wanted', () => {
    const [first, other] = bothReadings({ '/strategy/exclusions': ['cg'] });
    expect(first.strategy.exclusions).toEqual([]);
    expect(first.useCases).toHaveLength(6);
    expect(other.useCases.map(({ id }) => id)).toEqual(['df', 'cs', 'cp', 'di', 'sb']);
  });

  test('many contradictions of one kind are two readings; every reading settles its kind and keeps the schema', () => {
    const diagnostic = withValues(client('a'), {
      '/strategy/objectives/0/weight': 0.9,
      '/strategy/exclusions': ['cg', 'sb'],
      '/company/ageMonths': 3,
      '/infra/warehouse': 'bigquery',
      '/infra/clouds': ['aws', 'none'],
      '/constraints/modelProviders': { allowed: ['deepseek'] },
      '/useCases/0/benefitEURPerYear': { low: 9, mid: 5, high: 7 },
      '/useCases/1/freshness': 'realtime',
      '/useCases/5/id': 'cp',
      '/dataSources/0/pii': 'none',
      '/dataSources/1/pii': 'special_category',
      '/dataSources/1/legalBasis': 'unknown',
      '/team/levels/ml/status': 'unknown',
      '/company/revenueEUR': { low: 100000, high: 200000 },
    });
    const all = readings(diagnostic, checkDiagnostic(diagnostic));
    const codes = [...new Set(all.map(({ code }) => code))];
    expect(codes).toEqual([
      'C01',
      'C02',
      'C03',
      'C04',
      'C05',
      'C08',
      'C09',
      'C10',
      'C11',
      'C14',
      'C15',
      'C16',
      'C17',
    ]);
    expect(all).toHaveLength(2 * codes.length);
    for (const reading of all) {
      expect(schemaProblems(validateDiagnostic, reading.diagnostic)).toEqual([]);
    }
    for (const code of codes) {
      const left = all
        .filter((reading) => reading.code === code)
        .map(
          ({ diagnostic: settled }) =>
            checkDiagnostic(settled).filter((finding) => finding.code === code).length,
        );
      // One side may keep the statement as it is; the other one must settle it.
      expect({ code, left: Math.min(...left) }).toEqual({ code, left: 0 });
    }
  });

  test('the diagnostic itself is left alone', () => {
    const diagnostic = withValues(client('a'), { '/strategy/exclusions': ['cg'] });
    const before = JSON.stringify(diagnostic);
    readings(diagnostic, checkDiagnostic(diagnostic));
    expect(JSON.stringify(diagnostic)).toBe(before);
  });
});

describe('edits', () => {
  test('pointers mean places in the original, in whatever order items are removed', () => {
    const list = { items: ['a', 'b', 'c', 'd'] };
    const edits = [{ pointer: '/items/0' }, { pointer: '/items/2' }, { pointer: '/items/0' }];
    expect(applyEdits(list, edits)).toEqual({ items: ['b', 'd'] });
    expect(applyEdits(list, [...edits].reverse())).toEqual({ items: ['b', 'd'] });
  });

  test('places beyond ten are compared as numbers', () => {
    const list = Array.from({ length: 12 }, (_, index) => index);
    expect(applyEdits(list, [{ pointer: '/9' }, { pointer: '/10' }])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 11,
    ]);
  });

  test('missing objects on the way are made; a place that is not there is left alone', () => {
    expect(applyEdits({}, [{ pointer: '/a/b', value: 1 }])).toEqual({ a: { b: 1 } });
    expect(applyEdits({ a: 1 }, [{ pointer: '/b/c' }])).toEqual({ a: 1 });
  });
});
