import { describe, expect, test } from '@jest/globals';
import { render } from '#generators/engine/render/render.ts';
import type { RenderedTree, StoredFile, TemplateReader } from '#generators/engine/render/render.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { problemsOf } from '../../tools/problems.ts';
import {
  toyDiagnostic,
  toyPlan,
  toyReader,
  toySegments,
  toyTemplate,
  toyTemplates,
} from '../fixtures/toy.ts';

/** The toy templates with files added to the one that writes segments. */
function renderWith(
  files: Readonly<Record<string, string>>,
  manifest: Partial<Template> = {},
  plan: Partial<Plan> = {},
): RenderedTree {
  const added = Object.entries(files).map(([path, text]): StoredFile => ({
    path,
    bytes: new TextEncoder().encode(text),
    executable: false,
  }));
  const reader: TemplateReader = {
    construct: toyReader().construct,
    filesOf: (id) => (id === 'use-cases/toy-segments' ? added : toyReader().filesOf(id)),
  };
  const segments = toyTemplate('use-cases/toy-segments', manifest);
  const templates = [...toyTemplates().filter(({ id }) => id !== segments.id), segments];
  return render({ ...toyPlan({ entries: [toySegments], templates }), ...plan }, templates, reader);
}

function rendered(text: string, manifest: Partial<Template> = {}): string {
  return new TextDecoder().decode(renderWith({ 'out.txt.hbs': text }, manifest).get('out.txt')?.bytes);
}

describe('names of files', () => {
  test.each([
    ['a/_gitignore', 'a/.gitignore'],
    ['_github/workflows/ci.yml', '.github/workflows/ci.yml'],
    ['_env.example.hbs', '.env.example'],
    ['a/_pre-commit-config.yaml', 'a/.pre-commit-config.yaml'],
    ['a/__init__.py', 'a/__init__.py'],
    ['a/_private.py', 'a/_private.py'],
    ['a/_macros.sql.hbs', 'a/_macros.sql'],
    ['a/_core__models.yml', 'a/_core__models.yml'],
    ['a/_9.txt', 'a/_9.txt'],
  ])('%s is written as %s', (stored, written) => {
    expect([...renderWith({ [stored]: 'x' }).keys()]).toContain(written);
  });

  test('copy what is no template byte for byte, mustaches included', () => {
    const tree = renderWith({ 'models/a.sql': "select {{ ref('b') }} -- {{{x}}}" });
    expect(new TextDecoder().decode(tree.get('models/a.sql')?.bytes)).toBe(
      "select {{ ref('b') }} -- {{{x}}}",
    );
  });
});

describe('paths are refused', () => {
  test.each([
    '../escape.txt',
    'a/../../escape.txt',
    '/etc/passwd',
    'a//b',
    './a',
    'aux.txt',
    'a/COM1',
    'a/b:c',
    'a/dot.',
    'a/space ',
    'a\\b',
    'a/né.txt',
    '.git/hooks/pre-commit',
    '.toltek/lock.json',
    `${'a/'.repeat(80)}b`,
  ])('%s', (path) => {
    expect(problemsOf(() => renderWith({ [path]: 'x' }))).toMatchObject([{ code: 'UNSAFE_PATH' }]);
  });

  test('two templates write, naming both', () => {
    expect(problemsOf(() => renderWith({ 'contract/sales.schema.json': '{}' }))).toMatchObject([
      {
        code: 'TEMPLATE_COLLISION',
        message: "stacks/toy-contract and use-cases/toy-segments both write 'contract/sales.schema.json'.",
        file: 'templates/use-cases/toy-segments/files/contract/sales.schema.json',
      },
    ]);
  });

  test('differ only by case, or are a file here and a folder there', () => {
    const codes = (path: string) => problemsOf(() => renderWith({ [path]: 'x' })).map(({ code }) => code);
    expect(codes('readme.MD')).toEqual(['TEMPLATE_COLLISION']);
    expect(codes('Makefile/part.mk')).toEqual(['TEMPLATE_COLLISION']);
  });

  test('would be named after text that is no slug', () => {
    const [source] = toyPlan().sources;
    if (source === undefined) throw new Error('no source');
    const plan = { sources: [{ ...source, id: '../../up' }] };
    expect(problemsOf(() => renderWith({}, {}, plan))[0]).toMatchObject({
      code: 'UNSAFE_PATH',
      value: '../../up',
    });
  });

  test('hold a token without a forEach', () => {
    expect(problemsOf(() => renderWith({ 'a/__source.id__.txt': 'x' }))).toMatchObject([
      { code: 'PATH_TOKEN' },
    ]);
  });
});

