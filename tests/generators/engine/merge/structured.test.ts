import { describe, expect, test } from '@jest/globals';
import { mergeOne } from './sides.ts';
import type { ShownOutcome } from './sides.ts';

/** Merges a file of class `structured`. */
function mergeDocument(path: string, base: string, ours: string, theirs: string): ShownOutcome {
  return mergeOne({
    base: { [path]: { content: base, class: 'structured' } },
    ours: { [path]: ours },
    theirs: { [path]: { content: theirs, class: 'structured' } },
  });
}

/** The merged text of a merge without conflicts. */
function merged(path: string, base: string, ours: string, theirs: string): string {
  const { status, writes } = mergeDocument(path, base, ours, theirs);
  expect(status).toBe('merged');
  return writes[path] ?? '';
}

const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('');

describe('JSON', () => {
  const manifest = (dependencies: Readonly<Record<string, string>>): string =>
    `${JSON.stringify({ name: 'client', dependencies }, null, 2)}\n`;

  test('takes a version from the templates beside a dependency the person added', () => {
    const text = merged(
      'package.json',
      manifest({ a: '1.0.0', c: '1.0.0' }),
      manifest({ a: '1.0.0', b: '9.0.0', c: '1.0.0' }),
      manifest({ a: '1.1.0', c: '1.1.0' }),
    );
    expect(text).toBe(manifest({ a: '1.1.0', b: '9.0.0', c: '1.1.0' }));
  });

  test('adds what both sides added at the end, and takes a new value of what was last', () => {
    const base = '{\n  "a": [\n    1\n  ],\n  "b": 1\n}\n';
    const ours = '{\n  "a": [\n    1\n  ],\n  "b": 1,\n  "mine": {\n    "x": 1\n  }\n}\n';
    const theirs = '{\n  "a": [\n    1\n  ],\n  "b": 2,\n  "next": 3\n}\n';
    expect(merged('a.json', base, ours, theirs)).toBe(
      '{\n  "a": [\n    1\n  ],\n  "b": 2,\n  "mine": {\n    "x": 1\n  },\n  "next": 3\n}\n',
    );
  });

  test('keeps comments and indentation of the person', () => {
    const base = '{\n  "strict": true,\n  "target": "es2022"\n}\n';
    const ours = '{\n\t// ours\n\t"strict": true, // stays\n\t"target": "es2022",\n\t"mine": [1, 2]\n}\n';
    const theirs = '{\n  "strict": true,\n  "target": "es2023"\n}\n';
    expect(merged('tsconfig.json', base, ours, theirs)).toBe(ours.replace('es2022', 'es2023'));
  });

  test('leaves out what either side took out', () => {
    expect(
      merged(
        'package.json',
        manifest({ a: '1', b: '1', c: '1' }),
        manifest({ a: '1', c: '1' }),
        manifest({ a: '1', b: '1' }),
      ),
    ).toBe(manifest({ a: '1' }));
  });

  test('is a conflict where both changed one value, and where one changed what the other took out', () => {
    const base = manifest({ a: '1', b: '1' });
    const changed = manifest({ a: '2', b: '1' });
    for (const theirs of [manifest({ a: '3', b: '1' }), manifest({ b: '1' })]) {
      const outcome = mergeDocument('package.json', base, changed, theirs);
      expect(outcome.conflict).toBe('content');
      expect(outcome.writes['package.json']).toContain('<<<<<<< yours\n    "a": "2"');
    }
  });

  test('is no place to lose a number that a computer rounds', () => {
    const long = (last: number): string => `{\n  "a": 1234567890123456789${last},\n  "b": 1\n}\n`;
    expect(merged('a.json', long(0), long(1), long(0).replace('"b": 1', '"b": 2'))).toBe(
      long(1).replace('"b": 1', '"b": 2'),
    );
  });

  test('is merged line by line where a side is no JSON', () => {
    const base = lines('{', '  "a": 1,', '  "b": 1,', '  "c": 1', '}');
    const ours = base.replace('{\n', '{ oops\n');
    expect(merged('a.json', base, ours, base.replace('"c": 1', '"c": 2'))).toBe(
      ours.replace('"c": 1', '"c": 2'),
    );
  });
});

