import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Terminal } from '#generators/cli/adapters/terminal.ts';
import { CallOptions } from '#generators/cli/command.ts';
import { run } from '#generators/cli/commands/check.ts';
import { client, withValue, withValues } from '../../tools/diagnostics.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'check-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function check(file: string, flags: Readonly<Record<string, boolean>> = {}): Promise<Result> {
  const said = { stdout: '', stderr: '' };
  const terminal = new Terminal({
    json: flags['json'] === true,
    quiet: flags['quiet'] === true,
    color: false,
    interactive: false,
    width: 100,
    write: (stream, text) => {
      said[stream] += text;
    },
  });
  const code = await run({ operands: [file], options: new CallOptions(flags), terminal });
  return { code, out: said.stdout, err: said.stderr };
}

function write(content: string | Uint8Array | object, name = 'diagnostic.json'): string {
  const file = path.join(folder, name);
  const raw = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(file, raw ? content : JSON.stringify(content, null, 2));
  return file;
}

describe('toltek check', () => {
  test('a clean diagnostic ends with 0 and says so', async () => {
    const result = await check(write(client('a')));
    expect(result.code).toBe(0);
    expect(result.err).toBe('');
    expect(result.out).toContain('The diagnostic is valid and its answers fit together.');
  });

  test('errors of the schema and contradictions among the other answers are said together', async () => {
    const contradicting = withValue(client('a'), '/company/ageMonths', 12);
    const result = await check(write({ ...contradicting, compnay: 'a slip' }));
    expect(result.code).toBe(2);
    expect(result.err).toContain("There is no field 'compnay' here.");
    expect(result.out).toContain('[C03]');
    expect(result.out).toMatch(/1 error and \d+ contradictions?\. The diagnostic cannot be used/);
  });

  test('so are they where a required field is wrong or missing', async () => {
    const { meta, ...rest } = withValue(
      withValue(client('a'), '/company/ageMonths', 12),
      '/company/employees',
      'many',
    );
    expect(meta).toBeDefined();
    const result = await check(write(rest));
    expect(result.code).toBe(2);
    expect(result.err).toContain("'employees' is text, not a whole number.");
    expect(result.err).toContain('meta');
    expect(result.out).toContain('[C03]');
  });

  test('warnings alone end with 0', async () => {
    const result = await check(write(withValue(client('a'), '/company/ageMonths', 12)));
    expect(result.code).toBe(0);
    expect(result.out).toContain('[C03]');
    expect(result.out).toContain('warnings. The diagnostic is valid.');
  });

  test('contradictions end with 1; both places and the question are shown, in the language of the client', async () => {
    const data = withValues(client('a'), { '/infra/warehouse': 'bigquery', '/infra/clouds': ['aws'] });
    const result = await check(write(data));
    expect(result.code).toBe(1);
    expect(result.out).toContain('[C05]');
    expect(result.out).toContain('/infra/warehouse against /infra/clouds (["aws"])');
    expect(result.out).toContain('Qui paie BigQuery');
    const english = await check(write(withValue(data, '/meta/language', 'en')));
    expect(english.out).toContain('Who pays for BigQuery');
  });

  test('schema errors end with 2 and are shown together', async () => {
    const data = withValues(client('a'), {
      '/company/sector': 'ecomerce',
      '/meta/colour': 'blue',
      '/company/employees': -1,
    });
    const result = await check(write(data));
    expect(result.code).toBe(2);
    expect(result.err).toContain('/company/sector');
    expect(result.err).toContain("Did you mean 'ecommerce'?");
    expect(result.err).toContain('/meta/colour');
    expect(result.err).toContain('/company/employees');
    expect(result.out).toContain('3 errors.');
  });

  test('--json is one document, whatever the outcome', async () => {
    const contradicting = withValue(client('a'), '/strategy/objectives/0/weight', 0.9);
    const found = await check(write(contradicting), { json: true });
    expect(JSON.parse(found.out)).toMatchObject({
      valid: true,
      summary: { errors: 1, warnings: 0 },
      findings: [{ code: 'C02', pointer: '/strategy/objectives', question: { fr: expect.any(String) } }],
      icpFit: 'primary',
    });
    const broken = await check(write(withValue(client('a'), '/meta/clientId', 7)), { json: true });
    expect(JSON.parse(broken.out)).toMatchObject({
      valid: false,
      problems: [{ pointer: '/meta/clientId', value: 7 }],
    });
    const cut = await check(write('{"meta": '), { json: true });
    expect(JSON.parse(cut.out)).toMatchObject({ valid: false, problems: [{ code: 'FILE' }] });
  });

  test('maturity levels are shown, not with --quiet', async () => {
    const answer = { value: 2, status: 'answered', confidence: 'B', evidence: [] };
    const file = write(withValue(client('c'), '/maturity', { axes: { skills: answer } }));
    expect((await check(file)).out).toMatch(/Skills +2\.0 +1\.0 below/);
    expect((await check(file, { quiet: true })).out).not.toContain('Skills');
  });

  test('text from the file cannot move the cursor or colour the terminal', async () => {
    const hostile = '\u001b[31mred\u001b[0m\u0007\r\n{{ x }} $(rm -rf) \u202e';
    const result = await check(write(withValue(client('a'), '/meta/clientId', hostile)));
    // eslint-disable-next-line no-control-regex -- looks for the control characters themselves
    expect(result.err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('a file that cannot be used ends with 2 and one clear message', () => {
  const text = JSON.stringify(client('a'), null, 2);
  test.each([
    ['truncated', text.slice(0, 2000), 'it ends too early'],
    ['empty', '', 'It is empty.'],
    ['not JSON', 'Bonjour, voici le diagnostic.', "'B' cannot stand here"],
    ['a trailing comma', '{\n  "meta": {},\n}', "'}' cannot stand here"],
    ['single quotes', "{'meta': {}}", 'field name in quotation marks'],
    ['in UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16'],
    ['binary', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xd8]), 'not text in UTF-8'],
  ])('%s', async (_name, content, message) => {
    const result = await check(write(content));
    expect(result.code).toBe(2);
    expect(result.err).toContain(message);
    expect(result.err).toContain('diagnostic.json');
    expect(result.err.match(/^error/gm)).toHaveLength(1);
    expect(result.err).not.toMatch(/\bat .*\.ts|node:/);
  });

  test('the place of a syntax error is given by line and column, with the text there', async () => {
    const result = await check(write('{\n  "meta": {\n    "clientId" "a"\n  }\n}'));
    expect(result.err).toContain('line 3, column 16');
    expect(result.err).toContain('clientId');
    expect(result.err).toContain("expected: ':'");
  });

  test('missing, a folder, not readable', async () => {
    expect((await check(path.join(folder, 'none.json'))).err).toContain('There is no such file.');
    mkdirSync(path.join(folder, 'sub'), { recursive: true });
    expect((await check(path.join(folder, 'sub'))).err).toContain('It is a folder.');
    expect((await check(path.join(write('x', 'plain'), 'below.json'))).err).toContain(
      'There is no such file.',
    );
    expect((await check('/dev/zero')).err).toContain('It is not a file.');
  });

  test('larger than any diagnostic', async () => {
    const result = await check(write(' '.repeat(21 * 1024 * 1024), 'large.json'));
    expect(result.err).toContain('larger than 20 MB');
  });

  test('a byte order mark is no error', async () => {
    expect((await check(write(`\ufeff${text}`))).code).toBe(0);
  });

  test('a pipe works as a file does', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('cp', [write(text), pipe], { stdio: 'ignore' });
    expect((await check(pipe)).code).toBe(0);
  });
});
