import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { run as select } from '#generators/cli/commands/select.ts';
import { call } from './catalog-call.ts';

// A client of the official SDK starts the command and talks to it, as an assistant does.

const root = path.resolve(import.meta.dirname, '../../..');
const diagnosticFile = path.join(root, 'examples/p1-online-retailer/diagnostic.json');
const client = new Client({ name: 'test', version: '1.0.0' });
let work: string;

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'toltek-mcp-test-'));
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', path.join(root, 'generators/cli/main.ts'), 'mcp'],
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: work },
    }),
  );
}, 60_000);
afterAll(async () => {
  await client.close();
  rmSync(work, { recursive: true, force: true });
});

async function ask(name: string, given: Readonly<Record<string, unknown>>) {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: given });
  return { isError, document: structuredContent, content };
}

function diagnostic(): Record<string, unknown> {
  return JSON.parse(readFileSync(diagnosticFile, 'utf8')) as Record<string, unknown>;
}

test('every tool says that it only reads', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'check_diagnostic',
    'dry_run_new',
    'estimate_cost',
    'list_catalog',
    'plan_repository',
    'search_catalog',
    'select_use_cases',
    'show_entry',
  ]);
  for (const { annotations } of tools) expect(annotations?.readOnlyHint).toBe(true);
});

describe('the catalog', () => {
  test('is searched with a spelling mistake', async () => {
    const { isError, document } = await ask('search_catalog', { words: 'previson' });
    expect(isError).toBe(false);
    expect(JSON.stringify(document)).toContain('df-forecast');
  });

  test('is listed by what is built', async () => {
    const { document } = await ask('list_catalog', { status: 'built' });
    const { entries } = await loadCatalog();
    const built = entries.filter(({ implementedBy }) => implementedBy !== undefined).map(({ id }) => id);
    for (const id of built) expect(JSON.stringify(document)).toContain(`"${id}"`);
    expect(JSON.stringify(document)).not.toContain('"ca-churn"');
  });

  test('shows an entry, and names the nearest one for a wrong id', async () => {
    expect((await ask('show_entry', { id: 'df-forecast' })).isError).toBe(false);
    const wrong = await ask('show_entry', { id: 'df-forcast' });
    expect(wrong.isError).toBe(true);
    expect(JSON.stringify(wrong.document)).toContain('df-forecast');
  });

  test('takes an id that looks like an option for an id', async () => {
    const { isError, document } = await ask('show_entry', { id: '--catalog=/etc' });
    expect(isError).toBe(true);
    expect(JSON.stringify(document)).toContain('--catalog=/etc');
  });
});

describe('a diagnostic', () => {
  test('is selected from as by the command line, given as a file or as itself', async () => {
    const { stdout } = await call({ run: select }, [diagnosticFile], { json: true });
    const expected: unknown = JSON.parse(stdout);
    expect((await ask('select_use_cases', { file: diagnosticFile })).document).toEqual(expected);
    expect((await ask('select_use_cases', { diagnostic: diagnostic() })).document).toEqual(expected);
    expect(readdirSync(work).filter((name) => name.startsWith('toltek-'))).toEqual([]);
  });

  test('that contradicts itself is an answer, a broken one is an error', async () => {
    const given = diagnostic();
    expect((await ask('check_diagnostic', { diagnostic: given })).document).toMatchObject({ valid: true });
    const criteria = { V: 0.9, D: 0.9, S: 0, T: 0, Q: 0, R: 0 };
    const contradicts = await ask('check_diagnostic', {
      diagnostic: { ...given, weights: { criteria, elicitation: 'direct' } },
    });
    expect(contradicts).toMatchObject({
      isError: false,
      document: { valid: true, findings: [{ code: 'C02' }] },
    });
    const broken = await ask('check_diagnostic', { diagnostic: { ...given, company: undefined } });
    expect(broken).toMatchObject({ isError: true, document: { valid: false } });
    expect(JSON.stringify(broken.document)).toContain('company');
  });

  test('is given once', async () => {
    for (const given of [{}, { file: diagnosticFile, diagnostic: diagnostic() }]) {
      const { isError, document } = await ask('check_diagnostic', given);
      expect(isError).toBe(true);
      expect(document).toMatchObject({ problems: [{ expected: 'either file or diagnostic' }] });
    }
  });

  test('is costed by component', async () => {
    const { isError, document } = await ask('estimate_cost', {
      file: diagnosticFile,
      useCases: ['ca-segment'],
    });
    expect(isError).toBe(false);
    expect(JSON.stringify(document)).toContain('"customer-segmentation"');
    expect(JSON.stringify(document)).not.toContain('"demand-forecasting"');
    expect(document).toHaveProperty('priceBookDate');
  });

  test('is planned from, and its repository listed, with nothing written', async () => {
    const plan = await ask('plan_repository', { file: diagnosticFile });
    expect(plan.document).toMatchObject({ client: 'maison-mirabelle' });
    expect(plan.document).not.toHaveProperty('files');
    const { document } = await ask('dry_run_new', { file: diagnosticFile, useCases: ['ca-segment'] });
    expect(document).toMatchObject({ written: false, useCases: [{ id: 'ca-segment' }] });
    expect(JSON.stringify(document)).toContain('"path":"Makefile"');
    expect(existsSync(path.join(work, 'toltek-dry-run'))).toBe(false);
  });
});

test('the JSON Schemas are resources', async () => {
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toContain('toltek://schema/diagnostic');
  const { contents } = await client.readResource({ uri: 'toltek://schema/diagnostic' });
  const [first] = contents;
  expect(first !== undefined && 'text' in first ? JSON.parse(first.text) : undefined).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
  });
});