describe('a source named like a device of Windows', () => {
  test('is refused with what to do', () => {
    const [source] = toyDiagnostic().dataSources;
    if (source === undefined) throw new Error('no source');
    const plan = toyPlan({ diagnostic: toyDiagnostic({ dataSources: [{ ...source, id: 'aux' }] }) });
    expect(problemsOf(() => render(plan, toyTemplates(), toyReader()))[0]).toMatchObject({
      code: 'UNSAFE_PATH',
      expected: "a name that Windows can hold ('aux' is a device there)",
    });
  });
});

describe('a text', () => {
  const refusal = (text: string) => problemsOf(() => rendered(text))[0];

  test.each([
    ['a value without its place', 'a\nb {{client.name}}', 'line 2, column 3', 'one of: yaml'],
    ['three braces', '{{{client.name}}}', 'line 1, column 1', '{{<writer> client.name}}'],
    ['an unknown field', '{{yaml client.nmae}}', 'line 1, column 8', 'one of: id, snake, name'],
    [
      'an unknown field of an item',
      '{{#each sources as |s|}}\n{{yaml s.nam}}{{/each}}',
      'line 2, column 8',
      'one of: id',
    ],
    [
      'an unknown field of `this`',
      '{{#each sources}}{{yaml this.nam}}{{/each}}',
      'line 1, column 25',
      'one of: id',
    ],
    ['an unknown condition', '{{#if client.nope}}x{{/if}}', 'line 1, column 7', 'one of: id'],
    ['a property of every object', '{{yaml client.constructor}}', 'line 1, column 8', 'one of: id'],
    [
      'an input the manifest does not declare',
      '{{yaml inputs.contact}}',
      'line 1, column 8',
      'an input declared',
    ],
    ['an unknown writer', '{{html client.name}}', 'line 1, column 1', 'one of: yaml'],
    ['a computation as a writer', '{{eq 1 2}}', 'line 1, column 1', 'one of: yaml'],
    ['an unknown computation', '{{#if (lookup client "name")}}{{/if}}', 'line 1, column 7', 'one of: eq'],
    ['an unknown block', '{{#with client}}{{/with}}', 'line 1, column 1', 'one of: if, unless, each'],
    ['a partial', '{{> header}}', 'line 1, column 1', 'if, unless, each and writers'],
    ['a loop over an object', '{{#each client}}{{/each}}', 'line 1, column 1', 'a list of the plan'],
    ['an unknown option', '{{number 1 decimal=2}}', 'line 1, column 12', 'decimals'],
    ['two values at once', '{{yaml 1 2}}', 'line 1, column 1', '{{yaml value}}'],
    ['data that is no loop variable', '{{plain @root.client.name}}', 'line 1, column 9', 'one of: @index'],
    ['a way out of the plan', '{{yaml ../client}}', 'line 1, column 8', 'a field of the plan'],
  ])('may not name %s', (_, text, pointer, expected) => {
    expect(refusal(text)).toMatchObject({
      code: 'TEMPLATE_FIELD',
      file: 'templates/use-cases/toy-segments/files/out.txt.hbs',
      pointer,
    });
    expect(refusal(text)?.expected).toContain(expected);
  });

  test('is told how to reach the plan from inside a loop', () => {
    expect(refusal('{{#each sources as |s|}}{{plain client.id}}{{/each}}')?.action).toContain('../client.id');
    expect(rendered('{{#each sources as |s|}}{{plain ../client.id}} {{/each}}')).toBe(
      'toy-bakery toy-bakery ',
    );
  });

  test('says where its syntax is wrong', () => {
    expect(refusal('a\n{{#if x}')).toMatchObject({ code: 'TEMPLATE_SYNTAX', pointer: 'line 2' });
  });

  test('says where a value does not fit its place', () => {
    expect(refusal('\n {{plain client.name}}')).toMatchObject({
      code: 'TEMPLATE_VALUE',
      pointer: 'line 2, column 2',
      message: expect.stringContaining('"Toy Bakery Ltd"'),
    });
    expect(
      refusal(
        '{{#each (where contributions.services "id" "toy-segments") as |s|}}{{json s.example.body}}{{/each}}',
      ),
    ).toMatchObject({ code: 'TEMPLATE_VALUE', pointer: 'line 1, column 68' });
  });

  test('computes conditions, loops and lists', () => {
    expect(
      rendered(
        [
          '{{#if (and (eq client.id "toy-bakery") (not contributions.gcpStacks))}}yes{{else}}no{{/if}}',
          '{{#if (or (includes (pluck sources "id") "crm") (eq 1 2))}}yes{{else if client.id}}else{{/if}}',
          '{{#unless contributions.gcpStacks}}none{{/unless}}',
          '{{plain (join (pluck (where sources "connector" "sql") "id") ":")}}',
          '{{#each sources as |s i|}}{{plain i}}{{plain s.id}}{{#unless @last}},{{/unless}}{{/each}}',
          '{{#each sources}}{{#each this.entities}}{{plain this}}@{{plain ../id}} {{/each}}{{/each}}',
          '\\{{literal}}',
        ].join('\n'),
      ),
    ).toBe(
      [
        'yes',
        'else',
        'none',
        'erp',
        '0web-shop,1erp',
        'sales_lines@web-shop customers@web-shop products@web-shop stock_levels@erp products@erp ',
        '{{literal}}',
      ].join('\n'),
    );
  });

  test('may ask for an optional part of a contribution', () => {
    expect(
      rendered('{{#each contributions.services as |s|}}{{#if s.example.body}}b{{else}}-{{/if}}{{/each}}'),
    ).toBe('-');
  });
});

