import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, rounded } from '#catalog/selection/canonical.ts';
import { criteria, defaultWeights, perCriterion, reweighted } from '#catalog/selection/criteria.ts';
import { cumulative } from '#catalog/selection/normal.ts';
import { roundParts } from '#catalog/selection/numbers.ts';
import { normal, seeded, weightDraws } from '#catalog/selection/random.ts';
import { sha256 } from '#catalog/selection/sha256.ts';
import { euros, list, number } from '#catalog/selection/text.ts';

describe('sha256', () => {
  test('is what the platform computes, whatever the length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (content) => {
        expect(sha256(content)).toBe(createHash('sha256').update(content, 'utf8').digest('hex'));
      }),
    );
    const long = 'é'.repeat(70_000);
    expect(sha256(long)).toBe(createHash('sha256').update(long, 'utf8').digest('hex'));
  });
});

describe('standard normal distribution', () => {
  // Tables: Φ(0), Φ(1), Φ(1.96), Φ(1.28155), Φ(3), Φ(-1.6753).
  test.each([
    [0, 0.5],
    [1, 0.8413447],
    [1.96, 0.9750021],
    [1.28155, 0.8999997],
    [3, 0.9986501],
    [-1.6753, 0.0469378],
    [-8, 0],
  ])('Φ(%d) = %d', (x, expected) => {
    expect(Math.abs(cumulative(x) - expected)).toBeLessThan(2e-7);
  });

  test('draws have mean 0 and deviation 1', () => {
    const uniform = seeded(7);
    const draws = Array.from({ length: 20_000 }, () => normal(uniform));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });
});

describe('random numbers', () => {
  test('are the same for the same seed, for ever', () => {
    const uniform = seeded(20261121);
    expect([uniform(), uniform(), uniform()]).toMatchInlineSnapshot(`
      [
        0.47937577753327787,
        0.00459394371137023,
        0.6945009552873671,
      ]
    `);
  });
});

describe('random weights', () => {
  test('average the stated ones, add up to 1, and spread as Dirichlet(20 w) does', () => {
    const draw = weightDraws(defaultWeights, seeded(3));
    const draws = Array.from({ length: 20_000 }, draw);
    for (const criterion of criteria) {
      const w = defaultWeights[criterion];
      const values = draws.map((each) => each[criterion]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance =
        values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
      expect(Math.abs(mean - w)).toBeLessThan(0.003);
      expect(variance).toBeCloseTo((w * (1 - w)) / 21, 3);
    }
    for (const each of draws.slice(0, 50)) {
      expect(criteria.reduce((sum, criterion) => sum + each[criterion], 0)).toBeCloseTo(1, 9);
    }
  });

  test('leave a criterion that weighs nothing at nothing', () => {
    const weights = { V: 0.5, D: 0.5, S: 0, T: 0, Q: 0, R: 0 };
    const draw = weightDraws(weights, seeded(3));
    expect(draw()).toMatchObject({ S: 0, T: 0, Q: 0, R: 0 });
  });
});

describe('one weight changed', () => {
  test('the others keep their proportions', () => {
    const changed = reweighted(defaultWeights, 'V', 0.45);
    expect(criteria.reduce((sum, criterion) => sum + changed[criterion], 0)).toBeCloseTo(1, 12);
    expect(changed.D / changed.S).toBeCloseTo(0.25 / 0.15, 12);
  });

  test('where it weighed everything, the others share the rest', () => {
    const all = perCriterion((criterion) => (criterion === 'V' ? 1 : 0));
    expect(reweighted(all, 'V', 0.5)).toEqual({ V: 0.5, D: 0.1, S: 0.1, T: 0.1, Q: 0.1, R: 0.1 });
  });
});

describe('rounding', () => {
  test('parts add up to the rounded total', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 7 }),
        (parts) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          const sum = roundParts(parts, total).reduce((rounding, part) => rounding + part, 0);
          expect(Math.abs(sum - Math.round(total * 1e6) / 1e6)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  test('a document has no -0 and no seventh decimal', () => {
    expect(JSON.stringify(rounded({ a: [-1e-9, 1 / 3], b: 'x', c: null }))).toBe(
      '{"a":[0,0.333333],"b":"x","c":null}',
    );
  });

  test('canonical JSON does not depend on the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { y: 2, x: 1 }], c: undefined } })).toBe(
      '{"a":{"d":[1,{"x":1,"y":2}]},"b":1}',
    );
  });
});

describe('figures for people', () => {
  test.each([
    [1234567.4, '€1,234,567', '1\u00a0234\u00a0567\u00a0€'],
    [-23424, '-€23,424', '-23\u00a0424\u00a0€'],
    [-0.2, '€0', '0\u00a0€'],
  ])('%d', (value, en, fr) => {
    expect([euros(value, 'en'), euros(value, 'fr')]).toEqual([en, fr]);
  });

  test('decimals and lists', () => {
    expect([number(7.25, 'en', 1), number(0.5, 'fr', 2)]).toEqual(['7.3', '0,50']);
    expect([list(['a'], 'en'), list(['a', 'b', 'c'], 'fr')]).toEqual(['a', 'a, b et c']);
  });
});
