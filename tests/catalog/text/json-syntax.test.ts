import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from '#catalog/text/json-syntax.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place where a text stops being JSON', () => {
  test.each([
    ['', 0, 'a value'],
    ['{"a": 1', 7, "',' or '}'"],
    ['{"a": 1,}', 8, 'a field name in quotation marks'],
    ['[1, 2,]', 6, 'a value'],
    ["{'a': 1}", 1, "a field name in quotation marks or '}'"],
    ['{"a" 1}', 5, "':'"],
    ['{"a": tru}', 6, 'a value'],
    ['["x\ny"]', 3, 'the closing quotation mark of the text'],
    ['{} x', 3, 'nothing more'],
    ['[01]', 2, "',' or ']'"],
    ['[1 // note', 3, "',' or ']'"],
    ['NaN', 0, 'a value'],
  ])('%j', (text, offset, expected) => {
    expect(findJsonError(text)).toEqual({ offset, expected });
  });

  test('says the same as the parser of the runtime about any damaged document', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        fc.nat(3),
        (json, place, inserted, removed) => {
          const at = place % (json.length + 1);
          const damaged = json.slice(0, at) + inserted + json.slice(at + removed);
          expect(findJsonError(damaged) === undefined).toBe(parses(damaged));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('finds the cut wherever a document is cut off', () => {
    const text = JSON.stringify({ a: [1, 'zwei', { b: null }], c: '\u00e9\n' });
    for (let length = 0; length < text.length; length += 1)
      expect(findJsonError(text.slice(0, length))).toBeDefined();
  });

  test('is not stopped by deep nesting or a very long text', () => {
    expect(findJsonError('['.repeat(200000))).toEqual({ offset: 200000, expected: 'a value' });
    expect(findJsonError(`["${'x\\n'.repeat(500000)}"]`)).toBeUndefined();
  });
});
