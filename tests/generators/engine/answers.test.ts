import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { misfit, parseAnswer } from '#generators/engine/plan/answers.ts';
import type { InputSchema } from '#generators/engine/plan/answers.ts';

const values = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer({ min: -3, max: 9 }),
  fc.constantFrom(0.5, true, false, null),
  fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.integer(), fc.constant(0.5)), { maxLength: 3 }),
);

const schemas: fc.Arbitrary<InputSchema> = fc.record(
  {
    type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'array'),
    title: fc.constant('Title'),
    enum: fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.integer({ min: -3, max: 9 })), { minLength: 1 }),
    pattern: fc.constantFrom('^[a-z]+$', '[0-9]', '^.$'),
    minimum: fc.integer({ min: -2, max: 4 }),
    maximum: fc.integer({ min: 0, max: 8 }),
    minLength: fc.integer({ min: 0, max: 2 }),
    maxLength: fc.integer({ min: 0, max: 4 }),
    items: fc.record({ type: fc.constantFrom('string', 'number', 'integer') }),
  },
  { requiredKeys: ['type', 'title'] },
);

test('an answer fits exactly when the JSON Schema says so', () => {
  const ajv = new Ajv2020({ strict: false });
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      expect(misfit(value, schema) === undefined).toBe(ajv.validate(schema, value));
    }),
    { numRuns: 1000 },
  );
});

describe('typed words', () => {
  const typed = (type: InputSchema['type'], words: string, items?: 'string' | 'integer') =>
    parseAnswer(words, { type, title: 'T', ...(items === undefined ? {} : { items: { type: items } }) });

  test.each([
    ['string', '12', '12'],
    ['integer', '-12', -12],
    ['number', '1.5e3', 1500],
    ['number', '0x10', '0x10'],
    ['number', '', ''],
    ['boolean', 'true', true],
    ['boolean', 'yes', 'yes'],
  ] as const)('as %s: %s', (type, words, value) => {
    expect(typed(type, words)).toBe(value);
  });

  test('make lists at commas', () => {
    expect(typed('array', 'a, b')).toEqual(['a', 'b']);
    expect(typed('array', '1,2', 'integer')).toEqual([1, 2]);
    expect(typed('array', '')).toEqual([]);
  });
});
