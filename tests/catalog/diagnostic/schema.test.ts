import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { checkDiagnostic } from '#catalog/diagnostic/check.ts';
import { readings } from '#catalog/diagnostic/readings.ts';
import { pointerAppend } from '#catalog/schema/pointer.ts';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { client, readDiagnostic, withValue, without } from '../../tools/diagnostics.ts';

const schema: unknown = JSON.parse(readFileSync('catalog/schema/diagnostic.schema.json', 'utf8'));
const examples = ['p1-online-retailer', 'p4-food-manufacturer', 'p6-craft-firm'];
const p1 = readDiagnostic('examples/p1-online-retailer/diagnostic.json');

/** Every place of a document, with the value there. */
function places(value: unknown, pointer = ''): { readonly pointer: string; readonly value: unknown }[] {
  const children =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => places(item, pointerAppend(pointer, key)))
      : [];
  return pointer === '' ? children : [{ pointer, value }, ...children];
}

/** Every field and item of a document with the object or list that holds it. */
function parents(
  value: object,
  pointer = '',
): { readonly parent: object; readonly key: string; readonly pointer: string }[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const place = pointerAppend(pointer, key);
    const below = typeof item === 'object' && item !== null ? parents(item, place) : [];
    return [{ parent: value, key, pointer: place }, ...below];
  });
}

/** Values of every other JSON type; null is left out, because it is how several fields say "unknown". */
function otherTypes(value: unknown): readonly unknown[] {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const samples: Readonly<Record<string, unknown>> = {
    string: ' \u{1f4a5}',
    number: -987.25,
    boolean: true,
    array: [[]],
    object: { '': {} },
  };
  return Object.entries(samples).flatMap(([name, sample]) => (name === kind ? [] : [sample]));
}

