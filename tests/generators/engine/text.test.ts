import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  camel,
  constant,
  code,
  command,
  decimal,
  json,
  line,
  make,
  markdown,
  plain,
  python,
  shell,
  snake,
  toml,
  UnwritableValue,
  yaml,
  yamlBlock,
} from '#generators/engine/text.ts';
import { hostileTexts } from '../fixtures/hostile.ts';

/** Any text: hostile samples, and every character there is, halves of characters included. */
const anyText = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' }), fc.string());

const anyData = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(
      anyText.filter((key) => key !== '__proto__'),
      tie('data'),
      { maxKeys: 3 },
    ),
  ),
})).data;

/** What a value becomes when half characters are replaced, which no file can hold. */
function storable(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd');
  return JSON.parse(text);
}

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 20261121 });
}

function run(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

describe('data stays data', () => {
  test('in JSON', () => {
    fc.assert(
      fc.property(anyData, (value) => {
        expect(JSON.parse(json(value))).toEqual(storable(value));
        expect(json(value)).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
    );
  });

  test.each(['1.1', '1.2'] as const)('in YAML %s, on one line', (version) => {
    fc.assert(
      fc.property(anyData, (value) => {
        const document = `before: 1\nvalue: ${yaml(value)}\nafter: 2\n`;
        expect(parse(document, { version })).toEqual({ before: 1, value: storable(value), after: 2 });
      }),
    );
  });

  test.each(['1.1', '1.2'] as const)('in YAML %s, as a block', (version) => {
    fc.assert(
      fc.property(anyData, (value) => {
        const document = `before: 1\nvalue:\n    ${yamlBlock(value, 4)}\nafter: 2\n`;
        expect(parse(document, { version })).toEqual({ before: 1, value: storable(value), after: 2 });
      }),
    );
  });

  test('in Python and TOML', () => {
    const values = [...hostileTexts, ...sample(anyData, 300)];
    const literals = values.flatMap((value) => [
      { kind: 'python', text: python(value) },
      { kind: 'toml', text: toml(value) },
    ]);
    const meanings: unknown = JSON.parse(
      run(
        'python3',
        [path.join(import.meta.dirname, '../../tools/parse-literals.py')],
        JSON.stringify(literals),
      ),
    );
    expect(meanings).toEqual(values.flatMap((value) => [storable(value), storable(value)]));
  });

  test('in shell commands', () => {
    const texts = [...hostileTexts, ...sample(anyText, 300)];
    const script = texts.map((text) => `printf '%s\\0' ${shell(text)}`).join('\n');
    const words = run('sh', [], script).split('\0').slice(0, -1);
    expect(words).toEqual(texts.map((text) => String(storable(text)).replaceAll('\0', '')));
  });

  test('in Makefile recipes', () => {
    const texts = [...hostileTexts, ...sample(anyText, 100)];
    const makefile = `all:\n${texts.map((text) => `\t@printf '%s\\n' ${make(text)}\n`).join('')}`;
    const lines = run('make', ['-f', '-'], makefile).split('\n').slice(0, -1);
    expect(lines).toHaveLength(texts.length);
    expect(lines[0]).toBe(texts[0]);
    expect(lines[4]).toBe(texts[4]);
  });
});

describe('prose', () => {
  test('is one line that nothing can end', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(line(text)).not.toMatch(/[\p{Cc}\u2028\u2029]|\{\{|\}\}|\{%|%\}|\$\{|\$\(|\*\/|-->|\\$/u);
      }),
    );
  });

  test('keeps its words', () => {
    expect(line('two\nlines ${HOME} {{x}} */ -->\\')).toBe('two lines $ {HOME} { {x} } * / - ->');
    expect(line('Été à "Nord" 🥖')).toBe('Été à "Nord" 🥖');
  });

  test('shows Markdown as it was typed', () => {
    expect(markdown('# A *b* [c](d)\n<e> f_g `h` | &lt;')).toBe(
      '\\# A \\*b\\* \\[c\\](d) \\<e\\> f\\_g \\`h\\` \\| \\&lt;',
    );
    expect(markdown('1. first')).toBe('1\\. first');
    expect(markdown("L'Atelier & Fils (2026) - no. 1")).toBe("L'Atelier & Fils (2026) - no. 1");
  });

  test('fences code by more backticks than it holds', () => {
    expect(code('erp')).toBe('`erp`');
    expect(code('a ``b`` c')).toBe('``` a ``b`` c ```');
  });
});

describe('a value that does not fit its place is refused', () => {
  test.each([
    ['plain text with a space', () => plain('a b')],
    ['a path out of an object', () => plain({})],
    ['a missing field', () => yaml(undefined)],
    ['null where TOML has none', () => toml({ a: null })],
    ['null as prose', () => line(null)],
    ['a command with a substitution', () => command('echo $(id)')],
    ['a command with two lines', () => command('a\nb')],
    ['a name that is no slug', () => snake('Not A Slug')],
    ['text as a number', () => decimal('1', 0)],
    ['infinity', () => plain(Infinity)],
  ])('%s', (_, write) => {
    expect(write).toThrow(UnwritableValue);
  });

  test('and one that fits is written as it is', () => {
    expect(plain('services/demand-forecasting')).toBe('services/demand-forecasting');
    expect(plain(2.5)).toBe('2.5');
    expect(command('python -m ingestion run --source sample && dbt build')).toContain('&& dbt');
    expect([snake('df-forecast'), camel('df-forecast'), constant('df-forecast'), decimal(198.06, 1)]).toEqual(
      ['df_forecast', 'dfForecast', 'DF_FORECAST', '198.1'],
    );
  });
});

test('Python text is quoted as ruff format does', () => {
  expect(python('plain')).toBe('"plain"');
  expect(python(`it's "so"`)).toBe(`'it\\'s "so"'`);
  expect(python(`it's`)).toBe(`"it's"`);
});
