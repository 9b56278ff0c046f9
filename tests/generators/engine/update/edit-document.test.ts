import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { pointerAppend, pointerValue } from '#catalog/schema/pointer.ts';
import { UneditableDocument } from '#generators/engine/update/document-edit.ts';
import type { DocumentEdit } from '#generators/engine/update/document-edit.ts';
import {
  documentPath,
  editDocument,
  formatOf,
  readDocument,
} from '#generators/engine/update/edit-document.ts';

const write = (path: DocumentEdit['path'], value: unknown): DocumentEdit => ({ do: 'write', path, value });
const remove = (...path: DocumentEdit['path']): DocumentEdit => ({ do: 'remove', path });
const rename = (path: DocumentEdit['path'], to: string): DocumentEdit => ({ do: 'rename', path, to });

test('a format is told by the name', () => {
  expect(['a/package.json', 'x.YML', 'b.yaml', 'pyproject.toml', 'Makefile'].map(formatOf)).toEqual([
    'json',
    'yaml',
    'yaml',
    'toml',
    undefined,
  ]);
});

test('a step into a list is a number, one into a map is not', () => {
  const data = { jobs: [{ 0: 'zero' }] };
  expect(documentPath(data, '/jobs/0/0')).toEqual(['jobs', 0, '0']);
  expect(documentPath(data, '/a~1b')).toEqual(['a/b']);
});

describe('JSON', () => {
  const text = `{
    // why this one
    "name": "mine",
    "dependencies": { "cdktf": "^0.21.0", "zod": "4.0.0" },
    "scripts": {
        "lint": "eslint ."
    },
}
`;
  const edit = (change: DocumentEdit): string => editDocument('json', text, change);

  test('one value changes and nothing else, comments included', () => {
    expect(edit(write(['dependencies', 'cdktf'], '0.21.0'))).toBe(text.replace('^0.21.0', '0.21.0'));
  });

  test('new keys are indented like the rest', () => {
    expect(edit(write(['scripts', 'test'], 'jest'))).toBe(
      text.replace('"eslint ."', '"eslint .",\n        "test": "jest"'),
    );
    expect(readDocument('json', edit(write(['overrides', 'a', 'b'], '$c')))).toMatchObject({
      overrides: { a: { b: '$c' } },
    });
  });

  test('a key goes, or gets another name', () => {
    expect(readDocument('json', edit(remove('dependencies', 'cdktf')))).toHaveProperty('dependencies', {
      zod: '4.0.0',
    });
    expect(edit(rename(['scripts', 'lint'], 'check'))).toBe(text.replace('"lint"', '"check"'));
  });

  test('what is no JSON is refused', () => {
    expect(() => editDocument('json', '{ "a": <<<<<<< }', write(['a'], 1))).toThrow(UneditableDocument);
  });
});

