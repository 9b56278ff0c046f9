// Props are plain JSON, and every one says what it means and what holds without it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { GcpConstruct } from '#constructs/gcp/gcp-construct.ts';
import { defaultOf } from '#generators/build/props/default-of.ts';
import { readProps } from '#generators/build/props/read-props.ts';
import { partOf, readmeExamples, stackOf } from './examples.ts';
import { constructsFolder } from './house/files.ts';
import { dev } from './synth.ts';

const { constructs, problems } = readProps(constructsFolder);

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>(
  constructs.map(({ construct, schema }) => [construct, ajv.compile(schema)]),
);

test('every prop has a comment, every optional one a @default, and all are plain JSON', () => {
  expect(problems).toEqual([]);
  expect(constructs.length).toBeGreaterThanOrEqual(10);
});

describe('JSON Schemas', () => {
  /** Props that README examples give to constructs: what a construct of ours was made with is its `deployment`. */
  let given: readonly (readonly [string, object])[] = [];

  beforeAll(async () => {
    const parts = await Promise.all(readmeExamples().map(partOf));
    given = stackOf(dev, 'cdktf.out', parts).stack.node.children.flatMap((child): [string, object][] =>
      child instanceof GcpConstruct ? [[child.constructor.name, child.deployment]] : [],
    );
  });

  test('accept what the README examples give, for every construct', () => {
    expect(new Set(given.map(([name]) => name))).toEqual(new Set(validators.keys()));
    const refused = given.flatMap(([name, props]) => {
      const validate = validators.get(name);
      return validate?.(props) === true ? [] : [[name, validate?.errors]];
    });
    expect(refused).toEqual([]);
  });

  test('refuse what is missing, misspelt or of another kind', () => {
    for (const [name, props] of given) {
      const validate = validators.get(name);
      expect(validate?.({ ...props, reigon: 'europe-west1' })).toBe(false);
      expect(validate?.({ ...props, region: undefined })).toBe(false);
      expect(validate?.({ ...props, labels: { team: 7 } })).toBe(false);
    }
  });

  test('have defaults that they accept themselves', () => {
    const filling = new Ajv2020({ strict: true, allowUnionTypes: true, useDefaults: true });
    for (const { construct, schema } of constructs) {
      const [, props] = given.find(([name]) => name === construct) ?? [];
      const filled = structuredClone({ ...props });
      expect([construct, filling.validate(schema, filled), filling.errors]).toEqual([construct, true, null]);
    }
  });
});

describe('the reader of props', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-props-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Reads one construct with the given members of its props. */
  function read(name: string, members: string) {
    const root = path.join(folder, name);
    mkdirSync(path.join(root, 'thing'), { recursive: true });
    writeFileSync(
      path.join(root, 'thing/index.ts'),
      `/** Props. */\nexport interface ThingProps {\n${members}\n}\nexport class Thing {\n  constructor(scope: object, props: ThingProps) {}\n}\n`,
    );
    return readProps(root);
  }

  test.each([
    ['no-comment', 'readonly a: string;', /thing\/index\.ts:3: a has no comment/],
    ['no-default', '/** A. */ readonly a?: string;', /a is optional and has no @default/],
    [
      'bare-default',
      '/** A.\n * @default europe */ readonly a?: string;',
      /@default of a is europe: write a literal/,
    ],
    [
      'needless-default',
      "/** A.\n * @default 'a' */ readonly a: string;",
      /a is required and has a @default/,
    ],
    ['function', '/** A. */ readonly a: () => string;', /a holds \(\) => string, which is not plain JSON/],
    ['class', '/** A. */ readonly a: Thing;', /a holds Thing, which is not plain JSON/],
    ['date', '/** A. */ readonly a: { readonly at: Date };', /at holds Date, which is not plain JSON/],
    ['any', '/** A. */ readonly a: any;', /a holds any, which is not plain JSON/],
  ])('refuses %s', (name, members, message) => {
    expect(read(name, members).problems).toEqual([expect.stringMatching(message)]);
  });

  test('writes the schema of texts, numbers, choices, lists, records and what holds itself', () => {
    const { constructs, problems } = read(
      'all',
      `/** A. */ readonly a: readonly string[];
       /** B.\n * @default 2 (two) */ readonly b?: 1 | 2;
       /** C. */ readonly c: Readonly<Record<string, number>>;
       /** D.\n * @default - nothing */ readonly d?: ThingProps;`,
    );
    expect(problems).toEqual([]);
    const thing = {
      type: 'object',
      additionalProperties: false,
      required: ['a', 'c'],
      properties: {
        a: { description: 'A.', type: 'array', items: { type: 'string' } },
        b: { description: 'B.', default: 2, enum: [1, 2] },
        c: { description: 'C.', type: 'object', additionalProperties: { type: 'number' } },
        d: { description: 'D. Otherwise: nothing.', $ref: '#/$defs/ThingProps' },
      },
    };
    expect(constructs[0]?.schema).toMatchObject({ ...thing, $defs: { ThingProps: thing } });
  });

  test.each([
    ["'EU'", { kind: 'value', text: "'EU'", value: 'EU', remark: '' }],
    ['[] (nobody)', { kind: 'value', text: '[]', value: [], remark: 'nobody' }],
    [
      "{ cpu: '1', memory: '2Gi' }",
      { kind: 'value', value: { cpu: '1', memory: '2Gi' }, text: expect.any(String), remark: '' },
    ],
    ['- no budget', { kind: 'words', text: 'no budget' }],
    ['Europe', { kind: 'unclear', text: 'Europe' }],
  ])('reads the default %s', (text, expected) => {
    expect(defaultOf(text)).toEqual(expected);
  });
});
