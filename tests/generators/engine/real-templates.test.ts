import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import { factsOf } from '#generators/engine/plan/facts.ts';
import { makePlan } from '#generators/engine/plan/plan.ts';
import { render } from '#generators/engine/render/render.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { readDiagnostic } from '../../tools/diagnostics.ts';
import { hostileTexts } from '../fixtures/hostile.ts';
import { toyBusiness } from '../fixtures/toy.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const catalog = await loadCatalog();
const templates = catalog.templates.map(({ manifest }) => manifest);
const reader = folderReader(path.join(root, 'templates'), path.join(root, 'constructs'));
const retailer = readDiagnostic('examples/p1-online-retailer/diagnostic.json');

/** P1 with every free text replaced that could reach its repository. */
function saying(text: string): Diagnostic {
  return {
    ...retailer,
    company: { ...retailer.company, legalName: text },
    dataSources: retailer.dataSources.map((source) => ({ ...source, name: text, vendor: text })),
    useCases: retailer.useCases.map((useCase) => ({
      ...useCase,
      process: text,
      baselineKpi: { name: text, unit: text, value: 1 },
    })),
  };
}

/** The files of P1's repository whose text depends on the client, by path. */
function renderedFiles(diagnostic: Diagnostic): ReadonlyMap<string, string> {
  const entries = catalog.entries.filter(({ id }) => id === 'df-forecast' || id === 'ca-segment');
  const facts = factsOf(diagnostic, entries, toyBusiness, '2026-11-02');
  const toolbox = { version: '0.0.0', catalogDigest: '' };
  const plan = makePlan({ facts, diagnostic, templates, answers: {}, toolbox, prices: catalog.priceBook });
  return new Map(
    [...render(plan, templates, reader)]
      .filter(([, { source }]) => source.endsWith('.hbs'))
      .map(([name, { bytes }]) => [name, new TextDecoder().decode(bytes)]),
  );
}

/** Throws what is wrong with a file of a kind that has a reader. */
const readers: Readonly<Record<string, (text: string) => void>> = {
  '.json': (text) => {
    JSON.parse(text);
  },
  '.yaml': yaml,
  '.yml': yaml,
  '.py': (text) => {
    python('import ast, sys; ast.parse(sys.stdin.read())', text);
  },
  '.toml': (text) => {
    python('import sys, tomllib; tomllib.loads(sys.stdin.read())', text);
  },
};

function yaml(text: string): void {
  const [error] = parseAllDocuments(text).flatMap((document) => document.errors);
  if (error !== undefined) throw error;
}

function python(program: string, text: string): void {
  const { status, stderr } = spawnSync('python3', ['-c', program], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

describe("P1's repository", () => {
  const usual = renderedFiles(retailer);

  test.each(hostileTexts.filter((text) => text !== ''))(
    'survives a client that calls everything %j',
    (text) => {
      const files = renderedFiles(saying(text));
      expect([...files.keys()]).toEqual([...usual.keys()]);
      for (const [name, content] of files) {
        const broken = (): unknown => readers[path.extname(name)]?.(content);
        expect(broken).not.toThrow();
      }
    },
  );

  test('has the same commands in its Makefile whatever the client is called', () => {
    const commands = (files: ReadonlyMap<string, string>): readonly string[] =>
      (files.get('Makefile') ?? '').split('\n').filter((line) => !line.startsWith('#'));
    for (const text of hostileTexts.filter((candidate) => candidate !== ''))
      expect(commands(renderedFiles(saying(text)))).toEqual(commands(usual));
  });
});

test('topics of Kafka bring the warehouse that can read them', () => {
  const entries = catalog.entries.filter(({ id }) => id === 'df-forecast');
  const facts = {
    ...factsOf(retailer, entries, toyBusiness, '2026-11-02'),
    stacks: ['stacks/kafka-ingestion'],
  };
  const toolbox = { version: '0.0.0', catalogDigest: '' };
  const ids = makePlan({ facts, templates, answers: {}, toolbox, prices: catalog.priceBook }).templates.map(
    ({ id }) => id,
  );
  expect(ids).toContain('stacks/clickhouse-kubernetes');
  expect(ids).not.toContain('stacks/warehouse-bigquery');
  expect(ids).not.toContain('stacks/gcp-foundation');
});