describe('YAML', () => {
  const text = `# Ours
sources:
- id: erp   # the old one
  schedule:   "0 4 * * *"
-   id: shop
gcp:
    region:  europe-west1   # near

    labels: {team: data,  env: dev}
    text: |
        two
        lines
last: x # end
`;
  const edit = (change: DocumentEdit): string => editDocument('yaml', text, change);

  test.each([
    ['a plain value', write(['gcp', 'region'], 'europe-west9'), 'europe-west1', 'europe-west9'],
    ['a quoted value', write(['sources', 0, 'schedule'], '0 5 * * *'), '"0 4 * * *"', '"0 5 * * *"'],
    ['text that needs quotes', write(['last'], 'a: b'), 'last: x', 'last: "a: b"'],
    ['a value inside braces', write(['gcp', 'labels', 'env'], 'prod'), 'env: dev', 'env: prod'],
    ['a key', rename(['gcp', 'region'], 'location'), 'region:', 'location:'],
    ['a key that goes', remove('last'), 'last: x # end\n', ''],
    ['a block that goes', remove('gcp', 'text'), '    text: |\n        two\n        lines\n', ''],
    ['a list', write(['sources'], ['a']), /sources:\n(?:[- ].*\n)+/, 'sources:\n  - a\n'],
    ['a text over lines', write(['gcp', 'text'], 'one'), /text: \|\n.*\n.*\n/, 'text: one\n'],
    ['a new key', write(['gcp', 'zone'], 'b'), '        lines\n', '        lines\n    zone: b\n'],
    ['a new key at the end', write(['more', 'deep'], [1]), '# end\n', '# end\nmore:\n  deep:\n    - 1\n'],
  ])('%s changes and nothing else', (_, change, from, to) => {
    expect(edit(change)).toBe(text.replace(from, to));
  });

  test('what has to be printed anew keeps its comments', () => {
    const result = edit(remove('sources', 0, 'schedule'));
    expect(readDocument('yaml', result)).toMatchObject({ sources: [{ id: 'erp' }, { id: 'shop' }] });
    expect(result).toContain('# near');
    expect(result).toContain('# end');
  });

  const scalar = fc.oneof(
    fc.integer(),
    fc.constantFrom('x', '', 'a: b', '# no', 'yes', "it's", 'two\nlines'),
  );
  const value = fc.letrec<{ any: unknown; map: object }>((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }), tie('map')),
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd e'), tie('any'), { minKeys: 2, maxKeys: 4 }),
  })).map;
  const change = fc.oneof(
    fc.record({ do: fc.constant('write' as const), value: fc.oneof(scalar, fc.array(scalar), value) }),
    fc.record({ do: fc.constant('remove' as const) }),
    fc.record({ do: fc.constant('rename' as const), to: fc.constantFrom('new', 'new: key') }),
  );

  test('whatever changes below a key, the lines of the others are the same, comments included', () => {
    fc.assert(
      fc.property(value, change, fc.nat(), fc.constantFrom(2, 3, 4), (data, edited, pick, indent) => {
        const keys = Object.keys(data);
        const key = keys[pick % keys.length] ?? '';
        // A comment before and after each key of the root.
        const parts = Object.keys(data).map((name): readonly [string, string] => [
          name,
          `# before ${name}\n${stringify({ [name]: pointerValue(data, pointerAppend('', name)) }, { indent, lineWidth: 0 })}`,
        ]);
        const before = `${parts.map(([, part]) => part).join('\n')}\n# the end\n`;
        const result = editDocument('yaml', before, { ...edited, path: [key] });
        const others = parts.flatMap(([name, part]) => (name === key ? `# before ${name}` : part.trimEnd()));
        let at = -1;
        for (const part of [...others, '# the end']) {
          const found = result.indexOf(part, at + 1);
          expect(found).toBeGreaterThan(at);
          at = found;
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['no YAML', 'a: [1\n'],
    ['a key that an alias brings', 'x: &x { a: 1 }\ny: *x\n'],
  ])('%s cannot be edited', (_, other) => {
    expect(() => editDocument('yaml', other, write(['y', 'a'], 2))).toThrow(UneditableDocument);
  });
});

describe('TOML', () => {
  const text = `title = "x"   # the title

[project]
name = 'mine'
dependencies = [
  "a",  # first
  "b#c",
]

[tool.ruff]
line-length = 100 # wide
"per file" = { x = 1 }

[[plugins]]
id = 1
`;
  const edit = (change: DocumentEdit): string => editDocument('toml', text, change);

  test.each([
    ['a value of the root', write(['title'], 'y'), '"x"', '"y"'],
    ['a value with a comment', write(['tool', 'ruff', 'line-length'], 120), '100 #', '120 #'],
    ['a quoted key', rename(['tool', 'ruff', 'per file'], 'per-file'), '"per file"', 'per-file'],
    ['a value over lines', write(['project', 'dependencies'], ['c']), /\[\n.*\n.*\n\]/, '[ "c" ]'],
    ['a key that goes', remove('project', 'name'), "name = 'mine'\n", ''],
    ['a list that goes', remove('project', 'dependencies'), /dependencies = [^\]]*\]\n/, ''],
    ['a new key', write(['tool', 'ruff', 'fix'], true), '{ x = 1 }\n', '{ x = 1 }\nfix = true\n'],
    ['a new key of the root', write(['kind'], 'a'), '# the title\n', '# the title\nkind = "a"\n'],
    ['a new table', write(['tool', 'mypy', 'strict'], true), /$/, '\n[tool.mypy]\nstrict = true\n'],
  ])('%s changes and nothing else', (_, change, from, to) => {
    expect(edit(change)).toBe(text.replace(from, to));
  });

  test('a place inside a line or a list of tables is left alone', () => {
    expect(() => edit(write(['tool', 'ruff', 'per file', 'x'], 2))).toThrow(UneditableDocument);
    expect(() => edit(write(['plugins', 0, 'id'], 2))).toThrow(UneditableDocument);
  });
});