describe('the schema', () => {
  test('is strict and described: every field has a description', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    addFormats.default(ajv);
    expect(() => ajv.compile(schema as object)).not.toThrow();
    const bare = places(schema)
      .filter(({ pointer }) => /\/properties\/[^/]+$/.test(pointer))
      .filter(({ value }) => {
        const node = value as { description?: string; $ref?: string };
        const target = node.$ref === undefined ? undefined : node.$ref.replace('#/$defs/', '');
        const defs = (schema as { $defs: Record<string, { description?: string }> }).$defs;
        return (
          node.description === undefined && (target === undefined || defs[target]?.description === undefined)
        );
      })
      .map(({ pointer }) => pointer);
    expect(bare).toEqual([]);
  });

  test.each(examples)('accepts the example %s, which answers every block', (name) => {
    const diagnostic = readDiagnostic(`examples/${name}/diagnostic.json`);
    const blocks = [
      'meta',
      'company',
      'strategy',
      'maturity',
      'dataSources',
      'infra',
      'team',
      'useCases',
      'constraints',
      'compliance',
      'benchmarks',
      'commercial',
    ];
    expect(Object.keys(diagnostic)).toEqual(expect.arrayContaining(blocks));
  });

  test('a short diagnostic is possible', () => {
    const short = {
      meta: {
        schemaVersion: '1.0.0',
        diagnosticId: '3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70',
        clientId: 'acme',
      },
      company: { legalName: 'Acme', country: 'FR', sector: 'other', employees: 1 },
      strategy: { objectives: [{ id: 'cost', weight: 1 }] },
      dataSources: [],
      team: { levels: {}, managedServicesWanted: false },
      useCases: [],
      constraints: {
        capexEUR: { max: null },
        opexEURPerMonth: { max: null },
        weeksAvailable: null,
        residency: 'none',
      },
    };
    expect(schemaProblems(validateDiagnostic, short)).toEqual([]);
  });

  test.each(['meta', 'company', 'strategy', 'dataSources', 'team', 'useCases', 'constraints'])(
    '%s is required',
    (block) => {
      expect(schemaProblems(validateDiagnostic, without(client('a'), `/${block}`))).toEqual([
        expect.objectContaining({ pointer: `/${block}` }),
      ]);
    },
  );

  test('an unknown field is refused in every object', () => {
    const document = structuredClone(p1);
    for (const { pointer, value } of places(document)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      Reflect.set(value, 'qwertyuiop', 1);
      const problems = schemaProblems(validateDiagnostic, document);
      expect(problems.map((problem) => problem.pointer)).toEqual([`${pointer}/qwertyuiop`]);
      Reflect.deleteProperty(value, 'qwertyuiop');
    }
  });

  test('a value of another type is a problem at that field, at every field, and never a crash', () => {
    let mutations = 0;
    const document = structuredClone(p1);
    for (const { parent, key, pointer } of parents(document)) {
      const value: unknown = Reflect.get(parent, key);
      for (const other of otherTypes(value)) {
        Reflect.set(parent, key, other);
        const at = schemaProblems(validateDiagnostic, document).map((problem) => problem.pointer ?? '');
        if (!at.some((place) => place === pointer || place.startsWith(`${pointer}/`)))
          throw new Error(`${pointer} accepts ${JSON.stringify(other)}`);
        mutations += 1;
      }
      Reflect.set(parent, key, value);
    }
    expect(mutations).toBeGreaterThan(4000);
  });

  test.each([
    ['/constraints/weeksAvailable', 105],
    ['/dataSources/0/objects/0/quality/value', 4.5],
    ['/dataSources/0/objects/0/completeness', 1.1],
    ['/company/employees', 0],
    ['/company/employees', 12.5],
    ['/constraints/residency', 'country:fr'],
    ['/constraints/residency', 'mars'],
    ['/meta/schemaVersion', '2.0.0'],
    ['/meta/diagnosticId', '42'],
    ['/meta/clientId', '../../etc'],
    ['/meta/clientId', '{{ x }}'],
    ['/dataSources/0/id', 'a/b'],
    ['/useCases/0/id', 'custom:'],
    ['/strategy/objectives', []],
    ['/maturity/questions/0/answer/value', 2.25],
    ['/commercial/successFeePct', 25],
    ['/meta/effortDays', 61],
    ['/dataSources/0/location', 'France'],
    ['/constraints/availability', 99.99],
    ['/infra/clouds', ['gcp', 'gcp']],
  ])('%s may not be %j', (pointer, value) => {
    const problems = schemaProblems(validateDiagnostic, withValue(p1, pointer, value));
    expect(problems.map((problem) => problem.pointer)).toEqual([pointer]);
  });

  test('free text may be anything; it changes nothing else', () => {
    const texts = [
      '/company/legalName',
      '/dataSources/0/name',
      '/dataSources/0/vendor',
      '/useCases/0/process',
      '/strategy/objectives/0/targetKpi',
      '/meta/consultants/0',
      '/team/people/0/role',
      '/useCases/0/baselineKpi/name',
      '/constraints/procurement/notes',
      '/dataSources/0/objects/0/quality/note',
    ];
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
      fc.constantFrom(
        '"',
        "'",
        '\n\r\t',
        '../..',
        '{{ x }}',
        '$(rm -rf /)',
        '`id`',
        ': - # & *',
        '<script>',
        '\u{1f468}\u200d\u{1f33e}',
        '\u0000',
        '\u202etxt',
        '__proto__',
        '%s%n',
        "'; DROP TABLE x;--",
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), nasty, (pointer, value) => {
        const data = withValue(p1, pointer, value);
        expect(schemaProblems(validateDiagnostic, data)).toEqual([]);
        expect(checkDiagnostic(data)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(
      schemaProblems(validateDiagnostic, withValue(p1, '/company/legalName', 'x'.repeat(301))),
    ).toHaveLength(1);
  });

  test('200 sources pass, 501 and 61 use cases do not', () => {
    const [source] = p1.dataSources;
    const [useCase] = p1.useCases;
    const sources = (count: number): unknown =>
      Array.from({ length: count }, (_, index) => ({ ...source, id: `source-${index}` }));
    const many = withValue(client('a'), '/dataSources', sources(200));
    expect(schemaProblems(validateDiagnostic, many)).toEqual([]);
    expect(checkDiagnostic(many).map(({ code }) => code)).toEqual(expect.arrayContaining(['C15']));
    expect(schemaProblems(validateDiagnostic, withValue(p1, '/dataSources', sources(501)))).toEqual([
      expect.objectContaining({ pointer: '/dataSources', expected: 'at most 500 items' }),
    ]);
    const useCases = Array.from({ length: 61 }, (_, index) => ({ ...useCase, id: `custom:x${index}` }));
    expect(schemaProblems(validateDiagnostic, withValue(p1, '/useCases', useCases))).toEqual([
      expect.objectContaining({ pointer: '/useCases', expected: 'at most 60 items' }),
    ]);
  });

  test('own properties with special names are refused, not followed', () => {
    const data: unknown = JSON.parse(
      JSON.stringify(p1).replace('"meta":{', '"meta":{"__proto__":{"clientId":"x"},"constructor":1,'),
    );
    const pointers = schemaProblems(validateDiagnostic, data).map((problem) => problem.pointer);
    expect(new Set(pointers)).toEqual(new Set(['/meta/__proto__', '/meta/constructor']));
  });

  test('whatever is valid can be checked and read both ways without a crash', () => {
    const numbers = places(p1).filter(({ value }) => typeof value === 'number');
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...numbers.map(({ pointer }) => pointer)),
            fc.double({ min: 0, max: 200, noNaN: true }),
          ),
          { maxLength: 8 },
        ),
        (edits) => {
          const data: unknown = edits.reduce((copy, [pointer, value]) => withValue(copy, pointer, value), p1);
          if (!validateDiagnostic(data)) return;
          const findings = checkDiagnostic(data);
          for (const reading of readings(data, findings)) expect(reading.diagnostic).not.toBe(data);
        },
      ),
      { numRuns: 200 },
    );
  });
});