describe('YAML', () => {
  const base = lines('common:', '  region: europe-west1', '  retries: 2', 'jobs:', '  - load', '  - train');

  test('takes changes of neighbouring keys, with the comments of both sides', () => {
    expect(
      merged(
        'settings.yaml',
        base,
        base.replace('retries: 2', 'retries: 5 # the source is slow'),
        base.replace('  region: europe-west1', '  # Paris\n  region: europe-west9'),
      ),
    ).toBe(
      lines(
        'common:',
        '  # Paris',
        '  region: europe-west9',
        '  retries: 5 # the source is slow',
        'jobs:',
        '  - load',
        '  - train',
      ),
    );
  });

  test('merges lists of words as sets that keep their order', () => {
    expect(
      merged(
        'settings.yaml',
        base,
        base.replace('  - train', '  - mine\n  - train'),
        base.replace('  - train', '  - check\n  - train\n  - publish'),
      ),
    ).toBe(base.replace('  - train', '  - mine\n  - check\n  - train\n  - publish'));
  });

  test('knows the items of a list by their id or name', () => {
    const jobs = (load: number, train: number, more = ''): string =>
      `jobs:\n  - { name: load, memory: ${load} }\n  - { name: train, memory: ${train} }\n${more}`;
    expect(
      merged('jobs.yaml', jobs(1, 1), jobs(2, 1), jobs(1, 4, '  - { name: publish, memory: 1 }\n')),
    ).toBe(jobs(2, 4, '  - name: publish\n    memory: 1\n'));
  });

  test('is a conflict where both sides put the items of a list in another order', () => {
    const list = (...items: string[]): string => lines(...items.map((item) => `- ${item}`));
    const outcome = mergeDocument('a.yaml', list('a', 'b', 'c'), list('c', 'a', 'b'), list('b', 'a', 'c'));
    expect(outcome.conflict).toBe('content');
  });

  test('follows the templates’ order where the person only added to a list', () => {
    const list = (...items: string[]): string => lines('list:', ...items.map((item) => `  - ${item}`));
    expect(merged('a.yaml', list('a', 'b'), list('a', 'b', 'mine'), list('b', 'a'))).toBe(
      list('b', 'mine', 'a'),
    );
  });

  test('is a conflict where the templates remove the key a person’s comment belongs to', () => {
    const outcome = mergeDocument(
      'a.yaml',
      lines('a: 1', 'b: 1', 'c: 1'),
      lines('a: 1', 'b: 1 # agreed with the auditors', 'c: 2'),
      lines('a: 1', 'c: 1', 'd: 1'),
    );
    expect(outcome.conflict).toBe('content');
    expect(outcome.writes['a.yaml']).toContain('# agreed with the auditors');
  });

  test('is a conflict where the lines merge and the keys do not', () => {
    const [first, last] = ['moved: here', 'end: true'];
    const middle = ['a: 1', 'b: 1', 'c: 1', 'd: 1'];
    const outcome = mergeDocument(
      'a.yaml',
      lines(...middle, last),
      lines('moved: mine', ...middle, last),
      lines(...middle, last, first),
    );
    expect(outcome.conflict).toBe('content');
  });

  test('keeps line ends and quotes of the person where keys are changed in their text', () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const ours = crlf(lines('a: "1"', "b: 'mine'", 'c: {x: 1,   y: 2}'));
    expect(
      merged(
        'a.yaml',
        lines('a: "1"', "b: '1'", 'c: {x: 1,   y: 2}'),
        ours,
        lines('a: "2"', "b: '1'", 'c: {x: 1,   y: 2}'),
      ),
    ).toBe(ours.replace('a: "1"', 'a: "2"'));
  });
});

describe('TOML', () => {
  test('merges a list on many lines, with the comments of both sides', () => {
    const list = (...items: string[]): string =>
      lines('[project]', 'dependencies = [', ...items.map((item) => `    ${item}`), ']');
    expect(
      merged(
        'pyproject.toml',
        list('"a==1",', '"c==1",'),
        list('"a==1",', '"mine==1", # ours', '"c==1",'),
        list('"a==2",', '"c==1",', '# new', '"d==1",'),
      ),
    ).toBe(list('"a==2",', '"mine==1", # ours', '"c==1",', '# new', '"d==1",'));
  });

  test('merges a list on one line', () => {
    const list = (items: string): string => lines('[project]', `dependencies = [${items}]`);
    const text = merged('pyproject.toml', list('"a"'), list('"a", "mine"'), list('"a", "b"'));
    expect(text.replaceAll(' ', '')).toBe('[project]\ndependencies=["a","mine","b"]\n');
  });

  test('adds a key and a table of the templates beside the person’s', () => {
    const base = lines('[tool.ruff]', 'line-length = 100');
    expect(
      merged(
        'pyproject.toml',
        base,
        `${base}mine = true\n`,
        `${base}target-version = "py311"\n\n[tool.mypy]\nstrict = true\n`,
      ),
    ).toBe(`${base}mine = true\ntarget-version = "py311"\n\n[tool.mypy]\nstrict = true\n`);
  });

  test('is a conflict where both changed one value', () => {
    const value = (year: number): string => lines(`date = ${year}-01-01`, 'b = 1');
    expect(mergeDocument('a.toml', value(2024), value(2025), value(2026)).conflict).toBe('content');
  });
});
