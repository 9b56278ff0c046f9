// Everything a rendered repository holds, judged by outside tools: no findings. What a client can run is run as the
// client does (make lint); the others come at fixed versions.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ensureVenv, run } from '../tools/python.ts';
import { writeRepository } from '../tools/client-repository.ts';

jest.setTimeout(600_000);

const root = path.resolve(import.meta.dirname, '../..');
const actionlint = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const warehouses = { bigquery: [], clickhouse: ['stacks/kafka-ingestion'] };

describe.each(Object.entries(warehouses))('on %s', (dialect, stacks) => {
  const repository = mkdtempSync(path.join(tmpdir(), 'toltek-lint-'));
  let files: readonly string[];
  let outside: string;

  beforeAll(async () => {
    const sources = { tills: 'files', erp: 'sql', 'web-shop': 'rest' } as const;
    writeRepository(repository, 'eu', sources, { facts: (facts) => ({ ...facts, stacks: [...stacks] }) });
    files = readdirSync(repository, { recursive: true, encoding: 'utf8' });
    outside = await ensureVenv('linters', [path.join(root, 'tests/tools/linters/requirements.txt')]);
  });

  afterAll(() => {
    rmSync(repository, { recursive: true, force: true });
  });

  /** Runs a tool in the repository; fails with what it wrote unless it ends with 0. */
  async function judge(program: string, words: readonly string[]): Promise<void> {
    const { code, output } = await run(program, words, { cwd: repository });
    if (code !== 0) throw new Error(`${path.basename(program)} ended with ${code}:\n${output}`);
  }

  function named(pattern: RegExp): readonly string[] {
    const found = files.filter((file) => pattern.test(file));
    expect(found).not.toEqual([]);
    return found;
  }

  test('make lint: ruff, ruff format, mypy strict, sqlfluff and yamllint', async () => {
    await judge('make', ['lint']);
  });

  test('the models are SQL of the warehouse too', async () => {
    await judge('make', ['setup']);
    await judge('.venv/bin/sqlfluff', ['lint', '--dialect', dialect, 'transform']);
  });

  test('shellcheck', async () => {
    await judge(path.join(outside, 'shellcheck'), named(/\.sh$/u));
  });

  test('hadolint', async () => {
    await judge(path.join(outside, 'hadolint'), named(/(^|\/)Dockerfile$/u));
  });

  test('zizmor', async () => {
    await judge(path.join(outside, 'zizmor'), ['--offline', '--no-progress', '.github']);
  });

  test('actionlint, with shellcheck on the scripts of the workflows', async () => {
    const bin = path.join(root, '.cache/actionlint');
    const installed = await run('go', ['install', actionlint], { env: { ...process.env, GOBIN: bin } });
    expect(installed).toMatchObject({ code: 0 });
    await judge(path.join(bin, 'actionlint'), [
      '-shellcheck',
      path.join(outside, 'shellcheck'),
      ...named(/^\.github\/workflows\/.*\.yml$/u),
    ]);
  });
});
