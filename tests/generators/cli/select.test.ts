import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import { validateSelection } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { Terminal } from '#generators/cli/adapters/terminal.ts';
import { CallOptions } from '#generators/cli/command.ts';
import { run } from '#generators/cli/commands/select.ts';
import { client, withValue, without } from '../../tools/diagnostics.ts';
import { miniCatalog } from '../../catalog/fixtures/mini-catalog.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'select-'));
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ indexVersion: 1, ...miniCatalog }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command on a diagnostic (or the text of a file) with the mini catalog. */
async function choose(diagnostic: unknown, options: Record<string, unknown> = {}): Promise<Said> {
  const file = path.join(folder, 'diagnostic.json');
  writeFileSync(file, typeof diagnostic === 'string' ? diagnostic : JSON.stringify(diagnostic));
  const said = { stdout: '', stderr: '' };
  const terminal = new Terminal({
    json: options['json'] === true,
    quiet: options['quiet'] === true,
    color: false,
    interactive: false,
    width: 100,
    write: (stream, text) => {
      said[stream] += text;
    },
  });
  const code = await run({
    operands: [file],
    options: new CallOptions({ catalog: folder, ...options }),
    terminal,
  });
  return { code, ...said };
}

async function problemsOf(
  diagnostic: unknown,
  options: Record<string, unknown> = {},
): Promise<InputError['problems']> {
  try {
    await choose(diagnostic, options);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error('Expected the call to be refused.');
}

describe('toltek select for people', () => {
  test('shows choice, ranking, reasons and what would change it', async () => {
    const { code, stdout } = await choose(client('a'), { lang: 'en' });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Analytics package: Segmentation + Demand forecast\nclient-a, as of 2026-11-02.',
    );
    expect(stdout).toMatch(/Total +€62,000 \(€55,000 … €75,000\), €500\/month, 10 weeks/);
    expect(stdout).toMatch(/1 +cg +planned +0\.884 \(0\.787–0\.941\) +€28,000 +6 weeks +Content/);
    expect(stdout).toMatch(/– +sb +planned .* ✗ DATA_MISSING/);
    expect(stdout).toContain('Without a retainer it is worth €198,119 over three years');
    expect(stdout).toContain('month it is worth €48,908');
    expect(stdout).toContain('With a budget of €61,000: Content + Segmentation.');
    expect(stdout).toContain('Sensitive: it holds under 22 of 24 weight changes');
    expect(stdout).toContain('GDPR Art. 35: Finish a data protection impact assessment');
    expect(stdout).toContain(
      'The client: Keep data, backups and model calls inside the area the client set.',
    );
  });

  test("speaks the diagnostic's language unless told otherwise", async () => {
    const { stdout } = await choose(client('a'));
    expect(stdout).toContain('Offre Analytics : Segmentation + Demand forecast');
    expect(stdout).toContain("Ce qui changerait l'avis");
  });

  test('counts what was not assessed', async () => {
    const { stdout } = await choose(without(client('a'), '/useCases/5'), { lang: 'en' });
    expect(stdout).toContain('Not asked about, so not assessed and not ranked: 1 of the catalog.');
  });

  test('keeps to results when quiet', async () => {
    const { stdout, stderr } = await choose(client('a'), { lang: 'en', quiet: true });
    expect(stdout).toContain('Ranking');
    expect(stdout).not.toContain('What would change it');
    expect(stderr).toBe('');
  });

  test('shows a client for whom nothing fits what would change that', async () => {
    const broke = withValue(client('a'), '/constraints/capexEUR/max', 9000);
    const { code, stdout } = await choose(broke, { lang: 'en' });
    expect(code).toBe(0);
    expect(stdout).toContain('Not yet a use case');
    expect(stdout).toMatch(/llm-gateway +foundation +LLM gateway, €8,000/);
    expect(stdout).toContain('With a budget of €28,000: Content.');
  });

  test('shows contradictions with the question to ask', async () => {
    const torn = withValue(client('a'), '/strategy/exclusions', ['cs']);
    const { stdout } = await choose(torn, { lang: 'en' });
    expect(stdout).toContain('provisional');
    expect(stdout).toMatch(/C10 \/useCases\/1\/id \/ \/strategy\/exclusions\/0: Does the client want 'cs'/);
  });

  test('cannot be made to write escape sequences', async () => {
    const hostile = withValue(client('a'), '/strategy/exclusions', ['demand \u001b[2J forecast']);
    const { stdout } = await choose(hostile, { lang: 'en' });
    expect(stdout).not.toContain('\u001b');
  });
});

describe('toltek select for programs', () => {
  test('prints one document that keeps the schema, and nothing else on stdout', async () => {
    const { stdout } = await choose(client('a'), { json: true });
    expect(schemaProblems(validateSelection, JSON.parse(stdout))).toEqual([]);
  });

  test('writes the same bytes to a file, whole', async () => {
    const out = path.join(folder, 'selection.json');
    const { stdout } = await choose(client('a'), { json: true, out });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('takes a day, a package and only what is built', async () => {
    const { stdout } = await choose(client('a'), {
      json: true,
      'as-of': '2027-02-28',
      package: 'custom',
      'only-built': true,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      asOf: '2027-02-28',
      request: { package: 'custom', onlyBuilt: true },
      answer: 'not_yet',
      leftOut: ['cg', 'cp', 'cs', 'df', 'di', 'sb'],
    });
  });
});

describe('a wrong call or input', () => {
  test.each([
    [{ package: 'Analytics' }, "There is no package 'Analytics'."],
    [{ lang: 'de' }, "The text is not written in 'de'."],
    [{ 'as-of': '2026-02-30' }, "'2026-02-30' is not a day."],
    [{ 'as-of': 'tomorrow' }, "'tomorrow' is not a day."],
    [{ catalog: '/nowhere/at/all' }, 'There is no catalog in /nowhere/at/all.'],
  ])('%j', async (options, message) => {
    expect((await problemsOf(client('a'), options)).map((problem) => problem.message)).toEqual([message]);
  });

  test('an invalid diagnostic is refused with every problem and its place', async () => {
    const broken = withValue(withValue(client('a'), '/company/employees', 'many'), '/meta/clientID', 'x');
    const problems = await problemsOf(broken);
    expect(problems.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/company/employees', '/meta/clientID']),
    );
  });

  test('a truncated file is refused with the place where it ends', async () => {
    const [problem] = await problemsOf('{"meta": {');
    expect(problem).toMatchObject({ code: 'FILE', pointer: 'line 1, column 11' });
  });

  test('an undated diagnostic says how to date the advice', async () => {
    const [problem] = await problemsOf(without(client('a'), '/meta/completedOn'));
    expect(problem).toMatchObject({ code: 'UNDATED', action: expect.stringContaining('--as-of') });
  });

  test('a place that cannot be written to is refused', async () => {
    const [problem] = await problemsOf(client('a'), { out: path.join(folder, 'no/such/selection.json') });
    expect(problem).toMatchObject({ code: 'FILE', message: 'It cannot be written (ENOENT).' });
  });
});
