import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { schemaProblems, parseWithSchema } from '#catalog/schema/validate.ts';
import type { Validator } from '#catalog/schema/validate.ts';
import { InputError } from '#catalog/problem.ts';
import { client, without, withValue } from '../../tools/diagnostics.ts';

function compile(schema: object): Validator<unknown> {
  const validate = new Ajv2020({ strict: false, allErrors: true, verbose: true }).compile(schema);
  return validate;
}

describe('what is said about data that breaks its schema', () => {
  test('nothing about valid data', () => {
    expect(schemaProblems(validateDiagnostic, client('a'))).toEqual([]);
  });

  test('an unknown field is named with the field it was probably meant to be', () => {
    const data = withValue(client('a'), '/meta/clientID', 'x');
    expect(schemaProblems(validateDiagnostic, data, 'a.json')).toEqual([
      expect.objectContaining({
        file: 'a.json',
        pointer: '/meta/clientID',
        message: "There is no field 'clientID' here.",
        expected: expect.stringContaining('clientId'),
        action: "Did you mean 'clientId'?",
      }),
    ]);
  });

  test('a missing field says what it is for', () => {
    const data = without(client('a'), '/meta/clientId');
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({
        pointer: '/meta/clientId',
        message: "'clientId' is missing.",
        expected: expect.stringContaining('Short name of the client'),
      }),
    ]);
  });

  test('a missing answer that may be unknown says so', () => {
    const data = without(client('a'), '/constraints/weeksAvailable');
    const action = schemaProblems(validateDiagnostic, data)[0]?.action;
    expect(action).toContain('unknown is a valid answer');
    const name = schemaProblems(validateDiagnostic, without(client('a'), '/company/sector'))[0]?.action;
    expect(name).toBe("Add 'sector'.");
  });

  test('a misspelt choice lists the choices and the nearest one', () => {
    const data = withValue(client('a'), '/company/sector', 'ecomerce');
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({
        pointer: '/company/sector',
        value: 'ecomerce',
        expected: expect.stringContaining('one of: manufacturing, retail'),
        action: "Did you mean 'ecommerce'?",
      }),
    ]);
  });

  test('a number in quotes is recognised', () => {
    const data = withValue(client('a'), '/company/employees', '40');
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({ pointer: '/company/employees', action: 'Write 40 without quotes.' }),
    ]);
  });

  test('a name that is no identifier is answered with the identifier', () => {
    const data = withValue(client('a'), '/meta/clientId', 'Ça alors & Fils');
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({ pointer: '/meta/clientId', action: "Write it as 'ca-alors-fils'." }),
    ]);
  });

  test('a day that the calendar does not have is refused', () => {
    const data = withValue(client('a'), '/meta/completedOn', '2026-02-30');
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({
        pointer: '/meta/completedOn',
        expected: 'a day of the calendar as YYYY-MM-DD',
      }),
    ]);
  });

  test('everything wrong is said at once', () => {
    const pointers = schemaProblems(validateDiagnostic, { meta: 1, company: [], extra: true }).map(
      ({ pointer }) => pointer,
    );
    expect(pointers).toEqual(
      expect.arrayContaining([
        '/meta',
        '/company',
        '/extra',
        '/strategy',
        '/dataSources',
        '/team',
        '/constraints',
      ]),
    );
  });

  test.each([null, [], 'text', 3, true])('a document that is %j is one problem at its root', (data) => {
    expect(schemaProblems(validateDiagnostic, data)).toEqual([
      expect.objectContaining({ pointer: '', message: expect.stringContaining('not an object') }),
    ]);
  });

  test('an alternative is answered for the branch its author meant', () => {
    const validate = compile({
      anyOf: [
        { type: 'string' },
        { type: 'object', properties: { low: { type: 'number' } }, required: ['low'] },
        { $ref: '#/$defs/list' },
      ],
      $defs: { list: { type: 'array', items: { type: 'integer' } } },
    });
    expect(schemaProblems(validate, { low: 'x' }).map(({ pointer }) => pointer)).toEqual(['/low']);
    expect(schemaProblems(validate, [1, 'x']).map(({ pointer }) => pointer)).toEqual(['/1']);
    expect(schemaProblems(validate, 7)).toEqual([
      expect.objectContaining({ pointer: '', message: 'The document fits none of the forms it may have.' }),
    ]);
  });

  test('the summary of a condition is not repeated beside what failed in it', () => {
    const validate = compile({ if: { required: ['a'] }, then: { required: ['b'] } });
    expect(schemaProblems(validate, { a: 1 }).map(({ pointer }) => pointer)).toEqual(['/b']);
  });

  test('parseWithSchema gives the data or throws all problems', () => {
    const data = client('a');
    expect(parseWithSchema(validateDiagnostic, data)).toBe(data);
    expect(() => parseWithSchema(validateDiagnostic, {}, 'x.json')).toThrow(InputError);
  });
});