describe('constructs', () => {
  test('travel once, as managed source', () => {
    const tree = renderWith({});
    expect(tree.get('infra/constructs/gcp/bucket.ts')).toMatchObject({
      class: 'managed',
      source: 'constructs/gcp/bucket.ts',
    });
  });

  test('that do not exist are refused', () => {
    expect(problemsOf(() => renderWith({}, { constructs: ['gcp/warehous'] }))).toMatchObject([
      { code: 'UNKNOWN_CONSTRUCT', value: 'gcp/warehous' },
    ]);
  });
});

describe('file classes', () => {
  test('go by the first glob that covers the written path', () => {
    const classes = [
      { files: 'a/*.yaml', class: 'structured' as const },
      { files: 'a/**', class: 'once' as const },
      { files: '**/key?.txt', class: 'secret' as const },
    ];
    const tree = renderWith(
      { 'a/b.yaml': '', 'a/c/b.yaml': '', 'key1.txt': '', 'd/e/key2.txt': '', 'key.txt': '' },
      { classes },
    );
    const classOf = (path: string) => tree.get(path)?.class;
    expect(['a/b.yaml', 'a/c/b.yaml', 'key1.txt', 'd/e/key2.txt', 'key.txt'].map(classOf)).toEqual([
      'structured',
      'once',
      'secret',
      'secret',
      'merged',
    ]);
  });
});
