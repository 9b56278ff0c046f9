import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { makeRepository } from '#generators/engine/repository.ts';
import { hostileTexts } from '../fixtures/hostile.ts';
import { toyDiagnostic, toyRepositoryInput } from '../fixtures/toy.ts';

/** A diagnostic in which every text that the schema leaves free is the one given. */
function diagnosticSaying(text: string): Diagnostic {
  const base = toyDiagnostic();
  return toyDiagnostic({
    company: { ...base.company, legalName: text, sites: [{ name: text, city: text }] },
    dataSources: base.dataSources.map((source) => ({ ...source, name: text, vendor: text })),
    useCases: base.useCases.map((useCase) => ({
      ...useCase,
      process: text,
      baselineKpi: { name: text, unit: text, value: 1, measuredOver: text },
      targetKpi: { low: 1, mid: 2, high: 3, unit: text },
    })),
  });
}

/** What can be stored of a text: half characters cannot. */
const storable = (text: string): unknown =>
  JSON.parse(JSON.stringify(text).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd'));

function treeSaying(text: string): ReadonlyMap<string, string> {
  const input = toyRepositoryInput({
    diagnostic: diagnosticSaying(text),
    answers: { contact: 'a@b', motto: text },
  });
  return new Map(
    [...makeRepository(input)].map(([name, { bytes }]) => [name, new TextDecoder().decode(bytes)]),
  );
}

/** Free text of the length the schema allows. */
const freeText = fc.oneof(
  fc.constantFrom(...hostileTexts.filter((text) => text !== '')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
);

function python(program: string, input: string): unknown {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('whatever a diagnostic says', () => {
  // The file that the hostile samples would make.
  beforeAll(() => {
    rmSync('/tmp/owned', { force: true });
  });

  test('every YAML and JSON file still parses and holds it as data', () => {
    fc.assert(
      fc.property(freeText, (text) => {
        const tree = treeSaying(text);
        const read = (name: string): unknown => parse(tree.get(name) ?? '');
        expect(read('settings/common.yaml')).toMatchObject({
          client: { name: storable(text), motto: storable(text) },
          sources: [{ id: 'web-shop', name: storable(text) }, { id: 'erp' }],
          use_cases: [{ kpis: [{ name: storable(text), unit: storable(text) }, {}] }, {}],
        });
        expect(read('ingestion/erp/mapping.yaml')).toEqual({
          source: 'erp',
          name: storable(text),
          connector: 'sql',
          schedule: '0 4 * * *',
        });
        expect(JSON.parse(tree.get('plan.json') ?? '')).toMatchObject({ client: storable(text) });
        expect(JSON.parse(tree.get('.toltek/lock.json') ?? '')).toMatchObject({
          facts: { client: { name: storable(text) } },
        });
        expect([...tree.keys()]).toEqual([...treeSaying('plain').keys()]);
      }),
      { numRuns: 40 },
    );
  });

  test('every TOML, Python, shell and Makefile does', () => {
    const texts = [
      ...hostileTexts.filter((text) => text !== ''),
      ...fc.sample(freeText, { numRuns: 30, seed: 1 }),
    ];
    const trees = texts.map(treeSaying);
    const files = trees.map((tree) => ({
      toml: tree.get('pyproject.toml'),
      python: tree.get('app/client.py'),
      shell: tree.get('hello.sh'),
      make: tree.get('Makefile'),
    }));
    const read = python(
      [
        'import ast, json, subprocess, sys, tomllib',
        'def client(text):',
        '    body = ast.parse(text).body',
        '    assert [type(s).__name__ for s in body] == ["Expr", "Assign", "Assign", "Assign"], body',
        '    return ast.literal_eval(body[1].value)',
        'def run(args, text):',
        '    return subprocess.run(args, input=text.encode(), capture_output=True, check=True).stdout.decode()',
        'print(json.dumps([[tomllib.loads(f["toml"])["project"]["description"], client(f["python"]),',
        '    run(["sh", "-s"], f["shell"]), run(["make", "-f", "-", "hello"], f["make"]).count("\\n")]',
        '    for f in json.load(sys.stdin)]))',
      ].join('\n'),
      JSON.stringify(files),
    );
    expect(read).toEqual(
      texts.map((text) => [storable(text), storable(text), String(storable(text)).replaceAll('\0', ''), 1]),
    );
  });

  test('the README has the headings, rows and items that the template gives it', () => {
    const shape = (markdown: string): readonly string[] =>
      markdown.split('\n').map((line) => /^(#+ |\||- |)/.exec(line)?.[0] ?? '');
    const plain = shape(treeSaying('plain').get('README.md') ?? '');
    for (const text of hostileTexts.filter((candidate) => candidate !== '')) {
      expect(shape(treeSaying(text).get('README.md') ?? '')).toEqual(plain);
    }
  });

  test('nothing of it was executed', () => {
    expect(existsSync('/tmp/owned')).toBe(false);
  });
});

test('a client with 200 sources gets a folder for each', () => {
  const [source] = toyDiagnostic().dataSources;
  if (source === undefined) throw new Error('no source');
  const dataSources = Array.from({ length: 200 }, (_, index) => ({ ...source, id: `source-${index}` }));
  const tree = makeRepository(toyRepositoryInput({ diagnostic: toyDiagnostic({ dataSources }) }));
  expect([...tree.keys()].filter((name) => /^ingestion\/source-\d+\/mapping\.yaml$/.test(name))).toHaveLength(
    200,
  );
});
