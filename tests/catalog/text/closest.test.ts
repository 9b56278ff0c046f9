import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closest, editDistance } from '#catalog/text/closest.ts';

describe('closest', () => {
  test('finds a name with a slip', () => {
    expect(closest('df-forcast', ['ca-segment', 'df-forecast'])).toBe('df-forecast');
  });

  test('says nothing when nothing is near', () => {
    expect(closest('xyz', ['ca-segment', 'df-forecast'])).toBeUndefined();
  });

  test('edit distance is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
